package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"jobops/internal/account"
	"jobops/internal/inventory"
	"jobops/internal/route"
)

// TestNamesOfColumnsChangeNothing adds every column of every table to every form
// of the owner: what the program writes itself takes none of it.
func TestNamesOfColumnsChangeNothing(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	const text, number = "zqinjectedzq", "424242424242"
	fields := url.Values{}
	for _, own := range inventory.Load().OwnTables {
		for _, c := range own.Columns {
			value := text
			if c.Type == "integer" {
				value = number
			}
			fields.Set(c.Name, value)
			fields.Set(own.Name+"."+c.Name, value)
			fields.Set(own.Name+"["+c.Name+"]", value)
		}
	}
	fields.Set("role", "operator")
	fields.Set("plan", "unlimited")
	cookie, asked := m.session(t, who), 0
	routes := slices.Clone(m.routes)
	last := func(r route.Route) bool {
		return strings.Contains(r.Pattern, "delete") || strings.Contains(r.Pattern, "remove")
	}
	slices.SortStableFunc(routes, func(a, b route.Route) int { return map[bool]int{true: 1}[last(a)] - map[bool]int{true: 1}[last(b)] })
	for _, r := range routes {
		if r.Method == http.MethodGet || r.Pattern == "/sign-out" {
			continue
		}
		req := httptest.NewRequest(r.Method, "http://localhost:1"+m.path(t, r.Pattern)+"?"+fields.Encode(), strings.NewReader(fields.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
		req.AddCookie(&http.Cookie{Name: localCookie, Value: cookie})
		w := httptest.NewRecorder()
		m.handler.ServeHTTP(w, req)
		if asked++; w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s %s with the names of all columns = %d", r.Method, r.Pattern, w.Code)
		}
	}
	for _, own := range inventory.Load().OwnTables {
		for _, c := range own.Columns {
			if c.Source != "system" || c.Type == "blob" {
				continue
			}
			var n int
			query := fmt.Sprintf("SELECT count(*) FROM %s WHERE CAST(%s AS text) IN ($1, $2)", own.Name, c.Name)
			if err := m.app.DB.QueryRow(t.Context(), query, text, number).Scan(&n); err != nil {
				t.Fatal(err)
			}
			if n > 0 {
				t.Errorf("%s.%s was taken from a form", own.Name, c.Name)
			}
		}
	}
	var role, plan, state, kind string
	if err := m.app.DB.QueryRow(t.Context(), `SELECT role, plan, state, kind FROM accounts WHERE id = $1`, who).Scan(&role, &plan, &state, &kind); err != nil {
		t.Fatal(err)
	}
	if role != "person" || plan != "" || state != "active" {
		t.Errorf("the account = %q, %q, %q, %q after forms with all columns", role, plan, state, kind)
	}
	t.Logf("%d forms with %d names each", asked, len(fields))
}

// TestOverHTTPS asks every route of an instance that people reach over https, and
// signs in.
func TestOverHTTPS(t *testing.T) {
	t.Parallel()
	a, who := openWith(t, Config{Data: t.TempDir(), Cache: cache, Public: Public{URL: "https://jobops.example.org"}, hashMemory: 64})
	link, err := a.Account.NewLink(t.Context(), who)
	must(t, err)
	secret, err := a.Account.Redeem(t.Context(), link, "")
	must(t, err)
	_, err = a.Account.SetUp(t.Context(), who, account.Entry{Name: "Robin Fields", Email: "robin.fields@example.com", Password: "violet ladder orbit nine"}, secret)
	must(t, err)
	pages, err := a.pages(nil)
	must(t, err)
	h := a.handlerWith(pages, 1, unlimited())
	ask := func(method, path, body, site string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "https://jobops.example.org"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", site)
		r.Header.Set("Origin", map[string]string{"same-origin": "https://jobops.example.org"}[site])
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for _, r := range pages.Routes() {
		path := strings.NewReplacer("{$}", "", "{id}", "none", "{", "", "}", "").Replace(r.Pattern)
		for _, method := range []string{r.Method, http.MethodOptions} {
			w := ask(method, path, "", "cross-site")
			if got := w.Header().Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=63072000") {
				t.Errorf("%s %s = %d with Strict-Transport-Security %q", method, path, w.Code, got)
			}
			for name := range w.Header() {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("%s %s opens itself to other sites by %s", method, path, name)
				}
			}
		}
	}
	w := ask(http.MethodPost, "/sign-in", url.Values{"email": {"robin.fields@example.com"}, "password": {"violet ladder orbit nine"}}.Encode(), "same-origin")
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(cookies) == 0 {
		t.Fatalf("signing in = %d with %d cookies", w.Code, len(cookies))
	}
	for _, c := range cookies {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("cookie %+v over https, want __Host-, Secure, HttpOnly, Lax, for / of this host", c)
		}
	}
}
