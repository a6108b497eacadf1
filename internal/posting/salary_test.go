package posting_test

import (
	"fmt"
	"testing"

	"jobops/internal/posting"
)

// said writes a salary as "min-max CUR/PERIOD xN"; "?" marks a guessed period.
func said(s posting.Salary) string {
	out := fmt.Sprintf("%g-%g %s/%s", s.Min, s.Max, s.Currency, s.Period)
	if s.Guessed {
		out += "?"
	}
	if s.Payments > 0 {
		out += fmt.Sprintf(" x%d", s.Payments)
	}
	return out
}

func TestSalaryIn(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"Salary: £30,000 - £35,000 per annum", "30000-35000 GBP/YEAR"},
		{"$25/hr plus tips", "25-25 USD/HOUR"},
		{"Pay $18.50 to $21.00 an hour", "18.5-21 USD/HOUR"},
		{"We pay up to 65k EUR", "0-65000 EUR/YEAR?"},
		{"from €48,000 a year", "48000-0 EUR/YEAR"},
		{"Salaire : 38-45 k€ brut annuel", "38000-45000 EUR/YEAR"},
		{"Rémunération : 2 100 € à 2 400 € brut mensuel sur 13 mois", "2100-2400 EUR/MONTH x13"},
		{"Salaire fixe 35K€ bruts annuels + variable", "35000-35000 EUR/YEAR"},
		{"Taux horaire : 12,50 € brut", "12.5-12.5 EUR/HOUR"},
		{"TJM : 450 €", "450-450 EUR/DAY"},
		{"Jahresgehalt 52.000 bis 58.000 Euro brutto", "52000-58000 EUR/YEAR"},
		{"ab 3.200 € brutto im Monat, 13. Monatsgehalt", "3200-0 EUR/MONTH x13"},
		{"Stundenlohn: 14,80 €", "14.8-14.8 EUR/HOUR"},
		{"Salario 28.000 € - 32.000 € brutos anuales", "28000-32000 EUR/YEAR"},
		{"1.600 € brutos al mes en 14 pagas", "1600-1600 EUR/MONTH x14"},
		{"RAL 30.000 - 36.000 €", "30000-36000 EUR/YEAR"},
		{"Stipendio: 1.500 € netti al mese, quattordicesima", "1500-1500 EUR/MONTH x14"},
		{"Salário: R$ 5.500,00 por mês", "5500-5500 BRL/MONTH"},
		{"vencimento base 1.250€ mensais", "1250-1250 EUR/MONTH"},
		{"Salaris tussen € 3.000 en € 3.800 bruto per maand", "3000-3800 EUR/MONTH"},
		{"Wynagrodzenie: 12 000 – 15 000 zł brutto/mies.", "12000-15000 PLN/MONTH"},
		{"stawka 120 zł/h netto + VAT", "120-120 PLN/HOUR"},
		{"8-10 tys. zł brutto miesięcznie", "8000-10000 PLN/MONTH"},
		{"Зарплата от 150 000 до 200 000 руб. в месяц", "150000-200000 RUB/MONTH"},
		{"Μισθός: 1.400€ μικτά τον μήνα", "1400-1400 EUR/MONTH"},
		{"Day rate £500 - £550", "500-550 GBP/DAY"},
		{"CHF 95'000 per year", "95000-95000 CHF/YEAR"},
		{"Gehalt nach Vereinbarung", ""},
		{"We serve 45,000 customers in 12 countries", ""},
		{"An annual turnover of €45,000,000", ""},
		{"Ticket restaurant 9 € par jour", ""},
		{"You manage a budget of €250,000", ""},
		{"5 years of experience, 40 hours a week", ""},
		{"Founded in 1998, 2500 employees", ""},
		{"sign-on bonus of $2,000", ""},
		{"Rufen Sie an: 030 5550123", ""},
	}
	for _, tc := range tests {
		got := ""
		if s, ok := posting.SalaryIn(tc.text); ok {
			got = said(s)
			if s.Start < 0 || s.End > len(tc.text) || s.Start >= s.End {
				t.Errorf("SalaryIn(%q) quotes [%d:%d)", tc.text, s.Start, s.End)
			}
		}
		if got != tc.want {
			t.Errorf("SalaryIn(%q) = %q, want %q", tc.text, got, tc.want)
		}
	}
}

