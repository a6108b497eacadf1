package tracker

import (
	"slices"
	"time"
)

// Spread is how long cases took: the one in the middle and the two ends.
type Spread struct {
	Cases                     int
	Median, Shortest, Longest time.Duration
}

// spreadOf is the spread of some cases; the median of an even number lies between
// the two in the middle.
func spreadOf(took []time.Duration) Spread {
	if len(took) == 0 {
		return Spread{}
	}
	took = slices.Sorted(slices.Values(took))
	n := len(took)
	low, high := took[(n-1)/2], took[n/2]
	return Spread{Cases: n, Median: low + (high-low)/2, Shortest: took[0], Longest: took[n-1]}
}

// Stay is how long applications stand in a stage. Over is of the stays that have
// ended, for only those have a length; Open counts those that go on, the longest
// of them for Oldest so far.
type Stay struct {
	Stage  Stage
	Over   Spread
	Open   int
	Oldest time.Duration
}

// StaysOf measures the stays in the stages where something is still expected. Who
// comes back to a stage stays twice; a stage that was left in the moment it was
// entered is no stay, for such a moment is written down and not lived through.
func StaysOf(histories [][]Event, now time.Time) []Stay {
	over, stays := map[Stage][]time.Duration{}, map[Stage]Stay{}
	for _, events := range histories {
		real := runs(History(events))
		for i, e := range real {
			s := stays[e.To]
			if i < len(real)-1 {
				if took := real[i+1].Occurred.Sub(e.Occurred); took > 0 {
					over[e.To] = append(over[e.To], took)
				}
				continue
			}
			s.Open++
			s.Oldest = max(s.Oldest, now.Sub(e.Occurred))
			stays[e.To] = s
		}
	}
	var all []Stay
	for _, stage := range path {
		s := stays[stage]
		if s.Stage, s.Over = stage, spreadOf(over[stage]); !stage.Closed() && s.Open+s.Over.Cases > 0 {
			all = append(all, s)
		}
	}
	return all
}

// runs leaves out the events of a history that lead where it stands already.
func runs(history []Event) []Event {
	return slices.CompactFunc(history, func(a, b Event) bool { return a.To == b.To })
}
