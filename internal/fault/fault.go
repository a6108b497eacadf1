// Package fault holds the kinds of errors a person may see.
//
// A Kind is itself an error. Wrap it with New to attach a sentence that may be
// shown; every error that carries no Kind is our own bug and is answered with
// a fixed text. Packages route and api map kinds to HTTP status, nobody else.
package fault

import "errors"

// Kind is a class of failure, independent of transport.
type Kind string

// The kinds, with the HTTP status that package route gives them.
const (
	Invalid         Kind = "invalid"          // 422, the input breaks a rule
	NotFound        Kind = "not_found"        // 404, also for what belongs to others
	Conflict        Kind = "conflict"         // 409, somebody changed it meanwhile
	Forbidden       Kind = "forbidden"        // 403
	Unauthenticated Kind = "unauthenticated"  // 401
	TooLarge        Kind = "too_large"        // 413
	Unsupported     Kind = "unsupported"      // 415
	Restricted      Kind = "restricted"       // 423, the person has processing restricted (Art. 18 GDPR)
	Limited         Kind = "limited"          // 429
	PaymentRequired Kind = "payment_required" // 402
	Unavailable     Kind = "unavailable"      // 503
)

// Error makes a Kind usable as an error and as the target of errors.Is.
func (k Kind) Error() string { return string(k) }

// Fault is a Kind with the code of a sentence that a person may see. Code is
// a message key of package i18n ("upload.no_text_layer"); Args fill its blanks
// and never hold personal data.
type Fault struct {
	Kind Kind
	Code string
	Args []any
}

// New returns a fault of a kind with a message key and its arguments.
func New(kind Kind, code string, args ...any) error {
	return &Fault{Kind: kind, Code: code, Args: args}
}

// Error prints kind and code; both are safe for logs.
func (f *Fault) Error() string { return string(f.Kind) + ": " + f.Code }

// Unwrap lets errors.Is(err, fault.NotFound) hold for a Fault of that kind.
func (f *Fault) Unwrap() error { return f.Kind }

// KindOf returns the kind carried by err, or "" when err is our own bug.
func KindOf(err error) Kind {
	if k, ok := errors.AsType[Kind](err); ok {
		return k
	}
	return ""
}

// CodeOf returns the message key and arguments carried by err. Without any, the
// key is "error." and the kind, or "error.internal" for our own bug.
func CodeOf(err error) (code string, args []any) {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Code, f.Args
	}
	if k := KindOf(err); k != "" {
		return "error." + string(k), nil
	}
	return "error.internal", nil
}
