package ui

import (
	"cmp"
	"fmt"
	"slices"
)

// Flow is one stream of a Sankey diagram, From and To being names of nodes.
type Flow struct {
	From, To string
	Count    int
}

// SankeyNode is a node with its place on the drawing.
type SankeyNode struct {
	Name, Label string
	Count       int
	layer       int
	X, Y, H     float64
	in, out     float64 // how far its sides are taken by streams
}

// SankeyLink is a stream as a stroked curve.
type SankeyLink struct {
	Flow
	Path  string
	Width float64
	Title string
}

// Sankey is the drawing of streams between nodes. Height of a node and width of
// a stream are proportional to their counts.
type Sankey struct {
	Width, Height float64
	Nodes         []*SankeyNode
	Links         []SankeyLink
}

// Measures of the drawing in its own units.
const (
	layerWidth = 150.0
	nodeWidth  = 10.0
	nodeGap    = 26.0
	flowHeight = 200.0
	// leastWidth keeps a drawing of few layers from being blown up to a page's width.
	leastWidth = 5 * layerWidth
)

// NewSankey lays nodes out from the left to the right: each lies one layer behind
// the farthest node that streams into it. Nodes come in the order in which they
// are to lie below each other; flows must not run in a circle.
func NewSankey(nodes []SankeyNode, flows []Flow) Sankey {
	s := Sankey{Width: leastWidth}
	byName := map[string]*SankeyNode{}
	for _, n := range nodes {
		s.Nodes = append(s.Nodes, &n)
		byName[n.Name] = &n
	}
	layers(s.Nodes, byName, flows)
	s.place()
	for _, f := range flows {
		s.Links = append(s.Links, s.stream(byName[f.From], byName[f.To], f))
	}
	return s
}

// layers finds the longest way to each node.
func layers(nodes []*SankeyNode, byName map[string]*SankeyNode, flows []Flow) {
	for range nodes {
		for _, f := range flows {
			to := byName[f.To]
			to.layer = max(to.layer, byName[f.From].layer+1)
		}
	}
}

// place stacks the nodes of each layer.
func (s *Sankey) place() {
	most := 1
	for _, n := range s.Nodes {
		most = max(most, n.Count)
	}
	unit := flowHeight / float64(most)
	below := map[int]float64{}
	for _, n := range s.Nodes {
		n.X, n.Y, n.H = float64(n.layer)*layerWidth, below[n.layer]+nodeGap, max(unit*float64(n.Count), 2)
		below[n.layer] = n.Y + n.H
		s.Width, s.Height = max(s.Width, n.X+layerWidth), max(s.Height, below[n.layer]+nodeGap/2)
	}
	slices.SortStableFunc(s.Nodes, func(a, b *SankeyNode) int { return cmp.Compare(a.layer, b.layer) })
}

// stream draws a link from the next free part of one node's side to that of
// another's.
func (s *Sankey) stream(from, to *SankeyNode, f Flow) SankeyLink {
	width := from.H / float64(max(from.Count, 1)) * float64(f.Count)
	x1, y1 := from.X+nodeWidth, from.Y+from.out+width/2
	x2, y2 := to.X, to.Y+to.in+width/2
	from.out += width
	to.in += width
	middle := (x1 + x2) / 2
	path := fmt.Sprintf("M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f", x1, y1, middle, y1, middle, y2, x2, y2)
	return SankeyLink{Flow: f, Path: path, Width: width, Title: fmt.Sprintf("%s → %s: %d", from.Label, to.Label, f.Count)}
}
