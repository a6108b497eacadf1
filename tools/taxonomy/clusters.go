package main

import (
	"fmt"
	"strings"
)

// clusters writes the word clusters, one line per cluster with its words.
func (b *builder) clusters() error {
	rows, err := b.read("word_clusters_en")
	if err != nil {
		return err
	}
	words := group(rows, "cluster", "word")
	var out strings.Builder
	for n := range 256 {
		fmt.Fprintln(&out, strings.Join(unique(words[fmt.Sprint(n)]), " "))
	}
	b.add("clusters", []byte(out.String()))
	return nil
}
