package llm_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/llm"
	"jobops/internal/llm/llmtest"
	"jobops/internal/privacy"
	"jobops/internal/store/storetest"
	"jobops/internal/tailor"
	"jobops/internal/usage"
)

func TestRunBringsCheckedEdits(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		d := newDesk(t, db, usage.Plans{})
		d.claude.Say(llmtest.Answer{Text: edits(edit{"L1", d.shorter(), "shorter"}, edit{"L2", "Led 900 surgeons in Tokyo as chief of medicine", "stronger"}), In: 1000, Out: 200})
		r := d.run("anthropic")
		if r.State != tailor.RunDone || r.Provider != "anthropic" || r.Model != llmtest.Model || r.In != 1000 || r.Out != 200 || r.Cost != 6000 || r.Prompt == "" {
			t.Errorf("run = %+v", r)
		}
		got := d.proposed()
		if len(got) != 2 || !got[0].Supported || got[0].After != d.shorter() || got[1].Supported || len(got[1].Claims) == 0 {
			t.Errorf("edits = %+v, want the short one supported and the invented one named", got)
		}
		if e := d.events(); len(e) != 1 || e[0].State != usage.Spent || e[0].In != 1000 || e[0].Cost != 6000 || e[0].Feature != usage.Optimisations {
			t.Errorf("uses = %+v, want one that is counted", e)
		}
		l := d.lines()
		if len(l) != 1 || l[0].Processor != "anthropic" || l[0].Result != privacy.Sent || l[0].Model != llmtest.Model || l[0].Bytes < 1000 ||
			!slices.Equal(l[0].Classes, []string{"cv_text_pseudonymised", "posting_text"}) || !l[0].Expires.Equal(d.clock.now().Add(30*24*time.Hour)) {
			t.Errorf("ledger = %+v, want one line of what was sent", l)
		}
		if again, err := d.runner.Run(t.Context(), d.who, r.ID); err != nil || len(again.Content.Edits) != 2 {
			t.Errorf("the run keeps %d edits, %v, want both", len(again.Content.Edits), err)
		}
	})
}

func TestNothingOfThePersonLeaves(t *testing.T) {
	t.Parallel()
	d := newDesk(t, deskDB(t), usage.Plans{})
	d.claude.Say(llmtest.Answer{Text: edits()})
	d.run("anthropic")
	body := d.claude.Body()
	b := d.resume.Basics
	for _, secret := range append(strings.Fields(b.Name), b.Email, b.Phone, b.Location.Address, b.Location.PostalCode, b.Location.City, b.URL) {
		if secret != "" && regexp.MustCompile(`(?i)\b`+regexp.QuoteMeta(secret)+`\b`).MatchString(body) {
			t.Errorf("%q leaves", secret)
		}
	}
	if strings.Contains(body, "@") || strings.Contains(body, "://") {
		t.Error("an address leaves")
	}
	if testing.Verbose() {
		t.Log(d.claude.Body())
	}
}

