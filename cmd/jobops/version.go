package main

import (
	"fmt"
	"runtime/debug"
)

type versionCmd struct{}

// Run prints module version, revision and Go version.
func (versionCmd) Run() error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return fmt.Errorf("version: built without module information")
	}
	fmt.Println("jobops", info.Main.Version, revision(info), info.GoVersion)
	return nil
}

func revision(info *debug.BuildInfo) string {
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return "unknown"
}
