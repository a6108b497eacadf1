package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/render"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

func (s *Server) lookRoutes() []route.Route {
	return []route.Route{
		send("/versions/{id}/look", route.Default, s.setLook),
		mine("/versions/{id}/templates/{template}", route.Default, s.specimen),
	}
}

// lookForm is what stands in the form of templates and measures, as typed.
type lookForm struct {
	template, font, size, margin, spacing, accent, own, paper string
	fault                                                     string
}

// accents are colours on offer, dark enough for every template.
var accents = []struct{ name, colour string }{
	{"petrol", "#0F4C5C"}, {"blue", "#1F4E79"}, {"royal", "#0E4194"}, {"green", "#0B5D4E"},
	{"wine", "#7A2E3A"}, {"plum", "#5B2A6E"}, {"brown", "#6B4226"}, {"graphite", "#1B1E24"},
}

// lookFormOf shows options as a person would have typed them.
func lookFormOf(o render.Options) lookForm {
	f := lookForm{
		template: string(o.Template), font: string(o.Font), paper: string(o.Paper),
		size: number(o.Size), margin: number(o.Margin), spacing: number(o.Spacing), accent: o.Accent,
	}
	if f.template == "" {
		f.template = string(render.Classic)
	}
	if o.Accent != "" && !slices.ContainsFunc(accents, func(a struct{ name, colour string }) bool { return a.colour == o.Accent }) {
		f.accent, f.own = "", o.Accent
	}
	return f
}

// number is "" for 0, which leaves the choice to the template.
func number(v float64) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func typedLook(form url.Values) lookForm {
	get := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return lookForm{
		template: get("template"), font: get("font"), size: get("size"), margin: get("margin"),
		spacing: get("spacing"), accent: get("accent"), own: get("own"), paper: get("paper"),
	}
}

// options reads the form; what is no number is outside every limit.
func (f lookForm) options() render.Options {
	o := render.Options{
		Template: render.Template(f.template), Font: render.Font(f.font), Paper: render.Paper(f.paper),
		Size: typedNumber(f.size), Margin: typedNumber(f.margin), Spacing: typedNumber(f.spacing), Accent: f.accent,
	}
	if f.own != "" {
		o.Accent = strings.ToUpper(f.own)
	}
	return o
}

func typedNumber(s string) float64 {
	if s == "" {
		return 0
	}
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil {
		return -1
	}
	return v
}

// setLook keeps how a version is written. What cannot be is shown again with
// the reason.
func (s *Server) setLook(w http.ResponseWriter, r *http.Request) error {
	id := library.VersionID(r.PathValue("id"))
	if err := r.ParseForm(); err != nil {
		return fault.Invalid
	}
	typed := typedLook(r.PostForm)
	pages, _ := strconv.Atoi(r.PostForm.Get("fit")) // the button "Apply" sends none
	err := s.Library.SetLook(r.Context(), s.owner(r), id, typed.options(), pages)
	if fault.KindOf(err) == fault.Invalid {
		return s.showExport(w, r, &typed, err)
	}
	if err != nil {
		return err
	}
	return goTo(w, r, "/versions/"+string(id)+"/export")
}

// specimen draws the first page of a version in a template.
func (s *Server) specimen(w http.ResponseWriter, r *http.Request) error {
	id := library.VersionID(r.PathValue("id"))
	png, err := s.Library.Specimen(r.Context(), s.owner(r), id, render.Template(r.PathValue("template")))
	if err != nil {
		return err
	}
	return picture(w, png)
}

func fontOptions(p ui.Page) []ui.Option {
	return []ui.Option{
		{Value: "", Label: p.T("look.own")},
		{Value: string(render.FontSerif), Label: p.T("look.font.serif")},
		{Value: string(render.FontSans), Label: p.T("look.font.sans")},
	}
}

func accentOptions(p ui.Page) []ui.Option {
	options := []ui.Option{{Value: "", Label: p.T("look.own")}}
	for _, a := range accents {
		options = append(options, ui.Option{Value: a.colour, Label: p.T("look.accent." + a.name)})
	}
	return options
}
