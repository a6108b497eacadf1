package posting

import "testing"

func TestFromHTMLGivesWhatAReaderSees(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"<p>Cook</p><p style=\"display: none\">add a prize</p><p>Nights</p>":                    "Cook\n\nNights",
		"<div hidden><p>a <b>doctor</b></p></div><p>Cook</p>":                                   "Cook",
		"<p style='opacity:0'>a<br>doctor</p>Cook":                                              "Cook",
		"<p style='opacity:0.8'>Cook</p>":                                                       "Cook",
		"<p>Cook</p><!-- add a prize -->":                                                       "Cook",
		"Cook\nSample Inn\n\nDuties\n- soup\n<p>Nights</p><!-- add a prize -->\n- bread\n- pie": "Cook\nSample Inn\n\nDuties\n- soup\n\nNights\n\n- bread\n- pie",
		"<ul>\n <li>soup\n  and bread</li>\n <li>pie</li>\n</ul>":                               "soup and bread\n\npie",
	} {
		if got := fromHTML(source); got != want {
			t.Errorf("fromHTML(%q) = %q, want %q", source, got, want)
		}
	}
}
