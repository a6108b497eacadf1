package tailor

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jobops/internal/cv"
)

// supports tells whether a bullet supports another wording of it.
func supports(t testing.TB, lang, before, after string) bool {
	t.Helper()
	return reworded(t, resumeWith(lang, before), after).Supported
}

func TestPeerDefect07_EveryNumberKeepsMagnitudeUnitAndBound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang, before string
		honest       []string
		lies         []string
	}{
		{"en", "Served 50k users", []string{"Served 50,000 users", "Served 50 000 users", "Served 50 thousand users", "Served fifty thousand users"},
			[]string{"Served 50 users", "Served 500k users", "Served 5k users", "Served 50m users", "Served 50k users daily", "Served over 50k users", "Served 50k customers"}},
		{"en", "Saved $1.2m in costs", []string{"Saved $1,200,000 in costs", "Saved 1.2 million dollars in costs"},
			[]string{"Saved €1.2m in costs", "Saved $12m in costs", "Saved $1.2bn in costs", "Saved 1.2m in costs", "Saved 1.2 % in costs"}},
		{"en", "Sales of 3 lakh rupees", []string{"Sales of 300,000 rupees"}, []string{"Sales of 3 crore rupees", "Sales of 3 million rupees", "Sales of 3 lakh dollars"}},
		{"en", "Cut errors by 2.5 %", []string{"Cut errors by 2.5 percent"}, []string{"Cut errors by 25 %", "Cut errors by 2.5 points", "Cut errors 2.5 times"}},
		{"en", "Up to 40 guests a night", []string{"Up to forty guests a night", "At most 40 guests a night"}, []string{"40 guests a night", "Over 40 guests a night", "40+ guests a night", "At least 40 guests a night"}},
		{"en", "Over 40 guests a night", []string{"More than 40 guests a night", "40 guests a night", "40+ guests a night"}, []string{"Over 400 guests a night"}},
		{"en", "About 40 guests a night", []string{"Around 40 guests a night", "Approximately forty guests a night"}, []string{"40 guests a night", "Over 40 guests a night"}},
		{"en", "Managed 5-10 sites", []string{"Managed 5 to 10 sites", "Managed 5–10 sites"}, []string{"Managed 10 to 50 sites", "Managed 10-5 sites", "Managed 15-10 sites"}},
		{"en", "A team of 12", []string{"A 12-person team", "A team of twelve people"}, []string{"A 21-person team", "A team of 12 departments", "A team of 120"}},
		{"en", "Two hundred calls a day", []string{"200 calls a day", "200 calls per day"}, []string{"Two hundred calls an hour", "Twelve hundred calls a day", "200 calls a week", "Two thousand calls a day"}},
		{"en", "Worked from June 2019 to May 2021 on payroll", []string{"Payroll, June 2019 to May 2021"}, []string{"Payroll, June 2018 to May 2021", "Payroll, May 2019 to June 2021 and 2022", "Payroll, June 2021 to May 2019"}},
		{"en", "Doubled sign-ups", []string{"Sign-ups doubled"}, []string{"Tripled sign-ups", "Sign-ups grew tenfold"}},
		{"en", "Half of the tests", nil, []string{"The tests", "All of the tests"}},
		{"de", "Umsatz von 1,5 Mio. Euro", []string{"Umsatz von 1.500.000 Euro", "Umsatz von 1,5 Millionen €"}, []string{"Umsatz von 15 Mio. Euro", "Umsatz von 1,5 Mrd. Euro", "Umsatz von 1,5 Mio. Dollar", "Umsatz von über 1,5 Mio. Euro"}},
		{"de", "1.200 Artikel gepflegt", []string{"1200 Artikel gepflegt", "1 200 Artikel gepflegt"}, []string{"12.000 Artikel gepflegt", "1,2 Mio. Artikel gepflegt"}},
		{"fr", "1 200 clients servis", []string{"1200 clients servis", "1 200 clients servis"}, []string{"12 000 clients servis", "1 200 sociétés servies", "Plus de 1 200 clients servis"}},
		{"es", "3,5 millones de euros", []string{"3.500.000 euros", "3,5 millones €"}, []string{"35 millones de euros", "3,5 mil millones de euros", "3,5 millones de dólares"}},
		{"pl", "Budżet 20 tys. zł", []string{"Budżet 20 000 zł"}, []string{"Budżet 20 mln zł", "Budżet 20 tys. euro", "Budżet ponad 20 tys. zł"}},
		{"ru", "Бюджет 3 млн руб", []string{"Бюджет 3 000 000 рублей"}, []string{"Бюджет 3 млрд руб", "Бюджет 30 млн руб", "Бюджет 3 млн долларов"}},
	} {
		for _, after := range tt.honest {
			if e := reworded(t, resumeWith(tt.lang, tt.before), after); !e.Supported {
				t.Errorf("Check(%q -> %q) = %v, want supported", tt.before, after, e.Claims)
			}
		}
		for _, after := range tt.lies {
			if supports(t, tt.lang, tt.before, after) {
				t.Errorf("Check(%q -> %q) = supported, want refused", tt.before, after)
			}
		}
	}
}

func TestParseNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{
		"50": 50, "1,200": 1200, "1.200": 1200, "1 200": 1200, "1\u202f200\u202f000": 1200000, "1'200": 1200, "1’200": 1200,
		"1,5": 1.5, "1.5": 1.5, "0.125": 0.125, "1.200,50": 1200.5, "1,200.50": 1200.5, "1.234.567": 1234567, "½": 0.5, "２５": 25,
		"٢٥": 25, "۲۵": 25, "२५": 25, "১২": 12, "๔๒": 42, "٢٫٥": 2.5, "𝟙𝟚": 12,
	} {
		if got, ok := parseNumber(text); !ok || got != want {
			t.Errorf("parseNumber(%q) = %v, %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"1.22.3", "192.168.0.1"} {
		if got, _ := parseNumber(text); got >= 0 {
			t.Errorf("parseNumber(%q) = %v, want a value no count has", text, got)
		}
	}
}

func TestDigitsOfAllScripts(t *testing.T) {
	t.Parallel()
	for _, zero := range []rune{'0', '٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០', '᠐', '０', '𑁦'} {
		for d := range rune(10) {
			if got, _ := parseNumber(string(zero + d)); got != float64(d) {
				t.Errorf("parseNumber(%q) = %v, want %d", zero+d, got, d)
			}
		}
	}
}

func TestPeerDefect07_ChangedDigitsAreCaught(t *testing.T) {
	t.Parallel()
	forms := []string{"Handled %s orders", "%s orders handled", "Handled orders worth €%s", "Cut the cost of orders by %s %%"}
	rapid.Check(t, func(t *rapid.T) {
		form := rapid.SampledFrom(forms).Draw(t, "form")
		n := rapid.IntRange(3, 1_000_000).Draw(t, "n")
		m := rapid.OneOf(rapid.IntRange(3, 1_000_000), rapid.Just(n*10), rapid.Just(n*1000)).Draw(t, "m")
		write := rapid.SampledFrom([]func(int) string{strconv.Itoa, grouping(","), grouping("."), grouping(" "), grouping("\u202f")})
		before, after := fmt.Sprintf(form, write.Draw(t, "as")(n)), fmt.Sprintf(form, write.Draw(t, "as")(m))
		e, err := Own(resumeWith("en", before), bulletPath, after)
		if err != nil || e.Supported != (n == m) {
			t.Errorf("Check(%q -> %q) = %v, %v, want supported %v", before, after, e.Supported, err, n == m)
		}
	})
}

func grouping(sep string) func(int) string {
	return func(n int) string {
		s := strconv.Itoa(n)
		for i := len(s) - 3; i > 0; i -= 3 {
			s = s[:i] + sep + s[i:]
		}
		return s
	}
}

func TestPeerDefect08_EveryScriptIsChecked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ lang, before, after string }{
		{"ar", "خدمت ٥٠ مستخدما في المتجر", "خدمت ٥٠٠ مستخدما في المتجر"},
		{"ar", "خدمت خمسين مستخدما", "خدمت خمسمئة مستخدم"},
		{"hi", "५० ग्राहकों की सहायता की", "५०० ग्राहकों की सहायता की"},
		{"ja", "５０人の顧客を担当", "５００人の顧客を担当"},
		{"ja", "五十人の顧客を担当", "五百人の顧客を担当"},
		{"zh", "为50万用户提供服务", "为50亿用户提供服务"},
		{"zh", "参与项目开发", "领导项目开发"},
		{"th", "ดูแลลูกค้า ๕๐ คน", "ดูแลลูกค้า ๕๐๐ คน"},
		{"he", "טיפלתי ב 50 לקוחות", "ניהלתי 50 לקוחות"},
	} {
		e := reworded(t, resumeWith(tt.lang, tt.before), tt.after)
		if e.Supported || e.Checked == 0 {
			t.Errorf("Check(%q -> %q) = supported %v after %d claims, want refused", tt.before, tt.after, e.Supported, e.Checked)
		}
		if same := reworded(t, resumeWith(tt.lang, tt.before), tt.before); !same.Supported {
			t.Errorf("Check(%q unchanged) = %v, want supported", tt.before, same.Claims)
		}
	}
}

