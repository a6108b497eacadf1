package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"jobops/internal/contact"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/office"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

const adminPath = "/admin"

func (s *Server) adminRoutes() []route.Route {
	look := func(pattern string, h route.Handler) route.Route {
		return route.Route{Method: http.MethodGet, Pattern: adminPath + pattern, Who: route.Operator, Owner: route.Nobody, Rate: route.Default, Purpose: accounts, Handler: h}
	}
	act := func(pattern string, h route.Handler) route.Route {
		r := look(pattern, h)
		r.Method, r.MaxBody = http.MethodPost, route.FormBody
		return r
	}
	give := send(securityPath+"/support", route.Default, s.giveGrant)
	give.Purpose = accounts
	return []route.Route{
		look("", s.admin), look("/people", s.people), look("/people/{person}", s.onePerson), look("/people/{person}/cvs", s.lookAtCVs),
		act("/people/{person}/suspend", s.suspend), act("/people/{person}/restore", s.reopen),
		act("/people/{person}/plan", s.setPlan), act("/people/{person}/sessions/end", s.endTheirSessions),
		look("/messages", s.messages), look("/messages/{message}", s.message), act("/messages/{message}/answer", s.answerMessage),
		act("/tasks/{task}/retry", s.task((*office.Service).Retry)), act("/tasks/{task}/forget", s.task((*office.Service).Forget)),
		give,
	}
}

// Limits of what the operator's pages list.
const (
	mostPeople = 500
	mostLines  = 20
)

// adminView is the state of the instance.
type adminView struct {
	ui.Page
	people     int
	open       int // messages without an answer
	tasks      []office.Task
	mails      []office.Mail
	report     office.Report
	requests   []privacy.Request
	overdue    map[int]bool
	recipients []recipient
}

// recipient is a processor and whether it gets anything here.
type recipient struct {
	name, purpose string
	on            bool
}

func (s *Server) adminPage(r *http.Request, titleKey string) (ui.Page, error) {
	p, err := s.page(r, "admin")
	p.Title = p.T(titleKey)
	return p, err
}

func (s *Server) admin(w http.ResponseWriter, r *http.Request) error {
	p, err := s.adminPage(r, "admin.title")
	if err != nil {
		return err
	}
	v := adminView{Page: p, overdue: map[int]bool{}, recipients: s.recipients(p)}
	people, err := s.Office.People(r.Context(), mostPeople)
	if err != nil {
		return err
	}
	v.people = len(people)
	messages, err := s.Contact.Messages(r.Context())
	if err != nil {
		return err
	}
	for _, m := range messages {
		if m.Answered.IsZero() {
			v.open++
		}
	}
	if v.tasks, err = s.Office.FailedTasks(r.Context(), mostLines); err != nil {
		return err
	}
	if v.mails, err = s.Office.Mails(r.Context(), mostLines); err != nil {
		return err
	}
	if v.report, err = s.Office.LastReport(r.Context()); err != nil {
		return err
	}
	if err := s.openRequests(r, &v); err != nil {
		return err
	}
	return show(w, r, http.StatusOK, adminPage(v))
}

// task does something with work that failed for good.
func (s *Server) task(do func(*office.Service, context.Context, int64) error) route.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := strconv.ParseInt(r.PathValue("task"), 10, 64)
		if err != nil {
			return fault.NotFound
		}
		if err := do(s.Office, r.Context(), id); err != nil {
			return err
		}
		return goTo(w, r, adminPath+"?done=settings")
	}
}

// openRequests lists the requests of people that are not answered.
func (s *Server) openRequests(r *http.Request, v *adminView) error {
	all, err := s.Register.Requests(r.Context())
	for _, q := range all {
		if q.Answered.IsZero() {
			v.requests = append(v.requests, q)
			_, v.overdue[q.Number] = s.Register.Reminder(q)
		}
	}
	return err
}

func (s *Server) recipients(p ui.Page) (all []recipient) {
	inv := s.declared()
	on := map[string]bool{}
	for _, one := range inv.Recipients(s.Policy.Configured...) {
		on[one.ID] = true
	}
	for _, one := range inv.Processors {
		all = append(all, recipient{one.Name, one.Purpose.In(string(p.Lang)), on[one.ID]})
	}
	return all
}

// peopleView is the list of accounts.
type peopleView struct {
	ui.Page
	people []office.Person
}

