package app

import (
	"context"
	"fmt"
	"time"

	"jobops/internal/affinda"
	"jobops/internal/clerk"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/outbound"
	"jobops/internal/privacy"
)

// affindaReply bounds what Affinda may answer.
const affindaReply = 8 << 20

// affindaClient is the client of the configured account.
func (c Config) affindaClient() (*affinda.Client, error) {
	limit := outbound.Limit{Timeout: affinda.Timeout, Reply: affindaReply}
	out, err := outbound.New(inventory.Load(), c.configured()...).Processor(affinda.Recipient, limit)
	if err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	return affinda.New(out, affinda.Europe, c.Affinda.Key, c.Affinda.Workspace), nil
}

// outsideReader is the second reader of CVs, none where none is configured, and how
// the configured processors forget a person.
func (a *App) outsideReader() (library.Second, map[string]privacy.Forgetter, error) {
	forget := map[string]privacy.Forgetter{}
	users, err := a.Config.clerkUsers()
	if err != nil {
		return nil, nil, err
	}
	if users != nil {
		forget[clerk.Recipient] = users
	}
	if !a.Config.Affinda.on() {
		return nil, forget, nil
	}
	client, err := a.Config.affindaClient()
	if err != nil {
		return nil, nil, err
	}
	forget[affinda.Recipient] = affinda.NewEraser(client)
	return affinda.NewReader(client, a.Ledger, time.Now), forget, nil
}

// lookAtAffinda makes one call that costs nothing and holds nothing of a person.
func (c Config) lookAtAffinda(ctx context.Context) Finding {
	client, err := c.affindaClient()
	if err == nil {
		err = client.Check(ctx)
	}
	return found(affinda.Recipient, "on: reads a CV a second time when a person asks for it", err)
}
