// Command labeller makes up CVs in ten languages and trains the line labeller
// of package parse on them.
//
//	go run . [-documents 6000] [-seed 1] [-root ../..]
//
// Nobody's document is used: the words come from words.tsv, from the tables of
// package parse and from the occupations and skills of package taxonomy, the
// layouts from layout.go and entry.go. It is an averaged structured perceptron
// over the features that package parse computes from a laid-out page; the same
// sources give the same bytes. It writes internal/parse/label-weights.gz and
// manifest.json here, which says what the weights were made from, and prints how
// many labels of unseen made-up CVs are right.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"jobops/internal/parse"
)

func main() {
	documents := flag.Int("documents", 6000, "how many CVs to train on")
	seed := flag.Uint64("seed", 1, "of all that is drawn")
	root := flag.String("root", "../..", "the repository")
	flag.Parse()
	if err := run(*root, *documents, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "labeller:", err)
		os.Exit(1)
	}
}

func run(root string, documents int, seed uint64) error {
	words, err := vocabularies(root)
	if err != nil {
		return err
	}
	trained := train(lessons(words, documents, seed), seed)
	packed, err := trained.pack()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(root, weightsFile), packed, 0o644); err != nil {
		return err
	}
	if err := writeManifest(root, documents, seed, packed); err != nil {
		return err
	}
	weights, err := parse.UnpackLabelWeights(packed)
	if err != nil {
		return err
	}
	const exam = 400
	fmt.Printf("%d bytes of weights\n", len(packed))
	score(weights, lessons(words, exam, seed+1))
	return nil
}

// lesson is a document with the right labels of its cells.
type lesson struct {
	cells []parse.LabelCell
	gold  []int
}

// lessons makes CVs up, as many in each language.
func lessons(words map[string]vocabulary, n int, seed uint64) []lesson {
	at := map[string]int{}
	for i, name := range parse.Labels {
		at[name] = i
	}
	var out []lesson
	for i := range n {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		language := languages[i%len(languages)]
		doc := draw(r, newAuthor(r, words[language], language).person(), language)
		l := lesson{cells: parse.LabelCells(doc.layout)}
		for _, c := range l.cells {
			name := doc.labels[c.Page-1][c.Run]
			label, ok := at[name]
			if !ok {
				panic("labeller: no label " + name)
			}
			l.gold = append(l.gold, label)
		}
		if len(l.cells) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// score prints how many labels are right, over all and by label.
func score(w *parse.LabelWeights, exam []lesson) {
	right, n := make([]int, len(parse.Labels)), make([]int, len(parse.Labels))
	for _, l := range exam {
		for i, got := range w.Best(l.cells) {
			n[l.gold[i]]++
			if got == l.gold[i] {
				right[got]++
			}
		}
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
	all, sum := 0, 0
	order := make([]int, len(n))
	for i := range n {
		order[i] = i
		all, sum = all+n[i], sum+right[i]
	}
	slices.SortFunc(order, func(a, b int) int { return n[b] - n[a] })
	fmt.Fprintf(out, "all\t%d\t%.3f\n", all, float64(sum)/float64(max(all, 1)))
	for _, i := range order {
		fmt.Fprintf(out, "%s\t%d\t%.3f\n", parse.Labels[i], n[i], float64(right[i])/float64(max(n[i], 1)))
	}
	out.Flush()
}
