package ui

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestSankeyKeepsTheCounts: what leaves a node never takes more of its side than
// the node is high, streams are as wide as their counts, and nothing lies outside.
func TestSankeyKeepsTheCounts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b", "c", "d"}
		counts := map[string]int{}
		var flows []Flow
		for i, from := range names {
			for _, to := range names[i+1:] {
				if n := rapid.IntRange(0, 50).Draw(t, from+to); n > 0 {
					flows = append(flows, Flow{from, to, n})
				}
			}
		}
		out, in := map[string]int{}, map[string]int{}
		for _, f := range flows {
			out[f.From] += f.Count
			in[f.To] += f.Count
		}
		var nodes []SankeyNode
		for _, n := range names {
			counts[n] = max(out[n], in[n])
			nodes = append(nodes, SankeyNode{Name: n, Label: n, Count: counts[n]})
		}
		s := NewSankey(nodes, flows)
		for _, n := range s.Nodes {
			if n.out > n.H+.01 || n.in > n.H+.01 && n.Count > 0 {
				t.Fatalf("node %s is %.1f high, streams take %.1f and %.1f", n.Name, n.H, n.in, n.out)
			}
			if n.X+nodeWidth > s.Width || n.Y+n.H > s.Height {
				t.Fatalf("node %s ends at %.1f, %.1f outside of %.1f x %.1f", n.Name, n.X, n.Y+n.H, s.Width, s.Height)
			}
		}
		for i, l := range s.Links {
			want := s.Links[0].Width / float64(s.Links[0].Count) * float64(l.Count)
			if math.Abs(l.Width-want) > .01 {
				t.Fatalf("stream %d of %d is %.2f wide, want %.2f", i, l.Count, l.Width, want)
			}
		}
	})
}
