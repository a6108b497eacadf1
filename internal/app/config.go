// Package app builds the whole program from its configuration, runs it and
// stops it in reverse.
//
// Open makes everything that keeps data (database, blobs, keyring, queue,
// services) in one data folder; Serve adds the pages and answers requests until
// its context ends. Nothing else in the program constructs services.
package app

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"

	"jobops/internal/backup"
	"jobops/internal/usage"
)

// Config is the effective configuration. The zero values of optional fields
// mean the defaults named here.
type Config struct {
	Data        string      // folder of everything kept
	Addr        string      // host:port to listen on; "" is DefaultAddr, or a free port when it is taken
	DatabaseURL string      // postgres://…; "" is SQLite in the data folder
	OwnerURL    string      // the same database as the login that owns the tables and migrates; "" is DatabaseURL
	Cache       string      // folder of compiled code; "" is cache/ in the data folder
	Affinda     Affinda     // the outside reader of CVs; the zero value is none
	Public      Public      // how people on other machines reach it; the zero value is this machine only
	Clerk       Clerk       // where people sign in; the zero value is here
	Mail        Mail        // who delivers messages; the zero value is a folder
	Models      Models      // language models; the zero value is none
	Plans       usage.Plans // what people may use; the zero value limits nothing
	Operator    string      // file of who runs it for others, see inventory.Operator; "" for one person
	RotateKeys  bool        // replace the master key every twelve hours
	Assets      string      // folder of front-end files for work on them; "" is the embedded ones

	hashMemory uint32 // KiB a password's hash takes, 0 the secure default; tests take less
}

// Affinda is the account of the outside reader.
type Affinda struct{ Key, Workspace string }

// on reports whether there is one.
func (a Affinda) on() bool { return a.Key != "" && a.Workspace != "" }

// configured lists the settings in force that make a recipient receive
// something, as the inventory names them.
func (c Config) configured() []string {
	var all []string
	if c.Affinda.on() {
		all = append(all, "reader=affinda")
	}
	if c.Clerk.on() {
		all = append(all, "identity=clerk")
	}
	if id := c.Mail.recipient(); id != "" {
		all = append(all, "mail="+id)
	}
	return append(all, c.Models.configured()...)
}

// DefaultAddr is where a --local instance listens when nothing else is said.
const DefaultAddr = "localhost:7310"

// DefaultData returns the data folder for this system and person.
func DefaultData() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "jobops"), nil
	}
	if runtime.GOOS == "linux" {
		home, err := os.UserHomeDir()
		return filepath.Join(home, ".local", "share", "jobops"), err
	}
	dir, err := os.UserConfigDir()
	return filepath.Join(dir, "jobops"), err
}

// Paths inside the data folder.
func (c Config) database() string { return filepath.Join(c.Data, "jobops.db") }
func (c Config) blobs() string    { return filepath.Join(c.Data, "blobs") }
func (c Config) keyring() string  { return filepath.Join(c.Data, "keyring") }
func (c Config) lock() string     { return filepath.Join(c.Data, "lock") }
func (c Config) outbox() string   { return filepath.Join(c.Data, "outbox") }

// Layout says where the parts of the data folder are that a backup copies.
func (c Config) Layout() backup.Layout {
	return backup.Layout{Database: c.database(), Blobs: c.blobs(), Keyring: c.keyring()}
}

func (c Config) cache() string {
	if c.Cache != "" {
		return c.Cache
	}
	return filepath.Join(c.Data, "cache")
}

// isLoopback reports whether an address can be reached from this machine alone.
func isLoopback(addr string) (bool, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false, fmt.Errorf("address %q is not host:port", addr)
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback(), nil
}

// checkAddress refuses an address that other machines can reach until people have
// accounts and a public address is set: whoever reached the port could ask for
// the data.
func (c Config) checkAddress(addr string, several bool) error {
	local, err := isLoopback(addr)
	switch {
	case err != nil || local:
		return err
	case !several:
		return fmt.Errorf("refusing to listen on %q: nobody has an account here yet, so anyone who reaches "+
			"that address could read your CVs; use localhost, 127.0.0.1 or [::1], and set up an account first", addr)
	case c.Public.URL == "":
		return fmt.Errorf("refusing to listen on %q without --public-url https://…, the address at which people reach it", addr)
	}
	return nil
}
