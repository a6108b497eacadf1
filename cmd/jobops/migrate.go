package main

import (
	"context"
	"fmt"

	"jobops/internal/app"
)

type migrateCmd struct{ place }

// Run migrates and says so.
func (c *migrateCmd) Run(ctx context.Context) error {
	config, err := c.config()
	if err != nil {
		return err
	}
	if err := app.Migrate(ctx, config); err != nil {
		return err
	}
	fmt.Println("the database is up to date")
	return nil
}
