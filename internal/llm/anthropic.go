package llm

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"

	"jobops/internal/outbound"
)

// AnthropicBase is where the interface of Anthropic is.
const AnthropicBase = "https://api.anthropic.com"

// Hosted is an account with a provider.
type Hosted struct {
	HTTP  outbound.Doer // package outbound's client for it
	Base  string
	Key   string
	Model string
}

type anthropicClient struct {
	client anthropic.Client
	model  string
}

// Anthropic returns the client of Claude.
func Anthropic(h Hosted) Client {
	return &anthropicClient{anthropic.NewClient(
		option.WithoutEnvironmentDefaults(), option.WithoutOpenTelemetry(), option.WithAPIKey(h.Key), option.WithBaseURL(h.Base),
		option.WithHTTPClient(outbound.Standard(watching{h.HTTP})), option.WithMaxRetries(0),
	), h.Model}
}

// Ask streams an answer. No temperature is sent: some models refuse it.
func (c *anthropicClient) Ask(ctx context.Context, r Request, part func(string)) (Reply, error) {
	var schema map[string]any
	if err := json.Unmarshal(r.Schema, &schema); err != nil {
		return Reply{}, &Error{Kind: Invalid}
	}
	ctx, seen := watched(ctx)
	stream := c.client.Messages.NewStreaming(ctx, anthropic.MessageNewParams{
		Model: anthropic.Model(c.model), MaxTokens: int64(r.MaxTokens),
		System:       []anthropic.TextBlockParam{{Text: r.System}},
		Messages:     []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock(r.User))},
		OutputConfig: anthropic.OutputConfigParam{Format: anthropic.JSONOutputFormatParam{Schema: schema}},
	})
	defer stream.Close()
	var m anthropic.Message
	stopped := false
	for stream.Next() {
		event := stream.Current()
		if m.Accumulate(event) != nil {
			return anthropicReply(m), &Error{Kind: Broken, Status: seen.status}
		}
		stopped = stopped || event.Type == "message_stop"
		if part != nil && event.Type == "content_block_delta" {
			part(event.Delta.Text)
		}
	}
	reply := anthropicReply(m)
	if err := stream.Err(); err != nil {
		return reply, anthropicFailure(ctx, seen, err)
	}
	if !stopped { // the connection ended in good form before the answer did
		return reply, &Error{Kind: Broken, Status: seen.status}
	}
	return reply, anthropicStop(m.StopReason)
}

// anthropicFailure also reads the kind of an error event, which comes after a
// 200.
func anthropicFailure(ctx context.Context, seen *exchange, err error) error {
	failed := seen.failure(ctx, err)
	e, ok := failed.(*Error)
	if !ok {
		return failed
	}
	switch api, _ := errorsAs[*anthropic.Error](err); {
	case api == nil:
	case api.Type() == "overloaded_error":
		e.Kind = Overloaded
	case api.Type() == "rate_limit_error" && e.Kind == Broken:
		e.Kind = Limited
	case api.Type() == "billing_error":
		e.Kind = Capacity
	}
	// The limit of what an account may spend has no end that is worth waiting for.
	if e.Kind == Limited && e.After == 0 {
		e.Kind = Capacity
	}
	return e
}

// anthropicStop says whether an answer is whole.
func anthropicStop(reason anthropic.StopReason) error {
	switch reason {
	case anthropic.StopReasonEndTurn, anthropic.StopReasonStopSequence:
		return nil
	case anthropic.StopReasonMaxTokens:
		return &Error{Kind: Truncated, Status: 200}
	case anthropic.StopReasonRefusal:
		return &Error{Kind: Refused, Status: 200}
	case "model_context_window_exceeded":
		return &Error{Kind: TooLong, Status: 200}
	}
	return &Error{Kind: Broken, Status: 200}
}

func anthropicReply(m anthropic.Message) Reply {
	var text strings.Builder
	for _, block := range m.Content {
		if block.Type == "text" {
			text.WriteString(block.Text)
		}
	}
	in := m.Usage.InputTokens + m.Usage.CacheCreationInputTokens + m.Usage.CacheReadInputTokens
	return Reply{Text: text.String(), Model: string(m.Model), In: in, Out: m.Usage.OutputTokens}
}

// Check asks for the model.
func (c *anthropicClient) Check(ctx context.Context) error {
	ctx, seen := watched(ctx)
	m, err := c.client.Models.Get(ctx, c.model, anthropic.ModelGetParams{})
	if err != nil {
		return explainHosted(seen.failure(ctx, err), c.model)
	}
	if m.Lifecycle != "" && m.Lifecycle != "active" {
		return retiring(c.model)
	}
	return nil
}
