package tailor

import "jobops/internal/cv"

// Origin says where a word of an edited text comes from.
type Origin string

// The origins of a word or claim.
const (
	Quoted   Origin = "quoted"   // the same word in the text that was changed
	Reworded Origin = "reworded" // another form or a synonym of a word there
	Moved    Origin = "moved"    // from another place of the CV
	New      Origin = "new"      // not in the CV
)

// ClaimKind is what a claim is about.
type ClaimKind string

// The kinds of claims. Each is a message key "tailor.claim.<kind>".
const (
	NumberClaim    ClaimKind = "number"
	DateClaim      ClaimKind = "date"
	NameClaim      ClaimKind = "name" // an employer, tool, product or place
	DegreeClaim    ClaimKind = "degree"
	LanguageClaim  ClaimKind = "language"
	SeniorityClaim ClaimKind = "seniority"
	RoleClaim      ClaimKind = "role"  // helped, did, led
	LevelClaim     ClaimKind = "level" // basic, expert
	ScopeClaim     ClaimKind = "scope" // team, company; part, all; often, always
	WordClaim      ClaimKind = "word"
	DroppedClaim   ClaimKind = "dropped"  // a word that limits the claim was left out
	NegationClaim  ClaimKind = "negation" // a "not" came or went
	CombinedClaim  ClaimKind = "combined" // words of several places joined to one statement
	OrderClaim     ClaimKind = "order"    // from 5 to 3, now from 3 to 5
	FixedClaim     ClaimKind = "fixed"    // a title, employer, date, degree or level
	HiddenClaim    ClaimKind = "hidden"   // characters that cannot be seen
	ListClaim      ClaimKind = "list"     // an order that is none
)

// Claim is one thing a text asserts, and whether the CV supports it.
type Claim struct {
	Kind      ClaimKind `json:"kind"`
	Text      string    `json:"text"`
	Start     int       `json:"start"` // byte offsets into Edit.After
	End       int       `json:"end"`
	Origin    Origin    `json:"origin"`
	Source    cv.Path   `json:"source,omitempty"` // where the CV says so
	Supported bool      `json:"supported"`
}

// Word is one word of an edited text with its origin.
type Word struct {
	Start  int     `json:"start"`
	End    int     `json:"end"`
	Origin Origin  `json:"origin"`
	Source cv.Path `json:"source,omitempty"`
}

// Report is the outcome of a check.
type Report struct {
	Checked int     `json:"checked"` // claims looked at
	Claims  []Claim `json:"claims"`
	Words   []Word  `json:"words"`
	// Warning is a message key: a long text in which no claim was recognised was
	// not really checked.
	Warning string `json:"warning,omitempty"`
}

// Supported reports whether the CV supports every claim of a report.
func Supported(r Report) bool { return len(r.Unsupported()) == 0 && r.Warning == "" }

// Unsupported lists the claims that the CV does not support.
func (r Report) Unsupported() []Claim {
	var list []Claim
	for _, c := range r.Claims {
		if !c.Supported {
			list = append(list, c)
		}
	}
	return list
}
