package llmtest

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// Anthropic is a server of the Messages interface, version 2023-06-01.
func Anthropic(t testing.TB) *Server {
	t.Helper()
	return serve(t, protocol{
		path: "/v1/messages", models: "/v1/models/" + Model,
		key: func(r *http.Request) string {
			if r.Header.Get("anthropic-version") != "2023-06-01" || r.Header.Get("Authorization") != "" {
				t.Errorf("headers = %v, want the version and no other credentials", r.Header)
			}
			return r.Header.Get("x-api-key")
		},
		check: checkAnthropic, stream: streamAnthropic,
		failure: func(status int, _ Answer) string {
			kinds := map[int]string{400: "invalid_request_error", 401: "authentication_error", 402: "billing_error", 403: "permission_error", 404: "not_found_error",
				413: "request_too_large", 429: "rate_limit_error", 504: "timeout_error", 529: "overloaded_error"}
			kind, ok := kinds[status]
			if !ok {
				kind = "api_error"
			}
			return encode(map[string]any{"type": "error", "error": map[string]any{"type": kind, "message": canary}, "request_id": "req_1"})
		},
	})
}

// canary is in every error text: none of it may come out.
const canary = "Canary Contents of Somebody"

func checkAnthropic(body map[string]any) error {
	top, err := rules{must: []string{"model", "max_tokens", "messages", "stream"}, may: []string{"system", "output_config", "metadata", "stop_sequences"}}.obey("body", body)
	if err != nil {
		return err
	}
	if n, ok := top["max_tokens"].(float64); !ok || n < 1 || top["stream"] != true {
		return errors.New("max_tokens or stream is not usable")
	}
	messages, _ := top["messages"].([]any)
	if len(messages) != 1 {
		return fmt.Errorf("%d messages, want one", len(messages))
	}
	m, err := rules{must: []string{"role", "content"}}.obey("message", messages[0])
	if err != nil || m["role"] != "user" {
		return errors.Join(err, errors.New("the message is not the user's"))
	}
	for _, blocks := range []any{m["content"], top["system"]} {
		list, _ := blocks.([]any)
		for _, b := range list {
			block, err := rules{must: []string{"type", "text"}}.obey("block", b)
			if err != nil || block["type"] != "text" || block["text"] == "" {
				return errors.Join(err, errors.New("a block has no text"))
			}
		}
	}
	config, err := rules{must: []string{"format"}}.obey("output_config", top["output_config"])
	if err != nil {
		return err
	}
	format, err := rules{must: []string{"type", "schema"}}.obey("format", config["format"])
	if err != nil || format["type"] != "json_schema" {
		return errors.Join(err, errors.New("the format is no schema"))
	}
	return closed("schema", format["schema"])
}

func streamAnthropic(w io.Writer, a Answer, flush func()) {
	event := func(kind string, fields map[string]any) {
		fields["type"] = kind
		fmt.Fprintf(w, "event: %s\ndata: %s\n\n", kind, encode(fields))
		flush()
	}
	stop := a.Stop
	switch {
	case a.Refusal:
		stop = "refusal"
	case stop == "":
		stop = "end_turn"
	}
	event("message_start", map[string]any{"message": map[string]any{"id": "msg_1", "type": "message", "role": "assistant", "model": Model,
		"content": []any{}, "stop_reason": nil, "stop_sequence": nil, "usage": map[string]any{"input_tokens": a.In, "output_tokens": 1}}})
	event("ping", map[string]any{})
	if a.Garbage {
		fmt.Fprint(w, "event: content_block_start\ndata: {\"type\": \"content_bl\n\n")
		return
	}
	if a.Event != 0 {
		kind := map[int]string{529: "overloaded_error", 500: "api_error"}[a.Event]
		event("error", map[string]any{"error": map[string]any{"type": kind, "message": canary}})
		return
	}
	event("content_block_start", map[string]any{"index": 0, "content_block": map[string]any{"type": "text", "text": ""}})
	for _, p := range pieces(a.Text, a.Parts) {
		event("content_block_delta", map[string]any{"index": 0, "delta": map[string]any{"type": "text_delta", "text": p}})
	}
	event("content_block_stop", map[string]any{"index": 0})
	event("message_delta", map[string]any{"delta": map[string]any{"stop_reason": stop, "stop_sequence": nil}, "usage": map[string]any{"output_tokens": a.Out}})
	event("message_stop", map[string]any{})
}

// Gemini is a server of generateContent, version v1beta.
func Gemini(t testing.TB) *Server {
	t.Helper()
	return serve(t, protocol{
		path: "/v1beta/models/" + Model + ":streamGenerateContent", models: "/v1beta/models/" + Model,
		key: func(r *http.Request) string {
			if r.URL.Query().Has("key") {
				t.Error("the key stands in the address")
			}
			return r.Header.Get("x-goog-api-key")
		},
		check: checkGemini, stream: streamGemini, failure: failGemini,
	})
}