// TestFaultsOfProviders is what becomes of a run when its providers fail: the
// state and the reason, whom else was asked, what is counted, and that the
// tailoring is as it was.
func TestFaultsOfProviders(t *testing.T) {
	t.Parallel()
	good := llmtest.Answer{}
	for name, tt := range map[string]struct {
		claude llmtest.Answer
		google llmtest.Answer
		state  tailor.RunState
		reason string
		asked  [2]int // questions to Claude and Gemini
		by     string
	}{
		"529 goes on to Gemini":       {claude: llmtest.Answer{Status: 529}, google: good, state: tailor.RunDone, asked: [2]int{2, 1}, by: "gemini"},
		"429 with a long wait":        {claude: llmtest.Answer{Status: 429, Header: map[string][]string{"Retry-After": {"60"}}}, google: good, state: tailor.RunDone, asked: [2]int{1, 1}, by: "gemini"},
		"spend cap":                   {claude: llmtest.Answer{Status: 429}, google: good, state: tailor.RunDone, asked: [2]int{1, 1}, by: "gemini"},
		"402":                         {claude: llmtest.Answer{Status: 402}, google: good, state: tailor.RunDone, asked: [2]int{1, 1}, by: "gemini"},
		"500 is tried twice":          {claude: llmtest.Answer{Status: 500}, google: good, state: tailor.RunDone, asked: [2]int{2, 1}, by: "gemini"},
		"hangs":                       {claude: llmtest.Answer{Hang: true}, google: good, state: tailor.RunDone, asked: [2]int{1, 1}, by: "gemini"},
		"drips":                       {claude: llmtest.Answer{Text: strings.Repeat("x", 999), Parts: 900, Slow: 50 * time.Millisecond}, google: good, state: tailor.RunDone, asked: [2]int{1, 1}, by: "gemini"},
		"cut":                         {claude: llmtest.Answer{Text: saying, Cut: true}, google: good, state: tailor.RunDone, asked: [2]int{1, 1}, by: "gemini"},
		"both overloaded":             {claude: llmtest.Answer{Status: 529}, google: llmtest.Answer{Status: 503}, state: tailor.RunFailed, reason: "model.overloaded", asked: [2]int{2, 2}, by: ""},
		"refusal stays with Claude":   {claude: llmtest.Answer{Text: "No.", Refusal: true}, state: tailor.RunFailed, reason: "model.refused", asked: [2]int{1, 0}},
		"truncated":                   {claude: llmtest.Answer{Text: `{"edits":[{"li`, Stop: "max_tokens"}, state: tailor.RunFailed, reason: "model.truncated", asked: [2]int{1, 0}},
		"key":                         {claude: llmtest.Answer{Status: 401}, state: tailor.RunFailed, reason: "model.key", asked: [2]int{1, 0}},
		"our mistake":                 {claude: llmtest.Answer{Status: 400}, state: tailor.RunFailed, reason: "model.invalid", asked: [2]int{1, 0}},
		"too long":                    {claude: llmtest.Answer{Status: 413}, state: tailor.RunFailed, reason: "model.too_long", asked: [2]int{1, 0}},
		"invalid JSON":                {claude: llmtest.Answer{Text: `{"edits":[`}, state: tailor.RunFailed, reason: "model.bad_answer", asked: [2]int{1, 0}},
		"prose":                       {claude: llmtest.Answer{Text: `Here are your edits!`}, state: tailor.RunFailed, reason: "model.bad_answer", asked: [2]int{1, 0}},
		"extra keys":                  {claude: llmtest.Answer{Text: `{"edits":[],"score":100}`}, state: tailor.RunFailed, reason: "model.bad_answer", asked: [2]int{1, 0}},
		"unknown reason":              {claude: llmtest.Answer{Text: edits(edit{"L1", "Short.", "because I said so"})}, state: tailor.RunFailed, reason: "model.bad_answer", asked: [2]int{1, 0}},
		"someone else's text":         {claude: llmtest.Answer{Text: edits(edit{"L1", "Canary Blackbird piloted submarines beneath Antarctica carrying zebras", "clearer"})}, state: tailor.RunFailed, reason: "model.foreign", asked: [2]int{1, 0}},
		"someone else's token":        {claude: llmtest.Answer{Text: edits(edit{"L1", "[NAME-1-zzzz] is a nurse.", "clearer"})}, state: tailor.RunFailed, reason: "model.foreign", asked: [2]int{1, 0}},
		"no edit is a good answer":    {claude: llmtest.Answer{Text: edits()}, state: tailor.RunDone, asked: [2]int{1, 0}, by: "anthropic"},
		"unknown lines and markup":    {claude: llmtest.Answer{Text: edits(edit{"L999", "Nurse.", "clearer"}, edit{"L1", "<b>Registered nurse</b> see https://example.org", "clearer"})}, state: tailor.RunDone, asked: [2]int{1, 0}, by: "anthropic"},
		"200 edits are not asked for": {claude: llmtest.Answer{Text: edits(slices.Repeat([]edit{{"L1", "Nurse.", "clearer"}}, 200)...)}, state: tailor.RunFailed, reason: "model.bad_answer", asked: [2]int{1, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, deskDB(t), usage.Plans{})
			must(t, d.runner.SetAdult(t.Context(), d.who, true))
			if tt.google.Text == "" {
				tt.google.Text = d.proposal(d.shorter())
			}
			d.claude.Say(tt.claude)
			d.google.Say(tt.google)
			before, err := d.service.View(t.Context(), d.who, d.id)
			must(t, err)
			r := d.run("anthropic", "gemini")
			if r.State != tt.state || r.Reason != tt.reason || r.Provider != tt.by && tt.state == tailor.RunDone {
				t.Errorf("run = %s %q by %q, want %s %q by %q", r.State, r.Reason, r.Provider, tt.state, tt.reason, tt.by)
			}
			if asked := [2]int{d.claude.Asked(), d.google.Asked()}; asked != tt.asked {
				t.Errorf("asked %v times, want %v", asked, tt.asked)
			}
			if n := len(d.lines()); n != tt.asked[0]+tt.asked[1] {
				t.Errorf("the ledger has %d lines, want one a question", n)
			}
			want := map[tailor.RunState]usage.State{tailor.RunDone: usage.Spent, tailor.RunFailed: usage.Refunded}[tt.state]
			if e := d.events(); len(e) != 1 || e[0].State != want {
				t.Errorf("uses = %+v, want one %s", e, want)
			}
			after, err := d.service.View(t.Context(), d.who, d.id)
			must(t, err)
			if tt.state == tailor.RunFailed && fmt.Sprint(after.Tailoring) != fmt.Sprint(before.Tailoring) {
				t.Error("a failed run changed the tailoring")
			}
			must(t, d.runner.Work(t.Context(), d.who, r.ID)) // delivered twice, done once
			if n := d.claude.Asked() + d.google.Asked(); n != tt.asked[0]+tt.asked[1] {
				t.Errorf("asked %d times after a second delivery", n)
			}
		})
	}
}

