package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/llm"
	"jobops/internal/llm/llmtest"
	"jobops/internal/sample"
	"jobops/internal/tailor"
	"jobops/internal/usage"
)

func TestProvidersOfAConfiguration(t *testing.T) {
	t.Parallel()
	own := OwnModel{URL: "http://localhost:11434/v1", Model: "m"}
	for name, tt := range map[string]struct {
		models Models
		want   []string
		wrong  string
	}{
		"none":          {Models{}, nil, ""},
		"all in order":  {Models{Anthropic: HostedModel{Key: "secret-a"}, Gemini: HostedModel{Key: "secret-g"}, GeminiPaid: true, Own: own}, []string{"anthropic", "gemini", llm.Local}, ""},
		"own alone":     {Models{Own: own}, []string{llm.Local}, ""},
		"unpaid Gemini": {Models{Gemini: HostedModel{Key: "secret-g"}}, nil, "paid account"},
		"other host":    {Models{Anthropic: HostedModel{Key: "secret-a", URL: "https://api.example.com"}}, nil, "declared hosts"},
		"plain http":    {Models{Anthropic: HostedModel{Key: "secret-a", URL: "http://api.anthropic.com"}}, nil, "declared hosts"},
		"no scheme":     {Models{Own: OwnModel{URL: "localhost:11434", Model: "m"}}, nil, "http://localhost:11434/v1"},
		"no model":      {Models{Own: OwnModel{URL: "http://localhost:11434/v1"}}, nil, "JOBOPS_MODEL"},
	} {
		c := Config{Models: tt.models}
		got, err := c.providers()
		var ids []string
		for _, p := range got {
			ids = append(ids, p.ID)
		}
		if !slices.Equal(ids, tt.want) || (err == nil) != (tt.wrong == "") || err != nil && !strings.Contains(err.Error(), tt.wrong) {
			t.Errorf("%s: providers = %v, %v, want %v and %q", name, ids, err, tt.want, tt.wrong)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error shows the key: %v", name, err)
		}
	}
}

// TestHostsFollowTheConfiguration checks that only what is configured may be
// reached, and that an own model adds no recipient.
func TestHostsFollowTheConfiguration(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		models Models
		want   []string
	}{
		{Models{}, nil},
		{Models{Own: OwnModel{URL: "http://localhost:1/v1", Model: "m"}}, nil},
		{Models{Anthropic: HostedModel{Key: "k"}}, []string{"api.anthropic.com"}},
		{Models{Anthropic: HostedModel{Key: "k"}, Gemini: HostedModel{Key: "k"}}, []string{"api.anthropic.com", "generativelanguage.googleapis.com"}},
	} {
		if got := inventory.Load().Hosts(Config{Models: tt.models}.configured()...); !slices.Equal(got, tt.want) {
			t.Errorf("Hosts(%+v) = %v, want %v", tt.models, got, tt.want)
		}
	}
}

func TestDoctorLooksAtModels(t *testing.T) {
	t.Parallel()
	s := llmtest.Compatible(t)
	c := Config{Models: Models{Own: OwnModel{URL: s.URL + "/v1", Model: llmtest.Model, Key: llmtest.Key}}}
	says := func(c Config) Finding {
		all := c.lookAtModels(t.Context())
		if len(all) != 1 {
			t.Fatalf("findings = %+v, want one", all)
		}
		return all[0]
	}
	if f := says(c); !f.OK || !strings.Contains(f.Says, llmtest.Model) || strings.Contains(f.Says, llmtest.Key) {
		t.Errorf("finding = %+v, want the model without its key", f)
	}
	c.Models.Own.URL = s.URL
	if f := says(c); f.OK || !strings.Contains(f.Says, "try "+s.URL+"/v1") {
		t.Errorf("finding of a wrong address = %+v, want the right one", f)
	}
	c.Models.Own.Model = ""
	if f := says(c); f.OK {
		t.Errorf("finding without a model = %+v", f)
	}
}

