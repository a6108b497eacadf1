package llmtest

import (
	"encoding/json"
	"testing"
)

// questions are one in good form for each protocol.
var questions = map[string]struct {
	check func(map[string]any) error
	body  string
	must  []string
}{
	"anthropic": {checkAnthropic, `{"model":"m","max_tokens":9,"stream":true,"system":[{"type":"text","text":"s"}],"messages":[{"role":"user","content":[{"type":"text","text":"u"}]}],
		"output_config":{"format":{"type":"json_schema","schema":{"type":"object","additionalProperties":false}}}}`, []string{"model", "max_tokens", "messages", "stream", "output_config"}},
	"gemini": {checkGemini, `{"contents":[{"role":"user","parts":[{"text":"u"}]}],"systemInstruction":{"role":"user","parts":[{"text":"s"}]},
		"generationConfig":{"maxOutputTokens":9,"responseMimeType":"application/json","responseJsonSchema":{"type":"object","additionalProperties":false}}}`, []string{"contents", "generationConfig", "systemInstruction"}},
	"compatible": {checkCompatible, `{"model":"m","max_tokens":9,"stream":true,"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"}],
		"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object","additionalProperties":false}}}}`, []string{"model", "max_tokens", "messages", "stream", "response_format"}},
}

// TestServersKnowTheirContract checks that the servers refuse what the providers
// would: a question without a required field, with one of another name, or with
// an open schema.
func TestServersKnowTheirContract(t *testing.T) {
	t.Parallel()
	for name, q := range questions {
		read := func() map[string]any {
			var body map[string]any
			if err := json.Unmarshal([]byte(q.body), &body); err != nil {
				t.Fatal(err)
			}
			return body
		}
		if err := q.check(read()); err != nil {
			t.Errorf("%s: a question in good form is refused: %v", name, err)
		}
		for _, field := range q.must {
			body := read()
			delete(body, field)
			if q.check(body) == nil {
				t.Errorf("%s: a question without %q passes", name, field)
			}
		}
		body := read()
		body["tools"] = []any{}
		if q.check(body) == nil {
			t.Errorf("%s: a question with tools passes", name)
		}
	}
	for _, schema := range []string{`{"type":"object"}`, `{"type":"object","additionalProperties":false,"properties":{"a":{"type":"string","maxLength":9}}}`} {
		var v any
		if err := json.Unmarshal([]byte(schema), &v); err != nil {
			t.Fatal(err)
		}
		if closed("schema", v) == nil {
			t.Errorf("the schema %s passes", schema)
		}
	}
}
