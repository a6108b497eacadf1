package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/route"
	"jobops/internal/verify"
	"jobops/internal/web"
)

// site gives the live checks an instance to ask. It is started for them on a
// free port, with the tasks working; beside a server that works on the same data
// it is another front of that. With an address the instance there is asked. What
// is started ends with a.
func (a *App) site(ctx context.Context, url string, inUse bool) (*verify.Site, error) {
	lines := new(verify.Lines)
	log := slog.New(inventory.Load().Redacted(slog.NewTextHandler(lines, nil)))
	live, err := start(ctx, &App{Config: a.Config, Log: log, beside: inUse})
	if err != nil {
		return nil, err
	}
	a.onClose(live.Close)
	pages, err := live.pages(func(context.Context, string) error { return nil })
	if err != nil {
		return nil, err
	}
	if err := live.eraseChecked(ctx); err != nil {
		return nil, err
	}
	s := live.siteOf(pages)
	if url != "" {
		s.URL = url
		return s, nil
	}
	s.Log = lines
	s.URL, err = live.front(pages)
	return s, err
}

// siteOf describes an instance to the checks.
func (a *App) siteOf(pages *web.Server) *verify.Site {
	s := &verify.Site{
		Cookie: a.Config.cookie(), Limits: map[string]int{},
		Account: a.Account, Library: a.Library, Tailor: a.Tailor, Tracker: a.Tracker, Freezer: a.Freezer, Letters: a.Letters,
		Add: a.store.AddChecked, Erase: a.erase, Compact: a.store.Compact,
		Fresh: func() (http.Handler, error) { return a.handlerWith(pages, 1, a.limits()), nil },
		Pages: func() (http.Handler, error) { return a.handlerWith(pages, 1, unlimited()), nil },
	}
	for class, limit := range a.limits() {
		s.Limits[string(class)] = limit.Requests
	}
	for _, r := range pages.Routes() {
		s.Routes = append(s.Routes, verify.Route{
			Method: r.Method, Pattern: r.Pattern, Person: r.Who == route.Person, Object: r.Owner == route.Object, Class: string(r.Rate),
		})
	}
	return s
}

func unlimited() map[route.Rate]route.Limit {
	limits := route.Limits()
	for class := range limits {
		limits[class] = route.Limit{}
	}
	return limits
}

// front answers on a free loopback port until a is closed.
func (a *App) front(pages *web.Server) (url string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("app: listen: %w", err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	server := &http.Server{Handler: a.handlerWith(pages, port, unlimited()), ReadHeaderTimeout: headerTimeout, WriteTimeout: writeTimeout}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l) // ends with Close
	}()
	a.onClose(func() error {
		err := server.Close()
		<-done
		return err
	})
	return fmt.Sprintf("http://127.0.0.1:%d", port), nil
}

// eraseChecked erases what an interrupted run of the checks left.
func (a *App) eraseChecked(ctx context.Context) error {
	ids, err := a.store.Checked(ctx)
	for _, id := range ids {
		err = errors.Join(err, a.erase(ctx, id))
	}
	return err
}

// erase removes an account as its person would, waits for the end and forgets
// the receipt, which nobody will ask for. One that is being erased already ends
// by itself.
func (a *App) erase(ctx context.Context, who owner.ID) error {
	receipt, err := a.Privacy.Delete(ctx, who, false)
	if fault.KindOf(err) == fault.Conflict {
		return nil
	}
	if err != nil {
		return err
	}
	e, err := a.Privacy.Receipt(ctx, receipt)
	if err != nil {
		return err
	}
	return errors.Join(a.Privacy.Erase(ctx, e.ID), a.store.DropReceipt(ctx, e.ID))
}
