//go:build drill

package render_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"jobops/internal/render"
	"jobops/internal/sample"
)

// TestDrillReadBackMatrix: every template, format, language of headings and
// dates, and sample.
func TestDrillReadBackMatrix(t *testing.T) {
	t.Parallel()
	for _, template := range render.Templates() {
		for _, f := range []render.Format{render.FormatPDF, render.FormatDOCX} {
			t.Run(string(template)+"/"+string(f), func(t *testing.T) {
				t.Parallel()
				for _, language := range languages {
					sum, least, at := 0.0, 2.0, ""
					for _, c := range sample.CVs() {
						n, wrong := compared(c.Resume, readBare(t, f, c.Resume, render.Options{Template: template, Language: language}))
						f1 := n.f1()
						if sum += f1; f1 < least {
							least, at = f1, c.Name
						}
						if f1 < leastScore {
							t.Errorf("%s of %s: F1 = %.3f, want at least %v: %v", language, c.Name, f1, leastScore, wrong)
						}
					}
					t.Logf("%s: mean F1 %.3f, lowest %.3f (%s)", language, sum/float64(len(sample.CVs())), least, at)
				}
			})
		}
	}
}

// TestDrillReadBackPeople: every template, format and language with ten people
// made up in it. It prints the table: F1 over all values, and that of the worst
// CV.
func TestDrillReadBackPeople(t *testing.T) {
	t.Parallel()
	numbers := make([]int, peopleCount)
	for i := range numbers {
		numbers[i] = i
	}
	for _, template := range render.Templates() {
		for _, f := range []render.Format{render.FormatPDF, render.FormatDOCX} {
			t.Run(string(template)+"/"+string(f), func(t *testing.T) {
				t.Parallel()
				line := ""
				for _, language := range languages {
					all, worst := readPeople(t, f, template, language, numbers)
					line += fmt.Sprintf("  %s %.3f (%.3f)", language, all.f1(), worst)
				}
				t.Logf("%-8s %-4s%s", template, f, line)
			})
		}
	}
}

// TestDrillOtherTools: qpdf finds no fault in any file, and pdftotext finds the
// text in our order. It guesses at columns by their place on the page and
// leafs between the two of Modern, so for that it takes the order of the file.
func TestDrillOtherTools(t *testing.T) {
	t.Parallel()
	for _, template := range render.Templates() {
		for _, c := range sample.CVs() {
			data, err := render.PDF(c.Resume, render.Options{Template: template})
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "cv.pdf")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.CommandContext(t.Context(), "qpdf", "--check", path).CombinedOutput(); err != nil {
				t.Errorf("qpdf --check %s of %s: %v %s", template, c.Name, err, out)
			}
			order := "-nopgbrk"
			if template == render.Modern {
				order = "-raw"
			}
			out, err := exec.CommandContext(t.Context(), "pdftotext", "-enc", "UTF-8", order, path, "-").Output()
			if err != nil {
				t.Fatalf("pdftotext: %v", err)
			}
			checkOrder(t, string(template)+" "+c.Name, c.Resume, string(bytes.ReplaceAll(out, []byte("-\n"), []byte("-"))))
		}
	}
}
