package main

import (
	"context"
	"fmt"
	"os"

	"jobops/internal/tailor/attacks"
)

type attacksCmd struct {
	Set string `arg:"" type:"existingdir" help:"Folder with attacks.tsv."`
}

// Run prints what planted texts get out of the rules and of a model that obeys
// them, by language, and names each that had an effect.
func (c attacksCmd) Run(context.Context) error {
	list, err := attacks.Read(os.DirFS(c.Set))
	if err != nil {
		return err
	}
	t, err := attacks.Run(list, func(o attacks.Outcome) {
		fmt.Printf("%s %s: %d facts, %d echoes, %d points\n", o.Attack.ID, o.Attack.Kind, o.Facts, o.Echoes, o.Moved)
	})
	if err != nil {
		return err
	}
	return t.Write(os.Stdout)
}
