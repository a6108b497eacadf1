package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/route"
)

// actor is one sort of caller with their session, "" for none.
type actor struct{ name, session string }

// actors are all sorts of callers beside the owner of the seeded data.
func (m *matrix) actors(t *testing.T, who owner.ID) []actor {
	t.Helper()
	all := []actor{{"anonymous", ""}, {"invented", "invented"}}
	for i, name := range []string{"other", "operator", "suspended", "deleted", "expired"} {
		id := owner.ID(fmt.Sprintf("0198c0de-0000-7000-8000-0000000001%02d", i))
		m.exec(t, `INSERT INTO accounts (id, kind, created_at) VALUES ($1, 'test', 1)`, id)
		all = append(all, actor{name, m.session(t, id)})
		switch name {
		case "operator":
			m.exec(t, `UPDATE accounts SET role = 'operator' WHERE id = $1`, id)
		case "suspended":
			m.exec(t, `UPDATE accounts SET suspended_at = 1 WHERE id = $1`, id)
		case "deleted":
			m.exec(t, `UPDATE accounts SET state = 'erasing' WHERE id = $1`, id)
		case "expired":
			m.exec(t, `UPDATE sessions SET expires_at = 1 WHERE owner_id = $1`, id)
		}
	}
	return append(all, actor{"owner", m.session(t, who)})
}

func (m *matrix) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := m.app.DB.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// may says which answers an actor may get from a route, nil for any that is no
// failure of ours.
func may(r route.Route, a actor) []int {
	in := slices.Contains([]string{"owner", "other", "operator"}, a.name)
	switch {
	case r.Who == route.Anyone:
		return nil
	case !in:
		return []int{http.StatusUnauthorized}
	case r.Who == route.Operator && a.name != "operator":
		return []int{http.StatusForbidden}
	case r.Owner == route.Object && a.name != "owner":
		// A form that is empty may be refused before anybody looks for its object:
		// TestAnotherPersonsIDsAreNotFound compares both answers byte by byte.
		return []int{http.StatusNotFound, http.StatusUnprocessableEntity}
	case r.Method == http.MethodGet && a.name == "owner":
		return []int{http.StatusOK, http.StatusSeeOther, http.StatusNotFound}
	}
	return nil
}

// TestActorsGetWhatIsTheirs asks every route as every sort of caller, by its own
// method and by every other one. Forms of the owner are left to other tests: they
// change what is looked at here.
func TestActorsGetWhatIsTheirs(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	before := m.rows(t, who)
	actors, asked := m.actors(t, who), 0
	for _, r := range m.routes {
		for i, a := range actors {
			if a.name == "owner" && r.Method != http.MethodGet || r.Pattern == "/sign-out" {
				continue
			}
			w := m.ask(t, r, a.session, "same-origin")
			asked++
			for _, c := range w.Result().Cookies() {
				if c.Name == localCookie && a.session != "" && c.Value != "" {
					actors[i].session = c.Value // a browser keeps what it is given
				}
			}
			if want := may(r, a); want != nil && !slices.Contains(want, w.Code) || w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
				t.Errorf("%s %s as %s = %d, want %v", r.Method, r.Pattern, a.name, w.Code, want)
			}
		}
	}
	asked += m.otherMethods(t, actors)
	if after := m.rows(t, who); after != before {
		t.Errorf("rows of the owner after everybody tried everything = %s, before %s", after, before)
	}
	t.Logf("%d requests: %d routes, %d sorts of callers, every method", asked, len(m.routes), len(actors))
}

// otherMethods asks each pattern by the methods it has no route for.
func (m *matrix) otherMethods(t *testing.T, actors []actor) (asked int) {
	t.Helper()
	has := map[string]bool{}
	for _, r := range m.routes {
		has[r.Method+" "+r.Pattern] = true
	}
	for _, r := range m.routes {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodTrace} {
			if has[method+" "+r.Pattern] {
				continue
			}
			for _, a := range actors {
				other := r
				other.Method = method
				asked++
				// The pattern of another route, {id}, may fit the same path.
				if w := m.ask(t, other, a.session, "same-origin"); w.Code < 400 || w.Code >= 500 {
					t.Errorf("%s %s as %s = %d, want a refusal", method, r.Pattern, a.name, w.Code)
				}
			}
		}
	}
	return asked
}

// rows counts what a person has, table by table.
func (m *matrix) rows(t *testing.T, who owner.ID) string {
	t.Helper()
	var all strings.Builder
	for _, own := range inventory.Load().OwnTables {
		if own.Subject.Path == "" || slices.Contains([]string{"sessions", "events", "exports"}, own.Name) {
			continue
		}
		var n int64
		if err := m.app.DB.QueryRow(t.Context(), "SELECT count(*) FROM "+own.Name+" WHERE "+own.Subject.Path+" = $1", who).Scan(&n); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s %d, ", own.Name, n)
	}
	return all.String()
}

