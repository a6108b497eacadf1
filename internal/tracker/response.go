package tracker

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Sort is what applications have in common.
type Sort struct {
	Source  string // as it was written first in the order of letters
	CV      string
	Version int // of CV; 0 for none, Gone where the CV was deleted
}

// Gone is the version of a CV that was deleted: which one it was is not known.
const Gone = -1

// BySource puts those together that were found at the same place, however its
// name is capitalised. Where none is noted the site of the posting stands for it.
func BySource(c Course) (Sort, string) {
	source := cmp.Or(c.Source, site(c.URL))
	return Sort{Source: source}, strings.ToLower(source)
}

// site is the host of an address, without what every site has in front.
func site(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// ByVersion puts those together that were sent with the same version of a CV.
func ByVersion(c Course) (Sort, string) {
	if c.CV == "" && c.Version > 0 {
		c.Version = Gone
	}
	return Sort{CV: c.CV, Version: c.Version}, ""
}

// Response is what came back of the applications of a sort that were sent. A
// refusal is an answer too.
type Response struct {
	Sort
	Others   int // sorts that were added together, 0 for one alone
	Sent     int
	Answered int    // by a word of the other side
	Ahead    int    // of those: to a stage of the path behind Applied
	Waiting  int    // without an answer and still open
	Took     Spread // from sending to the first answer, where both have their time

	took []time.Duration
}

// ResponsesOf counts the answers by sort, those sent most often first. From the
// most-th on sorts are added together, so that all that was sent is counted once.
func ResponsesOf(courses []Course, by func(Course) (Sort, string), most int) []Response {
	groups := map[any]*Response{}
	for _, c := range courses {
		sort, folded := by(c)
		key := Sort{folded, sort.CV, sort.Version}
		r := responseOf(c)
		r.Sort = sort
		if g := groups[key]; g != nil && r.Sent > 0 {
			g.add(r)
			g.Source = min(g.Source, sort.Source)
		} else if r.Sent > 0 {
			groups[key] = &r
		}
	}
	all := make([]Response, 0, len(groups))
	for _, g := range groups {
		all = append(all, *g)
	}
	slices.SortFunc(all, compareResponses)
	return firstOf(all, most)
}

// responseOf counts one application, not at all unless it was sent.
func responseOf(c Course) Response {
	history := History(c.Events)
	began := sent(history)
	if began < 0 {
		return Response{}
	}
	r := Response{Sent: 1}
	for _, e := range history[began:] {
		if e.To == Applied || !answer(e.To) {
			continue
		}
		if took := e.Occurred.Sub(history[began].Occurred); r.Answered == 0 && took > 0 {
			r.took = []time.Duration{took}
		}
		r.Answered = 1
		if e.To.Rank() > Applied.Rank() {
			r.Ahead = 1
		}
	}
	if r.Answered == 0 && !history[len(history)-1].To.Closed() {
		r.Waiting = 1
	}
	return r
}

func (r *Response) add(o Response) {
	r.Sent, r.Answered = r.Sent+o.Sent, r.Answered+o.Answered
	r.Ahead, r.Waiting = r.Ahead+o.Ahead, r.Waiting+o.Waiting
	r.took = append(r.took, o.took...)
}

// firstOf keeps the first sorts and adds the others together.
func firstOf(all []Response, most int) []Response {
	if len(all) > most {
		rest := Response{Others: len(all) - most + 1}
		for _, r := range all[most-1:] {
			rest.add(r)
		}
		all = append(all[:most-1], rest)
	}
	for i, r := range all {
		all[i].Took, all[i].took = spreadOf(r.took), nil
	}
	return all
}

func compareResponses(a, b Response) int {
	return cmp.Or(b.Sent-a.Sent, b.Answered-a.Answered, cmp.Compare(a.Source, b.Source), cmp.Compare(a.CV, b.CV), a.Version-b.Version)
}
