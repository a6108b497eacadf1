package inventory_test

import (
	"slices"
	"testing"
	"time"

	"jobops/internal/inventory"
)

func TestErasePlanDestroysKeysFirst(t *testing.T) {
	t.Parallel()
	inv := inventory.Load()
	for event, last := range map[string]string{"account_delete": "accounts", "cv_delete": "cvs", "posting_delete": "postings", "letter_delete": "letters"} {
		steps := inv.ErasePlan(event)
		if got := steps[len(steps)-1].Table; got != last {
			t.Errorf("ErasePlan(%s) ends with %q, want %q", event, got, last)
		}
		if event != "posting_delete" && event != "letter_delete" && (steps[0].Table != "key_refs" || steps[1].Blobs != "keys/") {
			t.Errorf("ErasePlan(%s) = %+v, want the keys first", event, steps[:2])
		}
	}
	for _, s := range inv.ErasePlan("posting_delete") {
		if s.How != "delete" {
			t.Errorf("deleting an ad: %s of %s, but no key goes with an ad", s.How, s.Table)
		}
	}
	if got := inv.ErasePlan("whim"); got != nil {
		t.Errorf("ErasePlan of an unknown event = %v, want none", got)
	}
}

// TestErasePlanOfAnAccountIsWhole compares the plan with everything declared.
func TestErasePlanOfAnAccountIsWhole(t *testing.T) {
	t.Parallel()
	inv := inventory.Load()
	var planned []string
	for _, s := range inv.ErasePlan("account_delete") {
		planned = append(planned, s.Table+s.Blobs)
	}
	for _, name := range append(inv.PersonalTables(), inv.BlobPrefixes()...) {
		if !slices.Contains(planned, name) {
			t.Errorf("deleting an account leaves %s", name)
		}
	}
}

func TestPurgeRulesAreTheDeclaredPeriods(t *testing.T) {
	t.Parallel()
	inv := inventory.Load()
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	found := map[string]time.Time{}
	for _, r := range inv.PurgeRules() {
		if _, ok := inv.Tables()[r.Table][r.Column]; !ok {
			t.Errorf("PurgeRules: no column %s.%s", r.Table, r.Column)
		}
		found[r.Table] = r.Period.Before(at)
	}
	for _, table := range []string{"sessions", "uploads"} {
		if want := at.Add(-24 * time.Hour); !found[table].Equal(want) {
			t.Errorf("rows of %s go that are older than %v, want %v", table, found[table], want)
		}
	}
	if _, ok := found["cvs"]; ok {
		t.Error("PurgeRules ends CVs by the calendar")
	}
}

func TestLogFields(t *testing.T) {
	t.Parallel()
	inv := inventory.Load()
	if got := inv.LogFields("access"); !slices.Contains(got, "request_id") {
		t.Errorf("LogFields(access) = %v, want request_id in it", got)
	}
	if got := inv.LogFields("gossip"); got != nil {
		t.Errorf("LogFields of an unknown stream = %v, want none", got)
	}
}

// TestLogFieldsHoldNobody refuses fields that would name a person or a request
// that does.
func TestLogFieldsHoldNobody(t *testing.T) {
	t.Parallel()
	for _, l := range inventory.Load().Logs {
		for _, banned := range []string{"ip", "addr", "address", "path", "url", "query", "email", "name", "owner", "user", "agent", "user_agent", "referer", "body"} {
			if slices.Contains(l.Fields, banned) {
				t.Errorf("log %s has the field %q", l.Stream, banned)
			}
		}
	}
}

func TestRecipientsAndActivitiesFollowTheConfiguration(t *testing.T) {
	t.Parallel()
	inv := inventory.Load()
	if got := inv.Recipients(); got != nil {
		t.Errorf("Recipients() = %v, want none", got)
	}
	got := inv.Recipients("llm=anthropic")
	if len(got) != 1 || got[0].ID != "anthropic" {
		t.Errorf("Recipients(anthropic) = %v, want it alone", got)
	}
	happens := func(id inventory.Purpose, configured ...string) bool {
		return slices.ContainsFunc(inv.Happening(configured...), func(a inventory.Activity) bool { return a.ID == id })
	}
	if happens(inventory.AIOptimisation) || !happens(inventory.AIOptimisation, "llm=gemini") || !happens(inventory.Security) {
		t.Error("Happening does not follow the configuration")
	}
}
