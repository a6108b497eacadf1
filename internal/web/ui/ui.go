// Package ui is the design system: the frame around every page and the
// components pages are made of, one templ file each.
//
// Components take texts that are already in the reader's language and plain
// values; they call no service. Colours, sizes and times are the tokens of
// assets/css/tokens.css, whose contrast a test of this package computes. There
// is no inline style and no inline script anywhere, because the content
// security policy forbids both. The page Gallery shows every component.
package ui

import (
	"time"

	"jobops/internal/i18n"
	"jobops/internal/web/static"
)

// Page is what the frame around a page needs to know.
type Page struct {
	Lang   i18n.Lang
	Zone   *time.Location // in which the person's days begin
	Theme  string         // "light", "dark" or "" to follow the system
	Title  string
	Nav    string // name of the current rail entry, "" for none
	Narrow bool   // a column for reading instead of the full width
	Bare   bool   // no rail: the person is not signed in
	Member bool   // the person has an account with an address and a password
	Admin  bool   // they run the instance
	Note   *Note  // what was just done
	Banner string // what holds on every page until it is changed in Settings
	// Refresh reloads the page after so many seconds where there is no script; 0 never.
	Refresh             int
	Style, Script, Face static.Asset
	Extra               static.Asset // script of this page alone, without a file for none
}

// Note is a sentence about what was just done, with a way back where there is one.
type Note struct {
	Text string
	Undo string // address that takes it back by POST, "" for none
}

// ZoneName is the IANA name of the zone, "" where only the machine knows it.
func (p Page) ZoneName() string {
	if p.Zone == nil || p.Zone == time.Local {
		return ""
	}
	return p.Zone.String()
}

// T says the sentence behind a message key in the page's language.
func (p Page) T(key string, args ...any) string { return i18n.T(p.Lang, key, args...) }

// N says the sentence in the plural form of n; {0} is n.
func (p Page) N(key string, n int, args ...any) string { return i18n.N(p.Lang, key, n, args...) }

// Tone is the colour of a message.
type Tone string

// The tones.
const (
	Plain  Tone = ""
	Accent Tone = "accent"
	Good   Tone = "good"
	Warn   Tone = "warn"
	Bad    Tone = "bad"
)

// toneIcon is the picture that says the same as the colour.
func (t Tone) toneIcon() string {
	switch t {
	case Good:
		return "check"
	case Warn:
		return "warn"
	case Bad:
		return "stop"
	}
	return "info"
}

// entry is one line of the rail.
type entry struct{ name, href, icon, key string }

var rail = []entry{
	{"home", "/", "home", "g h"},
	{"cvs", "/cvs", "cv", "g c"},
	{"postings", "/postings", "ad", "g p"},
	{"applications", "/applications", "board", "g a"},
	{"letters", "/letters", "mail", "g l"},
}

// railAdmin is for who runs the instance.
var railAdmin = entry{"admin", "/admin", "half", ""}

var railEnd = []entry{
	{"privacy", "/privacy", "shield", ""},
	{"settings", "/settings", "settings", "g s"},
}

// label is the rail entry's word. Each key is written out, so that the catalog
// test sees it.
func (e entry) label(p Page) string {
	switch e.name {
	case "home":
		return p.T("nav.home")
	case "cvs":
		return p.T("nav.cvs")
	case "postings":
		return p.T("nav.postings")
	case "applications":
		return p.T("nav.applications")
	case "letters":
		return p.T("nav.letters")
	case "admin":
		return p.T("nav.admin")
	case "privacy":
		return p.T("nav.privacy")
	}
	return p.T("nav.settings")
}

// htmxConfig holds the settings under which htmx runs below our content
// security policy.
const htmxConfig = `{"defaultSettleDelay":0,"noSwap":[204,304,"5xx"],"extensions":"sse","includeIndicatorCSS":false,"transitions":false}`
