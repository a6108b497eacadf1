package e2e

import "testing"

// TestPolicyPages audits the pages that are derived from the inventory, in both
// languages, as somebody who is signed in and reads what is kept of them.
func TestPolicyPages(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en", "fr"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			p := enter(t, look{language: language})
			for _, at := range []string{"/privacy", "/privacy/record", "/terms", "/legal"} {
				p.visit(at)
				picture := ""
				if language == "en" && at == "/privacy" {
					picture = "privacy"
				}
				p.audit(picture)
			}
		})
	}
}
