package match_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jobops/internal/cv"
	"jobops/internal/match"
	"jobops/internal/posting"
	"jobops/internal/sample"
)

// longCV is a CV of two pages, longAd an ad of the usual length.
func longCV() cv.Resume {
	r := sample.For("en").Resume
	for i := range r.Work {
		r.Work[i].Highlights = append(r.Work[i].Highlights, backendCV().Work[0].Highlights...)
	}
	return r
}

func longAd() string { return sample.Posting("en") + "\n\n" + strings.Repeat(backendAd, 2) }

// report adds the slowest of a hundred runs to a benchmark's figures.
func report(b *testing.B, run func()) {
	run()
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		run()
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// One pair with its explanation, from raw text.
func BenchmarkPairFromText(b *testing.B) {
	r, ad := longCV(), longAd()
	b.SetBytes(int64(len(ad)))
	report(b, func() { match.Score(r, posting.Read(ad)) })
}

// What a page does while an ad is typed: the CV stays, the ad changes.
func BenchmarkAdFromText(b *testing.B) {
	c, ad := match.Prepare(longCV()), longAd()
	report(b, func() { c.Match(match.PreparePosting(posting.Read(ad))) })
}

// Both sides prepared: the explanation, and the rank alone of the same CV
// against many postings it has not seen.
func BenchmarkPairPrepared(b *testing.B) {
	c, o := match.Prepare(backendCV()), match.PreparePosting(posting.Read(backendAd))
	b.Run("explained", func(b *testing.B) { report(b, func() { c.Match(o) }) })
	b.Run("ranked", func(b *testing.B) { report(b, func() { c.Rank(o) }) })
	b.Run("ranked afresh", func(b *testing.B) { benchmarkFresh(b, o) })
}

// benchmarkFresh leaves out what a Candidate remembers of earlier postings.
func benchmarkFresh(b *testing.B, o *match.Opening) {
	const many = 512
	all := make([]*match.Candidate, many)
	i := 0
	for b.Loop() {
		if i%many == 0 {
			b.StopTimer()
			for k := range all {
				all[k] = match.Prepare(backendCV())
			}
			b.StartTimer()
		}
		all[i%many].Rank(o)
		i++
	}
}
