package web

import (
	"net/http"
	"slices"
	"strings"

	"jobops/internal/inventory"
	"jobops/internal/route"
)

// The purposes pages handle personal data for.
const (
	accounts = inventory.Accounts
	reading  = inventory.CVProcessing
)

// Routes lists every page and form.
func (s *Server) Routes() []route.Route {
	return slices.Concat(
		s.sessionRoutes(), s.accountRoutes(), s.securityRoutes(), s.homeRoutes(), s.cvRoutes(), s.checkRoutes(), s.secondRoutes(), s.uploadRoutes(), s.versionRoutes(),
		s.exportRoutes(), s.editorRoutes(), s.letterRoutes(), s.lookRoutes(), s.applicationRoutes(), s.calendarRoutes(), s.tableRoutes(), s.postingRoutes(), s.matchRoutes(), s.tailoringRoutes(), s.madeRoutes(), s.runRoutes(), s.settingsRoutes(), s.rightsRoutes(), s.correctRoutes(), s.policyRoutes(), s.aboutRoutes(),
		s.importRoutes(),
		[]route.Route{{Method: http.MethodGet, Pattern: "/static/{file}", Who: route.Anyone, Owner: route.Nobody, Rate: route.Static, Handler: s.Static.Serve}},
	)
}

// mine is a page over one person's data.
func mine(pattern string, rate route.Rate, h route.Handler) route.Route {
	return route.Route{Method: http.MethodGet, Pattern: pattern, Who: route.Person, Owner: ruleOf(pattern), Rate: rate, Purpose: reading, Handler: h}
}

// send is a form that changes one person's data.
func send(pattern string, rate route.Rate, h route.Handler) route.Route {
	return route.Route{Method: http.MethodPost, Pattern: pattern, Who: route.Person, Owner: ruleOf(pattern), Rate: rate, MaxBody: route.FormBody, Purpose: reading, Handler: h}
}

// takenOut is a page or file by which people take their own data out, which goes
// on while processing is restricted.
func takenOut(pattern string, h route.Handler) route.Route {
	r := mine(pattern, route.Default, h)
	r.Purpose = inventory.Rights
	return r
}

// erase is a form that deletes; a restriction does not stop it.
func erase(pattern string, h route.Handler) route.Route {
	r := send(pattern, route.Default, h)
	r.Purpose = inventory.Rights
	return r
}

// open is a page that anybody may read.
func open(pattern string, h route.Handler) route.Route {
	return route.Route{Method: http.MethodGet, Pattern: pattern, Who: route.Anyone, Owner: route.Nobody, Rate: route.Default, Handler: h}
}

// ruleOf tells whose data a pattern touches: the object it names, or everything
// of the session's owner.
func ruleOf(pattern string) route.Owner {
	if strings.Contains(pattern, "{id}") {
		return route.Object
	}
	return route.Session
}
