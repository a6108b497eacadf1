package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// runner is what a command does.
type runner interface {
	Run(context.Context) error
}

// command makes a command of a struct, whose fields say by their tags what it
// takes. Those with cmd are commands below it (default: the one that runs when
// none is named), those with arg its arguments, and all others flags; the fields
// of an embedded struct count as its own, and fields of lower case are left alone. Tags of flags and arguments: help, name,
// short, env, default, placeholder, format (of a time), enum, hidden, optional,
// xor (one of the flags with the same word) and type (path, existingfile or
// existingdir).
//
// cobra runs it. Its flags are set up from tags rather than one by one, so that a
// command reads as what it takes; package pflag does all reading of them.
func command(name, help string, into any) *cobra.Command {
	b := builder{cmd: &cobra.Command{Use: name, Short: help, SilenceErrors: true}, into: into}
	b.fields(reflect.ValueOf(into).Elem())
	if r, ok := into.(runner); ok {
		b.runs(r)
	} else if b.cmd.RunE == nil {
		b.cmd.Args, b.cmd.RunE = cobra.NoArgs, func(cmd *cobra.Command, _ []string) error { return cmd.Usage() }
	}
	b.exclude()
	return b.cmd
}

// builder gathers what a struct says.
type builder struct {
	cmd      *cobra.Command
	into     any
	args     []taken
	flags    []taken
	together map[string][]string // xor: flags that exclude each other
}

// taken is a flag or an argument.
type taken struct {
	name  string
	tag   reflect.StructTag
	value *input
	flag  *pflag.Flag // nil for an argument
}

func (b *builder) fields(v reflect.Value) {
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		switch _, isCommand := field.Tag.Lookup("cmd"); {
		case isCommand:
			b.below(field, value)
		case field.Anonymous:
			b.fields(value)
		case !field.IsExported(): // the command's own
		case has(field.Tag, "arg"):
			b.argument(field, value)
		default:
			b.flag(field, value)
		}
	}
}

func has(tag reflect.StructTag, key string) bool {
	_, ok := tag.Lookup(key)
	return ok
}

// below adds a command. The default one lends its flags to the command above,
// which shows them only in its own help.
func (b *builder) below(field reflect.StructField, v reflect.Value) {
	name, into := nameOf(field), v.Addr().Interface()
	child := command(name, field.Tag.Get("help"), into)
	child.Hidden = has(field.Tag, "hidden")
	b.cmd.AddCommand(child)
	if !has(field.Tag, "default") {
		return
	}
	child.LocalFlags().VisitAll(func(f *pflag.Flag) {
		lent := *f
		lent.Hidden = true
		b.cmd.Flags().AddFlag(&lent)
	})
	b.cmd.Args, b.cmd.PreRunE, b.cmd.RunE = cobra.NoArgs, child.PreRunE, child.RunE
}

// nameOf is a field's name on the command line: DataFolder is data-folder.
func nameOf(field reflect.StructField) string {
	if name := field.Tag.Get("name"); name != "" {
		return name
	}
	var b strings.Builder
	lower := false
	for _, r := range field.Name {
		if upper := r >= 'A' && r <= 'Z'; upper && lower {
			b.WriteByte('-')
		}
		lower = r >= 'a' && r <= 'z'
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

func (b *builder) argument(field reflect.StructField, v reflect.Value) {
	t := taken{name: nameOf(field), tag: field.Tag, value: inputOf(v, field.Tag)}
	shown := strings.ToUpper(t.name)
	if v.Kind() == reflect.Slice {
		shown += "..."
	}
	if has(field.Tag, "optional") {
		shown = "[" + shown + "]"
	}
	b.cmd.Use += " " + shown
	b.args = append(b.args, t)
}

// runs makes the command do what r does, once everything given is in place and
// allowed. Only what is wrong with the line itself prints how to use it.
func (b *builder) runs(r runner) {
	b.cmd.Args = b.count
	b.cmd.PreRunE = func(_ *cobra.Command, args []string) error {
		if err := b.place(args); err != nil {
			return err
		}
		return b.settle()
	}
	b.cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cmd.SilenceUsage = true
		return r.Run(cmd.Context())
	}
	if len(b.args) > 0 {
		b.cmd.Long = b.cmd.Short + "\n" + b.described()
	}
}

// described lists the arguments, as cobra lists flags.
func (b *builder) described() string {
	var s strings.Builder
	for _, a := range b.args {
		fmt.Fprintf(&s, "\n  %-10s %s", strings.ToUpper(a.name), a.tag.Get("help"))
	}
	return s.String()
}

func (b *builder) many() bool {
	return len(b.args) > 0 && b.args[len(b.args)-1].value.Type() == "stringArray"
}

// count says whether there are as many arguments as the command takes.
func (b *builder) count(_ *cobra.Command, args []string) error {
	for _, a := range b.args[min(len(args), len(b.args)):] {
		if !has(a.tag, "optional") {
			return fmt.Errorf("give %s", strings.ToUpper(a.name))
		}
	}
	if len(args) > len(b.args) && !b.many() {
		return fmt.Errorf("unexpected argument %q", args[len(b.args)])
	}
	return nil
}

// place puts the arguments into their fields.
func (b *builder) place(args []string) error {
	for i, arg := range args {
		a := b.args[min(i, len(b.args)-1)]
		if err := a.value.Set(arg); err != nil {
			return fmt.Errorf("%s: %w", strings.ToUpper(a.name), err)
		}
	}
	return nil
}

// exclude lets only one of the flags with the same xor be given.
func (b *builder) exclude() {
	for _, names := range b.together {
		b.cmd.MarkFlagsMutuallyExclusive(names...)
	}
}

// status is the exit status that an error asks for; 1 when it asks for none.
func status(err error) int {
	if coded, ok := errors.AsType[interface {
		error
		ExitCode() int
	}](err); ok {
		return coded.ExitCode()
	}
	return 1
}
