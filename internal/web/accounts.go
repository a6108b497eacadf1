package web

import (
	"net/http"
	"strings"
	"unicode"

	"jobops/internal/account"
	"jobops/internal/fault"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

func (s *Server) accountRoutes() []route.Route {
	public := func(method, pattern string, rate route.Rate, h route.Handler) route.Route {
		r := route.Route{Method: method, Pattern: pattern, Who: route.Anyone, Owner: route.Nobody, Rate: rate, Purpose: accounts, Handler: h}
		if method == http.MethodPost {
			r.MaxBody = route.FormBody
		}
		return r
	}
	setUp, doSetUp := mine("/setup", route.Default, s.setUpForm), send("/setup", route.SignIn, s.setUp)
	setUp.Purpose, doSetUp.Purpose = accounts, accounts
	return []route.Route{
		public(http.MethodGet, "/sign-in", route.SignIn, s.signInForm),
		public(http.MethodPost, "/sign-in", route.SignIn, s.signIn),
		public(http.MethodPost, "/sign-in/code", route.SignIn, s.signInCode),
		public(http.MethodGet, "/sign-up", route.SignIn, s.signUpForm),
		public(http.MethodPost, "/sign-up", route.SignIn, s.signUp),
		public(http.MethodGet, "/reset", route.SignIn, s.resetForm),
		public(http.MethodPost, "/reset", route.Rare, s.askReset),
		public(http.MethodGet, "/prove/{secret}", route.SignIn, s.proofForm),
		public(http.MethodPost, "/prove/{secret}", route.SignIn, s.prove),
		setUp, doSetUp,
	}
}

// entryView is a form of an account as it was filled in. A password is never
// shown again.
type entryView struct {
	ui.Page
	action      string
	name, email string
	to          string // where a person goes on, "" for the first page
	fault       string
	in          string // the field that the fault is about, "" for the whole form
	half        string // of a sign-in that lacks its second step
	open        bool   // anybody may begin an account
	portal      bool   // people may sign in at an identity provider
	purpose     account.ProofPurpose
}

// at is the fault of a field, "" when it is about another.
func (v entryView) at(field string) string {
	if v.in == field {
		return v.fault
	}
	return ""
}

func (v entryView) refused(err error) entryView {
	v.fault = said(v.Page, err)
	code, _ := fault.CodeOf(err)
	for _, field := range []string{"name", "email", "password", "code"} {
		if strings.HasPrefix(code, "account."+field+"_") {
			v.in = field
		}
	}
	return v
}

// entry begins a page for somebody who is not signed in.
func (s *Server) entry(r *http.Request, titleKey, action string) (entryView, error) {
	p, err := s.page(r, "")
	p.Title, p.Bare = p.T(titleKey), true
	return entryView{Page: p, action: action, open: s.Account.Open(), portal: s.Portal != nil}, err
}

// signInForm asks for address and password; where nobody has an account it says
// how to get in instead.
func (s *Server) signInForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.entry(r, "sign_in.title", "/sign-in")
	if err != nil {
		return err
	}
	several, err := s.Account.Several(r.Context())
	if err != nil {
		return err
	}
	if !several {
		return fault.New(fault.Unauthenticated, "account.signed_out")
	}
	v.to = inside(r.URL.Query().Get("to"))
	return show(w, r, http.StatusOK, signInForm(v, ""))
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	v, err := s.entry(r, "sign_in.title", "/sign-in")
	if err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	v.email, v.to = sent.Get("email"), inside(sent.Get("to"))
	secret, half, err := s.Account.SignIn(r.Context(), v.email, sent.Get("password"), browserOf(r))
	if k := fault.KindOf(err); k == fault.Unauthenticated || k == fault.Limited || k == fault.Unavailable {
		return show(w, r, status(err), signInForm(v.refused(err), ""))
	}
	if err != nil {
		return err
	}
	if half != "" {
		v.half = half
		return show(w, r, http.StatusOK, codePage(v))
	}
	s.startSession(w, secret)
	return goTo(w, r, v.to)
}

// signInCode is the second step, where an account has one.
func (s *Server) signInCode(w http.ResponseWriter, r *http.Request) error {
	v, err := s.entry(r, "sign_in.title", "/sign-in")
	if err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	v.half, v.to = sent.Get("half"), inside(sent.Get("to"))
	secret, err := s.Account.FinishSignIn(r.Context(), v.half, sent.Get("code"), browserOf(r))
	switch fault.KindOf(err) {
	case fault.Unauthenticated:
		return show(w, r, status(err), signInForm(v.refused(err), ""))
	case fault.Invalid, fault.Limited:
		return show(w, r, status(err), codePage(v.refused(err)))
	}
	if err != nil {
		return err
	}
	s.startSession(w, secret)
	return goTo(w, r, v.to)
}

// startSession gives the browser a session of its own: whatever cookie it came
// with names nothing any more.
func (s *Server) startSession(w http.ResponseWriter, secret string) {
	http.SetCookie(w, s.cookie(secret, int(account.SessionLife.Seconds())))
	w.Header().Set("Cache-Control", "no-store")
}

// inside keeps the way back within this site: anything else is the first page. A
// browser drops tabs and line ends from an address, so that one could hide a "//".
func inside(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, "\\") ||
		strings.ContainsFunc(path, unicode.IsControl) || strings.HasPrefix(path, "/sign-") {
		return "/"
	}
	return path
}

