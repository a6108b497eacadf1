package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"jobops/internal/account"
	"jobops/internal/app"
	"jobops/internal/fault"
	"jobops/internal/i18n"
)

// userCmd looks after accounts where no mail is delivered.
type userCmd struct {
	Add   userAddCmd   `cmd:"" help:"Prepare an account and print the link at which its person chooses a password."`
	Reset userResetCmd `cmd:"" help:"Print a link that sets a new password for an account, good for 15 minutes."`
}

type userAddCmd struct {
	place
	PublicURL string `help:"Address at which people reach the instance." env:"JOBOPS_PUBLIC_URL" name:"public-url" placeholder:"URL"`
	Addr      string `help:"Address that serve listens on, where there is no public one." env:"JOBOPS_ADDR" placeholder:"localhost:7310"`
	Email     string `arg:"" help:"Address of the person."`
	Name      string `arg:"" help:"Their full name."`
	Operator  bool   `help:"They run the instance."`
}

// Run prints the link; it runs beside a server.
func (c *userAddCmd) Run(ctx context.Context) error {
	role := account.Ordinary
	if c.Operator {
		role = account.Operator
	}
	return c.printLink(ctx, c.PublicURL, c.Addr, func(ctx context.Context, a *app.App) (string, error) {
		return a.Account.Invite(ctx, c.Email, c.Name, role)
	})
}

type userResetCmd struct {
	place
	PublicURL string `help:"Address at which people reach the instance." env:"JOBOPS_PUBLIC_URL" name:"public-url" placeholder:"URL"`
	Addr      string `help:"Address that serve listens on, where there is no public one." env:"JOBOPS_ADDR" placeholder:"localhost:7310"`
	Email     string `arg:"" help:"Address of the account."`
}

// Run prints the link; it runs beside a server.
func (c *userResetCmd) Run(ctx context.Context) error {
	return c.printLink(ctx, c.PublicURL, c.Addr, func(ctx context.Context, a *app.App) (string, error) {
		return a.Account.ResetLink(ctx, c.Email)
	})
}

// printLink opens the instance, makes a link and prints it.
func (p place) printLink(ctx context.Context, url, addr string, make func(context.Context, *app.App) (string, error)) (err error) {
	config, err := p.config()
	if err != nil {
		return err
	}
	config.Public.URL, config.Addr = url, addr
	a, err := app.Beside(ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	several, err := a.Account.Several(ctx)
	if err != nil {
		return err
	}
	if !several {
		return errors.New("nobody has an account here yet: open the instance and set up yours first (Settings, Several people)")
	}
	secret, err := make(ctx, a)
	if fault.KindOf(err) == fault.NotFound {
		return errors.New("no account has this address")
	}
	if code, args := fault.CodeOf(err); err != nil && fault.KindOf(err) != "" {
		return errors.New(i18n.T(i18n.English, code, args...))
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(os.Stdout, "%s\n", a.Link("/prove/"+secret))
	return err
}
