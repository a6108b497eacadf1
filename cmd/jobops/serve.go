package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"jobops/internal/app"
	"jobops/internal/inventory"
)

// place is where an instance keeps its data; every command that opens one has
// these flags.
type place struct {
	Data        string `help:"Folder of everything JobOps keeps. Default: the system's place for application data." env:"JOBOPS_DATA" type:"path"`
	DatabaseURL string `help:"PostgreSQL URL. Default: SQLite in the data folder." env:"JOBOPS_DATABASE_URL" name:"database-url"`
	DirectURL   string `help:"The same database without a pooler, as the login that owns the tables; it migrates, and the other login gets the rows alone. Default: the one URL does both." env:"JOBOPS_DATABASE_DIRECT_URL" name:"database-direct-url"`

	AffindaKeyFile   string `help:"File with the key of an Affinda account in the EU, which may read a CV a second time when its owner asks. Default: none, and nothing is ever sent." env:"JOBOPS_AFFINDA_KEY_FILE" type:"path" placeholder:"FILE"`
	AffindaWorkspace string `help:"Workspace of that account." env:"JOBOPS_AFFINDA_WORKSPACE" placeholder:"ID"`

	models
	clerkFlags
}

// clerkFlags are the instance of Clerk at which people sign in.
type clerkFlags struct {
	ClerkIssuer     string `help:"Address of an instance of Clerk at which people may sign in, https://clerk.example.org. Default: none." env:"JOBOPS_CLERK_ISSUER" placeholder:"URL"`
	ClerkClient     string `help:"Id of its OAuth application." env:"JOBOPS_CLERK_CLIENT" placeholder:"ID"`
	ClerkSecretFile string `help:"File with the secret of a confidential client. Default: a public client." env:"JOBOPS_CLERK_SECRET_FILE" type:"path" placeholder:"FILE"`
	ClerkKeyFile    string `help:"File with a secret key of its Backend API, by which a person is deleted there." env:"JOBOPS_CLERK_KEY_FILE" type:"path" placeholder:"FILE"`
	ClerkHooksFile  string `help:"File with the secret of its webhooks, which go to /hooks/portal." env:"JOBOPS_CLERK_HOOKS_FILE" type:"path" placeholder:"FILE"`
}

func (f clerkFlags) clerk() (c app.Clerk, err error) {
	c.Issuer, c.Client = f.ClerkIssuer, f.ClerkClient
	for _, one := range []struct {
		name string
		into *string
	}{{f.ClerkSecretFile, &c.Secret}, {f.ClerkKeyFile, &c.Key}, {f.ClerkHooksFile, &c.Hooks}} {
		if one.name == "" {
			continue
		}
		if *one.into, err = secret(one.name); err != nil {
			return c, fmt.Errorf("clerk: %w", err)
		}
	}
	return c, nil
}

func (p place) config() (app.Config, error) {
	c := app.Config{Data: p.Data, DatabaseURL: p.DatabaseURL, OwnerURL: p.DirectURL}
	var err error
	if c.Affinda, err = p.affinda(); err != nil {
		return c, err
	}
	if c.Clerk, err = p.clerk(); err != nil {
		return c, err
	}
	if err := p.into(&c); err != nil || c.Data != "" {
		return c, err
	}
	c.Data, err = app.DefaultData()
	return c, err
}

// affinda reads the key, which is never a flag: others could read it in the list
// of processes.
func (p place) affinda() (app.Affinda, error) {
	if p.AffindaKeyFile == "" && p.AffindaWorkspace == "" {
		return app.Affinda{}, nil
	}
	if p.AffindaKeyFile == "" || p.AffindaWorkspace == "" {
		return app.Affinda{}, errors.New("affinda: give both the file with the key and the workspace, or neither")
	}
	key, err := secret(p.AffindaKeyFile)
	if err != nil {
		return app.Affinda{}, fmt.Errorf("affinda: %w", err)
	}
	return app.Affinda{Key: key, Workspace: p.AffindaWorkspace}, nil
}

