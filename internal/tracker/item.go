package tracker

import (
	"context"
	"log/slog"
	"strings"
	"time"
	"unicode"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// ItemID names what hangs from an application.
type ItemID string

// ItemKind is the sort of thing that hangs from an application.
type ItemKind string

// The kinds of item.
const (
	Note      ItemKind = "note"
	Contact   ItemKind = "contact"
	Appointed ItemKind = "interview"
	Task      ItemKind = "task"
)

// Item is a note, a contact, an interview or a task of an application. What it
// says is sealed at rest; kind and times are not.
type Item struct {
	ID          ItemID
	Application ID
	Kind        ItemKind
	At          time.Time // when the interview begins or the task is due, zero for none
	Done        bool      // a task, or an interview that took place
	Body        ItemBody
	Created     time.Time
	Updated     time.Time
}

// ItemBody is what an item says. Which fields count depends on its kind.
type ItemBody struct {
	Text    string `json:"text,omitempty"`    // the note, what to do, or notes on an interview
	Name    string `json:"name,omitempty"`    // a contact's name, or who is there
	Role    string `json:"role,omitempty"`    // of a contact, or the kind of an interview
	Email   string `json:"email,omitempty"`   // of a contact
	Phone   string `json:"phone,omitempty"`   // of a contact
	Place   string `json:"place,omitempty"`   // an address, a link
	Zone    string `json:"zone,omitempty"`    // IANA name of the zone that an interview was agreed in
	Outcome string `json:"outcome,omitempty"` // of an interview
}

// LogValue names an item by its id only.
func (i Item) LogValue() slog.Value { return slog.StringValue(string(i.ID)) }

// Items keeps what hangs from applications.
type Items interface {
	AddItem(ctx context.Context, owner owner.ID, i Item) error
	UpdateItem(ctx context.Context, owner owner.ID, i Item) error
	SetItemDone(ctx context.Context, owner owner.ID, id ItemID, done bool) error
	DeleteItem(ctx context.Context, owner owner.ID, id ItemID) error
	// ItemsOf lists the items of an application, the oldest first.
	ItemsOf(ctx context.Context, owner owner.ID, id ID) ([]Item, error)
	// Notes returns the notes of each application as one text, the oldest first.
	Notes(ctx context.Context, owner owner.ID) (map[ID]string, error)
}

// maxNote is the longest text of an item, in bytes.
const maxNote = 64 << 10

// AddItem keeps an item of an application.
func (s *Service) AddItem(ctx context.Context, owner owner.ID, i Item) (Item, error) {
	if err := i.clean(s.now()); err != nil {
		return i, err
	}
	i.ID, i.Created, i.Updated = ItemID(newID()), s.now(), s.now()
	return i, s.items.AddItem(ctx, owner, i)
}

// UpdateItem changes an item.
func (s *Service) UpdateItem(ctx context.Context, owner owner.ID, i Item) error {
	if err := i.clean(s.now()); err != nil {
		return err
	}
	i.Updated = s.now()
	return s.items.UpdateItem(ctx, owner, i)
}

// SetItemDone says that a task is done or an interview took place, or not.
func (s *Service) SetItemDone(ctx context.Context, owner owner.ID, id ItemID, done bool) error {
	return s.items.SetItemDone(ctx, owner, id, done)
}

// DeleteItem deletes an item.
func (s *Service) DeleteItem(ctx context.Context, owner owner.ID, id ItemID) error {
	return s.items.DeleteItem(ctx, owner, id)
}

// Items lists what hangs from an application, the oldest first.
func (s *Service) Items(ctx context.Context, owner owner.ID, id ID) ([]Item, error) {
	return s.items.ItemsOf(ctx, owner, id)
}

func (i *Item) clean(now time.Time) error {
	b := &i.Body
	for _, line := range []*string{&b.Name, &b.Role, &b.Email, &b.Phone, &b.Place, &b.Zone, &b.Outcome} {
		var err error
		if *line, err = cleanLine(*line); err != nil {
			return err
		}
	}
	if len(b.Text) > maxNote {
		return fault.New(fault.TooLarge, "tracker.note_too_long")
	}
	b.Text = cleanText(b.Text)
	if !i.At.IsZero() && (i.At.Before(earliest) || i.At.After(now.AddDate(10, 0, 0))) {
		return fault.New(fault.Invalid, "tracker.impossible_date")
	}
	return i.whole()
}

// whole reports what an item of its kind cannot do without.
func (i *Item) whole() error {
	switch i.Kind {
	case Note, Task:
		if i.Body.Text == "" {
			return fault.New(fault.Invalid, "tracker.empty_note")
		}
	case Contact:
		if i.Body.Name == "" && i.Body.Email == "" {
			return fault.New(fault.Invalid, "tracker.nameless_contact")
		}
	case Appointed:
		if _, err := time.LoadLocation(i.Body.Zone); err != nil || i.At.IsZero() {
			return fault.New(fault.Invalid, "tracker.interview_time")
		}
	default:
		return fault.Invalid
	}
	return nil
}

// cleanText keeps the lines of a text and drops other control characters.
func cleanText(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s))
}
