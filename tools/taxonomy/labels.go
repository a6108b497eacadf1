package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

var languages = strings.Fields("bg cs da de en es et fr hr hu it lt lv nl no pl pt ro sk sl sv")

// labels writes the ESCO occupations (id, ISCO group, English label) and, per
// language, their labels: line n of a label table belongs to line n of the
// occupations.
func (b *builder) labels() error {
	occupations, err := b.read("esco_occupations_en")
	if err != nil {
		return err
	}
	groups, err := b.read("isco08_groups_en")
	if err != nil {
		return err
	}
	known := map[string][3]string{}
	for _, r := range occupations {
		known[r["id"]] = [3]string{r["id"], cmp.Or(r["isco08_v1_0"], r["isco08_v1_1"]), r["label"]}
	}
	for _, r := range groups {
		known["C"+r["code"]] = [3]string{"C" + r["code"], r["code"], r["label"]}
	}
	ids := sortedKeys(known)
	var out strings.Builder
	for _, id := range ids {
		fmt.Fprintln(&out, strings.Join(append([]string{}, known[id][0], known[id][1], known[id][2]), "\t"))
	}
	b.add("occupations", []byte(out.String()))
	for _, lang := range languages {
		if err := b.language(lang, ids); err != nil {
			return err
		}
	}
	return nil
}

//go:embed trades.tsv
var ownTrades string

// trades writes, for each language that the sources have no labels in, the
// ISCO group of a trade and its words in the language, from our own table.
func (b *builder) trades() error {
	for i, lang := range []string{"ru", "el"} {
		var out strings.Builder
		for line := range strings.Lines(ownTrades) {
			f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if strings.HasPrefix(line, "#") {
				continue
			}
			if len(f) != 3 {
				return fmt.Errorf("trades: %q", line)
			}
			fmt.Fprintf(&out, "%s\t%s\n", f[0], f[1+i])
		}
		b.add("trades_"+lang, []byte(out.String()))
	}
	return nil
}

func (b *builder) language(lang string, ids []string) error {
	rows, err := b.read("esco_occupation_labels_" + lang)
	if err != nil {
		return err
	}
	labels := group(rows, "id", "labels")
	var out strings.Builder
	for _, id := range ids {
		out.WriteString(strings.Join(labels[id], "|") + "\n")
	}
	for id := range labels {
		if _, found := slices.BinarySearch(ids, id); !found {
			return fmt.Errorf("labels %s: unknown occupation %s", lang, id)
		}
	}
	b.add("labels_"+lang, []byte(out.String()))
	return nil
}