// TestNamesOfAnotherPersonChangeNothing puts the ids of one person into the query,
// the body and the headers of every request of another.
func TestNamesOfAnotherPersonChangeNothing(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	m.exec(t, `UPDATE postings SET company = 'zqcanarycompany' WHERE owner_id = $1`, who)
	before, stranger, asked := m.rows(t, who), m.session(t, m.another(t)), 0
	fields := url.Values{}
	for _, name := range []string{"owner", "owner_id", "user", "account", "id"} {
		fields.Set(name, string(who))
	}
	for name, id := range m.ids {
		if !strings.HasPrefix(name, "{") {
			fields.Set(strings.TrimSuffix(name, "s"), id)
			fields.Set(strings.TrimSuffix(name, "s")+"_id", id)
		}
	}
	for _, r := range m.routes {
		if r.Who != route.Person || r.Pattern == "/sign-out" || strings.HasSuffix(r.Pattern, "/events") {
			continue
		}
		req := httptest.NewRequest(r.Method, "http://localhost:1"+m.path(t, r.Pattern)+"?"+fields.Encode(), strings.NewReader(fields.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
		for _, name := range []string{"X-Owner", "X-User-Id", "X-Account-Id", "Authorization", "X-Original-Url", "X-Forwarded-User"} {
			req.Header.Set(name, string(who))
		}
		req.AddCookie(&http.Cookie{Name: localCookie, Value: stranger})
		w := httptest.NewRecorder()
		m.handler.ServeHTTP(w, req)
		asked++
		if strings.Contains(w.Body.String(), "zqcanarycompany") || w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s %s with another's names = %d, or shows what is theirs", r.Method, r.Pattern, w.Code)
		}
	}
	if after := m.rows(t, who); after != before {
		t.Errorf("rows of the owner = %s, before %s", after, before)
	}
	t.Logf("%d requests", asked)
}

// TestARestrictionStopsForms restricts the owner and tries what processes.
func TestARestrictionStopsForms(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	cookie := m.session(t, who)
	m.exec(t, `UPDATE accounts SET restricted_at = $1, restriction_scope = 'all' WHERE id = $2`, dbx.Micros(time.Now()), who)
	asked := 0
	for _, r := range m.routes {
		if r.Who != route.Person || r.Pattern == "/sign-out" {
			continue
		}
		processes := r.Method != http.MethodGet && !slices.Contains([]inventory.Purpose{"", inventory.Accounts, inventory.Security, inventory.Rights}, r.Purpose)
		if r.Method != http.MethodGet && !processes {
			continue
		}
		w := m.ask(t, r, cookie, "same-origin")
		asked++
		if (w.Code == http.StatusLocked) != processes || w.Code >= 500 {
			t.Errorf("%s %s of a restricted person = %d, processes: %v", r.Method, r.Pattern, w.Code, processes)
		}
	}
	t.Logf("%d requests", asked)
}

// TestPromise_P32 sends one request too many to every route, to an unknown
// address, by a wrong method and to a file: 429 with Retry-After and the declared
// headers, and another client is served all the same.
func TestPromise_P32(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	pages, err := m.app.pages(nil)
	must(t, err)
	limits := route.Limits()
	for class := range limits {
		limits[class] = route.Limit{Requests: 2, Window: time.Hour}
	}
	tried := append([]route.Route{
		{Method: http.MethodGet, Pattern: "/nowhere"}, {Method: http.MethodDelete, Pattern: "/cvs"}, {Method: http.MethodGet, Pattern: "/static/none.css"},
	}, m.routes...)
	for _, cookie := range []string{"", m.session(t, who)} {
		for _, r := range tried {
			if r.Method != http.MethodGet && cookie != "" && r.Who != "" {
				continue // a form of the owner would change what is there
			}
			m.handler = m.app.handlerWith(pages, 1, limits)
			var w *httptest.ResponseRecorder
			for range 3 {
				w = m.ask(t, r, cookie, "same-origin")
			}
			if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" || w.Header().Get("Content-Security-Policy") == "" {
				t.Errorf("third %s %s = %d, Retry-After %q, want 429 with all headers", r.Method, r.Pattern, w.Code, w.Header().Get("Retry-After"))
			}
			req := httptest.NewRequest(r.Method, "http://localhost:1"+m.path(t, r.Pattern), nil)
			req.RemoteAddr = "198.51.100.7:1"
			req.Header.Set("Sec-Fetch-Site", "same-origin")
			other := httptest.NewRecorder()
			m.handler.ServeHTTP(other, req)
			if other.Code == http.StatusTooManyRequests {
				t.Errorf("%s %s: another client is limited too", r.Method, r.Pattern)
			}
		}
	}
}
