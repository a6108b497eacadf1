package tracker

import "slices"

// Link counts the applications that went from one stage to the next.
type Link struct {
	From, To Stage
	Count    int
}

// Flow is what became of a set of applications, for a funnel and for a Sankey
// diagram. An application counts once in each stage it has been in, however
// often it came back, so no interview is counted twice and no refusal erases
// one. In every node what came in equals what went on and what is still there,
// and the ends add up to the applications.
type Flow struct {
	Total   int
	Began   map[Stage]int // where applications entered
	Reached map[Stage]int // how many have been in a stage
	Ended   map[Stage]int // where they are now
	Links   []Link        // from the left to the right
}

// FlowOf computes the flow of the histories of applications.
func FlowOf(histories [][]Event) Flow {
	f := Flow{Began: map[Stage]int{}, Reached: map[Stage]int{}, Ended: map[Stage]int{}}
	links := map[[2]Stage]int{}
	for _, events := range histories {
		steps := stepsOf(events)
		if len(steps) == 0 {
			continue
		}
		f.Total++
		f.Began[steps[0]]++
		f.Ended[steps[len(steps)-1]]++
		for i, s := range steps {
			f.Reached[s]++
			if i > 0 {
				links[[2]Stage{steps[i-1], s}]++
			}
		}
	}
	f.Links = sorted(links)
	return f
}

// stepsOf is the way of one application from left to right: the stages of the
// path that it has been in, in their order, and where it is now when that is off
// the path.
func stepsOf(events []Event) []Stage {
	now, _ := Now(events)
	return slices.DeleteFunc(Reached(events), func(s Stage) bool { return s.Rank() < 0 && s != now })
}

func sorted(links map[[2]Stage]int) []Link {
	var all []Link
	for _, from := range Stages() {
		for _, to := range Stages() {
			if n := links[[2]Stage{from, to}]; n > 0 {
				all = append(all, Link{from, to, n})
			}
		}
	}
	return all
}
