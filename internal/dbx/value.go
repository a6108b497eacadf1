package dbx

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// Micros stores a time as BIGINT microseconds since 1970 in UTC. The zero time
// is NULL. Convert at the call: dbx.Micros(t) as an argument,
// (*dbx.Micros)(&t) as a target.
type Micros time.Time

// Value gives the driver an int64 or nil.
func (m Micros) Value() (driver.Value, error) {
	t := time.Time(m)
	if t.IsZero() {
		return nil, nil
	}
	return t.UnixMicro(), nil
}

// Scan reads an int64 or NULL.
func (m *Micros) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*m = Micros{}
	case int64:
		*m = Micros(time.UnixMicro(v).UTC())
	default:
		return fmt.Errorf("dbx: scan %T into Micros", src)
	}
	return nil
}

// JSON stores V as JSON text. NULL reads as the zero V.
type JSON[T any] struct{ V T }

// Value gives the driver a string, which every column type and query mode takes.
func (j JSON[T]) Value() (driver.Value, error) {
	b, err := json.Marshal(j.V)
	if err != nil {
		return nil, fmt.Errorf("dbx: encode JSON: %w", err)
	}
	return string(b), nil
}

// Scan reads a string, bytes or NULL.
func (j *JSON[T]) Scan(src any) error {
	var text []byte
	switch v := src.(type) {
	case nil:
		var zero T
		j.V = zero
		return nil
	case string:
		text = []byte(v)
	case []byte:
		text = v
	default:
		return fmt.Errorf("dbx: scan %T into JSON", src)
	}
	var v T
	if err := json.Unmarshal(text, &v); err != nil {
		// The decoder quotes the text it stumbles over, so its error stays here.
		return fmt.Errorf("dbx: decode JSON of %d bytes", len(text))
	}
	j.V = v
	return nil
}
