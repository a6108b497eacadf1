// Package owner names the person a piece of data belongs to.
//
// An owner.ID is passed as an argument to every service and store method that
// touches personal data, never through a context: the compiler then shows each
// query that is not scoped to a person.
package owner

// ID is the opaque identifier of one person's account (UUIDv7 text).
type ID string

// None is the owner of nothing. Store methods refuse it.
const None ID = ""

// Valid reports whether the id can own anything.
func (id ID) Valid() bool { return id != None }
