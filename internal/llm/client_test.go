package llm_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"jobops/internal/llm"
	"jobops/internal/llm/llmtest"
)

// vendor is one provider with what it says in its own words.
type vendor struct {
	serve     func(testing.TB) *llmtest.Server
	client    func(llm.Hosted) llm.Client
	truncated string // why an answer ends that was too long
	unknown   string // a reason that no version of the SDK knows
}

// vendors are all that the one suite runs over.
var vendors = map[string]vendor{
	"anthropic":  {llmtest.Anthropic, llm.Anthropic, "max_tokens", "pause_turn"},
	"gemini":     {llmtest.Gemini, gemini, "MAX_TOKENS", "SOMETHING_NEW"},
	"compatible": {llmtest.Compatible, llm.Compatible, "length", "tool_calls"},
}

func gemini(h llm.Hosted) llm.Client {
	c, err := llm.Gemini(h)
	if err != nil {
		panic(err)
	}
	return c
}

// question is what the tests ask; the schema is closed as the providers want it.
var question = llm.Request{
	System: "Answer in JSON.", User: "<cv>Ran a ward</cv>", Name: "cv_edits", MaxTokens: 500,
	Schema: json.RawMessage(`{"type":"object","additionalProperties":false,"required":["edits"],"properties":{"edits":{"type":"array","items":{"type":"string"}}}}`),
}

const saying = `{"edits":["Ran a ward, calmly and for years"]}`

func eachVendor(t *testing.T, f func(t *testing.T, v vendor, s *llmtest.Server, c llm.Client)) {
	t.Helper()
	for name, v := range vendors {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := v.serve(t)
			f(t, v, s, v.client(s.Hosted()))
		})
	}
}

func TestAsk(t *testing.T) {
	t.Parallel()
	eachVendor(t, func(t *testing.T, _ vendor, s *llmtest.Server, c llm.Client) {
		s.Say(llmtest.Answer{Text: saying, Parts: 5})
		var heard strings.Builder
		got, err := c.Ask(t.Context(), question, func(part string) { heard.WriteString(part) })
		want := llm.Reply{Text: saying, Model: llmtest.Model, In: 100, Out: 20}
		if err != nil || got != want {
			t.Errorf("Ask = %+v, %v, want %+v", got, err, want)
		}
		if heard.String() != saying {
			t.Errorf("heard %q, want the answer piece by piece", heard.String())
		}
		body := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(s.Body())
		for _, once := range []string{question.User, question.System} {
			if strings.Count(body, once) != 1 {
				t.Errorf("the question %s has %q not once", body, once)
			}
		}
	})
}