func (s *Server) signUpForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.entry(r, "sign_up.title", "/sign-up")
	if err != nil {
		return err
	}
	if !v.open {
		return fault.New(fault.Forbidden, "account.sign_up_closed")
	}
	return show(w, r, http.StatusOK, entryPage(v))
}

// signUp answers the same for every address.
func (s *Server) signUp(w http.ResponseWriter, r *http.Request) error {
	v, e, err := s.entered(r, "sign_up.title", "/sign-up")
	if err != nil {
		return err
	}
	if err := s.Account.SignUp(r.Context(), e); err != nil {
		if !shownInPlace(err) {
			return err
		}
		return show(w, r, status(err), entryPage(v.refused(err)))
	}
	v.Title = v.T("sign_up.sent_title")
	return show(w, r, http.StatusOK, sentPage(v.Page, v.T("sign_up.sent")))
}

// entered reads a form with name, address and password.
func (s *Server) entered(r *http.Request, titleKey, action string) (entryView, account.Entry, error) {
	v, err := s.entry(r, titleKey, action)
	if err != nil {
		return v, account.Entry{}, err
	}
	sent, err := form(r)
	if err != nil {
		return v, account.Entry{}, err
	}
	v.name, v.email = sent.Get("name"), sent.Get("email")
	return v, account.Entry{Name: v.name, Email: v.email, Password: sent.Get("password"), Language: string(v.Lang)}, nil
}

func (s *Server) resetForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.entry(r, "reset.title", "/reset")
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, resetPage(v))
}

func (s *Server) askReset(w http.ResponseWriter, r *http.Request) error {
	v, err := s.entry(r, "reset.title", "/reset")
	if err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	v.email = sent.Get("email")
	if err := s.Account.AskReset(r.Context(), v.email, string(v.Lang)); err != nil {
		if !shownInPlace(err) {
			return err
		}
		return show(w, r, status(err), resetPage(v.refused(err)))
	}
	v.Title = v.T("reset.sent_title")
	return show(w, r, http.StatusOK, sentPage(v.Page, v.T("reset.sent")))
}

// proofForm says what a link does; using it is a form, for a mail program may
// open every link it sees.
func (s *Server) proofForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.proofView(r)
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, proofPage(v))
}

func (s *Server) proofView(r *http.Request) (entryView, error) {
	v, err := s.entry(r, "proof.title", r.URL.Path)
	if err != nil {
		return v, err
	}
	p, err := s.Account.ProofOf(r.Context(), r.PathValue("secret"))
	v.purpose, v.email, v.name = p.Purpose, p.Email, p.Name
	return v, err
}

func (s *Server) prove(w http.ResponseWriter, r *http.Request) error {
	v, err := s.proofView(r)
	if err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	_, err = s.Account.Prove(r.Context(), r.PathValue("secret"), sent.Get("password"))
	if fault.KindOf(err) == fault.Conflict {
		err = fault.New(fault.Conflict, "account.email_taken")
	}
	if err != nil && shownInPlace(err) {
		return show(w, r, status(err), proofPage(v.refused(err)))
	}
	if err != nil {
		return err
	}
	if v.purpose == account.ProofEmail && s.owner(r).Valid() {
		return goTo(w, r, securityPath+"?done=email")
	}
	v.Title = v.T("sign_in.title")
	return show(w, r, http.StatusOK, signInForm(v, v.proved()))
}

// setUpForm makes the one person of this machine the owner of an instance for
// several.
func (s *Server) setUpForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.entry(r, "setup.title", "/setup")
	if err != nil {
		return err
	}
	if v.Member {
		return goTo(w, r, securityPath)
	}
	v.Bare, v.Narrow, v.Nav = false, true, "settings"
	return show(w, r, http.StatusOK, setUpPage(v))
}

func (s *Server) setUp(w http.ResponseWriter, r *http.Request) error {
	v, e, err := s.entered(r, "setup.title", "/setup")
	if err != nil {
		return err
	}
	v.Bare, v.Narrow, v.Nav = false, true, "settings"
	fresh, err := s.Account.SetUp(r.Context(), s.owner(r), e, s.secret(r))
	if err != nil {
		if !shownInPlace(err) {
			return err
		}
		return show(w, r, status(err), setUpPage(v.refused(err)))
	}
	s.startSession(w, fresh)
	return goTo(w, r, securityPath+"?done=setup")
}

// secret is what the session cookie of a request says.
func (s *Server) secret(r *http.Request) string {
	c, err := r.Cookie(s.Cookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// browsers and systems are told apart by these words of the user agent, the first
// that fits. Nothing else of it is kept.
var (
	browsers = [][2]string{{"Edg", "Edge"}, {"OPR", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"}, {"Chrom", "Chrome"}, {"CriOS", "Chrome"}, {"Safari", "Safari"}}
	systems  = [][2]string{{"iPhone", "iOS"}, {"iPad", "iPadOS"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}}
)

// browserOf is the kind of browser and system of a request, "" for another.
func browserOf(r *http.Request) string {
	agent := r.UserAgent()
	var words []string
	for _, table := range [][][2]string{browsers, systems} {
		for _, row := range table {
			if strings.Contains(agent, row[0]) {
				words = append(words, row[1])
				break
			}
		}
	}
	return strings.Join(words, ", ")
}