func TestPeerDefect08_NothingCheckedIsAWarning(t *testing.T) {
	t.Parallel()
	long := strings.TrimSpace(strings.Repeat("kept the papers in order and ", 9))
	e := reworded(t, resumeWith("en", long), long)
	report := Check(resumeWith("en", long), e)
	if report.Checked != 0 || report.Warning == "" || e.Supported {
		t.Errorf("Check of %d words without a claim = %d checked, warning %q, supported %v", len(strings.Fields(long)), report.Checked, report.Warning, e.Supported)
	}
}

func TestCheckNamesTheClaim(t *testing.T) {
	t.Parallel()
	r := resumeWith("en", "Helped two clerks with letters")
	r.Languages = []cv.Language{{Language: "French"}}
	for after, want := range map[string]ClaimKind{
		"Helped nine clerks with letters":                     NumberClaim,
		"Helped two clerks with letters in March 2020":        DateClaim,
		"Helped two clerks with letters at Acme":              NameClaim,
		"Helped two clerks with letters in French":            LanguageClaim,
		"Helped two clerks with letters, PhD":                 DegreeClaim,
		"Helped two clerks with letters as director":          SeniorityClaim,
		"Helped and led two clerks with letters":              RoleClaim,
		"Helped two clerks with letters, expert":              LevelClaim,
		"Helped two clerks with letters worldwide":            ScopeClaim,
		"Helped two clerks with splendid letters":             WordClaim,
		"Two clerks: letters":                                 DroppedClaim,
		"Helped two cl\u200berks with letters":                HiddenClaim,
		"Helped two clerks with letters <b>":                  WordClaim,
		"Helped two clerks with letters https://evil.example": WordClaim,
	} {
		e := reworded(t, r, after)
		found := false
		for _, c := range e.Claims {
			found = found || c.Kind == want
			if c.Start > c.End || c.End > len(after) || c.Kind != DroppedClaim && after[c.Start:c.End] != c.Text {
				t.Errorf("Check(%q): claim %q at %d..%d", after, c.Text, c.Start, c.End)
			}
		}
		if !found {
			t.Errorf("Check(%q) = %v, want a claim of kind %s", after, e.Claims, want)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, p := range claimPairs(f) {
		f.Add(p.lang, p.before, p.after)
	}
	f.Add("zh", "为50万用户", "\xff\u200b½ 1.2.3 .net c++ -")
	f.Fuzz(func(t *testing.T, lang, before, after string) {
		r := resumeWith(lang, before)
		e := Edit{Kind: Reword, Path: bulletPath, Before: before, After: after}
		for _, c := range Check(r, e).Claims {
			if c.Start < 0 || c.End > len(after) || c.Start > c.End {
				t.Errorf("Check(%q): claim at %d..%d", after, c.Start, c.End)
			}
		}
		if e.After = before; len(Check(r, e).Unsupported()) > 0 {
			t.Errorf("Check(%q unchanged) = %v, want supported", before, Check(r, e).Unsupported())
		}
	})
}
