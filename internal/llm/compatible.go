package llm

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/packages/param"
	"github.com/openai/openai-go/v3/shared"

	"jobops/internal/outbound"
)

type compatibleClient struct {
	chat   openai.ChatCompletionService
	models openai.ModelService
	model  string
	base   string
}

// Compatible returns the client of a server that speaks the OpenAI chat
// protocol. h.HTTP is outbound.Own of its address; h.Key may be "".
func Compatible(h Hosted) Client {
	key := h.Key
	if key == "" {
		key = "none" // servers without keys take any
	}
	options := []option.RequestOption{
		option.WithAPIKey(key), option.WithBaseURL(h.Base), option.WithHTTPClient(outbound.Standard(watching{h.HTTP})), option.WithMaxRetries(0),
	}
	// NewClient would read the environment; the services do not.
	return &compatibleClient{openai.NewChatCompletionService(options...), openai.NewModelService(options...), h.Model, h.Base}
}

// Ask streams an answer.
func (c *compatibleClient) Ask(ctx context.Context, r Request, part func(string)) (Reply, error) {
	var schema any
	if err := json.Unmarshal(r.Schema, &schema); err != nil {
		return Reply{}, &Error{Kind: Invalid}
	}
	ctx, seen := watched(ctx)
	stream := c.chat.NewStreaming(ctx, openai.ChatCompletionNewParams{
		Model: c.model, MaxTokens: param.NewOpt(int64(r.MaxTokens)), Temperature: param.NewOpt(0.0),
		Messages:      []openai.ChatCompletionMessageParamUnion{openai.SystemMessage(r.System), openai.UserMessage(r.User)},
		StreamOptions: openai.ChatCompletionStreamOptionsParam{IncludeUsage: param.NewOpt(true)},
		ResponseFormat: openai.ChatCompletionNewParamsResponseFormatUnion{OfJSONSchema: &shared.ResponseFormatJSONSchemaParam{
			JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{Name: r.Name, Strict: param.NewOpt(true), Schema: schema},
		}},
	})
	defer stream.Close()
	reply := Reply{Model: c.model}
	var text, refusal strings.Builder
	reason := ""
	for stream.Next() {
		chunk := stream.Current()
		if chunk.Usage.TotalTokens > 0 {
			reply.In, reply.Out = chunk.Usage.PromptTokens, chunk.Usage.CompletionTokens
		}
		for _, choice := range chunk.Choices[:min(1, len(chunk.Choices))] {
			text.WriteString(choice.Delta.Content)
			refusal.WriteString(choice.Delta.Refusal)
			if part != nil && choice.Delta.Content != "" {
				part(choice.Delta.Content)
			}
			if choice.FinishReason != "" {
				reason = choice.FinishReason
			}
		}
	}
	reply.Text = unfenced(text.String())
	if err := stream.Err(); err != nil {
		return reply, seen.failure(ctx, err)
	}
	if refusal.Len() > 0 {
		return reply, &Error{Kind: Refused, Status: seen.status}
	}
	return reply, compatibleStop(reason, reply, r)
}

// bytesPerToken is how many bytes a token has at most: a prompt of fewer tokens
// than that was cut, which some servers do without a word.
const bytesPerToken = 16

// compatibleStop says whether question and answer are whole. Some servers leave
// the last line of the stream out, so only the reason counts.
func compatibleStop(reason string, reply Reply, r Request) error {
	switch {
	case reply.In > 0 && reply.In < int64(len(r.System)+len(r.User))/bytesPerToken:
		return &Error{Kind: TooLong, Status: 200}
	case reason == "stop" && reply.Text != "":
		return nil
	case reason == "length":
		return &Error{Kind: Truncated, Status: 200}
	case reason == "content_filter":
		return &Error{Kind: Refused, Status: 200}
	}
	return &Error{Kind: Broken, Status: 200}
}

// Check asks which models there are.
func (c *compatibleClient) Check(ctx context.Context) error {
	ctx, seen := watched(ctx)
	page, err := c.models.List(ctx)
	if err != nil {
		return explainOwn(seen.failure(ctx, err), seen, c.base, c.model)
	}
	var names []string
	for _, m := range page.Data {
		names = append(names, m.ID)
	}
	if !slices.Contains(names, c.model) && !slices.Contains(names, c.model+":latest") {
		return explainModel(c.model, names)
	}
	return nil
}