// TestFaults is the table of what can go wrong at a provider, the same for all.
func TestFaults(t *testing.T) {
	t.Parallel()
	after := http.Header{"Retry-After": {"7"}}
	for name, tt := range map[string]struct {
		answer func(v vendor) llmtest.Answer
		want   llm.Error
		not    string // provider for which it does not exist
	}{
		"overloaded 529": {func(vendor) llmtest.Answer { return llmtest.Answer{Status: 529} }, llm.Error{Kind: llm.Overloaded, Status: 529}, ""},
		"overloaded 503": {func(vendor) llmtest.Answer { return llmtest.Answer{Status: 503, Header: after} }, llm.Error{Kind: llm.Overloaded, Status: 503, After: 7 * time.Second}, ""},
		"limited 429":    {func(vendor) llmtest.Answer { return llmtest.Answer{Status: 429, Header: after} }, llm.Error{Kind: llm.Limited, Status: 429, After: 7 * time.Second}, ""},
		"internal 500":   {func(vendor) llmtest.Answer { return llmtest.Answer{Status: 500} }, llm.Error{Kind: llm.Broken, Status: 500}, ""},
		"billing 402":    {func(vendor) llmtest.Answer { return llmtest.Answer{Status: 402} }, llm.Error{Kind: llm.Capacity, Status: 402}, ""},
		"key 401":        {func(vendor) llmtest.Answer { return llmtest.Answer{Status: 401} }, llm.Error{Kind: llm.Key, Status: 401}, ""},
		"unknown 404":    {func(vendor) llmtest.Answer { return llmtest.Answer{Status: 404} }, llm.Error{Kind: llm.Unknown, Status: 404}, ""},
		"invalid 400":    {func(vendor) llmtest.Answer { return llmtest.Answer{Status: 400} }, llm.Error{Kind: llm.Invalid, Status: 400}, ""},
		"too large 413":  {func(vendor) llmtest.Answer { return llmtest.Answer{Status: 413} }, llm.Error{Kind: llm.TooLong, Status: 413}, ""},
		"cut":            {func(vendor) llmtest.Answer { return llmtest.Answer{Text: saying, Cut: true} }, llm.Error{Kind: llm.Broken, Status: 200}, ""},
		"ends early":     {func(vendor) llmtest.Answer { return llmtest.Answer{Text: saying, Parts: 6, Ends: true} }, llm.Error{Kind: llm.Broken, Status: 200}, ""},
		"garbage":        {func(vendor) llmtest.Answer { return llmtest.Answer{Garbage: true} }, llm.Error{Kind: llm.Broken, Status: 200}, ""},
		"refusal":        {func(vendor) llmtest.Answer { return llmtest.Answer{Text: "No.", Refusal: true} }, llm.Error{Kind: llm.Refused, Status: 200}, ""},
		"truncated":      {func(v vendor) llmtest.Answer { return llmtest.Answer{Text: saying[:20], Stop: v.truncated} }, llm.Error{Kind: llm.Truncated, Status: 200}, ""},
		"unknown end":    {func(v vendor) llmtest.Answer { return llmtest.Answer{Text: saying, Stop: v.unknown} }, llm.Error{Kind: llm.Broken, Status: 200}, ""},
		"spend cap":      {func(vendor) llmtest.Answer { return llmtest.Answer{Status: 429} }, llm.Error{Kind: llm.Capacity, Status: 429}, "gemini compatible"},
		"wait in body":   {func(vendor) llmtest.Answer { return llmtest.Answer{Status: 429, Wait: "34s"} }, llm.Error{Kind: llm.Limited, Status: 429, After: 34 * time.Second}, "anthropic compatible"},
		"sensitive data": {func(vendor) llmtest.Answer { return llmtest.Answer{Text: saying, Stop: "SPII"} }, llm.Error{Kind: llm.Refused, Status: 200}, "anthropic compatible"},
		"error event":    {func(vendor) llmtest.Answer { return llmtest.Answer{Event: 529} }, llm.Error{Kind: llm.Overloaded, Status: 200}, "gemini compatible"},
		"late error":     {func(vendor) llmtest.Answer { return llmtest.Answer{Event: 503} }, llm.Error{Kind: llm.Overloaded, Status: 503}, "anthropic compatible"},
		"filter":         {func(vendor) llmtest.Answer { return llmtest.Answer{Text: saying, Stop: "content_filter"} }, llm.Error{Kind: llm.Refused, Status: 200}, "anthropic gemini"},
		"prompt was cut": {func(vendor) llmtest.Answer { return llmtest.Answer{Text: saying, In: 1} }, llm.Error{Kind: llm.TooLong, Status: 200}, "anthropic gemini"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachVendor(t, func(t *testing.T, v vendor, s *llmtest.Server, c llm.Client) {
				if strings.Contains(tt.not, strings.TrimPrefix(t.Name(), "TestFaults/"+strings.ReplaceAll(name, " ", "_")+"/")) {
					return // this provider has no such answer
				}
				s.Say(tt.answer(v))
				_, err := c.Ask(t.Context(), question, nil)
				var got *llm.Error
				if !errors.As(err, &got) || *got != tt.want {
					t.Fatalf("Ask = %v, want %v", err, &tt.want)
				}
				if text := err.Error(); strings.Contains(text, "Canary") || strings.Contains(text, "ward") || strings.Contains(text, llmtest.Key) {
					t.Errorf("the error tells %q", text)
				}
				if n := s.Asked(); n > 1 {
					t.Errorf("asked %d times, want the SDK to try once", n)
				}
			})
		})
	}
}

func TestSlowAnswersEndWithTheDeadline(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]llmtest.Answer{"hang": {Hang: true}, "drip": {Text: strings.Repeat(saying, 9), Parts: 300, Slow: 20 * time.Millisecond}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachVendor(t, func(t *testing.T, _ vendor, s *llmtest.Server, c llm.Client) {
				s.Say(a)
				ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
				defer cancel()
				_, err := c.Ask(ctx, question, nil)
				var got *llm.Error
				if !errors.As(err, &got) || got.Kind != llm.Timeout {
					t.Errorf("Ask = %v, want a timeout", err)
				}
			})
		})
	}
}

