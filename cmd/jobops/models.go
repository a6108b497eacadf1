package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"jobops/internal/app"
	"jobops/internal/llm"
)

// models are the flags of language models and of what people may use of them.
// Without any of them nothing is ever sent. Keys are never flags: others could
// read them in the list of processes.
type models struct {
	AnthropicKeyFile string `help:"File with the key of an Anthropic account: Claude may propose edits when a person asks for it. Default: none." env:"JOBOPS_ANTHROPIC_KEY_FILE" type:"path" placeholder:"FILE"`
	AnthropicModel   string `help:"Model of Claude." env:"JOBOPS_ANTHROPIC_MODEL" default:"claude-sonnet-5-5"`
	AnthropicURL     string `help:"Address of its interface, at a declared host." env:"JOBOPS_ANTHROPIC_URL" name:"anthropic-url" placeholder:"https://api.anthropic.com"`
	AnthropicPrice   string `help:"Dollars for a million tokens read and written, for estimates." env:"JOBOPS_ANTHROPIC_PRICE" placeholder:"3/15"`

	GeminiKeyFile string `help:"File with the key of a paid Gemini account: it is asked when Claude has no capacity, for people who state that they are 18 or older." env:"JOBOPS_GEMINI_KEY_FILE" type:"path" placeholder:"FILE"`
	GeminiModel   string `help:"Model of Gemini." env:"JOBOPS_GEMINI_MODEL" default:"gemini-3.8-flash"`
	GeminiURL     string `help:"Address of its interface, at a declared host." env:"JOBOPS_GEMINI_URL" name:"gemini-url" placeholder:"https://generativelanguage.googleapis.com/"`
	GeminiPrice   string `help:"Dollars for a million tokens read and written, for estimates." env:"JOBOPS_GEMINI_PRICE" placeholder:"0.5/3"`
	GeminiPaid    bool   `help:"Confirm that the account is of the paid tier; people in Europe may be served with no other." env:"JOBOPS_GEMINI_PAID_TIER_CONFIRMED" name:"gemini-paid"`

	ModelURL      string        `help:"Address of a model server of your own that speaks the OpenAI chat protocol, on this machine or in its private network." env:"JOBOPS_MODEL_URL" name:"model-url" placeholder:"http://localhost:11434/v1"`
	Model         string        `help:"Model of that server." env:"JOBOPS_MODEL" placeholder:"NAME"`
	ModelKeyFile  string        `help:"File with its key, if it wants one." env:"JOBOPS_MODEL_KEY_FILE" type:"path" placeholder:"FILE"`
	ModelDeadline time.Duration `help:"How long it may take for one question." env:"JOBOPS_MODEL_DEADLINE" default:"5m"`
	ModelContext  int           `help:"Tokens that question and answer may have together there; 0 is unknown." env:"JOBOPS_MODEL_CONTEXT" default:"0"`

	ModelsDeadline time.Duration `help:"How long a hosted provider may take for one question." env:"JOBOPS_MODELS_DEADLINE" default:"60s"`
	ModelsAtOnce   int           `help:"Questions at once." env:"JOBOPS_MODELS_AT_ONCE" default:"8"`
	TokensADay     int64         `help:"Tokens a day of everybody together; 0 is no limit." env:"JOBOPS_TOKENS_A_DAY" name:"tokens-a-day" default:"0"`
	Plans          string        `help:"File of plans with their monthly quotas. Default: everything is unlimited." env:"JOBOPS_PLANS" type:"path" placeholder:"FILE"`
}

// into sets them in a configuration.
func (m models) into(c *app.Config) error {
	var failed []error
	hosted := func(file, model, url, price string) app.HostedModel {
		key, err := secret(file)
		p, priceErr := dollars(price)
		failed = append(failed, err, priceErr)
		return app.HostedModel{Key: key, Model: model, URL: url, Price: p}
	}
	key, err := secret(m.ModelKeyFile)
	failed = append(failed, err)
	c.Models = app.Models{
		Anthropic:  hosted(m.AnthropicKeyFile, m.AnthropicModel, m.AnthropicURL, m.AnthropicPrice),
		Gemini:     hosted(m.GeminiKeyFile, m.GeminiModel, m.GeminiURL, m.GeminiPrice),
		GeminiPaid: m.GeminiPaid, Deadline: m.ModelsDeadline, Slots: m.ModelsAtOnce,
		Own: app.OwnModel{URL: m.ModelURL, Model: m.Model, Key: key, Deadline: m.ModelDeadline, Context: m.ModelContext},
	}
	if m.Plans != "" {
		c.Plans, err = app.ReadPlans(m.Plans)
		failed = append(failed, err)
	}
	c.Plans.Tokens = m.TokensADay
	return errors.Join(failed...)
}

// secret reads a key from a file, "" for none.
func secret(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	key, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("key: %w", err)
	}
	if key = bytes.TrimSpace(key); len(key) == 0 {
		return "", fmt.Errorf("key: %s is empty", file)
	}
	return string(key), nil
}

// dollars reads a price such as "3/15".
func dollars(text string) (llm.Price, error) {
	if text == "" {
		return llm.Price{}, nil
	}
	in, out, _ := strings.Cut(text, "/")
	read, err := strconv.ParseFloat(in, 64)
	written, err2 := strconv.ParseFloat(out, 64)
	if err != nil || err2 != nil || read < 0 || written < 0 {
		return llm.Price{}, fmt.Errorf("price %q: want dollars for a million tokens read and written, such as 3/15", text)
	}
	return llm.Price{In: read, Out: written}, nil
}
