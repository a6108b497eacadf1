package inventory

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed terms.yaml
var termsSource []byte

// Terms are the terms of use of an instance that is run for others.
type Terms struct {
	Version  string    `yaml:"version"`
	Date     string    `yaml:"date"` // of the version, YYYY-MM-DD
	Sections []Section `yaml:"sections"`
}

// Section is one numbered part of the terms. Its text may name facts of the
// controller: "{name}", "{email}", see Fill.
type Section struct {
	Title Text   `yaml:"title"`
	Text  []Text `yaml:"text"` // paragraphs
}

// LoadTerms returns the embedded terms. They are shared and must not be changed.
var LoadTerms = sync.OnceValue(func() *Terms {
	var t Terms
	if err := yaml.Unmarshal(termsSource, &t); err != nil {
		// The bytes are part of the program: no caller could do better.
		panic(fmt.Errorf("inventory: terms: %w", err))
	}
	return &t
})

// Fill puts the controller's facts into a text: "{name}" becomes the value of
// the field, or what missing says of a placeholder.
func (c Controller) Fill(text string, missing func(field string) string) string {
	for _, f := range c.Fields() {
		value := f.Value
		if value == "" {
			value = missing(f.ID)
		}
		text = strings.ReplaceAll(text, "{"+f.ID+"}", value)
	}
	return text
}
