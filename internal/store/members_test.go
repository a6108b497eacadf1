package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"jobops/internal/account"
	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/task"
)

// member adds an account with an address.
func member(t *testing.T, s *store.Store, email string) owner.ID {
	t.Helper()
	m := account.Member{ID: owner.ID(uuid.NewString()), Email: email, Name: "Robin Fields", Password: "a hash", Role: account.Ordinary, Created: storetest.Start}
	if err := s.AddMember(t.Context(), m, account.Effects{}); err != nil {
		t.Fatalf("AddMember(%s) = %v", email, err)
	}
	return m.ID
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestMembersAreFoundByAddressAlone(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		s := storetest.New(t, db, &storetest.Tasks{})
		if several, err := s.Several(t.Context()); several || err != nil {
			t.Errorf("Several of an empty instance = %v, %v", several, err)
		}
		who := member(t, s, "Robin@Example.com")
		if several, err := s.Several(t.Context()); !several || err != nil {
			t.Errorf("Several = %v, %v, want true", several, err)
		}
		c, err := s.Credential(t.Context(), "robin@example.COM")
		if err != nil || c.Owner != who || c.Password != "a hash" {
			t.Errorf("Credential = %+v, %v, want %s", c, err, who)
		}
		if _, err := s.Credential(t.Context(), "sam@example.com"); !errors.Is(err, fault.NotFound) {
			t.Errorf("Credential of nobody = %v, want not found", err)
		}
		m, err := s.Member(t.Context(), who)
		if err != nil || m.Email != "Robin@Example.com" || m.Name != "Robin Fields" {
			t.Errorf("Member = %+v, %v", m, err)
		}
		again := account.Member{ID: "x", Email: "ROBIN@example.com", Name: "Sam", Created: storetest.Start}
		if err := s.AddMember(t.Context(), again, account.Effects{}); !errors.Is(err, fault.Conflict) {
			t.Errorf("AddMember of a taken address = %v, want conflict", err)
		}
		if n := count(t, db, "accounts WHERE kind = 'member'"); n != 1 {
			t.Errorf("accounts after a refused one = %d, want 1", n)
		}
		if n := count(t, db, "key_refs WHERE state = 'live'"); n != 2 {
			t.Errorf("live keys = %d, want those of the member and of the instance", n)
		}
	})
}

// TestAddressesRestSealed looks for an address and a name in every column.
func TestAddressesRestSealed(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		s := storetest.New(t, db, &storetest.Tasks{})
		who := member(t, s, "canary-address@example.com")
		p := account.Proof{ID: uuid.NewString(), Purpose: account.ProofSignUp, Email: "canary-proof@example.com", Name: "Canary Name", Created: storetest.Start, Expires: storetest.Start.Add(time.Hour)}
		if err := s.AddProof(t.Context(), p, nil); err != nil {
			t.Fatalf("AddProof = %v", err)
		}
		l := account.Mail{Kind: account.MailConfirm, To: "canary-mail@example.com", Name: "Canary Mail", Link: "https://canary.example"}
		if err := s.IssueProof(t.Context(), p, []byte("token"), who, l); err != nil {
			t.Fatalf("IssueProof = %v", err)
		}
		for _, table := range []string{"accounts", "proofs", "mails", "tries", "sessions"} {
			row := map[string]string{dbx.SQLiteDialect: "json_object('a', hex(%[1]s))", dbx.PostgresDialect: "CAST(%[2]s AS text)"}[db.Dialect()]
			column := map[string]string{"accounts": "email", "proofs": "email", "mails": "body", "tries": "id", "sessions": "token_hash"}[table]
			rows, err := db.Query(t.Context(), "SELECT "+fmt.Sprintf(row, column, "t")+" FROM "+table+" t")
			if err != nil {
				t.Fatal(err)
			}
			for rows.Next() {
				var text string
				if err := rows.Scan(&text); err != nil {
					t.Fatal(err)
				}
				if low := strings.ToLower(text); strings.Contains(low, "canary") || strings.Contains(low, fmt.Sprintf("%x", "canary")) {
					t.Errorf("%s rests in clear in %s", "an address or a name", table)
				}
			}
			_ = rows.Close()
		}
	})
}

