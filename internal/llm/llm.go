// Package llm asks language models: Claude, Gemini, and any server that speaks
// the OpenAI chat protocol on the operator's own machine.
//
//	a := llm.Anthropic(llm.Hosted{HTTP: client, Base: llm.AnthropicBase, Key: key, Model: "claude-sonnet-5-5"})
//	reply, err := a.Ask(ctx, llm.Request{System: …, User: …, Schema: schema, MaxTokens: 2000})
//
// A Client is one provider: an answer bound to a JSON schema, streamed, with the
// tokens it cost, ended by its context. Claude is asked through its official SDK,
// the others over wire. No variable of the environment redirects, adds or changes
// anything, nothing is tried twice, and all goes through a client of package
// outbound. An SDK's errors quote requests and replies, so none leaves this
// package: Error has a kind, a status and a wait.
//
// A Router puts several behind the ledger, in order, with two tries, a circuit
// breaker and places for so many at once: it is tailor.Model. What an answer says
// is not looked at here.
package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"jobops/internal/outbound"
)

// Request is one question.
type Request struct {
	System    string          // instructions
	User      string          // data
	Name      string          // of the schema: letters, digits, "_"
	Schema    json.RawMessage // of the answer; every object closed, no bounds
	MaxTokens int             // of the answer
}

// Reply is a whole answer. With an error, In and Out may still say what was
// spent.
type Reply struct {
	Text    string
	Model   string // that answered
	In, Out int64  // tokens
}

// Client is one provider.
type Client interface {
	// Ask streams an answer; part is called with each piece, nil for none. The
	// error is an *Error, or that of the context.
	Ask(ctx context.Context, r Request, part func(string)) (Reply, error)
	// Check makes a call that costs nothing and holds nothing of a person, and
	// says in plain words what is wrong.
	Check(ctx context.Context) error
}

// Kind is what went wrong.
type Kind string

// The kinds of errors.
const (
	Overloaded  Kind = "overloaded"  // 529, 503
	Limited     Kind = "limited"     // 429: too many requests or tokens; After says how long
	Capacity    Kind = "capacity"    // 402, 429 without an end: paid up to the limit
	Timeout     Kind = "timeout"     // the deadline passed
	Unreachable Kind = "unreachable" // no connection
	Broken      Kind = "broken"      // 5xx, a cut stream, an answer of no known form
	Key         Kind = "key"         // 401, 403
	Unknown     Kind = "unknown"     // 404: no such model or address
	Refused     Kind = "refused"     // by the model or a filter
	Truncated   Kind = "truncated"   // the answer was longer than allowed
	TooLong     Kind = "too_long"    // the question was
	Invalid     Kind = "invalid"     // 400: our mistake
)

// Error is what went wrong, without a word of question or answer.
type Error struct {
	Kind   Kind
	Status int           // of HTTP, 0 for none
	After  time.Duration // asked for by the provider, 0 for nothing
}

// Error prints kind and status; both are safe for logs.
func (e *Error) Error() string { return fmt.Sprintf("llm: %s (status %d)", e.Kind, e.Status) }

// exchange is what was seen of one HTTP exchange, whoever made it.
type exchange struct {
	status int
	after  time.Duration
	failed error
}

type exchangeKey struct{}

// watching notes exchanges in the context of their request.
type watching struct{ next outbound.Doer }

// Do sends a request.
func (w watching) Do(req *http.Request) (*http.Response, error) {
	resp, err := w.next.Do(req)
	if x, ok := req.Context().Value(exchangeKey{}).(*exchange); ok {
		x.failed = err
		if err == nil {
			x.status, x.after = resp.StatusCode, retryAfter(resp.Header, time.Now())
		}
	}
	return resp, err
}

func watched(ctx context.Context) (context.Context, *exchange) {
	x := &exchange{}
	return context.WithValue(ctx, exchangeKey{}, x), x
}

// longestWait bounds what a provider may ask for.
const longestWait = 15 * time.Minute

// retryAfter reads Retry-After, in seconds or as a date.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := h.Get("Retry-After")
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms > 0 {
		return min(time.Duration(ms)*time.Millisecond, longestWait)
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
		return min(time.Duration(seconds*float64(time.Second)), longestWait)
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return min(at.Sub(now), longestWait)
	}
	return 0
}

// failure turns what a client returned into an Error; nothing of its text is kept.
func (x *exchange) failure(ctx context.Context, err error) error {
	switch {
	case errors.Is(context.Cause(ctx), context.DeadlineExceeded), errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return &Error{Kind: Timeout, Status: x.status}
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case x.failed != nil && errors.Is(x.failed, outbound.ErrNotOwn), x.status == 0:
		return &Error{Kind: Unreachable}
	}
	return &Error{Kind: kindOf(x.status), Status: x.status, After: x.after}
}

func isTimeout(err error) bool {
	t, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err)
	return ok && t.Timeout()
}

// kindOf is what a status means. A success that still failed was cut or is of no
// known form.
func kindOf(status int) Kind {
	switch {
	case status == http.StatusPaymentRequired:
		return Capacity
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return Key
	case status == http.StatusNotFound:
		return Unknown
	case status == http.StatusRequestEntityTooLarge:
		return TooLong
	case status == http.StatusTooManyRequests:
		return Limited
	case status == 529, status == http.StatusServiceUnavailable:
		return Overloaded
	case status == http.StatusRequestTimeout, status == http.StatusGatewayTimeout:
		return Timeout
	case status >= 400 && status < 500:
		return Invalid
	}
	return Broken
}

// unfenced takes an answer out of the code fence that small models like.
func unfenced(text string) string {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "```") || !strings.HasSuffix(text, "```") {
		return text
	}
	_, text, _ = strings.Cut(text, "\n")
	return strings.TrimSpace(strings.TrimSuffix(text, "```"))
}
