package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"jobops/internal/inventory"
	"jobops/internal/llm"
	"jobops/internal/outbound"
	"jobops/internal/tailor"
	"jobops/internal/usage"
)

// Models are the language models that may be asked; the zero value is none.
type Models struct {
	Anthropic, Gemini HostedModel
	// GeminiPaid confirms that the account is one of the paid tier: people in
	// Europe may be served with no other.
	GeminiPaid bool
	Own        OwnModel
	Deadline   time.Duration // of a hosted provider, 0 for a minute
	Slots      int           // questions at once, 0 for 8
}

// HostedModel is an account with a provider; without a key there is none.
type HostedModel struct {
	Key, Model string
	URL        string // "" is the provider's own
	Price      llm.Price
}

// OwnModel is a server of the operator's own; without a URL there is none.
type OwnModel struct {
	URL, Model, Key string
	Deadline        time.Duration // 0 for five minutes
	Context         int           // tokens, 0 unknown
}

// Defaults of the models.
const (
	AnthropicModel  = "claude-sonnet-5-5"
	GeminiModel     = "gemini-3.8-flash"
	hostedDeadline  = time.Minute
	ownDeadline     = 5 * time.Minute
	longestDeadline = 10 * time.Minute // a task has fifteen
	modelSlots      = 8
	modelReply      = 4 << 20
	modelLane       = "models"
)

// configured lists the settings in force, as the inventory names them.
func (m Models) configured() []string {
	var all []string
	for _, s := range []struct {
		on   bool
		name string
	}{{m.Anthropic.Key != "", "llm=anthropic"}, {m.Gemini.Key != "", "llm=gemini"}, {m.Own.URL != "", "llm=local"}} {
		if s.on {
			all = append(all, s.name)
		}
	}
	return all
}

func (m Models) slots() int {
	if m.Slots > 0 {
		return m.Slots
	}
	return modelSlots
}

// within is a deadline, or the usual one where none is said.
func within(d, usual time.Duration) time.Duration {
	if d <= 0 {
		d = usual
	}
	return min(d, longestDeadline)
}

// providers are the configured ones in the order they are asked.
func (c Config) providers() ([]llm.Provider, error) {
	var all []llm.Provider
	for _, build := range []func() (llm.Provider, bool, error){c.claude, c.gemini, c.ownModel} {
		p, on, err := build()
		if err != nil {
			return nil, err
		}
		if on {
			all = append(all, p)
		}
	}
	return all, nil
}

func (c Config) claude() (llm.Provider, bool, error) {
	m := c.Models.Anthropic
	p, h, err := c.hosted("anthropic", m, llm.AnthropicBase, AnthropicModel)
	if err != nil || m.Key == "" {
		return p, false, err
	}
	p.Keeps, p.Client = 30*24*time.Hour, llm.Anthropic(h)
	return p, true, nil
}

func (c Config) gemini() (llm.Provider, bool, error) {
	m := c.Models.Gemini
	p, h, err := c.hosted("gemini", m, llm.GeminiBase, GeminiModel)
	if err != nil || m.Key == "" {
		return p, false, err
	}
	if !c.Models.GeminiPaid {
		return p, false, errors.New("app: Gemini may serve people in Europe with a paid account only: confirm that yours is one " +
			"(JOBOPS_GEMINI_PAID_TIER_CONFIRMED=true), or take its key away")
	}
	p.Keeps, p.Adults = 55*24*time.Hour, true
	p.Client, err = llm.Gemini(h)
	return p, true, err
}

// hosted makes the client of a declared recipient, which reaches its declared
// hosts only.
func (c Config) hosted(id string, m HostedModel, base, model string) (llm.Provider, llm.Hosted, error) {
	if m.Key == "" {
		return llm.Provider{}, llm.Hosted{}, nil
	}
	if m.URL != "" {
		base = m.URL
	}
	if m.Model != "" {
		model = m.Model
	}
	declared, _ := inventory.Load().Processor(id)
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" || !slices.Contains(declared.Hosts, u.Host) {
		return llm.Provider{}, llm.Hosted{}, fmt.Errorf("app: %s: the address must be https at one of its declared hosts %v", id, declared.Hosts)
	}
	deadline := within(c.Models.Deadline, hostedDeadline)
	out, err := outbound.New(inventory.Load(), c.configured()...).Processor(id, outbound.Limit{Timeout: deadline, Reply: modelReply})
	if err != nil {
		return llm.Provider{}, llm.Hosted{}, fmt.Errorf("app: %w", err)
	}
	p := llm.Provider{ID: id, Name: declared.Name, Host: u.Host, Model: model, Deadline: deadline, Region: declared.Country, Price: m.Price}
	return p, llm.Hosted{HTTP: out, Base: base, Key: m.Key, Model: model}, nil
}

