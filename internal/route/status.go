package route

import (
	"context"
	"errors"
	"net/http"

	"jobops/internal/fault"
)

var statuses = map[fault.Kind]int{
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.Forbidden:       http.StatusForbidden,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.Unsupported:     http.StatusUnsupportedMediaType,
	fault.Restricted:      http.StatusLocked,
	fault.Limited:         http.StatusTooManyRequests,
	fault.PaymentRequired: http.StatusPaymentRequired,
	fault.Unavailable:     http.StatusServiceUnavailable,
}

// statusClientGone is logged, never sent: the person left before the answer.
const statusClientGone = 499

// Status is the HTTP status for an error: that of its fault kind, 413 for a
// body over its limit, else 500.
func Status(err error) int {
	if s, ok := statuses[fault.KindOf(err)]; ok {
		return s
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge
	}
	if errors.Is(err, context.Canceled) {
		return statusClientGone
	}
	return http.StatusInternalServerError
}