func TestReadPlans(t *testing.T) {
	t.Parallel()
	for text, wrong := range map[string]string{
		"default: free\nplans:\n  free: {optimisations: 5, tokens_a_day: 1000}\n  pro: {}\n": "",
		"default: gone\nplans:\n  free: {}\n":                                                `"gone" is not among them`,
		"default: free\nplans:\n  free: {optimizations: 5}\n":                                `nothing called "optimizations"`,
		"default: free\nplans:\n  free: {letters: -1}\n":                                     "less than nothing",
		"plans: [": "plans",
	} {
		file := filepath.Join(t.TempDir(), "plans.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ReadPlans(file)
		if (err == nil) != (wrong == "") || err != nil && !strings.Contains(err.Error(), wrong) {
			t.Errorf("ReadPlans(%q) = %v, want %q", text, err, wrong)
		}
		if free := got.Of("unknown"); wrong == "" && (free.Quotas[usage.Optimisations] != 5 || free.Tokens != 1000 || len(got.Of("pro").Quotas) != 0) {
			t.Errorf("ReadPlans(%q) = %+v", text, got)
		}
	}
}

// TestModelRunThroughTheQueue is a run of the whole program: asked, queued, done
// by a model server on this machine, its edits in the tailoring. A question that
// hangs takes no place from the reading of CVs.
func TestModelRunThroughTheQueue(t *testing.T) {
	t.Parallel()
	s := llmtest.Compatible(t)
	c := Config{Data: t.TempDir(), Cache: cache}
	c.Models = Models{Own: OwnModel{URL: s.URL + "/v1", Model: llmtest.Model, Key: llmtest.Key}, Slots: 1}
	a, who := openWith(t, c)
	ctx := t.Context()
	u := upload(t, a, who, "sample.pdf", samplePDF(t))
	one, err := a.Library.CV(ctx, who, u.CV)
	if err != nil {
		t.Fatal(err)
	}
	ad, err := a.Tailor.Keep(ctx, who, sample.Posting("en"), "", "")
	if err != nil {
		t.Fatal(err)
	}
	made, err := a.Tailor.Start(ctx, who, one.Latest, ad.ID)
	if err != nil {
		t.Fatal(err)
	}
	s.Say(llmtest.Answer{Hang: true})
	r, err := a.Runner.Ask(ctx, who, made.ID, tailor.Ask{Kind: tailor.EditsRun, Providers: []string{llm.Local}})
	if err != nil {
		t.Fatalf("Ask = %v", err)
	}
	for s.Asked() == 0 {
		time.Sleep(time.Millisecond)
	}
	if u := upload(t, a, who, "another.pdf", samplePDF(t)); u.Step != library.Done {
		t.Errorf("a CV beside a question that hangs ended %q", u.Step)
	}
	if err := a.Runner.Cancel(ctx, who, r.ID); err != nil {
		t.Fatal(err)
	}
	for s.Gone() == 0 {
		time.Sleep(time.Millisecond)
	}
	text := sample.For("en").Resume.Basics.Summary
	s.Say(llmtest.Answer{Text: fmt.Sprintf(`{"edits":[{"line":"L1","text":%q,"uses":[],"reason":"shorter"}]}`, strings.TrimSuffix(text, ".")), In: 4000})
	r, err = a.Runner.Ask(ctx, who, made.ID, tailor.Ask{Kind: tailor.EditsRun, Providers: []string{llm.Local}})
	if err != nil {
		t.Fatalf("Ask = %v", err)
	}
	for !r.State.Ended() {
		time.Sleep(5 * time.Millisecond)
		if r, err = a.Runner.Look(ctx, who, r.ID); err != nil {
			t.Fatal(err)
		}
	}
	view, err := a.Tailor.View(ctx, who, made.ID)
	if err != nil || r.State != tailor.RunDone || view.Items[0].Edit.Run != r.ID || !view.Items[0].Edit.Supported {
		t.Errorf("run = %s %s, first edit %+v, %v", r.State, r.Reason, view.Items[0].Edit, err)
	}
}
