package llm

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"google.golang.org/genai"

	"jobops/internal/outbound"
)

// GeminiBase is where the interface of Gemini is.
const GeminiBase = "https://generativelanguage.googleapis.com/"

type geminiClient struct {
	client *genai.Client
	model  string
}

// errGemini stands for any error of the constructor, which prints the key.
var errGemini = errors.New("llm: the configuration of Gemini is not usable")

// Gemini returns the client of Gemini.
func Gemini(h Hosted) (Client, error) {
	c, err := genai.NewClient(context.Background(), &genai.ClientConfig{
		APIKey: h.Key, Backend: genai.BackendGeminiAPI, HTTPClient: outbound.Standard(watching{h.HTTP}),
		HTTPOptions: genai.HTTPOptions{BaseURL: h.Base},
	})
	if err != nil || h.Key == "" || h.Base == "" {
		return nil, errGemini
	}
	return &geminiClient{c, h.Model}, nil
}

// Ask streams an answer.
func (c *geminiClient) Ask(ctx context.Context, r Request, part func(string)) (Reply, error) {
	var schema any
	if err := json.Unmarshal(r.Schema, &schema); err != nil {
		return Reply{}, &Error{Kind: Invalid}
	}
	ctx, seen := watched(ctx)
	var text strings.Builder
	var reply Reply
	var reason genai.FinishReason
	blocked := false
	for chunk, err := range c.client.Models.GenerateContentStream(ctx, c.model, genai.Text(r.User), &genai.GenerateContentConfig{
		SystemInstruction: genai.NewContentFromText(r.System, genai.RoleUser), MaxOutputTokens: int32(min(r.MaxTokens, 1<<20)),
		ResponseMIMEType: "application/json", ResponseJsonSchema: schema,
	}) {
		if err != nil {
			return reply, geminiFailure(ctx, seen, err)
		}
		reply.take(chunk)
		blocked = blocked || chunk.PromptFeedback != nil && chunk.PromptFeedback.BlockReason != ""
		if len(chunk.Candidates) == 0 {
			continue
		}
		reason = chunk.Candidates[0].FinishReason
		for _, p := range spoken(chunk.Candidates[0].Content) {
			text.WriteString(p)
			if part != nil {
				part(p)
			}
		}
	}
	reply.Text = text.String()
	if err := ctx.Err(); err != nil {
		return reply, seen.failure(ctx, err)
	}
	if blocked {
		return reply, &Error{Kind: Refused, Status: seen.status}
	}
	return reply, geminiStop(reason)
}

// take notes model and tokens, which come with any chunk.
func (r *Reply) take(chunk *genai.GenerateContentResponse) {
	if chunk.ModelVersion != "" {
		r.Model = chunk.ModelVersion
	}
	if u := chunk.UsageMetadata; u != nil {
		r.In, r.Out = int64(u.PromptTokenCount), int64(u.CandidatesTokenCount+u.ThoughtsTokenCount)
	}
}

// spoken are the texts of a content without what the model only thought.
func spoken(c *genai.Content) []string {
	var texts []string
	if c == nil {
		return nil
	}
	for _, p := range c.Parts {
		if p != nil && !p.Thought && p.Text != "" {
			texts = append(texts, p.Text)
		}
	}
	return texts
}

// geminiStop says whether an answer is whole. Sensitive personal data, which a
// CV can be taken for, is a refusal like the others.
func geminiStop(reason genai.FinishReason) error {
	switch reason {
	case genai.FinishReasonStop:
		return nil
	case genai.FinishReasonMaxTokens:
		return &Error{Kind: Truncated, Status: 200}
	case genai.FinishReasonSafety, genai.FinishReasonRecitation, genai.FinishReasonLanguage, genai.FinishReasonBlocklist,
		genai.FinishReasonProhibitedContent, genai.FinishReasonSPII:
		return &Error{Kind: Refused, Status: 200}
	}
	return &Error{Kind: Broken, Status: 200} // none: the stream was cut
}

// geminiFailure also reads the status of an error in the stream, and the wait,
// which stands in the body of a 429.
func geminiFailure(ctx context.Context, seen *exchange, err error) error {
	failed := seen.failure(ctx, err)
	e, ok := failed.(*Error)
	api, isAPI := errorsAs[genai.APIError](err)
	if !ok || !isAPI {
		return failed
	}
	if e.Status < 400 && api.Code >= 400 {
		e.Kind, e.Status = kindOf(api.Code), api.Code
	}
	for _, detail := range api.Details {
		delay, _ := detail["retryDelay"].(string)
		if wait, err := time.ParseDuration(delay); err == nil && wait > 0 {
			e.After = max(e.After, min(wait, longestWait))
		}
	}
	return e
}

// Check asks for the model.
func (c *geminiClient) Check(ctx context.Context) error {
	ctx, seen := watched(ctx)
	if _, err := c.client.Models.Get(ctx, c.model, nil); err != nil {
		return explainHosted(seen.failure(ctx, err), c.model)
	}
	return nil
}