// TestLeavingEndsTheExchange cancels a question and waits until the provider
// notices: nothing goes on for nobody.
func TestLeavingEndsTheExchange(t *testing.T) {
	t.Parallel()
	eachVendor(t, func(t *testing.T, _ vendor, s *llmtest.Server, c llm.Client) {
		s.Say(llmtest.Answer{Hang: true})
		left := errors.New("the person left")
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() {
			for s.Asked() == 0 {
				time.Sleep(time.Millisecond)
			}
			cancel(left)
		}()
		if _, err := c.Ask(ctx, question, nil); !errors.Is(err, left) {
			t.Errorf("Ask = %v, want %v", err, left)
		}
		for s.Gone() == 0 {
			time.Sleep(time.Millisecond) // bounded by the test's own deadline
		}
	})
}

// hostile are the variables by which the SDKs could be led astray.
var hostile = []string{
	"ANTHROPIC_BASE_URL", "OPENAI_BASE_URL", "GOOGLE_GEMINI_BASE_URL", "GOOGLE_VERTEX_BASE_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
}

// TestEnvironmentChangesNothing sets every variable that an SDK reads to another
// server and to marks that must not appear. Not parallel: it sets variables.
func TestEnvironmentChangesNothing(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the other server was asked for %s", r.URL.Path)
	}))
	defer elsewhere.Close()
	const mark = "mark-of-the-environment"
	for _, name := range hostile {
		t.Setenv(name, elsewhere.URL)
	}
	for _, name := range []string{
		"ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_PROFILE", "OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_WEBHOOK_SECRET", "GOOGLE_API_KEY",
		"GEMINI_API_KEY", "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION", "GOOGLE_CLOUD_REGION",
	} {
		t.Setenv(name, mark)
	}
	t.Setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Mark: "+mark)
	t.Setenv("OPENAI_CUSTOM_HEADERS", "X-Mark: "+mark)
	t.Setenv("GOOGLE_GENAI_USE_VERTEXAI", "true")
	t.Setenv("GOOGLE_GENAI_USE_ENTERPRISE", "true")
	for name, v := range vendors {
		s := v.serve(t)
		s.Say(llmtest.Answer{Text: saying})
		c := v.client(s.Hosted())
		if _, err := c.Ask(t.Context(), question, nil); err != nil {
			t.Errorf("%s: Ask = %v", name, err)
		}
		if err := c.Check(t.Context()); err != nil {
			t.Errorf("%s: Check = %v", name, err)
		}
		for _, head := range s.Heads {
			for field, values := range head {
				if strings.Contains(strings.Join(values, " "), mark) || field == "X-Mark" {
					t.Errorf("%s: the header %s carries the environment: %v", name, field, values)
				}
			}
		}
		if len(s.Heads) != 2 {
			t.Errorf("%s: asked %d times, want the question and the check", name, len(s.Heads))
		}
	}
}

func TestCheckOfHosted(t *testing.T) {
	t.Parallel()
	eachVendor(t, func(t *testing.T, v vendor, s *llmtest.Server, c llm.Client) {
		if err := c.Check(t.Context()); err != nil {
			t.Errorf("Check = %v", err)
		}
		wrong := s.Hosted()
		wrong.Key = "another"
		if err := v.client(wrong).Check(t.Context()); err == nil || !strings.Contains(err.Error(), "key") {
			t.Errorf("Check with a wrong key = %v, want it named", err)
		}
		wrong = s.Hosted()
		wrong.Model = "model-9"
		if err := v.client(wrong).Check(t.Context()); err == nil || !strings.Contains(err.Error(), "model-9") {
			t.Errorf("Check of an unknown model = %v, want it named", err)
		}
	})
}

func TestGeminiNeedsKeyAndAddress(t *testing.T) {
	t.Parallel()
	for _, h := range []llm.Hosted{{Base: "https://example.com", Model: "m"}, {Key: "secret-key", Model: "m"}} {
		if _, err := llm.Gemini(h); err == nil || strings.Contains(err.Error(), "secret-key") {
			t.Errorf("Gemini(%+v) = %v, want a refusal without the key", h, err)
		}
	}
}