func TestGeminiIsForAdults(t *testing.T) {
	t.Parallel()
	d := newDesk(t, deskDB(t), usage.Plans{})
	names := func() (ids []string) {
		offered, err := d.runner.Providers(t.Context(), d.who)
		must(t, err)
		for _, p := range offered {
			ids = append(ids, p.ID)
		}
		return ids
	}
	if got := names(); !slices.Equal(got, []string{"anthropic", llm.Local}) {
		t.Errorf("offered without a statement: %v", got)
	}
	if _, err := d.ask("anthropic", "gemini"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("Ask with Gemini = %v, want a conflict", err)
	}
	must(t, d.runner.SetAdult(t.Context(), d.who, true))
	if got := names(); !slices.Equal(got, []string{"anthropic", "gemini", llm.Local}) {
		t.Errorf("offered with a statement: %v", got)
	}
	d.claude.Say(llmtest.Answer{Status: 529})
	if r := d.run("anthropic"); r.State != tailor.RunFailed || d.google.Asked() != 0 {
		t.Errorf("a provider that was not named was asked %d times", d.google.Asked())
	}
	must(t, d.runner.SetAdult(t.Context(), d.who, false))
	if got := names(); len(got) != 2 {
		t.Errorf("offered after taking it back: %v", got)
	}
}

func TestOwnModelLeavesNoLine(t *testing.T) {
	t.Parallel()
	d := newDesk(t, deskDB(t), usage.Plans{})
	d.own.Say(llmtest.Answer{Text: "```json\n" + d.proposal(d.shorter()) + "\n```", In: 3000})
	if r := d.run(llm.Local); r.State != tailor.RunDone || r.Provider != llm.Local || len(d.proposed()) != 1 {
		t.Errorf("run = %s %s by %q with %d edits", r.State, r.Reason, r.Provider, len(d.proposed()))
	}
	if l := d.lines(); len(l) != 0 {
		t.Errorf("the ledger has %+v for a machine of one's own", l)
	}
}

func TestAskOnce(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		d := newDesk(t, db, usage.Plans{Default: "free", All: map[string]usage.Plan{"free": {Quotas: map[usage.Feature]int{usage.Optimisations: 2}}}})
		d.claude.Say(llmtest.Answer{Text: edits()})
		ask := tailor.Ask{Key: newUUID(), Kind: tailor.EditsRun, Providers: []string{"anthropic"}}
		first, err := d.runner.Ask(t.Context(), d.who, d.id, ask)
		must(t, err)
		if again, err := d.runner.Ask(t.Context(), d.who, d.id, ask); err != nil || again.ID != first.ID {
			t.Errorf("the same form again = %v, %v, want the same run", again.ID, err)
		}
		if _, err := d.ask("anthropic"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("another one meanwhile = %v, want a conflict", err)
		}
		must(t, d.runner.Work(t.Context(), d.who, first.ID))
		d.run("anthropic")
		if _, err := d.ask("anthropic"); fault.KindOf(err) != fault.PaymentRequired {
			t.Errorf("a third one = %v, want it refused by the plan", err)
		}
		if _, args := fault.CodeOf(errOf(d.ask("anthropic"))); !slices.Equal(args, []any{2, "2026-12-01"}) {
			t.Errorf("the refusal says %v, want the limit and the day of reset", args)
		}
		d.clock.move(9 * 24 * time.Hour) // the next month
		d.run("anthropic")
	})
}

