package web

import (
	"net/http"

	"jobops/internal/tracker"
	"jobops/internal/web/ui"
)

// insights shows what became of all applications.
func (s *Server) insights(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	flow, err := s.Tracker.Flow(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	p.Title = p.T("applications.title")
	return show(w, r, http.StatusOK, insightsPage(p, flow))
}

// sankeyOf draws a flow with the stages in the reader's language.
func sankeyOf(p ui.Page, f tracker.Flow) ui.Sankey {
	var nodes []ui.SankeyNode
	for _, stage := range tracker.Stages() {
		if f.Reached[stage] > 0 {
			nodes = append(nodes, ui.SankeyNode{Name: string(stage), Label: stageWord(p, stage), Count: f.Reached[stage]})
		}
	}
	var flows []ui.Flow
	for _, l := range f.Links {
		flows = append(flows, ui.Flow{From: string(l.From), To: string(l.To), Count: l.Count})
	}
	return ui.NewSankey(nodes, flows)
}

// fewest is how many cases a share must rest on to be shown as one.
const fewest = 5
