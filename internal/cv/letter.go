package cv

import "jobops/internal/civil"

// Letter is a cover letter. Every field is optional. From is who writes and how
// to reach them: the head of the page, as on a CV; of its fields only name,
// label, addresses and profiles are used.
type Letter struct {
	From      Basics     `json:"from"`
	Recipient string     `json:"recipient,omitempty"` // name and address, a line each
	Place     string     `json:"place,omitempty"`     // where it is written
	Date      civil.Date `json:"date,omitzero"`
	Subject   string     `json:"subject,omitempty"`
	Greeting  string     `json:"greeting,omitempty"`  // "Dear Ms Sample,"
	Body      string     `json:"body,omitempty"`      // paragraphs, an empty line between two
	Closing   string     `json:"closing,omitempty"`   // "Yours sincerely,"
	Signature string     `json:"signature,omitempty"` // the name below
	Language  string     `json:"language,omitempty"`  // BCP 47 of the text
}