func failGemini(status int, a Answer) string {
	codes := map[int]string{400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL",
		503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"}
	details := []any{}
	if a.Wait != "" {
		details = append(details, map[string]any{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": a.Wait})
	}
	return encode(map[string]any{"error": map[string]any{"code": status, "message": canary, "status": codes[status], "details": details}})
}

func checkGemini(body map[string]any) error {
	top, err := rules{must: []string{"contents", "generationConfig"}, may: []string{"systemInstruction", "safetySettings"}}.obey("body", body)
	if err != nil {
		return err
	}
	config, err := rules{must: []string{"maxOutputTokens", "responseMimeType", "responseJsonSchema"}, may: []string{"temperature"}}.obey("generationConfig", top["generationConfig"])
	if err != nil || config["responseMimeType"] != "application/json" {
		return errors.Join(err, errors.New("the answer is not bound to JSON"))
	}
	contents, _ := top["contents"].([]any)
	if len(contents) != 1 {
		return fmt.Errorf("%d contents, want one", len(contents))
	}
	for _, c := range []any{contents[0], top["systemInstruction"]} {
		content, err := rules{must: []string{"parts"}, may: []string{"role"}}.obey("content", c)
		if err != nil {
			return err
		}
		parts, _ := content["parts"].([]any)
		if len(parts) != 1 {
			return errors.New("a content has not one part")
		}
		if _, err := (rules{must: []string{"text"}}).obey("part", parts[0]); err != nil {
			return err
		}
	}
	return closed("schema", config["responseJsonSchema"])
}

func streamGemini(w io.Writer, a Answer, flush func()) {
	chunk := func(fields map[string]any) {
		fields["usageMetadata"] = map[string]any{"promptTokenCount": a.In, "candidatesTokenCount": a.Out, "totalTokenCount": a.In + a.Out}
		fields["modelVersion"], fields["responseId"] = Model, "r1"
		fmt.Fprintf(w, "data: %s\n\n", encode(fields))
		flush()
	}
	switch {
	case a.Garbage:
		fmt.Fprint(w, "data: {\"candidates\": [\n\n")
		return
	case a.Event != 0:
		fmt.Fprintf(w, "data: %s\n\n", failGemini(a.Event, a))
		return
	case a.Refusal:
		chunk(map[string]any{"promptFeedback": map[string]any{"blockReason": "SAFETY"}})
		return
	}
	stop := a.Stop
	if stop == "" {
		stop = "STOP"
	}
	chunk(map[string]any{"candidates": []any{map[string]any{"index": 0, "content": map[string]any{"role": "model", "parts": []any{map[string]any{"text": "let me think", "thought": true}}}}}})
	parts := pieces(a.Text, a.Parts)
	for i, p := range parts {
		candidate := map[string]any{"index": 0, "content": map[string]any{"role": "model", "parts": []any{map[string]any{"text": p}}}}
		if i == len(parts)-1 {
			candidate["finishReason"] = stop
		}
		chunk(map[string]any{"candidates": []any{candidate}})
	}
}

// Compatible is a server of the OpenAI chat protocol.
func Compatible(t testing.TB) *Server {
	t.Helper()
	return serve(t, protocol{
		path: "/v1/chat/completions", models: "/v1/models",
		key: func(r *http.Request) string {
			for _, name := range []string{"OpenAI-Organization", "OpenAI-Project"} {
				if r.Header.Get(name) != "" {
					t.Errorf("the header %s is sent", name)
				}
			}
			return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		},
		check: checkCompatible, stream: streamCompatible,
		failure: func(status int, _ Answer) string {
			return encode(map[string]any{"error": map[string]any{"message": canary, "type": "error", "param": nil, "code": fmt.Sprint(status)}})
		},
	})
}

func checkCompatible(body map[string]any) error {
	top, err := rules{must: []string{"model", "messages", "max_tokens", "response_format", "stream"}, may: []string{"temperature", "stream_options"}}.obey("body", body)
	if err != nil {
		return err
	}
	messages, _ := top["messages"].([]any)
	if len(messages) != 2 {
		return fmt.Errorf("%d messages, want two", len(messages))
	}
	for i, role := range []string{"system", "user"} {
		m, err := rules{must: []string{"role", "content"}}.obey("message", messages[i])
		if err != nil || m["role"] != role || m["content"] == "" {
			return errors.Join(err, fmt.Errorf("message %d is not of the %s", i, role))
		}
	}
	format, err := rules{must: []string{"type", "json_schema"}}.obey("response_format", top["response_format"])
	if err != nil || format["type"] != "json_schema" {
		return errors.Join(err, errors.New("the format is no schema"))
	}
	schema, err := rules{must: []string{"name", "schema"}, may: []string{"strict"}}.obey("json_schema", format["json_schema"])
	if err != nil {
		return err
	}
	return closed("schema", schema["schema"])
}

func streamCompatible(w io.Writer, a Answer, flush func()) {
	chunk := func(choices []any, usage any) {
		fmt.Fprintf(w, "data: %s\n\n", encode(map[string]any{"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": Model, "choices": choices, "usage": usage}))
		flush()
	}
	choice := func(delta map[string]any, reason any) []any {
		return []any{map[string]any{"index": 0, "delta": delta, "finish_reason": reason}}
	}
	switch {
	case a.Garbage:
		fmt.Fprint(w, "data: {\"choices\": [\n\n")
		return
	case a.Event != 0:
		fmt.Fprintf(w, "data: %s\n\n", encode(map[string]any{"error": map[string]any{"message": canary, "type": "server_error", "code": a.Event}}))
		return
	}
	stop := a.Stop
	if stop == "" {
		stop = "stop"
	}
	chunk(choice(map[string]any{"role": "assistant", "content": ""}, nil), nil)
	name := "content"
	if a.Refusal {
		name = "refusal"
	}
	for _, p := range pieces(a.Text, a.Parts) {
		chunk(choice(map[string]any{name: p}, nil), nil)
	}
	chunk(choice(map[string]any{}, stop), nil)
	chunk([]any{}, map[string]any{"prompt_tokens": a.In, "completion_tokens": a.Out, "total_tokens": a.In + a.Out})
	fmt.Fprint(w, "data: [DONE]\n\n")
}
