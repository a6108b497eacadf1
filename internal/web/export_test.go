package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jobops/internal/cv"
)

// TestReadBackBeforeDownload: a file that comes back as written is sent at once;
// one that does not leads to the page that says what is lost, and from there it
// is one more click.
func TestReadBackBeforeDownload(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	read := s.follow(s.upload("cv.pdf", samplePDF(t, "en")).to())
	version := strings.TrimSuffix(find(t, s.get(read).body, "/versions/ID/export"), "/export")
	for _, format := range []string{"pdf", "docx"} {
		if a := s.get(version + "/files/" + format); a.status != http.StatusOK || a.header.Get("Content-Disposition") == "" {
			t.Errorf("GET %s of a sound version = %d, want the file", format, a.status)
		}
		contains(t, "the export page", s.get(version+"/export?read="+format), http.StatusOK, "Nothing is lost.", version+"/files/"+format+`"`)
	}
	s.post(version+"/field", url.Values{"path": {string(cv.NewPath("work", 0, "position"))}, "value": {"Skills"}})
	changed := strings.TrimSuffix(find(t, s.get(read).body, "/versions/ID/export"), "/export")
	for _, format := range []string{"pdf", "docx"} {
		a := s.get(changed + "/files/" + format)
		if a.status != http.StatusSeeOther {
			t.Fatalf("GET %s of a version with a heading for a title = %d, want 303", format, a.status)
		}
		page := s.get(a.to())
		contains(t, "the page of what is lost", page, http.StatusOK, "differently", `id="machine"`)
		to := find(t, page.body, changed+"/files/"+format+`\?seen=1`)
		if a := s.get(to); a.status != http.StatusOK || a.header.Get("Content-Disposition") == "" {
			t.Errorf("GET %s = %d, want the file", to, a.status)
		}
	}
	for _, format := range []string{"markdown", "text", "json", "reactive"} {
		if a := s.get(changed + "/files/" + format); a.status != http.StatusOK {
			t.Errorf("GET %s = %d, want the file", format, a.status)
		}
	}
}
