package inventory

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // Windows and bare containers have no zones of their own

	"go.yaml.in/yaml/v3"
)

// Controller is who answers for the data, with what a French legal notice must
// name. An empty field is a placeholder.
type Controller struct {
	Name         string `yaml:"name"`
	Form         string `yaml:"form"` // legal form: "SAS"
	Email        string `yaml:"email"`
	Phone        string `yaml:"phone"`
	Website      string `yaml:"website"`
	Platform     string `yaml:"platform"` // URL of the instance
	Officer      string `yaml:"officer"`  // data protection officer, "none" when none is appointed
	Authority    string `yaml:"authority"`
	AuthorityURL string `yaml:"authority_url"`
	Capital      string `yaml:"capital"`
	Seat         string `yaml:"seat"`
	Register     string `yaml:"register"` // trade register and number
	VAT          string `yaml:"vat"`
	Director     string `yaml:"director"` // of the publication
	Host         string `yaml:"host"`     // name, address and phone of who hosts
	Mediator     string `yaml:"mediator"` // of consumer disputes
	Zone         string `yaml:"zone"`     // where its days end, of the IANA time zones; "" is DefaultZone
}

// DefaultZone is where the days of an operator end who names no time zone.
const DefaultZone = "Europe/Paris"

// Location is the time zone in which the controller's days end.
func (c Controller) Location() (*time.Location, error) {
	return time.LoadLocation(cmp.Or(c.Zone, DefaultZone))
}

// Agreement is the contract with a processor (Art. 28) and, for a transfer
// under standard clauses, its assessment.
type Agreement struct {
	Ref        string `yaml:"ref"`
	Date       string `yaml:"date"` // YYYY-MM-DD
	Assessment string `yaml:"assessment"`
	Review     string `yaml:"review"` // YYYY-MM-DD
	// SubProcessors is where the processor lists its own, a URL.
	SubProcessors string `yaml:"sub_processors"`
}

// Operator is what whoever runs an instance for others declares of themselves.
type Operator struct {
	Controller Controller           `yaml:"controller"`
	Agreements map[string]Agreement `yaml:"agreements"` // by the id of a processor
	// TermsReviewed is the date on which counsel read the terms, YYYY-MM-DD.
	TermsReviewed string `yaml:"terms_reviewed"`
}

// ForOperator returns the declaration with the facts of an operator in place of
// the placeholders. It refuses unknown fields, an unknown time zone and
// agreements with unknown processors.
func (inv *Inventory) ForOperator(data []byte) (*Inventory, error) {
	var o Operator
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&o); err != nil {
		return nil, fmt.Errorf("inventory: operator: %w", err)
	}
	if _, err := o.Controller.Location(); err != nil {
		return nil, fmt.Errorf("inventory: operator: controller.zone: %w", err)
	}
	for id := range o.Agreements {
		if _, ok := inv.Processor(id); !ok {
			return nil, fmt.Errorf("inventory: operator: agreement with unknown processor %q", id)
		}
	}
	own := *inv
	own.Controller, own.Agreements, own.TermsReviewed = o.Controller, o.Agreements, o.TermsReviewed
	return &own, nil
}

// Field is one line of the controller block.
type Field struct{ ID, Value string }

// Fields returns the lines of the block in the order in which pages show them.
func (c Controller) Fields() []Field {
	return []Field{
		{"name", c.Name}, {"form", c.Form}, {"capital", c.Capital}, {"seat", c.Seat}, {"register", c.Register}, {"vat", c.VAT},
		{"email", c.Email}, {"phone", c.Phone}, {"website", c.Website}, {"platform", c.Platform}, {"officer", c.Officer},
		{"director", c.Director}, {"host", c.Host}, {"mediator", c.Mediator}, {"authority", c.Authority}, {"authority_url", c.AuthorityURL},
	}
}

// ErrPlaceholder is wrapped by what Production finds missing.
var ErrPlaceholder = errors.New("not filled in")

// Production says why the declaration may not be published under a public URL
// with the configured settings: the placeholders of the controller block, terms
// that counsel has not read, processors without an agreement, a platform that
// is not this URL's host. Every placeholder is named.
func (inv *Inventory) Production(publicURL string, configured ...string) error {
	var errs []error
	if missing := inv.placeholders(configured...); len(missing) > 0 {
		errs = append(errs, fmt.Errorf("%w: %s", ErrPlaceholder, strings.Join(missing, ", ")))
	}
	if platform := inv.Controller.Platform; platform != "" && hostOf(platform) != hostOf(publicURL) {
		errs = append(errs, fmt.Errorf("controller.platform %s is not the public URL %s", platform, publicURL))
	}
	return errors.Join(errs...)
}

func (inv *Inventory) placeholders(configured ...string) []string {
	var missing []string
	for _, f := range inv.Controller.Fields() {
		if strings.TrimSpace(f.Value) == "" {
			missing = append(missing, "controller."+f.ID)
		}
	}
	for _, p := range inv.Recipients(configured...) {
		a := inv.Agreements[p.ID]
		switch {
		case p.Role != "processor":
		case a.Ref == "" || a.Date == "":
			missing = append(missing, "agreements."+p.ID)
		case p.Transfer == "SCC" && a.Assessment == "":
			missing = append(missing, "agreements."+p.ID+".assessment")
		}
	}
	if inv.TermsReviewed == "" {
		missing = append(missing, "terms_reviewed")
	}
	return missing
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// Objections returns the purposes a person can object to with a switch.
func (inv *Inventory) Objections() []Purpose {
	var all []Purpose
	for _, a := range inv.Activities {
		if o := a.LegalBasis.Objection; o != nil && o.Switch != "" && !slices.Contains(all, a.ID) {
			all = append(all, a.ID)
		}
	}
	return all
}
