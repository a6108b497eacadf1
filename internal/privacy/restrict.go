package privacy

// The states of an account.
const (
	Active  = "active"
	Erasing = "erasing" // its erasure has begun; nothing is written for it
	Grace   = "grace"   // erased but for the row itself, which goes after 30 days
)

// Everything is the scope of a restriction that covers every purpose; any other
// scope is one purpose.
const Everything = "all"