func (c Config) ownModel() (llm.Provider, bool, error) {
	m := c.Models.Own
	if m.URL == "" {
		return llm.Provider{}, false, nil
	}
	u, err := url.Parse(m.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return llm.Provider{}, false, errors.New("app: the address of your model must look like http://localhost:11434/v1")
	}
	if m.Model == "" {
		return llm.Provider{}, false, errors.New("app: name the model that your server has (JOBOPS_MODEL)")
	}
	deadline := within(m.Deadline, ownDeadline)
	client := llm.Compatible(llm.Hosted{
		HTTP: outbound.Own(u, outbound.Limit{Timeout: deadline, Reply: modelReply}), Base: m.URL, Key: m.Key, Model: m.Model,
	})
	return llm.Provider{ID: llm.Local, Name: m.Model, Host: u.Host, Model: m.Model, Client: client, Deadline: deadline, Slots: 1, Context: m.Context}, true, nil
}

// runner is what has models propose edits, and how much of it people may use.
func (a *App) runner(runs tailor.Runs) (*tailor.Runner, error) {
	parts := tailor.RunnerParts{Tailor: a.Tailor, Runs: runs, Usage: a.Usage, Slots: a.Config.Models.slots(), Now: time.Now}
	providers, err := a.Config.providers()
	if err != nil {
		return nil, err
	}
	if len(providers) > 0 {
		parts.Model = llm.NewRouter(a.Ledger, parts.Slots, time.Now, providers...)
	}
	return tailor.NewRunner(parts), nil
}

// lookAtModels makes one call to each that costs nothing and holds nothing of a
// person.
func (c Config) lookAtModels(ctx context.Context) []Finding {
	providers, err := c.providers()
	if err != nil {
		return []Finding{found("language model", "", err)}
	}
	var all []Finding
	for _, p := range providers {
		ctx, cancel := context.WithTimeout(ctx, checkTimeout)
		all = append(all, found(p.ID, "on: proposes edits when a person asks for it ("+p.Model+" at "+p.Host+")", p.Client.Check(ctx)))
		cancel()
	}
	return all
}

// checkTimeout bounds one look at a model.
const checkTimeout = 10 * time.Second

// plansFile is the form of the file of plans.
type plansFile struct {
	Default string                      `yaml:"default"`
	Plans   map[string]map[string]int64 `yaml:"plans"`
}

// tokensADay is the name of the limit of tokens among the quotas of a plan.
const tokensADay = "tokens_a_day"

// ReadPlans reads a file of plans:
//
//	default: free
//	plans:
//	  free: {optimisations: 5, letters: 5, parses: 2, tokens_a_day: 100000}
//	  pro: {optimisations: 100, letters: 100}
//
// What a plan does not name is unlimited.
func ReadPlans(name string) (usage.Plans, error) {
	var plans usage.Plans
	data, err := os.ReadFile(name)
	if err != nil {
		return plans, fmt.Errorf("app: plans: %w", err)
	}
	var f plansFile
	if err := yaml.Unmarshal(data, &f); err != nil {
		return plans, fmt.Errorf("app: plans: %s: %w", name, err)
	}
	plans = usage.Plans{Default: f.Default, All: map[string]usage.Plan{}}
	for name, limits := range f.Plans {
		plan := usage.Plan{Name: name, Quotas: map[usage.Feature]int{}}
		for what, n := range limits {
			switch {
			case n < 0:
				return plans, fmt.Errorf("app: plans: %s: %s is less than nothing", name, what)
			case what == tokensADay:
				plan.Tokens = n
			case slices.Contains(usage.Features(), usage.Feature(what)):
				plan.Quotas[usage.Feature(what)] = int(n)
			default:
				return plans, fmt.Errorf("app: plans: %s: there is nothing called %q to limit", name, what)
			}
		}
		plans.All[name] = plan
	}
	if _, ok := plans.All[plans.Default]; !ok {
		return plans, fmt.Errorf("app: plans: the default plan %q is not among them", plans.Default)
	}
	return plans, nil
}
