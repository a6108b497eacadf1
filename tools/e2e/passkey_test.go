package e2e

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// carry gives the browser an authenticator that verifies its person and is
// always at hand.
func (p *page) carry() {
	p.t.Helper()
	p.do(call(webauthn.Enable, webauthn.EnableParams{}))
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	_, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	if err != nil {
		p.t.Fatalf("authenticator: %v", err)
	}
}

// TestPasskeyInABrowser adds a passkey, signs out, and comes back with it alone.
func TestPasskeyInABrowser(t *testing.T) {
	t.Parallel()
	p := enter(t, look{})
	p.visit("/setup")
	p.fill("#name", "Robin Fields")
	p.fill("#email", "robin.fields@example.com")
	p.fill("#password", "violet ladder orbit nine")
	p.press("main form button.primary")
	p.carry()
	p.visit("/settings/security")
	p.fill("#passkey-name", "Desk key")
	p.press("#passkeys form[data-passkey] button")
	if !p.has(`#passkeys input[value*="Desk key"]`) {
		t.Fatalf("the passkey is not listed; %s: %s", p.where(), p.text("main"))
	}
	p.audit("")
	p.visit("/settings")
	p.press(`form[action="/sign-out"] button`)
	p.visit("/sign-in")
	p.audit("")
	p.press("form[data-passkey] button")
	if at := p.path(); at != "/" {
		t.Fatalf("the passkey leads to %s, want the first page: %s", at, p.text("main"))
	}
	p.visit("/settings/privacy/confirm?to=security")
	p.press("form[data-passkey] button")
	if at := p.path(); at != "/settings/security" {
		t.Errorf("the confirmation leads to %s, want the security page", at)
	}
}

// TestPasskeysWithoutAScript: the pages say what is missing and offer the rest.
func TestPasskeysWithoutAScript(t *testing.T) {
	t.Parallel()
	p := enter(t, look{noScript: true})
	p.visit("/setup")
	p.fill("#name", "Robin Fields")
	p.fill("#email", "robin.fields@example.com")
	p.fill("#password", "violet ladder orbit nine")
	p.press("main form button.primary")
	p.visit("/settings/security")
	if !p.has("#passkeys noscript p") || p.has("#passkeys form[data-passkey]:not([hidden])") {
		t.Errorf("without a script the page offers what cannot work; %s", p.where())
	}
	p.audit("")
}
