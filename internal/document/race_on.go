//go:build race

package document

// raceEnabled tells that the race detector reserves terabytes of addresses.
const raceEnabled = true
