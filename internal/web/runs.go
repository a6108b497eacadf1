package web

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"jobops/internal/fault"
	"jobops/internal/letter"
	"jobops/internal/route"
	"jobops/internal/tailor"
	"jobops/internal/usage"
	"jobops/internal/web/ui"
)

func (s *Server) runRoutes() []route.Route {
	return []route.Route{
		send("/tailorings/{id}/runs", route.AI, s.askRun),
		mine("/tailorings/{id}/runs/{run}/events", route.Default, s.runEvents),
		send("/tailorings/{id}/runs/{run}/cancel", route.Default, s.cancelRun),
		mine("/tailorings/{id}/runs/{run}", route.Default, s.runLetter),
		send("/tailorings/{id}/runs/{run}/letter", route.Default, s.keepRunLetter),
	}
}

// modelView is what the page of a tailoring says of language models; the zero
// value, where none is configured, says nothing.
type modelView struct {
	offered []tailor.Provider // who would receive the text, in order
	adults  []tailor.Provider // configured, for people who stated that they are 18
	left    []usage.Standing
	runs    []tailor.Run
	key     string // of the form, so that a second click asks nothing
	fault   string
}

func (m modelView) shown() bool { return len(m.offered)+len(m.adults)+len(m.runs) > 0 }

// open is the run that has not ended.
func (m modelView) open() (tailor.Run, bool) {
	for _, r := range m.runs {
		if !r.State.Ended() {
			return r, true
		}
	}
	return tailor.Run{}, false
}

// busy tells whether there is something to look at without being asked.
func (m modelView) busy() bool {
	if m.fault != "" || len(m.runs) == 0 {
		return m.fault != ""
	}
	return m.runs[0].State != tailor.RunDone || m.runs[0].Kind == tailor.LetterRun
}

// lastFault is why the latest run came to nothing, "" where it did not.
func (m modelView) lastFault() string {
	if len(m.runs) == 0 {
		return ""
	}
	return m.runs[0].Reason
}

// names says who may receive the text, in the order they are asked.
func (m modelView) names() string {
	var names []string
	for _, one := range m.offered {
		names = append(names, one.Name)
	}
	return strings.Join(names, ", ")
}

func (s *Server) modelView(r *http.Request, id tailor.ID) (modelView, error) {
	m := modelView{key: uuid.Must(uuid.NewV7()).String()}
	var err error
	if m.offered, err = s.Runner.Providers(r.Context(), s.owner(r)); err != nil {
		return m, err
	}
	for _, one := range s.Runner.AdultsOnly() {
		if !slices.ContainsFunc(m.offered, func(o tailor.Provider) bool { return o.ID == one.ID }) {
			m.adults = append(m.adults, one)
		}
	}
	if m.runs, err = s.Runner.List(r.Context(), s.owner(r), id); err != nil || !m.shown() {
		return m, err
	}
	all, err := s.Usage.Standings(r.Context(), s.owner(r))
	for _, one := range all {
		if one.Feature != usage.Parses && !one.Unlimited {
			m.left = append(m.left, one)
		}
	}
	return m, err
}

// askRun asks the models that the button named.
func (s *Server) askRun(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	id := tailor.ID(r.PathValue("id"))
	_, err = s.Runner.Ask(r.Context(), s.owner(r), id, tailor.Ask{
		Key: sent.Get("key"), Kind: tailor.RunKind(sent.Get("kind")), Providers: sent["provider"], Employers: sent.Get("employers") == "yes",
	})
	if err == nil {
		return goTo(w, r, "/tailorings/"+string(id)+"#model")
	}
	kinds := []fault.Kind{fault.Conflict, fault.Restricted, fault.PaymentRequired, fault.Limited, fault.Invalid, fault.Unavailable}
	if !slices.Contains(kinds, fault.KindOf(err)) {
		return err
	}
	return s.showTailoring(w, r, status(err), id, review{refused: err})
}

func (s *Server) cancelRun(w http.ResponseWriter, r *http.Request) error {
	if _, err := form(r); err != nil {
		return err
	}
	run, err := s.run(r)
	if err != nil {
		return err
	}
	if err := s.Runner.Cancel(r.Context(), s.owner(r), run.ID); err != nil {
		return err
	}
	return goTo(w, r, "/tailorings/"+string(run.Tailoring)+"#model")
}

// run is the run that an address names, of the tailoring that it names.
func (s *Server) run(r *http.Request) (tailor.Run, error) {
	run, err := s.Runner.Run(r.Context(), s.owner(r), tailor.RunID(r.PathValue("run")))
	if err == nil && run.Tailoring != tailor.ID(r.PathValue("id")) {
		err = fault.NotFound
	}
	return run, err
}