// TestAUsePaysOneRun sends the key of a use again whose run went with its CV.
func TestAUsePaysOneRun(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		d := newDesk(t, db, usage.Plans{Default: "free", All: map[string]usage.Plan{"free": {Quotas: map[usage.Feature]int{usage.Optimisations: 1}}}})
		d.claude.Say(llmtest.Answer{Text: edits()})
		spent := d.run("anthropic")
		must(t, d.st.Forget(t.Context(), d.who, spent.CV, ""))
		d.tailoring()
		_, err := d.runner.Ask(t.Context(), d.who, d.id, tailor.Ask{Key: string(spent.ID), Kind: tailor.EditsRun, Providers: []string{"anthropic"}})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("Ask with the key of a use that is spent = %v, want a conflict", err)
		}
		if _, err := d.ask("anthropic"); fault.KindOf(err) != fault.PaymentRequired {
			t.Errorf("Ask with a fresh key = %v, want it refused by the plan", err)
		}
	})
}

func errOf(_ tailor.Run, err error) error { return err }

func TestCancelAndLeave(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(d *desk, id tailor.RunID){
		"cancelled": func(d *desk, id tailor.RunID) { must(d.t, d.runner.Cancel(d.t.Context(), d.who, id)) },
		"left":      func(d *desk, _ tailor.RunID) { d.clock.move(time.Minute) },
		"CV deleted": func(d *desk, id tailor.RunID) {
			r, err := d.runner.Run(d.t.Context(), d.who, id)
			must(d.t, err)
			must(d.t, d.st.Forget(d.t.Context(), d.who, r.CV, ""))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, deskDB(t), usage.Plans{})
			d.claude.Say(llmtest.Answer{Text: d.proposal(d.shorter()), Parts: 400, Slow: 20 * time.Millisecond})
			r, err := d.ask("anthropic")
			must(t, err)
			done := make(chan error, 1)
			go func() { done <- d.runner.Work(context.WithoutCancel(t.Context()), d.who, r.ID) }()
			for d.claude.Asked() == 0 {
				time.Sleep(time.Millisecond)
			}
			leave(d, r.ID)
			must(t, <-done)
			got, err := d.runner.Run(t.Context(), d.who, r.ID)
			if name == "CV deleted" {
				if fault.KindOf(err) != fault.NotFound {
					t.Errorf("the run of a deleted CV = %v, %v", got.State, err)
				}
			} else if got.State != tailor.RunCancelled || len(d.proposed()) != 0 {
				t.Errorf("run = %s %s with %d edits, want it cancelled and nothing written", got.State, got.Reason, len(d.proposed()))
			}
			e := d.events()
			if len(e) != 1 || e[0].State != usage.Refunded {
				t.Fatalf("uses = %+v, want it given back", e)
			}
			if e[0].In+e[0].Out == 0 && name != "CV deleted" {
				t.Errorf("a question that was out counts no tokens: whoever cancels in time pays nothing")
			}
		})
	}
}

func TestRestartSendsNothingTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t, deskDB(t), usage.Plans{})
	r, err := d.ask("anthropic")
	must(t, err)
	open := r
	open.State = tailor.RunOpen
	must(t, d.st.MoveRun(t.Context(), d.who, tailor.RunAsked, open, usage.Settlement{})) // and here the program stops
	must(t, d.runner.Resume(t.Context()))
	must(t, d.runner.Work(t.Context(), d.who, r.ID))
	got, err := d.runner.Run(t.Context(), d.who, r.ID)
	if err != nil || got.State != tailor.RunCancelled || got.Reason != "model.cut_off" || d.claude.Asked() != 0 {
		t.Errorf("run = %s %s, %v, asked %d times", got.State, got.Reason, err, d.claude.Asked())
	}
	if e := d.events(); e[0].State != usage.Refunded {
		t.Errorf("use = %+v, want it given back", e[0])
	}
}

func TestLetterIsChecked(t *testing.T) {
	t.Parallel()
	d := newDesk(t, deskDB(t), usage.Plans{})
	honest := d.resume.Work[0].Highlights[0]
	text, err := json.Marshal(map[string]any{"paragraphs": []string{honest, honest + " I also hold a doctorate from Oxford and speak Japanese."}})
	must(t, err)
	d.claude.Say(llmtest.Answer{Text: string(text)})
	r, err := d.runner.Ask(t.Context(), d.who, d.id, tailor.Ask{Kind: tailor.LetterRun, Providers: []string{"anthropic"}})
	must(t, err)
	must(t, d.runner.Work(t.Context(), d.who, r.ID))
	r, err = d.runner.Run(t.Context(), d.who, r.ID)
	must(t, err)
	if r.State != tailor.RunDone || r.Content.Letter == nil || len(r.Content.Letter.Paragraphs) != 2 {
		t.Fatalf("run = %s %s, letter %+v", r.State, r.Reason, r.Content.Letter)
	}
	if p := r.Content.Letter.Paragraphs; !p[0].Supported || p[1].Supported || len(p[1].Claims) < 2 {
		t.Errorf("paragraphs = %+v, want the honest one supported and the other's claims named", p)
	}
	if e := d.events(); e[0].Feature != usage.Letters {
		t.Errorf("counted as %s, want %s", e[0].Feature, usage.Letters)
	}
	if len(d.proposed()) != 0 {
		t.Error("a letter brought edits")
	}
}

