package tailor

import (
	"testing"

	"jobops/internal/civil"
	"jobops/internal/cv"
)

func nurse() cv.Resume {
	return cv.Resume{
		Basics: cv.Basics{Name: "Sample Person", Label: "Staff Nurse"},
		Work: []cv.Work{
			{Name: "Exampleton Infirmary", Position: "Staff Nurse", Period: cv.Period{Start: civil.Date{Year: 2018}, Current: true},
				Highlights: []string{"Looked after 14 patients on a stroke ward", "Helped introduce electronic records", "Reported to the director on falls"}},
			{Name: "Sample Clinic", Position: "Trainee", Period: cv.Period{Start: civil.Date{Year: 2015}, End: civil.Date{Year: 2017}},
				Highlights: []string{"Taught hand hygiene to 200 pupils", "Learning German", "Kept the machine room tidy, no experience with dialysis", "Never used K8s"}},
		},
		Skills: []cv.Skill{{Name: "Wound care"}, {Name: "Basic Spanish"}},
		Meta:   cv.Meta{Language: "en"},
	}
}

func TestCheckOfSummaries(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		after string
		want  bool
	}{
		{"Staff Nurse, Exampleton Infirmary, since 2018. Skills: Wound care.", true},
		{"Staff Nurse on a stroke ward, 14 patients. Wound care.", true},
		{"Helped introduce electronic records at Exampleton Infirmary.", true},
		{"Taught hand hygiene to 200 pupils.", true},
		{"Introduced electronic records at Exampleton Infirmary.", false},
		{"Staff Nurse with 200 patients.", false},
		{"Taught hand hygiene to 14 patients.", false},
		{"Taught hand hygiene on a stroke ward.", false},
		{"Director of falls.", false},
		{"Director.", false},
		{"Senior Staff Nurse.", false},
		{"Staff Nurse, German.", false},
		{"Experience with dialysis.", false},
		{"Staff Nurse since 2015.", false},
		{"Nurse with ten years of experience.", false},
		{"Wound care expert.", false},
		{"Passionate Staff Nurse.", false},
	} {
		r := nurse()
		e := Checked(r, Edit{ID: "summary", Kind: Summary, Path: "/basics/summary", After: tt.after})
		if e.Supported != tt.want {
			t.Errorf("Check(summary %q) = %v %v, want %v", tt.after, e.Supported, e.Claims, tt.want)
		}
	}
}

func TestCheckOfSkills(t *testing.T) {
	t.Parallel()
	for skill, want := range map[string]bool{
		"Hand hygiene": true, "electronic records": true, "Wound care": true,
		"German": false, "Kubernetes": false, "dialysis": false, "Machine learning": false, "Rust": false, "Spanish": false,
		"Stroke records": false, "Leadership": false, "Patient hygiene": false,
	} {
		e := Checked(nurse(), Edit{Kind: Surface, Path: "/skills/-", After: skill})
		if e.Supported != want {
			t.Errorf("Check(skill %q) = %v %v, want %v", skill, e.Supported, e.Claims, want)
		}
	}
}

func TestCheckKeepsEntriesApart(t *testing.T) {
	t.Parallel()
	r := nurse()
	for after, want := range map[string]bool{
		"Looked after 14 patients on a stroke ward, wound care":           false, // a skill, but not said of this post
		"Looked after 14 patients and 200 pupils":                         false,
		"Looked after 14 patients on a stroke ward as Staff Nurse":        true,
		"Looked after 14 patients on a stroke ward, Exampleton Infirmary": true,
		"Looked after 14 patients on a stroke ward at the Sample Clinic":  false,
	} {
		e, err := Own(r, "/work/0/highlights/0", after)
		if err != nil || e.Supported != want {
			t.Errorf("Check(%q) = %v %v %v, want %v", after, e.Supported, e.Claims, err, want)
		}
	}
	// Another bullet of the same entry feeds an edit that names it.
	e := Edit{Kind: Reword, Path: "/work/0/highlights/0", Before: r.Work[0].Highlights[0],
		After: "Looked after 14 patients on a stroke ward; helped introduce electronic records"}
	if Supported(Check(r, e)) {
		t.Errorf("Check without evidence = supported, want refused")
	}
	e.Evidence = []Evidence{{"/work/0/highlights/1", "Helped introduce electronic records"}}
	if report := Check(r, e); !Supported(report) {
		t.Errorf("Check with evidence = %v, want supported", report.Unsupported())
	}
	e.After, e.Evidence = "Looked after 14 patients, taught hand hygiene", []Evidence{{"/work/1/highlights/0", "Taught hand hygiene to 200 pupils"}}
	if Supported(Check(r, e)) {
		t.Errorf("Check with evidence from another entry = supported, want refused")
	}
}
