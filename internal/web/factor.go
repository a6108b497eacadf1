package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/boombuler/barcode/qr"

	"jobops/internal/account"
	"jobops/internal/fault"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

const factorPath = securityPath + "/factor"

func (s *Server) factorRoutes() []route.Route {
	all := []route.Route{
		mine(factorPath, route.Default, s.factorForm),
		send(factorPath, route.Default, s.addFactor),
		send(factorPath+"/remove", route.Default, s.dropFactor),
	}
	for i := range all {
		all[i].Purpose = accounts
	}
	return all
}

// factorView is the page on which a second step is set up.
type factorView struct {
	ui.Page
	secret  string
	size    int    // of the picture, in squares
	picture string // path of its dark squares, "" for none
	fault   string
	codes   []string // recovery codes, shown once
}

// factorView wants a fresh proof of who is there: to is where that leads back.
func (s *Server) factorView(r *http.Request, secret string) (v factorView, ok bool, err error) {
	p, err := s.page(r, "settings")
	if err != nil {
		return v, false, err
	}
	p.Title, p.Narrow = p.T("factor.title"), true
	v = factorView{Page: p, secret: secret}
	if !p.Member {
		return v, false, fault.New(fault.NotFound, "account.no_members")
	}
	if ok, err = s.fresh(r); err != nil || !ok {
		return v, false, err
	}
	m, err := s.Account.Member(r.Context(), s.owner(r))
	if err != nil {
		return v, false, err
	}
	key, err := account.FactorURI(secret, m.Email, r.Host)
	if err != nil {
		return v, true, nil // an app takes the secret by hand
	}
	v.size, v.picture = drawn(key.URL())
	return v, true, nil
}

// drawn is a QR code as the path of its dark squares, with the width of the whole
// in squares, a quiet zone of four around it (ISO/IEC 18004).
func drawn(text string) (size int, path string) {
	const quiet = 4
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return 0, "" // too long to draw: an app takes the secret by hand
	}
	var b strings.Builder
	width := code.Bounds().Dx()
	for y := range width {
		for x := range width {
			if dark, _, _, _ := code.At(x, y).RGBA(); dark == 0 {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return width + 2*quiet, b.String()
}

func (s *Server) factorForm(w http.ResponseWriter, r *http.Request) error {
	if standing, err := s.Account.Preferences(r.Context(), s.owner(r)); err == nil && !standing.Member {
		return goTo(w, r, "/setup")
	}
	v, ok, err := s.factorView(r, account.NewFactorSecret())
	if err != nil {
		return err
	}
	if !ok {
		return goTo(w, r, rightsPath+"/confirm?to=factor")
	}
	return show(w, r, http.StatusOK, factorPage(v))
}

func (s *Server) addFactor(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	v, ok, err := s.factorView(r, sent.Get("secret"))
	if err != nil {
		return err
	}
	if !ok {
		return goTo(w, r, rightsPath+"/confirm?to=factor")
	}
	var renewed string
	v.codes, renewed, err = s.Account.AddFactor(r.Context(), s.owner(r), s.secret(r), v.secret, sent.Get("code"))
	if fault.KindOf(err) == fault.Invalid {
		v.fault = said(v.Page, err)
		return show(w, r, status(err), factorPage(v))
	}
	if err != nil {
		return err
	}
	s.startSession(w, renewed)
	return show(w, r, http.StatusOK, factorDonePage(v))
}

func (s *Server) dropFactor(w http.ResponseWriter, r *http.Request) error {
	fresh, err := s.fresh(r)
	if err != nil {
		return err
	}
	if !fresh {
		return goTo(w, r, rightsPath+"/confirm?to=security")
	}
	renewed, err := s.Account.DropFactor(r.Context(), s.owner(r), s.secret(r))
	if err != nil {
		return err
	}
	s.startSession(w, renewed)
	return goTo(w, r, securityPath+"?done=settings")
}
