package llm

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// compatibleClient speaks the chat completions of OpenAI as Ollama, llama.cpp and
// vLLM serve them. OpenAI's own SDK is not used: decision 0033.
type compatibleClient struct {
	wire
	base  string
	model string
}

// Compatible returns the client of a server that speaks the OpenAI chat
// protocol. h.HTTP is outbound.Own of its address; h.Key may be "".
func Compatible(h Hosted) Client {
	key := h.Key
	if key == "" {
		key = "none" // servers without keys take any
	}
	return &compatibleClient{wire{watching{h.HTTP}, http.Header{"Authorization": {"Bearer " + key}}}, strings.TrimSuffix(h.Base, "/"), h.Model}
}

// chatQuestion is the body of a request.
type chatQuestion struct {
	Model       string        `json:"model"`
	MaxTokens   int           `json:"max_tokens"`
	Temperature float64       `json:"temperature"`
	Messages    []chatMessage `json:"messages"`
	Stream      bool          `json:"stream"`
	Options     struct {
		Usage bool `json:"include_usage"`
	} `json:"stream_options"`
	Format struct {
		Type   string     `json:"type"`
		Schema chatSchema `json:"json_schema"`
	} `json:"response_format"`
}

type chatMessage struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type chatSchema struct {
	Name   string          `json:"name"`
	Strict bool            `json:"strict"`
	Schema json.RawMessage `json:"schema"`
}

// chatChunk is one event of the answer.
type chatChunk struct {
	Choices []struct {
		Delta struct {
			Content string `json:"content"`
			Refusal string `json:"refusal"`
		} `json:"delta"`
		Reason string `json:"finish_reason"`
	} `json:"choices"`
	Usage struct {
		Prompt int64 `json:"prompt_tokens"`
		Answer int64 `json:"completion_tokens"`
		Total  int64 `json:"total_tokens"`
	} `json:"usage"`
	Error json.RawMessage `json:"error"`
}

func (c *compatibleClient) question(r Request) chatQuestion {
	q := chatQuestion{
		Model: c.model, MaxTokens: r.MaxTokens, Stream: true,
		Messages: []chatMessage{{"system", r.System}, {"user", r.User}},
	}
	q.Options.Usage = true
	q.Format.Type, q.Format.Schema = "json_schema", chatSchema{r.Name, true, r.Schema}
	return q
}

// chatAnswer gathers the events.
type chatAnswer struct {
	reply         Reply
	text, refusal strings.Builder
	reason        string
	part          func(string)
}

// Ask streams an answer.
func (c *compatibleClient) Ask(ctx context.Context, r Request, part func(string)) (Reply, error) {
	if !json.Valid(r.Schema) {
		return Reply{}, &Error{Kind: Invalid}
	}
	ctx, seen := watched(ctx)
	a := chatAnswer{reply: Reply{Model: c.model}, part: part}
	err := c.stream(ctx, c.base+"/chat/completions", c.question(r), a.take, nil)
	a.reply.Text = unfenced(a.text.String())
	if err != nil {
		return a.reply, seen.failure(ctx, err)
	}
	if a.refusal.Len() > 0 {
		return a.reply, &Error{Kind: Refused, Status: seen.status}
	}
	return a.reply, compatibleStop(a.reason, a.reply, r)
}

// take adds an event. The last one says only that it is the last.
func (a *chatAnswer) take(data []byte) error {
	if strings.TrimSpace(string(data)) == "[DONE]" {
		return nil
	}
	var chunk chatChunk
	if err := json.Unmarshal(data, &chunk); err != nil {
		return err
	}
	if len(chunk.Error) > 0 && string(chunk.Error) != "null" {
		return errStatus
	}
	if u := chunk.Usage; u.Total > 0 {
		a.reply.In, a.reply.Out = u.Prompt, u.Answer
	}
	for _, choice := range chunk.Choices[:min(1, len(chunk.Choices))] {
		a.text.WriteString(choice.Delta.Content)
		a.refusal.WriteString(choice.Delta.Refusal)
		if a.part != nil && choice.Delta.Content != "" {
			a.part(choice.Delta.Content)
		}
		if choice.Reason != "" {
			a.reason = choice.Reason
		}
	}
	return nil
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
	var list struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if err := c.get(ctx, c.base+"/models", &list); err != nil {
		return explainOwn(seen.failure(ctx, err), seen, c.base, c.model)
	}
	var names []string
	for _, m := range list.Data {
		names = append(names, m.ID)
	}
	if !slices.Contains(names, c.model) && !slices.Contains(names, c.model+":latest") {
		return explainModel(c.model, names)
	}
	return nil
}
