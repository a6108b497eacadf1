package e2e

import "testing"

// pictures names the policy pages whose pictures are kept.
var pictures = map[string]string{"en/privacy": "privacy", "en/settings/privacy": "rights"}

// TestPolicyPages audits the pages that are derived from the inventory, and those
// of a person's rights, in both languages, as somebody who is signed in and reads
// what is kept of them.
func TestPolicyPages(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en", "fr"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			p := enter(t, look{language: language})
			for _, at := range []string{"/privacy", "/privacy/record", "/terms", "/legal", "/settings/privacy", "/settings/privacy/delete"} {
				p.visit(at)
				p.audit(pictures[language+at])
			}
		})
	}
}
