package app

import (
	"fmt"
	"time"

	"jobops/internal/clip"
	"jobops/internal/inventory"
	"jobops/internal/outbound"
)

// clips opens the pages of ads that people name.
func (c Config) clips() (*clip.Reader, error) {
	out, err := outbound.New(inventory.Load(), c.configured()...).Web(inventory.Applications)
	if err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	return clip.New(out, time.Now), nil
}
