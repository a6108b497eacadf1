package llm

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// GeminiBase is where the interface of Gemini is.
const GeminiBase = "https://generativelanguage.googleapis.com/"

// geminiClient speaks generateContent, which keeps nothing, of the Gemini API v1beta
// (ai.google.dev/api/generate-content). Its official SDK is not used: decision 0033.
type geminiClient struct {
	wire
	models string // address of the models
	model  string
}

// errGemini stands for any error of the constructor.
var errGemini = errors.New("llm: the configuration of Gemini is not usable")

// Gemini returns the client of Gemini.
func Gemini(h Hosted) (Client, error) {
	models, err := url.JoinPath(h.Base, "v1beta/models")
	if err != nil || h.Key == "" || h.Base == "" {
		return nil, errGemini
	}
	return &geminiClient{wire{watching{h.HTTP}, http.Header{"X-Goog-Api-Key": {h.Key}}}, models, h.Model}, nil
}

func (c *geminiClient) address() string { return c.models + "/" + url.PathEscape(c.model) }

// geminiQuestion is the body of a request.
type geminiQuestion struct {
	Contents []geminiContent `json:"contents"`
	System   geminiContent   `json:"systemInstruction"`
	Config   struct {
		MaxTokens int             `json:"maxOutputTokens"`
		MIME      string          `json:"responseMimeType"`
		Schema    json.RawMessage `json:"responseJsonSchema"`
	} `json:"generationConfig"`
}

type geminiContent struct {
	Parts []geminiPart `json:"parts"`
	Role  string       `json:"role,omitempty"`
}

type geminiPart struct {
	Text    string `json:"text"`
	Thought bool   `json:"thought,omitempty"`
}

// geminiChunk is one event of the answer. Candidates are missing where the
// question was blocked.
type geminiChunk struct {
	Candidates []struct {
		Content geminiContent `json:"content"`
		Reason  string        `json:"finishReason"`
	} `json:"candidates"`
	Feedback struct {
		Blocked string `json:"blockReason"`
	} `json:"promptFeedback"`
	Usage *struct {
		Prompt   int64 `json:"promptTokenCount"`
		Answer   int64 `json:"candidatesTokenCount"`
		Thoughts int64 `json:"thoughtsTokenCount"`
	} `json:"usageMetadata"`
	Version string       `json:"modelVersion"`
	Error   *geminiError `json:"error"`
}

// geminiError is what a failure says of itself, in a body or in the stream.
type geminiError struct {
	Code    int `json:"code"`
	Details []struct {
		Delay string `json:"retryDelay"`
	} `json:"details"`
}

func (c *geminiClient) question(r Request) geminiQuestion {
	q := geminiQuestion{
		Contents: []geminiContent{{[]geminiPart{{Text: r.User}}, "user"}},
		System:   geminiContent{[]geminiPart{{Text: r.System}}, "user"},
	}
	q.Config.MaxTokens, q.Config.MIME, q.Config.Schema = r.MaxTokens, "application/json", r.Schema
	return q
}

// geminiAnswer gathers the events.
type geminiAnswer struct {
	reply   Reply
	text    strings.Builder
	reason  string
	blocked bool
	failed  *geminiError
	part    func(string)
}

// Ask streams an answer.
func (c *geminiClient) Ask(ctx context.Context, r Request, part func(string)) (Reply, error) {
	if !json.Valid(r.Schema) {
		return Reply{}, &Error{Kind: Invalid}
	}
	ctx, seen := watched(ctx)
	a := geminiAnswer{part: part}
	err := c.stream(ctx, c.address()+":streamGenerateContent?alt=sse", c.question(r), a.take, a.fail)
	a.reply.Text = a.text.String()
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return a.reply, geminiFailure(seen.failure(ctx, err), a.failed)
	}
	if a.blocked {
		return a.reply, &Error{Kind: Refused, Status: seen.status}
	}
	return a.reply, geminiStop(a.reason)
}

// take adds an event; model and tokens come with any of them.
func (a *geminiAnswer) take(data []byte) error {
	var chunk geminiChunk
	if err := json.Unmarshal(data, &chunk); err != nil {
		return err
	}
	if a.failed = chunk.Error; a.failed != nil {
		return errStatus
	}
	if chunk.Version != "" {
		a.reply.Model = chunk.Version
	}
	if u := chunk.Usage; u != nil {
		a.reply.In, a.reply.Out = u.Prompt, u.Answer+u.Thoughts
	}
	a.blocked = a.blocked || chunk.Feedback.Blocked != ""
	if len(chunk.Candidates) > 0 {
		a.reason = chunk.Candidates[0].Reason
		a.say(chunk.Candidates[0].Content)
	}
	return nil
}

// say adds the texts of a content without what the model only thought.
func (a *geminiAnswer) say(c geminiContent) {
	for _, p := range c.Parts {
		if p.Thought || p.Text == "" {
			continue
		}
		a.text.WriteString(p.Text)
		if a.part != nil {
			a.part(p.Text)
		}
	}
}

// fail reads the body of a failure.
func (a *geminiAnswer) fail(body []byte) {
	var chunk geminiChunk
	if json.Unmarshal(body, &chunk) == nil {
		a.failed = chunk.Error
	}
}

// geminiStop says whether an answer is whole. Sensitive personal data (SPII),
// which a CV can be taken for, is a refusal like the others.
func geminiStop(reason string) error {
	switch reason {
	case "STOP":
		return nil
	case "MAX_TOKENS":
		return &Error{Kind: Truncated, Status: 200}
	case "SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII":
		return &Error{Kind: Refused, Status: 200}
	}
	return &Error{Kind: Broken, Status: 200} // none: the stream was cut
}

// geminiFailure adds the status of an error in the stream, and the wait, which
// stands in the body of a 429.
func geminiFailure(failed error, said *geminiError) error {
	e, ok := failed.(*Error)
	if !ok || said == nil {
		return failed
	}
	if e.Status < 400 && said.Code >= 400 {
		e.Kind, e.Status = kindOf(said.Code), said.Code
	}
	for _, detail := range said.Details {
		if wait, err := time.ParseDuration(detail.Delay); err == nil && wait > 0 {
			e.After = max(e.After, min(wait, longestWait))
		}
	}
	return e
}

// Check asks for the model.
func (c *geminiClient) Check(ctx context.Context) error {
	ctx, seen := watched(ctx)
	var model struct{}
	if err := c.get(ctx, c.address(), &model); err != nil {
		return explainHosted(seen.failure(ctx, err), c.model)
	}
	return nil
}
