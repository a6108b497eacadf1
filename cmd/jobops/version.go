package main

import (
	"context"
	"fmt"
	"runtime"

	"jobops/internal/app"
)

type versionCmd struct{}

// Run prints the version of the program and of Go.
func (versionCmd) Run(context.Context) error {
	_, err := fmt.Println("jobops", app.Version(), runtime.Version())
	return err
}
