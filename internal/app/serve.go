package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/route"
	"jobops/internal/taxonomy"
	"jobops/internal/web"
	"jobops/internal/web/static"
)

// Server limits.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 15 * time.Second
	writeTimeout  = 30 * time.Second
	idleTimeout   = 60 * time.Second
	stopTimeout   = 10 * time.Second
	maxHeader     = 16 << 10
)

// Serve answers requests until ctx ends. It prints the address to out, with a
// one-time link as long as nobody has an account.
func (a *App) Serve(ctx context.Context, out io.Writer) error {
	asked := a.Config.Addr
	if asked == "" {
		asked = DefaultAddr
	}
	if err := a.mayServe(ctx, asked); err != nil {
		return err
	}
	listeners, port, err := listen(a.Config.Addr)
	if err != nil {
		return err
	}
	a.port.Store(int64(port))
	link := func(ctx context.Context, to string) error { return a.printLink(ctx, out, to) }
	server, err := a.server(port, link)
	if err != nil {
		return err
	}
	go taxonomy.Preload() // the first match would otherwise wait for it
	if err := a.greet(ctx, out, link); err != nil {
		return err
	}
	return run(ctx, server, listeners)
}

// greet says where the instance is, and opens it while nobody has an account.
func (a *App) greet(ctx context.Context, out io.Writer, link func(context.Context, string) error) error {
	several, err := a.Account.Several(ctx)
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	switch {
	case several:
		_, err = fmt.Fprintf(out, "\nJobOps is ready at\n\n  %s\n\n", a.origin())
		return err
	case a.Config.Public.URL != "":
		return link(ctx, "setup")
	}
	return link(ctx, "")
}

// printLink prints a fresh one-time link: who can read this terminal may enter.
// The person is looked up each time: after an erasure it is a new one.
func (a *App) printLink(ctx context.Context, out io.Writer, to string) error {
	person, err := a.Account.Local(ctx)
	if err != nil {
		return fmt.Errorf("app: local account: %w", err)
	}
	secret, err := a.Account.NewLink(ctx, person)
	if err != nil {
		return err
	}
	query := ""
	if to != "" {
		query = "?to=" + to
	}
	_, err = fmt.Fprintf(out, "\nJobOps is ready. Open this link in your browser (it works once):\n\n  %s/open/%s\n\n", a.origin(), secret+query)
	return err
}

func (a *App) server(port int, link func(context.Context, string) error) (*http.Server, error) {
	pages, err := a.pages(link)
	if err != nil {
		return nil, err
	}
	return &http.Server{
		Handler: a.handler(pages, port), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}, nil
}

func (a *App) pages(link func(context.Context, string) error) (*web.Server, error) {
	assets, err := static.Open(a.Config.Assets)
	if err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	inv, err := a.Config.declared()
	if err != nil {
		return nil, err
	}
	zone, err := a.Config.zone()
	if err != nil {
		return nil, err
	}
	if zone == time.Local {
		zone = machineZone(os.Getenv("TZ"), os.Readlink)
	}
	clips, err := a.Config.clips()
	if err != nil {
		return nil, err
	}
	at, err := a.portal()
	if err != nil {
		return nil, err
	}
	deps := web.Deps{
		Zone: zone, Origin: a.origin,
		Clips: clips, Account: a.Account, Library: a.Library, Letters: a.Letters, Tailor: a.Tailor, Runner: a.Runner, Usage: a.Usage, Tracker: a.Tracker, Freezer: a.Freezer, Privacy: a.Privacy, Contact: a.Contact, Office: a.Office, Register: a.Register, Static: assets,
		Cookie: a.Config.cookie(), Secure: a.Config.Public.secure(), Facts: a.facts(), Now: time.Now, Link: link,
		Policy: web.Policy{Inventory: inv, Configured: a.Config.configured(), Verified: a.store.Verified},
	}
	if at != nil {
		deps.Portal = at
	}
	return web.New(deps), nil
}

func (a *App) handler(pages *web.Server, port int) http.Handler {
	o := a.options(pages, port, a.limits())
	if a.DB.Dialect() == dbx.PostgresDialect {
		o.Shared = a.store // other servers may stand beside this one
	}
	return route.New(pages.Routes(), o)
}

// limits are those of one person where nobody else can come in.
func (a *App) limits() map[route.Rate]route.Limit {
	if a.Config.Public.URL == "" {
		return route.LocalLimits()
	}
	return route.Limits()
}

func (a *App) handlerWith(pages *web.Server, port int, limits map[route.Rate]route.Limit) http.Handler {
	return route.New(pages.Routes(), a.options(pages, port, limits))
}

func (a *App) options(pages *web.Server, port int, limits map[route.Rate]route.Limit) route.Options {
	return route.Options{
		Log:      a.Log,
		Hosts:    append(hosts(port), a.Config.Public.host()...),
		Hops:     a.Config.Public.Hops,
		Headers:  inventory.Load().Headers(a.Config.Public.secure()),
		Cookie:   a.Config.cookie(),
		SignedIn: a.Account.SignedIn,
		Operator: a.Account.IsOperator,
		May:      a.Privacy.May,
		Limits:   limits,
		Error:    pages.Error,
	}
}

// facts are what the settings page tells about this instance.
func (a *App) facts() web.Facts {
	engine := map[string]string{dbx.SQLiteDialect: "SQLite", dbx.PostgresDialect: "PostgreSQL"}[a.DB.Dialect()]
	return web.Facts{Version: Version(), Data: a.Config.Data, Engine: engine, Local: a.Config.Public.URL == ""}
}

// hosts are the names under which this machine knows itself.
func hosts(port int) []string {
	p := ":" + strconv.Itoa(port)
	return []string{"localhost" + p, "127.0.0.1" + p, "[::1]" + p}
}

// localCookie is the session cookie of a --local instance. It is not Secure:
// not every browser sends Secure cookies to http://localhost.
const localCookie = "jobops-local"

// listen opens addr, or the default one. A free port is taken only where none
// was asked for.
func listen(addr string) ([]net.Listener, int, error) {
	asked := addr
	if asked == "" {
		asked = DefaultAddr
	}
	l, err := net.Listen("tcp", asked)
	if addr == "" && errors.Is(err, syscall.EADDRINUSE) {
		l, err = net.Listen("tcp", "localhost:0")
	}
	if err != nil {
		return nil, 0, fmt.Errorf("app: listen: %w", err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	if local, err := isLoopback(asked); err != nil || !local {
		return []net.Listener{l}, port, err
	}
	return both(l, port), port, nil
}

// both adds the other loopback address where it is free, so that nobody else
// can answer for "localhost" under the same port.
func both(l net.Listener, port int) []net.Listener {
	for _, host := range []string{"127.0.0.1", "::1"} {
		if other, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port))); err == nil {
			return []net.Listener{l, other}
		}
	}
	return []net.Listener{l}
}

// run serves until ctx ends, then lets requests finish.
func run(ctx context.Context, server *http.Server, listeners []net.Listener) error {
	failed := make(chan error, len(listeners))
	for _, l := range listeners {
		go func() { failed <- server.Serve(l) }()
	}
	select {
	case err := <-failed:
		return errors.Join(fmt.Errorf("app: serve: %w", err), server.Close())
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if err := server.Shutdown(stop); err != nil {
		return errors.Join(fmt.Errorf("app: stop: %w", err), server.Close())
	}
	return nil
}
