package web

import (
	"net/http"
	"strings"

	"jobops/internal/contact"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

func (s *Server) contactRoutes() []route.Route {
	show := open("/contact", s.contactForm)
	show.Purpose = inventory.Contact
	return []route.Route{
		show,
		{Method: http.MethodPost, Pattern: "/contact", Who: route.Anyone, Owner: route.Nobody, Rate: route.Rare, MaxBody: route.FormBody, Purpose: inventory.Contact, Handler: s.sendMessage},
	}
}

// contactView is the form as it was filled in.
type contactView struct {
	ui.Page
	sent  contact.Message
	about bool
	fault string
	in    string // the field that the fault is about
}

func (v contactView) at(field string) string {
	if v.in == field {
		return v.fault
	}
	return ""
}

// contactForm is filled in with what is known of who is signed in.
func (s *Server) contactForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.contactView(r)
	if err != nil {
		return err
	}
	if v.Member {
		m, err := s.Account.Member(r.Context(), s.owner(r))
		if err != nil {
			return err
		}
		v.sent.Name, v.sent.Email = m.Name, m.Email
	}
	return show(w, r, http.StatusOK, contactPage(v))
}

func (s *Server) contactView(r *http.Request) (contactView, error) {
	p, err := s.page(r, "")
	p.Title, p.Narrow = p.T("contact.title"), true
	return contactView{Page: p}, err
}

// sendMessage keeps a message. What a machine fills into the field that people do
// not see is thanked for and thrown away.
func (s *Server) sendMessage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.contactView(r)
	if err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil && fault.KindOf(err) != fault.TooLarge {
		return err
	}
	v.sent = contact.Message{
		Owner: s.owner(r), Name: sent.Get("name"), Email: sent.Get("email"), Subject: sent.Get("subject"), Text: plainLines(sent.Get("message")), Language: string(v.Lang),
	}
	v.about = sent.Get("about") == "yes"
	if err == nil && sent.Get("website") == "" {
		err = s.Contact.Send(r.Context(), v.sent, v.about)
	}
	if err != nil && !shownInPlace(err) {
		return err
	}
	if err != nil {
		v.fault = said(v.Page, err)
		code, _ := fault.CodeOf(err)
		for _, field := range []string{"name", "email", "subject", "text"} {
			if strings.HasPrefix(code, "contact."+field+"_") {
				v.in = field
			}
		}
		return show(w, r, status(err), contactPage(v))
	}
	v.Title = v.T("contact.sent_title")
	return show(w, r, http.StatusOK, contactSentPage(v))
}
