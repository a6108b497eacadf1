package inventory

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"
)

//go:embed schema.json
var schema []byte

// Schema is the JSON Schema (2020-12) that inventory.yaml and what Published
// returns follow.
func Schema() []byte { return slices.Clone(schema) }

// Hash is the SHA-256 of the embedded declaration in hex, whatever line ends it
// was checked out with. The page and the record print it.
func Hash() string {
	sum := sha256.Sum256(bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n")))
	return hex.EncodeToString(sum[:])
}

// Published is the declaration as JSON, for programs that check an instance from
// outside: the controller block is the operator's and "configured" lists the
// settings under which recipients get something. The same state gives the same
// bytes.
func (inv *Inventory) Published(configured ...string) ([]byte, error) {
	var doc map[string]any
	if err := yaml.Unmarshal(source, &doc); err != nil {
		return nil, fmt.Errorf("inventory: publish: %w", err)
	}
	block := map[string]string{}
	for _, f := range inv.Controller.Fields() {
		block[f.ID] = f.Value
	}
	doc["controller"] = block
	doc["configured"] = append([]string{}, slices.Sorted(slices.Values(configured))...)
	out, err := json.MarshalIndent(plainDates(doc), "", " ")
	if err != nil {
		return nil, fmt.Errorf("inventory: publish: %w", err)
	}
	return append(out, '\n'), nil
}

// plainDates turns the times that YAML makes of dates back into text.
func plainDates(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case map[string]any:
		for k := range v {
			v[k] = plainDates(v[k])
		}
	case []any:
		for i := range v {
			v[i] = plainDates(v[i])
		}
	}
	return v
}
