package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/account"
	"jobops/internal/fault"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

func TestLocalOwnerIsOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		first, err := s.LocalOwner(t.Context(), "one")
		if err != nil {
			t.Fatalf("LocalOwner = %v", err)
		}
		if again, err := s.LocalOwner(t.Context(), "two"); err != nil || again != first {
			t.Errorf("second LocalOwner = %q, %v, want %q", again, err, first)
		}
	})
}

func TestTokens(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		now := storetest.Start
		token := account.Token{ID: "t", Owner: who, Hash: []byte{1, 2}, Purpose: account.Link, Created: now, Expires: now.Add(time.Minute)}
		if err := s.AddToken(t.Context(), token); err != nil {
			t.Fatalf("AddToken = %v", err)
		}
		if got, err := s.Token(t.Context(), token.Hash, account.Link, now); err != nil || !cmp.Equal(token, got) {
			t.Errorf("Token = %+v, %v, want %+v", got, err, token)
		}
		for name, err := range map[string]error{
			"of another purpose": second(s.Token(t.Context(), token.Hash, account.Session, now)),
			"at its end":         second(s.Token(t.Context(), token.Hash, account.Link, token.Expires)),
			"unknown":            second(s.Token(t.Context(), []byte{9}, account.Link, now)),
		} {
			if !errors.Is(err, fault.NotFound) {
				t.Errorf("Token %s = %v, want not found", name, err)
			}
		}
		if _, err := s.TakeToken(t.Context(), token.Hash, account.Link, now); err != nil {
			t.Errorf("TakeToken = %v", err)
		}
		if err := second(s.TakeToken(t.Context(), token.Hash, account.Link, now)); !errors.Is(err, fault.NotFound) {
			t.Errorf("second TakeToken = %v, want not found", err)
		}
	})
}

func TestPreferences(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		want := account.Preferences{Language: "fr", Theme: "dark"}
		if err := s.SetPreferences(t.Context(), who, want); err != nil {
			t.Fatalf("SetPreferences = %v", err)
		}
		if got, err := s.Preferences(t.Context(), who); err != nil || got != want {
			t.Errorf("Preferences = %+v, %v, want %+v", got, err, want)
		}
		if err := s.SetPreferences(t.Context(), "nobody", want); !errors.Is(err, fault.NotFound) {
			t.Errorf("SetPreferences of nobody = %v, want not found", err)
		}
	})
}

func TestDrafts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		for _, text := range []string{"first", "second"} {
			if err := s.SetDraft(t.Context(), who, "ad", text); err != nil {
				t.Fatalf("SetDraft = %v", err)
			}
		}
		if got, err := s.Draft(t.Context(), who, "ad"); err != nil || got != "second" {
			t.Errorf("Draft = %q, %v, want second", got, err)
		}
		if err := s.SetDraft(t.Context(), who, "ad", ""); err != nil {
			t.Fatalf("SetDraft(\"\") = %v", err)
		}
		if got, err := s.Draft(t.Context(), who, "ad"); err != nil || got != "" {
			t.Errorf("Draft after forgetting = %q, %v, want none", got, err)
		}
	})
}