func TestChangesOfAMemberFollowTogether(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		tasks := &storetest.Tasks{}
		s := storetest.New(t, db, tasks)
		who := member(t, s, "robin@example.com")
		for _, id := range []string{"kept", "ended"} {
			must(t, s.AddToken(t.Context(), account.Token{ID: id, Owner: who, Hash: []byte(id), Purpose: account.Session, Created: storetest.Start, Seen: storetest.Start, Expires: storetest.Start.Add(time.Hour)}))
		}
		err := s.ChangeMember(t.Context(), who, func(m *account.Member) (account.Effects, error) {
			m.Password = "another"
			return account.Effects{
				Mails: []account.Mail{{Kind: account.MailPassword, To: m.Email}}, Events: []account.Happening{account.PasswordChanged}, End: true, Keep: []byte("kept"),
			}, nil
		})
		must(t, err)
		views, err := s.Sessions(t.Context(), who, []byte("kept"), storetest.Start)
		if err != nil || len(views) != 1 || !views[0].Current {
			t.Errorf("Sessions = %+v, %v, want the one that was kept", views, err)
		}
		if events, err := s.Events(t.Context(), who, 5); err != nil || len(events) != 1 || events[0].Kind != account.PasswordChanged {
			t.Errorf("Events = %+v, %v", events, err)
		}
		all := tasks.All()
		if len(all) != 1 || all[0].Kind != task.SendMail {
			t.Fatalf("tasks = %+v, want one mail", all)
		}
		l, err := s.ClaimMail(t.Context(), who, all[0].Subject)
		if err != nil || l.To != "robin@example.com" {
			t.Errorf("ClaimMail = %+v, %v", l, err)
		}
		if _, err := s.ClaimMail(t.Context(), who, all[0].Subject); !errors.Is(err, fault.NotFound) {
			t.Errorf("second ClaimMail = %v, want not found: a message is handed out once", err)
		}
		must(t, s.EndMail(t.Context(), who, all[0].Subject, store.MailSent))
		if n := count(t, db, "mails WHERE body IS NOT NULL"); n != 0 {
			t.Errorf("texts of sent mails = %d, want 0", n)
		}
		if _, err := s.ClaimMail(t.Context(), "another", all[0].Subject); !errors.Is(err, fault.NotFound) {
			t.Errorf("ClaimMail of another's = %v, want not found", err)
		}
	})
}

// TestChangesOfAMemberAtOnceAreAllKept changes two things from the same state.
func TestChangesOfAMemberAtOnceAreAllKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := member(t, s, "robin@example.com")
		calls := 0
		err := s.ChangeMember(t.Context(), who, func(m *account.Member) (account.Effects, error) {
			if calls++; calls == 1 { // meanwhile somebody closes the account and it gets another address
				must(t, s.ChangeMember(t.Context(), who, func(m *account.Member) (account.Effects, error) {
					m.Suspended, m.Email = storetest.Start, "robin.new@example.com"
					return account.Effects{}, nil
				}))
			}
			m.Name = "Robin Meadows"
			return account.Effects{}, nil
		})
		must(t, err)
		m, err := s.Member(t.Context(), who)
		if err != nil || m.Name != "Robin Meadows" || m.Email != "robin.new@example.com" || m.Suspended.IsZero() || calls != 2 {
			t.Errorf("Member after %d tries = %+v, %v, want both changes after 2", calls, m, err)
		}
	})
}

// TestTriesAreCountedOneByOne lets a crowd try at once.
func TestTriesAreCountedOneByOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var mu sync.Mutex
		free := 0
		var crowd sync.WaitGroup
		for range 40 {
			crowd.Go(func() {
				wait, err := s.Try(t.Context(), "robin@example.com", storetest.Start)
				if err != nil {
					t.Errorf("Try = %v", err)
				}
				mu.Lock()
				defer mu.Unlock()
				if wait == 0 {
					free++
				}
			})
		}
		crowd.Wait()
		if free != account.Free {
			t.Errorf("attempts let through at once = %d, want %d", free, account.Free)
		}
		if wait, err := s.Try(t.Context(), "sam@example.com", storetest.Start); wait != 0 || err != nil {
			t.Errorf("Try on another address = %v, %v, want none", wait, err)
		}
		must(t, s.Forgive(t.Context(), "Robin@example.com"))
		if wait, err := s.Try(t.Context(), "robin@example.com", storetest.Start); wait != 0 || err != nil {
			t.Errorf("Try after a right one = %v, %v, want none", wait, err)
		}
	})
}

func TestProofsAreTakenOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := account.Proof{ID: uuid.NewString(), Purpose: account.ProofInvite, Email: "sam@example.com", Name: "Sam Rivers", Role: account.Ordinary, Created: storetest.Start, Expires: storetest.Start.Add(time.Hour)}
		must(t, s.AddProof(t.Context(), p, []byte("link")))
		if got, err := s.ProofOf(t.Context(), []byte("link"), storetest.Start); err != nil || got.Email != p.Email || got.Owner.Valid() {
			t.Errorf("ProofOf = %+v, %v, want one of nobody", got, err)
		}
		if _, err := s.ProofOf(t.Context(), []byte("link"), p.Expires); !errors.Is(err, fault.NotFound) {
			t.Errorf("ProofOf at its end = %v, want not found", err)
		}
		taken := 0
		var mu sync.Mutex
		var crowd sync.WaitGroup
		for range 8 {
			crowd.Go(func() {
				if _, err := s.TakeProof(t.Context(), []byte("link"), storetest.Start); err == nil {
					mu.Lock()
					defer mu.Unlock()
					taken++
				}
			})
		}
		crowd.Wait()
		if taken != 1 {
			t.Errorf("a link was used %d times at once, want once", taken)
		}
	})
}

func TestDropUnbornTakesHalfAccountsOnly(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		s := storetest.New(t, db, &storetest.Tasks{})
		who := member(t, s, "robin@example.com")
		local := person(t, s)
		mustExec(t, db, `INSERT INTO accounts (id, kind, created_at) VALUES ('half', 'member', 1)`)
		must(t, s.DropUnborn(t.Context(), storetest.Start.Add(time.Hour)))
		for id, want := range map[owner.ID]int64{who: 1, local: 1, "half": 0} {
			if n := count(t, db, "accounts WHERE id = '"+string(id)+"'"); n != want {
				t.Errorf("account %s after the sweep = %d, want %d", id, n, want)
			}
		}
	})
}