func (s *Server) people(w http.ResponseWriter, r *http.Request) error {
	p, err := s.adminPage(r, "admin.people")
	if err != nil {
		return err
	}
	v := peopleView{Page: p}
	if v.people, err = s.Office.People(r.Context(), mostPeople); err != nil {
		return err
	}
	return show(w, r, http.StatusOK, peoplePage(v))
}

// personView is one account: what is kept about it, and never what it holds.
type personView struct {
	ui.Page
	person office.Person
	plans  []string
	self   bool
	cvs    []library.CV
}

func (v personView) path(step string) string {
	return adminPath + "/people/" + string(v.person.ID) + step
}

func personOf(r *http.Request) owner.ID { return owner.ID(r.PathValue("person")) }

func (s *Server) onePerson(w http.ResponseWriter, r *http.Request) error {
	p, err := s.adminPage(r, "admin.person")
	if err != nil {
		return err
	}
	v := personView{Page: p, plans: s.Office.Plans(), self: personOf(r) == s.owner(r)}
	if v.person, err = s.Office.Person(r.Context(), personOf(r)); err != nil {
		return err
	}
	return show(w, r, http.StatusOK, personPage(v))
}

// lookAtCVs shows support the list of a person's CVs, while the person allows it.
// The look is noted before anything is read.
func (s *Server) lookAtCVs(w http.ResponseWriter, r *http.Request) error {
	p, err := s.adminPage(r, "admin.look")
	if err != nil {
		return err
	}
	v := personView{Page: p}
	if v.person, err = s.Office.Look(r.Context(), personOf(r)); err != nil {
		return err
	}
	if v.cvs, err = s.Library.CVs(r.Context(), v.person.ID); err != nil {
		return err
	}
	return show(w, r, http.StatusOK, lookAtCVsPage(v))
}

// back answers a form about a person with their page.
func back(w http.ResponseWriter, r *http.Request, err error) error {
	if err != nil {
		return err
	}
	return goTo(w, r, adminPath+"/people/"+string(personOf(r))+"?done=settings")
}

func (s *Server) suspend(w http.ResponseWriter, r *http.Request) error {
	return back(w, r, s.Office.Suspend(r.Context(), s.owner(r), personOf(r)))
}

func (s *Server) reopen(w http.ResponseWriter, r *http.Request) error {
	return back(w, r, s.Office.Restore(r.Context(), personOf(r)))
}

func (s *Server) setPlan(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	return back(w, r, s.Office.SetPlan(r.Context(), personOf(r), sent.Get("plan")))
}

func (s *Server) endTheirSessions(w http.ResponseWriter, r *http.Request) error {
	return back(w, r, s.Office.EndSessions(r.Context(), personOf(r)))
}

// messagesView is what people wrote, one of them open.
type messagesView struct {
	ui.Page
	all   []contact.Message
	one   contact.Message
	typed string
	fault string
}

func (s *Server) messages(w http.ResponseWriter, r *http.Request) error {
	p, err := s.adminPage(r, "admin.messages")
	if err != nil {
		return err
	}
	v := messagesView{Page: p}
	if v.all, err = s.Contact.Messages(r.Context()); err != nil {
		return err
	}
	return show(w, r, http.StatusOK, messagesPage(v))
}

func (s *Server) messageView(r *http.Request) (messagesView, error) {
	p, err := s.adminPage(r, "admin.message")
	if err != nil {
		return messagesView{}, err
	}
	v := messagesView{Page: p}
	v.Narrow = true
	v.one, err = s.Contact.Message(r.Context(), contact.ID(r.PathValue("message")))
	return v, err
}

func (s *Server) message(w http.ResponseWriter, r *http.Request) error {
	v, err := s.messageView(r)
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, messagePage(v))
}

func (s *Server) answerMessage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.messageView(r)
	if err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	v.typed = strings.TrimSpace(plainLines(sent.Get("answer")))
	err = s.Contact.Answer(r.Context(), v.one.ID, v.typed)
	if fault.KindOf(err) == fault.Invalid {
		v.fault = said(v.Page, err)
		return show(w, r, status(err), messagePage(v))
	}
	if err != nil {
		return err
	}
	return goTo(w, r, adminPath+"/messages?done=settings")
}

// giveGrant gives support leave to look at one's own account, or takes it back.
func (s *Server) giveGrant(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	if err := s.Office.Grant(r.Context(), s.owner(r), sent.Get("length")); err != nil {
		return err
	}
	return goTo(w, r, securityPath+"?done=settings")
}