func TestBreakerRestsAProvider(t *testing.T) {
	t.Parallel()
	d := newDesk(t, deskDB(t), usage.Plans{})
	d.claude.Say(llmtest.Answer{Status: 500})
	for range 3 { // two tries each: the fifth failure opens it
		d.run("anthropic")
	}
	if n := d.claude.Asked(); n != 5 {
		t.Errorf("asked %d times, want 5 and then rest", n)
	}
	d.claude.Say(llmtest.Answer{Text: edits()})
	if r := d.run("anthropic"); r.State != tailor.RunFailed || r.Reason != "model.overloaded" || d.claude.Asked() != 5 {
		t.Errorf("while it rests: %s %s after %d questions", r.State, r.Reason, d.claude.Asked())
	}
	d.clock.move(31 * time.Second)
	if r := d.run("anthropic"); r.State != tailor.RunDone {
		t.Errorf("after the rest: %s %s", r.State, r.Reason)
	}
}

func TestRestrictionStopsRuns(t *testing.T) {
	t.Parallel()
	d := newDesk(t, deskDB(t), usage.Plans{})
	r, err := d.ask("anthropic", llm.Local)
	must(t, err)
	must(t, d.st.UpdateRestriction(t.Context(), d.who, func(r *privacy.Restriction) error {
		r.Since, r.Scope = d.clock.now(), privacy.Everything
		return nil
	}))
	must(t, d.runner.Work(t.Context(), d.who, r.ID))
	if got, err := d.runner.Run(t.Context(), d.who, r.ID); err != nil || got.State != tailor.RunFailed || d.claude.Asked()+d.own.Asked() != 0 {
		t.Errorf("run under restriction = %s %s, %v, asked %d times", got.State, got.Reason, err, d.claude.Asked()+d.own.Asked())
	}
	if _, err := d.ask("anthropic"); fault.KindOf(err) != fault.Restricted {
		t.Errorf("Ask under restriction = %v", err)
	}
}

// TestPeerDefect20_PlacesAreLimited has more people ask than there are places: so many
// questions are open at once, as many runs more wait, and the next one is told to
// come back.
func TestPeerDefect20_PlacesAreLimited(t *testing.T) {
	t.Parallel()
	d := newDesk(t, deskDB(t), usage.Plans{})
	d.claude.Say(llmtest.Answer{Hang: true})
	const places = 2
	router := llm.NewRouter(d.ledger, places, d.clock.now, llm.Provider{ID: "anthropic", Model: llmtest.Model, Client: llm.Anthropic(d.claude.Hosted()), Deadline: time.Minute})
	d.runner = tailor.NewRunner(tailor.RunnerParts{Tailor: d.service, Runs: d.st, Model: router, Usage: d.uses, Slots: places, Now: d.clock.now})
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var work sync.WaitGroup
	for range 2 * places {
		d.another()
		r, err := d.ask("anthropic")
		must(t, err)
		who := d.who
		work.Go(func() { _ = d.runner.Work(ctx, who, r.ID) })
	}
	d.another()
	if _, err := d.ask("anthropic"); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("one more = %v, want it told to come back", err)
	}
	for d.claude.Asked() < places {
		time.Sleep(time.Millisecond)
	}
	if n := d.claude.Asked(); n != places {
		t.Errorf("%d questions are open, want %d", n, places)
	}
	cancel()
	work.Wait()
	if _, err := d.ask("anthropic"); err != nil {
		t.Errorf("after the others left = %v", err)
	}
}

// BenchmarkRun is one run from click to edits with a provider that answers at
// once: what the program itself takes, SQLite included.
func BenchmarkRun(b *testing.B) {
	d := newDesk(b, benchDB(b), usage.Plans{})
	d.claude.Say(llmtest.Answer{Text: edits(edit{"L1", d.shorter(), "shorter"}), Parts: 1})
	for b.Loop() {
		r, err := d.ask("anthropic")
		if err != nil {
			b.Fatal(err)
		}
		if err := d.runner.Work(b.Context(), d.who, r.ID); err != nil {
			b.Fatal(err)
		}
	}
}
