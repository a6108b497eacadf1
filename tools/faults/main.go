// Command faults breaks an instance of JobOps on purpose, in one named way at a
// time, so that it can be seen whether "jobops privacy verify" notices.
//
//	faults                       lists what it can break
//	faults NAME FOLDER [URL]     breaks it; URL is that of PostgreSQL
//
// It shares no code with the program and its checks: it writes SQL and bytes
// like an accident, a careless change or an attacker would. Never run it on data
// that somebody needs.
package main

import (
	"context"
	"fmt"
	"os"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		for _, f := range faults {
			fmt.Printf("%-26s %-4s %s\n", f.name, f.check, f.what)
		}
		return nil
	}
	if len(args) < 2 {
		return fmt.Errorf("which folder?")
	}
	url := ""
	if len(args) > 2 {
		url = args[2]
	}
	return inject(ctx, args[0], args[1], url)
}

// inject breaks an instance in a named way.
func inject(ctx context.Context, name, folder, url string) error {
	for _, f := range faults {
		if f.name != name {
			continue
		}
		i, err := open(folder, url)
		if err != nil {
			return err
		}
		defer i.close()
		if f.portable == "" {
			return f.do(ctx, i)
		}
		return i.exec(ctx, f.portable)
	}
	return fmt.Errorf("no fault %q", name)
}
