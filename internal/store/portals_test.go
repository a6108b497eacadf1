package store_test

import (
	"errors"
	"testing"

	"jobops/internal/account"
	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/store/storetest"
)

func TestMembersAreFoundByTheirIDAtAPortal(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		s := storetest.New(t, db, &storetest.Tasks{})
		who, other := member(t, s, "robin@example.com"), member(t, s, "sam@example.com")
		link := func(m *account.Member) (account.Effects, error) {
			m.Portal = "user_robin"
			return account.Effects{Events: []account.Happening{account.PortalLinked}}, nil
		}
		must(t, s.ChangeMember(t.Context(), who, link))
		c, err := s.CredentialAt(t.Context(), "user_robin")
		if err != nil || c.Owner != who {
			t.Errorf("CredentialAt = %+v, %v, want %s", c, err, who)
		}
		if m, err := s.Member(t.Context(), who); err != nil || m.Portal != "user_robin" {
			t.Errorf("Member = %+v, %v, want the id at the portal", m, err)
		}
		for _, id := range []string{"", "user_sam", "USER_ROBIN"} {
			if _, err := s.CredentialAt(t.Context(), id); !errors.Is(err, fault.NotFound) {
				t.Errorf("CredentialAt(%q) = %v, want not found", id, err)
			}
		}
		if err := s.ChangeMember(t.Context(), other, link); err == nil {
			t.Error("an id at the portal was given to two accounts")
		}
		if n := count(t, db, "accounts WHERE CAST(auth_id AS text) LIKE '%user_robin%' OR CAST(auth_hash AS text) LIKE '%user_robin%'"); n != 0 {
			t.Errorf("%d accounts hold the id in the clear, want 0", n)
		}
	})
}

func TestMessagesOfServicesAreKnownAgain(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		s := storetest.New(t, db, &storetest.Tasks{})
		for range 2 { // the second time nothing changes
			must(t, s.KeepHook(t.Context(), "clerk", "msg_1"))
		}
		for _, tt := range []struct {
			from, id string
			want     bool
		}{{"clerk", "msg_1", true}, {"clerk", "msg_2", false}, {"sendgrid", "msg_1", false}} {
			if seen, err := s.HookSeen(t.Context(), tt.from, tt.id); seen != tt.want || err != nil {
				t.Errorf("HookSeen(%s, %s) = %v, %v, want %v", tt.from, tt.id, seen, err, tt.want)
			}
		}
	})
}
