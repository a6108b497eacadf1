package ui

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const tokens = "../assets/css/tokens.css"

// pairs lists what is set on what, with the ratio it must reach: 4.5 for text,
// 3 for edges and pictures (WCAG 2.2, 1.4.3 and 1.4.11).
var pairs = []struct {
	on    []string
	above []string
	ratio float64
}{
	{[]string{"ground", "surface", "sunken"}, []string{"ink", "quiet", "accent", "accent-strong", "bad"}, 4.5},
	{[]string{"surface", "ground"}, []string{"good", "warn"}, 4.5},
	{[]string{"accent-soft"}, []string{"ink", "accent", "quiet"}, 4.5},
	{[]string{"good-soft"}, []string{"ink", "good"}, 4.5},
	{[]string{"warn-soft"}, []string{"ink", "warn", "quiet"}, 4.5},
	{[]string{"bad-soft"}, []string{"ink", "bad", "quiet"}, 4.5},
	{[]string{"accent", "accent-strong", "warn"}, []string{"on-accent"}, 4.5},
	{[]string{"bad"}, []string{"on-bad"}, 4.5},
	{[]string{"ink"}, []string{"ground"}, 4.5},
	{[]string{"surface", "ground"}, []string{"edge", "band-1", "band-2", "band-3", "band-4", "band-5"}, 3},
}

func TestContrast(t *testing.T) {
	t.Parallel()
	themes := readTokens(t)
	for theme, colours := range themes {
		for _, p := range pairs {
			for _, below := range p.on {
				for _, above := range p.above {
					if got := contrast(colours[below], colours[above]); got < p.ratio {
						t.Errorf("%s: contrast(%s on %s) = %.2f, want %.1f", theme, above, below, got, p.ratio)
					}
				}
			}
		}
	}
}

var (
	token = regexp.MustCompile(`--([a-z0-9-]+): light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\);`)
	black = regexp.MustCompile(`^[0-9.]+% [0-9.]+ [0-9.]+$`)
)

// readTokens returns the relative luminance of each colour, by theme.
func readTokens(t *testing.T) map[string]map[string]float64 {
	t.Helper()
	css, err := os.ReadFile(tokens)
	if err != nil {
		t.Fatal(err)
	}
	themes := map[string]map[string]float64{"light": {}, "dark": {}}
	for _, m := range token.FindAllStringSubmatch(string(css), -1) {
		themes["light"][m[1]] = luminance(t, m[2])
		themes["dark"][m[1]] = luminance(t, m[3])
	}
	for _, p := range pairs {
		for _, name := range append(p.on, p.above...) {
			if _, ok := themes["light"][name]; !ok {
				t.Fatalf("%s has no colour --%s", tokens, name)
			}
		}
	}
	return themes
}

// luminance turns "48% .10 200" into relative luminance: OKLCH to linear sRGB
// by the matrices of Björn Ottosson, then the weights of WCAG.
func luminance(t *testing.T, oklch string) float64 {
	t.Helper()
	if !black.MatchString(oklch) {
		t.Fatalf("colour %q is not written as L%% C H", oklch)
	}
	parts := strings.Fields(strings.ReplaceAll(oklch, "%", ""))
	var n [3]float64
	for i, part := range parts {
		var err error
		if n[i], err = strconv.ParseFloat(part, 64); err != nil {
			t.Fatal(err)
		}
	}
	lightness, a, b := n[0]/100, n[1]*math.Cos(n[2]*math.Pi/180), n[1]*math.Sin(n[2]*math.Pi/180)
	l := math.Pow(lightness+0.3963377774*a+0.2158037573*b, 3)
	m := math.Pow(lightness-0.1055613458*a-0.0638541728*b, 3)
	s := math.Pow(lightness-0.0894841775*a-1.2914855480*b, 3)
	clip := func(x float64) float64 { return min(1, max(0, x)) }
	red := clip(4.0767416621*l - 3.3077115913*m + 0.2309699292*s)
	green := clip(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s)
	blue := clip(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s)
	return 0.2126*red + 0.7152*green + 0.0722*blue
}

func contrast(a, b float64) float64 {
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}