func TestYearly(t *testing.T) {
	t.Parallel()
	tests := []struct {
		salary      posting.Salary
		least, most int
	}{
		{posting.Salary{Min: 20, Max: 25, Period: posting.Hour}, 41600, 52000},
		{posting.Salary{Min: 500, Max: 500, Period: posting.Day}, 110000, 110000},
		{posting.Salary{Min: 900, Max: 900, Period: posting.Week}, 46800, 46800},
		{posting.Salary{Min: 2000, Max: 2500, Period: posting.Month}, 24000, 30000},
		{posting.Salary{Min: 2000, Max: 2500, Period: posting.Month, Payments: 14}, 28000, 35000},
		{posting.Salary{Max: 65000, Period: posting.Year}, 0, 65000},
	}
	for _, tc := range tests {
		if least, most := tc.salary.Yearly(); least != tc.least || most != tc.most {
			t.Errorf("Yearly(%+v) = %d, %d, want %d, %d", tc.salary, least, most, tc.least, tc.most)
		}
	}
}

// page is a web page with structured data about one invented job.
func page(fields string) string {
	return `<html><head><script type="application/ld+json">//<![CDATA[
{"@context":"http://schema.org","@type":["JobPosting"],"title":"Baker","hiringOrganization":"Sample Bakery",` + fields + `,
"description":"&lt;p&gt;You bake bread, cakes and tarts for our shops
every morning.&lt;/p&gt;&lt;p&gt;You bring two years of experience.&lt;/p&gt;"}
//]]></script></head><body>Menu</body></html>`
}

func TestStructuredFields(t *testing.T) {
	t.Parallel()
	tests := []struct{ fields, salary, place, expires, remote string }{
		{`"baseSalary":{"@type":"MonetaryAmount","currency":"EUR","value":{"minValue":2100,"maxValue":"2400","unitText":"MONTH"}}`, "2100-2400 EUR/MONTH", "", "", ""},
		{`"baseSalary":{"currency":"gbp","value":14.5,"unitText":"hour"}`, "14.5-14.5 GBP/HOUR", "", "", ""},
		{`"baseSalary":{"currency":"PLN","minValue":"8000","value":{"@type":"QuantitativeValue"}}`, "8000-0 PLN/MONTH?", "", "", ""},
		{`"baseSalary":"45000","salaryCurrency":"EUR"`, "45000-45000 EUR/YEAR?", "", "", ""},
		{`"baseSalary":{"value":{"value":"€38,000","unitText":"YEAR"}},"salaryCurrency":"EUR"`, "38000-38000 EUR/YEAR", "", "", ""},
		{`"baseSalary":{"value":"competitive"}`, "", "", "", ""},
		{`"baseSalary":null,"validThrough":"2027-01-31T23:59","jobLocationType":"TELECOMMUTE","applicantLocationRequirements":{"@type":"Country","name":"France"}`, "", "France", "2027-01-31", "Full"},
		{`"jobLocation":[{"address":{"addressLocality":"Exampleton","addressCountry":{"name":"GB"}}},{"address":"none"}],"validThrough":"soon"`, "", "Exampleton, GB", "", ""},
		{`"jobLocation":{"address":[{"addressRegion":"Bavaria"}]},"title":7`, "", "Bavaria", "", ""},
	}
	for _, tc := range tests {
		p := posting.Read(page(tc.fields))
		salary := ""
		if p.Salary != nil {
			salary = said(*p.Salary)
		}
		if salary != tc.salary || p.Location != tc.place || p.Expires.String() != tc.expires || string(p.Remote) != tc.remote {
			t.Errorf("Read(%s) = salary %q, place %q, expires %q, remote %q, want %q, %q, %q, %q", tc.fields,
				salary, p.Location, p.Expires, p.Remote, tc.salary, tc.place, tc.expires, tc.remote)
		}
		again := posting.Read(p.Text)
		if p.Salary != nil && !p.Salary.Guessed && (again.Salary == nil || said(*again.Salary) != salary) {
			t.Errorf("Read(%s): its text says %v of the salary when read again, want %s", tc.fields, again.Salary, salary)
		}
		if tc.remote != "" && string(again.Remote) != tc.remote {
			t.Errorf("Read(%s): its text says %q of the place of work when read again, want %q", tc.fields, again.Remote, tc.remote)
		}
		if p.Company != "Sample Bakery" || len(p.Requirements) == 0 {
			t.Errorf("Read(%s): company %q, %d requirements, want Sample Bakery and the years", tc.fields, p.Company, len(p.Requirements))
		}
	}
}
