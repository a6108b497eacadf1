package cv_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/cv"
)

func hiding() cv.Resume {
	return cv.Resume{
		Basics:   cv.Basics{Name: "Maja Muster", Summary: "Not shown."},
		Projects: []cv.Project{{Name: "Rota"}, {Name: "Secret", Hidden: true}, {}},
		Skills:   []cv.Skill{{Name: "Triage"}},
		Other:    []cv.Section{{Title: "Tea", Hidden: true}, {Title: "Boards", Lines: []string{"Chess", ""}}},
		Meta: cv.Meta{Sections: []cv.SectionView{
			{Key: cv.OwnSections}, {Key: cv.OwnSections}, {Key: cv.SummarySection, Hidden: true}, {Key: "skills", Hidden: true, Title: "What I can do"},
		}},
	}
}

func TestVisibleLeavesOutWhatIsHiddenOrEmpty(t *testing.T) {
	t.Parallel()
	r := hiding()
	got := cv.Visible(r)
	if got.Basics.Summary != "" || len(got.Projects) != 1 || got.Skills != nil || len(got.Other) != 1 || got.Other[0].Title != "Boards" {
		t.Errorf("Visible = %+v", got)
	}
	if diff := cmp.Diff(hiding(), r); diff != "" {
		t.Errorf("Visible changed its argument: %s", diff)
	}
}

// TestMaskedKeepsPlaces: a path into the masked CV leads to the same entry.
func TestMaskedKeepsPlaces(t *testing.T) {
	t.Parallel()
	r := hiding()
	got := cv.Masked(r)
	if len(got.Projects) != 3 || got.Projects[0].Name != "Rota" || got.Projects[1].Name != "" || got.Skills[0].Name != "" || got.Basics.Summary != "" {
		t.Errorf("Masked = %+v", got)
	}
	if diff := cmp.Diff(hiding(), r); diff != "" {
		t.Errorf("Masked changed its argument: %s", diff)
	}
}

func TestArrangedListsEverySectionOnce(t *testing.T) {
	t.Parallel()
	r := hiding()
	r.Meta.Sections = append(r.Meta.Sections, cv.SectionView{Key: "skills"}, cv.SectionView{Key: "nonsense"}, cv.SectionView{Key: cv.OwnSections})
	count := map[string]int{}
	for _, v := range cv.Arranged(&r) {
		count[v.Key]++
	}
	for _, key := range cv.SectionKeys() {
		want := 1
		if key == cv.OwnSections {
			want = len(r.Other)
		}
		if count[key] != want {
			t.Errorf("section %s is listed %d times, want %d", key, count[key], want)
		}
	}
	if count["nonsense"] != 0 {
		t.Error("a section that there is not is listed")
	}
}

func TestTidyDropsEmptyTextsOnly(t *testing.T) {
	t.Parallel()
	got := cv.Tidy(hiding())
	if len(got.Projects) != 2 || !got.Projects[1].Hidden || len(got.Other[1].Lines) != 1 || len(got.Meta.Sections) != 4 {
		t.Errorf("Tidy = %+v", got)
	}
}
