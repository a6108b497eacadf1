package account

// MailKind says what a message is about; package mail has the words.
type MailKind string

// The kinds of mails.
const (
	MailConfirm   MailKind = "confirm"   // a link that makes the account
	MailKnown     MailKind = "known"     // somebody wanted an account for an address that has one
	MailReset     MailKind = "reset"     // a link that sets a new password
	MailPassword  MailKind = "password"  // the password was changed
	MailEmail     MailKind = "email"     // a link that proves a new address
	MailEmailGone MailKind = "moved"     // to the old address: it is no longer that of the account
	MailFactor    MailKind = "factor"    // the second step was turned on or off
	MailPasskey   MailKind = "passkey"   // a passkey was added or removed
	MailReply     MailKind = "reply"     // an answer to a message from the contact page
	MailSuspended MailKind = "suspended" // the account was closed by who runs the instance
)

// Mail is a message to one person. It is kept sealed until it is sent.
type Mail struct {
	Kind     MailKind `json:"kind"`
	To       string   `json:"to"`
	Name     string   `json:"name"`
	Language string   `json:"language"`
	Link     string   `json:"link"`    // address on this instance, "" for none
	Subject  string   `json:"subject"` // of an answer, "" for a kind with words of its own
	Text     string   `json:"text"`    // of an answer
}

func (m *Member) mail(kind MailKind, link string) Mail {
	return Mail{Kind: kind, To: m.Email, Name: m.Name, Language: m.Language, Link: link}
}
