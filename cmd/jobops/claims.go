package main

import (
	"context"
	"fmt"
	"os"

	"jobops/internal/tailor/claims"
)

type claimsCmd struct {
	Sets []string `arg:"" type:"existingdir" help:"Folders with lies.tsv and honest.tsv."`
	Show bool     `help:"Name each row that the check gets wrong, with its claims."`
}

// Run prints for each set how many lies the truth check would apply and how many
// honest rewordings it blocks, by language and kind.
func (c claimsCmd) Run(context.Context) error {
	for _, dir := range c.Sets {
		rows, err := claims.Set(os.DirFS(dir))
		if err != nil {
			return err
		}
		var see func(claims.Row)
		if c.Show {
			see = show
		}
		fmt.Println(dir)
		if err := claims.Run(rows, see).Write(os.Stdout); err != nil {
			return err
		}
	}
	return nil
}

func show(r claims.Row) {
	fmt.Printf("%s %s\n  %q\n  %q\n", r.ID, r.Kind, r.Source, r.Edit)
	for _, claim := range r.Checked().Claims {
		fmt.Printf("  %s %q\n", claim.Kind, claim.Text)
	}
}
