package app

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"jobops/internal/account"
	"jobops/internal/inventory"
	"jobops/internal/mail"
	"jobops/internal/mail/mailtest"
	"jobops/internal/privacy"
)

// down is a network that fails until it is up.
type down struct{ up atomic.Bool }

func (d *down) Do(r *http.Request) (*http.Response, error) {
	if !d.up.Load() {
		return nil, errors.New("no network")
	}
	return http.DefaultClient.Do(r)
}

// TestSendGridErasesWhoIsErased: the recipient that knows people by address alone
// is asked after their keys are gone, as long as it takes, and then the address
// goes too.
func TestSendGridErasesWhoIsErased(t *testing.T) {
	t.Parallel()
	server, net := mailtest.NewSendGrid(t), &down{}
	config := Mail{From: "jobops@example.com", SendGrid: SendGrid{Key: mailtest.SendKey, Erase: mailtest.EraseKey, reach: net, api: server.URL}}
	a, who := openWith(t, Config{Data: t.TempDir(), Cache: cache, Mail: config, hashMemory: 64})
	link, err := a.Account.NewLink(t.Context(), who)
	must(t, err)
	secret, err := a.Account.Redeem(t.Context(), link, "")
	must(t, err)
	_, err = a.Account.SetUp(t.Context(), who, account.Entry{Name: "Ada Example", Email: "ada@example.com", Password: "violet ladder orbit nine"}, secret)
	must(t, err)
	sent := privacy.Disclosure{Processor: mail.SendGridRecipient, Purpose: inventory.Accounts, Classes: []string{"email", "name", "message"}}
	must(t, a.Ledger.Disclose(t.Context(), who, sent, []byte("a message"), func(context.Context) error { return nil }))

	receipt, err := a.Privacy.Delete(t.Context(), who, false)
	must(t, err)
	e, err := a.Privacy.Receipt(t.Context(), receipt)
	must(t, err)
	kept := func() (n int) {
		t.Helper()
		must(t, a.DB.QueryRow(t.Context(), `SELECT count(*) FROM erasures WHERE address IS NOT NULL`).Scan(&n))
		return n
	}
	var shown int
	must(t, a.DB.QueryRow(t.Context(), `SELECT count(*) FROM erasures WHERE CAST(address AS text) LIKE '%ada@%'`).Scan(&shown))
	if err := a.Privacy.Erase(t.Context(), e.ID); err == nil || strings.Contains(err.Error(), "ada@") || kept() != 1 || shown != 0 {
		t.Errorf("Erase without a network = %v with %d addresses, %d in the clear, want an error that names nobody and one, sealed", err, kept(), shown)
	}
	net.up.Store(true)
	must(t, a.Privacy.Erase(t.Context(), e.ID))
	e, err = a.Privacy.Receipt(t.Context(), receipt)
	must(t, err)
	// The queue may have asked too: asking again is no error.
	if !slices.Equal(slices.Compact(server.Erased()), []string{"ada@example.com"}) || e.Done.IsZero() || kept() != 0 {
		t.Errorf("erased at SendGrid = %q, ended %v, addresses kept = %d, want the one, an end and none", server.Erased(), e.Done, kept())
	}
}

// TestSendGridNeedsBothKeys: without the one that erases no deletion could end.
func TestSendGridNeedsBothKeys(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		sent SendGrid
		ok   bool
	}{{SendGrid{}, true}, {SendGrid{Key: "a"}, false}, {SendGrid{Key: "a", Erase: "b"}, true}} {
		if err := (Mail{From: "jobops@example.com", SendGrid: tt.sent}).check(); (err == nil) != tt.ok {
			t.Errorf("check of %+v = %v, want fine: %v", tt.sent, err, tt.ok)
		}
	}
}