// mailFlags are how messages leave; every command that may send one has these flags.
type mailFlags struct {
	PublicURL         string `help:"Address at which people reach the instance, https://jobops.example.org. Default: this machine only." env:"JOBOPS_PUBLIC_URL" name:"public-url" placeholder:"URL"`
	Operator          string `help:"File of who runs it for others (see internal/inventory/operator.example.yaml)." env:"JOBOPS_OPERATOR" type:"path"`
	SignUp            string `help:"Who may begin an account: anybody (open), or whom you invite (closed). Default: open where messages are delivered; who comes from Clerk may begin one unless it is closed." env:"JOBOPS_SIGN_UP" enum:"open,closed," default:"" name:"sign-up"`
	MailFrom          string `help:"Sender's address of messages." env:"JOBOPS_MAIL_FROM" placeholder:"ADDRESS"`
	SMTPFile          string `help:"File with the address of a mail relay, smtp://user:password@host:587 or smtps://…:465. Default: messages go into a folder." env:"JOBOPS_SMTP_URL_FILE" type:"path" name:"smtp-url-file" placeholder:"FILE"`
	SendGridKeyFile   string `help:"File with a SendGrid key that may send mail." env:"JOBOPS_SENDGRID_KEY_FILE" type:"path" name:"sendgrid-key-file" placeholder:"FILE"`
	SendGridEraseFile string `help:"File with a second SendGrid key, which may have recipients erased." env:"JOBOPS_SENDGRID_ERASE_KEY_FILE" type:"path" name:"sendgrid-erase-key-file" placeholder:"FILE"`
	SendGridEurope    bool   `help:"Use the European host of SendGrid." env:"JOBOPS_SENDGRID_EU" name:"sendgrid-eu"`
}

// into adds the flags to a configuration. Secrets are files, for a flag or a
// variable can be read in the list of processes.
func (l mailFlags) into(c *app.Config) (err error) {
	c.Public.URL, c.Public.SignUp, c.Operator = l.PublicURL, l.SignUp, l.Operator
	c.Mail.From, c.Mail.SendGrid.Europe = l.MailFrom, l.SendGridEurope
	for _, f := range []struct {
		name string
		into *string
	}{{l.SMTPFile, &c.Mail.Relay}, {l.SendGridKeyFile, &c.Mail.SendGrid.Key}, {l.SendGridEraseFile, &c.Mail.SendGrid.Erase}} {
		if f.name == "" {
			continue
		}
		data, err := os.ReadFile(f.name)
		if err != nil {
			return fmt.Errorf("mail: %w", err)
		}
		if *f.into = strings.TrimSpace(string(data)); *f.into == "" {
			return fmt.Errorf("mail: the file %s is empty", f.name)
		}
	}
	return nil
}

type serveCmd struct {
	place
	mailFlags
	Local  bool   `help:"Kept for older scripts: one person is served until somebody sets up an account." default:"true" hidden:""`
	Addr   string `help:"Address to listen on: this machine only, until people have accounts and --public-url is set." env:"JOBOPS_ADDR" placeholder:"localhost:7310"`
	Hops   int    `help:"Number of proxies in front, whose X-Forwarded-For counts." env:"JOBOPS_PROXIES" name:"proxies" default:"0"`
	Rotate bool   `help:"Replace the master key every twelve hours; every copy of the keyring must then be as young." env:"JOBOPS_ROTATE_KEYS" name:"rotate-keys"`
	Assets string `help:"Folder of front-end files to serve instead of the embedded ones." env:"JOBOPS_DEV" type:"path" hidden:""`
}

// Run serves until interrupted.
func (c *serveCmd) Run(ctx context.Context) (err error) {
	config, err := c.config()
	if err != nil {
		return err
	}
	if err := c.into(&config); err != nil {
		return err
	}
	config.Addr, config.Assets, config.RotateKeys, config.Public.Hops = c.Addr, c.Assets, c.Rotate, c.Hops
	log := slog.New(inventory.Load().Redacted(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	a, err := app.Open(ctx, config, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.Serve(ctx, os.Stdout)
}
