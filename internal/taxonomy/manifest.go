package taxonomy

import (
	"encoding/json"
	"fmt"
)

// Manifest says what the tables were built from.
type Manifest struct {
	Parts []struct {
		Name    string `json:"name"`
		Version string `json:"version"`
		Origin  string `json:"origin"`
		Licence string `json:"licence"`
	} `json:"parts"`
	Sources map[string]string `json:"sources"` // source table -> SHA-256 of its file
	Tables  map[string]string `json:"tables"`  // built table -> SHA-256 of its unpacked bytes
}

// ReadManifest returns the manifest built in with the tables.
func ReadManifest() (Manifest, error) {
	raw, err := tables.ReadFile("tables/manifest.json")
	if err != nil {
		return Manifest{}, fmt.Errorf("taxonomy: manifest: %w", err)
	}
	var m Manifest
	if err := json.Unmarshal(raw, &m); err != nil {
		return Manifest{}, fmt.Errorf("taxonomy: manifest: %w", err)
	}
	return m, nil
}
