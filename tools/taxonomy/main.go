// Command taxonomy builds the tables of package taxonomy from a folder of
// source tables (ESCO, O*NET, word clusters).
//
//	go run . [-check] SOURCE_FOLDER TABLE_FOLDER
//
// The same sources give the same bytes. With -check nothing is written and the
// command fails when the committed tables differ from what the sources give.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	check := flag.Bool("check", false, "compare instead of writing")
	flag.Parse()
	if flag.NArg() != 2 {
		fmt.Fprintln(os.Stderr, "usage: taxonomy [-check] SOURCE_FOLDER TABLE_FOLDER")
		os.Exit(2)
	}
	b := &builder{source: flag.Arg(0), tablesDir: flag.Arg(1), check: *check}
	if err := b.run(); err != nil {
		fmt.Fprintln(os.Stderr, "taxonomy:", err)
		os.Exit(1)
	}
}
