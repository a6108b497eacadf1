package match_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/cv"
	"jobops/internal/match"
	"jobops/internal/posting"
)

var update = flag.Bool("update", false, "write the golden file anew")

// The whole explanation of a few pairs, to the byte. Any two machines must
// agree with the file; a change of it means a new Version.
func TestPeerDefect11_GoldenExplanations(t *testing.T) {
	t.Parallel()
	cvs := map[string]cv.Resume{"accountant": accountantCV(), "backend": backendCV(), "cook": cookCV(), "nurse": nurseCV(), "stuffed": stuffedCV()}
	ads := map[string]string{"accountant": accountantAd, "backend": backendAd, "nurse": nurseAd}
	got := map[string]match.Match{}
	for ad, text := range ads {
		for name, r := range cvs {
			got[name+" for "+ad] = match.Score(r, posting.Read(text))
		}
	}
	path := filepath.Join("testdata", "golden.json")
	if *update {
		data, err := json.MarshalIndent(got, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]match.Match
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(asMap(t, want), asMap(t, got)); diff != "" {
		t.Errorf("explanations (-want +got):\n%s", diff)
	}
	for name, m := range want {
		if m.Version != match.Version {
			t.Errorf("%s was written by version %s, want %s", name, m.Version, match.Version)
		}
	}
}

func asMap(t *testing.T, all map[string]match.Match) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, m := range all {
		out[name] = asJSON(t, m)
	}
	return out
}
