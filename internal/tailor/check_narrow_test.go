package tailor

import "testing"

func TestDetailsMayGoLimitsMayNot(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang, before string
		honest       []string
		lies         []string
	}{
		{"en", "Painted fences and sheds in Leeds with a neighbour", []string{"Painted fences with a neighbour"}, []string{"Painted fences and sheds in Leeds"}},
		{"en", "Probably 5 % less waste in the bakery", []string{"Perhaps 5 % less waste in the bakery"}, []string{"5 % less waste in the bakery"}},
		{"en", "Arranged travel for the sales team", nil, []string{"Arranged the sales team"}},
		{"en", "Manager of the kitchen garden", nil, []string{"Manager of the garden"}},
		{"en", "Watered plants two hours a week in the park", []string{"Watered plants two hours a week"}, []string{"Watered plants in the park"}},
		{"de", "Vermutlich 15 % weniger Ausschuss", []string{"Wahrscheinlich 15 % weniger Ausschuss"}, []string{"15 % weniger Ausschuss"}},
		{"de", "Brot und Kuchen verkauft, gemeinsam mit der Schwester", nil, []string{"Brot und Kuchen verkauft"}},
		{"fr", "Ventes de pains et de gâteaux à Lyon", []string{"Ventes de pains"}, nil},
		{"fr", "Peut-être dix clients de plus", nil, []string{"Dix clients de plus"}},
		{"es", "Pintamos la escuela en verano", nil, []string{"Pinté la escuela en verano"}},
		{"it", "Assistenza agli ospiti, esclusa la cucina", nil, []string{"Assistenza agli ospiti e cucina"}},
		{"pt", "Talvez três clientes novos", nil, []string{"Três clientes novos"}},
		{"nl", "Vermoedelijk tien klanten meer", nil, []string{"Tien klanten meer"}},
		{"pl", "Odnowiliśmy świetlicę", nil, []string{"Odnowiłem świetlicę"}},
		{"el", "Ίσως δέκα πελάτες περισσότεροι", nil, []string{"Δέκα πελάτες περισσότεροι"}},
		{"ru", "Вдвоём покрасили забор", nil, []string{"Покрасил забор"}},
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

func TestMonthsCountFromJanuary(t *testing.T) {
	t.Parallel()
	for lang, texts := range map[string][2]string{
		"en": {"Porter from November 2018 to March 2019", "Porter, 11/2018 to 03/2019"},
		"pl": {"Portier od maja do lipca 2012", "Portier, 05/2012 do 07/2012"},
		"el": {"Φύλακας από Μάρτιο έως Μάιο 2016", "Φύλακας, 03/2016 - 05/2016"},
	} {
		if !supports(t, lang, texts[0], texts[1]) {
			t.Errorf("Check(%q -> %q) = refused, want supported", texts[0], texts[1])
		}
	}
}
