package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// flag adds a flag for a field.
func (b *builder) flag(field reflect.StructField, v reflect.Value) {
	t := taken{name: nameOf(field), tag: field.Tag, value: inputOf(v, field.Tag)}
	if set, ok := field.Tag.Lookup("default"); ok && set != "" {
		if err := t.value.Value.Set(set); err != nil {
			panic(fmt.Sprintf("the default of --%s: %v", t.name, err))
		}
	}
	usage := field.Tag.Get("help")
	if env := field.Tag.Get("env"); env != "" {
		usage += " ($" + env + ")"
	}
	t.flag = b.cmd.Flags().VarPF(t.value, t.name, field.Tag.Get("short"), usage)
	if v.IsZero() {
		t.flag.DefValue = ""
	}
	t.flag.Hidden = has(field.Tag, "hidden")
	if v.Kind() == reflect.Bool {
		t.flag.NoOptDefVal = "true"
	}
	b.flags = append(b.flags, t)
	if word := field.Tag.Get("xor"); word != "" {
		if b.together == nil {
			b.together = map[string][]string{}
		}
		b.together[word] = append(b.together[word], t.name)
	}
}

// input is the text that a field takes.
type input struct {
	pflag.Value
	shown string // in the help, instead of its type
	given bool   // on the command line
}

// Set takes text from the command line.
func (in *input) Set(text string) error {
	in.given = true
	return in.Value.Set(text)
}

// Type is what the help calls the value.
func (in *input) Type() string {
	if in.shown != "" {
		return in.shown
	}
	return in.Value.Type()
}

// inputOf reads text into a field.
func inputOf(v reflect.Value, tag reflect.StructTag) *input {
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	switch into := v.Addr().Interface().(type) {
	case *string:
		set.StringVar(into, "v", "", "")
	case *[]string:
		if has(tag, "arg") {
			set.StringArrayVar(into, "v", nil, "")
		} else {
			set.StringSliceVar(into, "v", nil, "")
		}
	case *bool:
		set.BoolVar(into, "v", false, "")
	case *int:
		set.IntVar(into, "v", 0, "")
	case *int64:
		set.Int64Var(into, "v", 0, "")
	case *time.Duration:
		set.DurationVar(into, "v", 0, "")
	case *time.Time:
		set.TimeVar(into, "v", time.Time{}, []string{tag.Get("format")}, "")
	default:
		panic(fmt.Sprintf("no flag can be a %s", v.Type()))
	}
	return &input{Value: set.Lookup("v").Value, shown: tag.Get("placeholder")}
}

// settle takes from the environment what the line does not give, and looks at
// what came in.
func (b *builder) settle() error {
	for _, t := range slices.Concat(b.flags, b.args) {
		name := "--" + t.name
		if t.flag == nil {
			name = strings.ToUpper(t.name)
		}
		if err := t.fromEnvironment(); err != nil {
			return err
		}
		if err := t.allowed(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := t.paths(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (t taken) fromEnvironment() error {
	variable := t.tag.Get("env")
	if text := os.Getenv(variable); t.flag != nil && variable != "" && !t.value.given && text != "" {
		if err := t.value.Value.Set(text); err != nil {
			return fmt.Errorf("$%s: %w", variable, err)
		}
	}
	return nil
}

// allowed looks at the words that may be given.
func (t taken) allowed() error {
	words, ok := t.tag.Lookup("enum")
	if list := strings.Split(words, ","); ok && !slices.Contains(list, t.value.String()) {
		return fmt.Errorf("must be one of %s", strings.Trim(words, ","))
	}
	return nil
}

// paths makes paths absolute, with ~ for the home folder, and looks whether what
// must exist does. "-" is no path.
func (t taken) paths() error {
	kind := t.tag.Get("type")
	if kind == "" {
		return nil
	}
	if list, ok := t.value.Value.(pflag.SliceValue); ok {
		all := list.GetSlice()
		for i := range all {
			var err error
			if all[i], err = pathOf(all[i], kind); err != nil {
				return err
			}
		}
		return list.Replace(all)
	}
	if t.value.String() == "" {
		return nil
	}
	path, err := pathOf(t.value.String(), kind)
	if err != nil {
		return err
	}
	return t.value.Value.Set(path)
}

func pathOf(text, kind string) (string, error) {
	if text == "-" {
		return text, nil
	}
	if rest, ok := strings.CutPrefix(text, "~"); ok && (rest == "" || rest[0] == '/') {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		text = home + rest
	}
	path, err := filepath.Abs(text)
	if err != nil || kind == "path" {
		return path, err
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("there is no %s", text)
	case err != nil:
		return "", err
	case info.IsDir() != (kind == "existingdir"):
		return "", fmt.Errorf("%s is not a %s", text, strings.NewReplacer("existingdir", "folder", "existingfile", "file").Replace(kind))
	}
	return path, nil
}