// lookEvery is how often a run is looked at while somebody waits for it.
const lookEvery = 500 * time.Millisecond

// runEvents streams how far a run is, then the address to go to. Whoever closes
// it is gone, and the run with them; a reload comes back in time.
func (s *Server) runEvents(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	run, err := s.run(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for last := tailor.RunState(""); ; {
		if run, err = s.Runner.Look(r.Context(), s.owner(r), run.ID); err != nil {
			return ifStays(r, err)
		}
		if run.State != last {
			if err := streamRun(w, r, p, run); err != nil || run.State.Ended() {
				return ifStays(r, err)
			}
			last = run.State
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-tick.C:
		}
	}
}

// ifStays drops an error of somebody who has left.
func ifStays(r *http.Request, err error) error {
	if r.Context().Err() != nil {
		return nil
	}
	return err
}

func streamRun(w http.ResponseWriter, r *http.Request, p ui.Page, run tailor.Run) error {
	var b bytes.Buffer
	if err := ui.Steps(runSteps(p, run.State)).Render(r.Context(), &b); err != nil {
		return err
	}
	event := "data: " + strings.ReplaceAll(b.String(), "\n", "\ndata: ") + "\n\n"
	if run.State.Ended() {
		event += fmt.Sprintf("event: ended\ndata: %s\n\n", afterRun(run))
	}
	if _, err := io.WriteString(w, event); err != nil {
		return err
	}
	return http.NewResponseController(w).Flush()
}

// afterRun is where a person goes when a run has ended.
func afterRun(run tailor.Run) string {
	if run.State == tailor.RunDone && run.Kind == tailor.LetterRun {
		return runURL(run)
	}
	return "/tailorings/" + string(run.Tailoring)
}

func runURL(run tailor.Run) string {
	return "/tailorings/" + string(run.Tailoring) + "/runs/" + string(run.ID)
}

// runSteps are the steps of a run with the state of each.
func runSteps(p ui.Page, at tailor.RunState) []ui.Step {
	order := []tailor.RunState{tailor.RunAsked, tailor.RunOpen, tailor.RunDone}
	labels := []string{p.T("run.step.asked"), p.T("run.step.sending"), p.T("run.step.done")}
	steps := make([]ui.Step, len(order))
	state := ui.StepDone
	for i, step := range order {
		steps[i] = ui.Step{Label: labels[i], State: state}
		if step == at {
			steps[i].State, state = ui.StepNow, ui.StepNext
		}
	}
	return steps
}

// runLetter shows the letter that a model drafted, paragraph by paragraph, each
// with what the CV does not support.
func (s *Server) runLetter(w http.ResponseWriter, r *http.Request) error {
	return s.showRunLetter(w, r, http.StatusOK, "")
}

func (s *Server) showRunLetter(w http.ResponseWriter, r *http.Request, code int, why string) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	run, err := s.run(r)
	if err != nil {
		return err
	}
	if run.Content.Letter == nil {
		return goTo(w, r, "/tailorings/"+string(run.Tailoring)+"#model")
	}
	p.Title, p.Narrow = p.T("run.letter"), true
	return show(w, r, code, runLetterPage(p, run, why))
}

// keepRunLetter keeps the chosen paragraphs as a letter. One without support
// needs the person's word.
func (s *Server) keepRunLetter(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	run, err := s.run(r)
	if err != nil {
		return err
	}
	if run.Content.Letter == nil {
		return fault.NotFound
	}
	body := chosenParagraphs(*run.Content.Letter, sent["paragraph"])
	if body == "" {
		p, err := s.page(r, "postings")
		if err != nil {
			return err
		}
		return s.showRunLetter(w, r, http.StatusUnprocessableEntity, p.T("run.letter.none"))
	}
	k, view, err := s.Tailor.Draft(r.Context(), s.owner(r), run.Tailoring)
	if err != nil {
		return err
	}
	k.Letter.Body = body
	made, err := s.Letters.Start(r.Context(), s.owner(r), letter.Letter{
		Posting: string(view.Tailoring.Posting), CV: string(view.Tailoring.CV), Content: k.Letter,
	})
	if err != nil {
		return err
	}
	return goTo(w, r, "/letters/"+string(made.ID))
}

// chosenParagraphs joins the paragraphs whose numbers were ticked.
func chosenParagraphs(l tailor.Letter, ticked []string) string {
	var chosen []string
	for i, one := range l.Paragraphs {
		if slices.Contains(ticked, fmt.Sprint(i)) {
			chosen = append(chosen, one.Text)
		}
	}
	return strings.Join(chosen, "\n\n")
}
