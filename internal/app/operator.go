package app

import (
	"fmt"
	"os"
	"strings"
	"time"

	"jobops/internal/inventory"
)

// declared is the inventory in force: with the operator's facts where a file of
// theirs is configured.
func (c Config) declared() (*inventory.Inventory, error) {
	if c.Operator == "" {
		return inventory.Load(), nil
	}
	data, err := os.ReadFile(c.Operator)
	if err != nil {
		return nil, fmt.Errorf("app: operator's file: %w", err)
	}
	return inventory.Load().ForOperator(data)
}

// zone is where the days of the register of requests end: at the operator's, on
// one's own machine here.
func (c Config) zone() (*time.Location, error) {
	if c.Operator == "" {
		return time.Local, nil
	}
	inv, err := c.declared()
	if err != nil {
		return nil, err
	}
	return inv.Controller.Location()
}

// machineZone is the zone of this machine by its name, so that it can be shown and
// written into a calendar; time.Local where the name is not to be had.
func machineZone(tz string, readlink func(string) (string, error)) *time.Location {
	if tz == "" {
		target, err := readlink("/etc/localtime")
		if err == nil {
			_, tz, _ = strings.Cut(target, "zoneinfo/")
		}
	}
	if zone, err := time.LoadLocation(tz); err == nil && tz != "" {
		return zone
	}
	return time.Local
}

// lookAtProduction says what blocks an instance for others. It is wrong only
// where an operator's file shows that one is meant.
func (c Config) lookAtProduction() Finding {
	inv, err := c.declared()
	if err != nil {
		return found("production", "", err)
	}
	blocked := inv.Production(inv.Controller.Platform)
	if blocked == nil {
		return Finding{true, "production", inv.Controller.Name + " answers for " + inv.Controller.Platform}
	}
	why := strings.ReplaceAll(blocked.Error(), "\n", "; ")
	if c.Operator == "" {
		return Finding{true, "production", "for this machine only; for others it is blocked: " + why}
	}
	return Finding{false, "production", "blocked: " + why + "; fill in " + c.Operator}
}
