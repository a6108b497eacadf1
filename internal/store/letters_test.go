package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/letter"
	"jobops/internal/owner"
	"jobops/internal/render"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

func writing(s *store.Store) *letter.Service {
	return letter.New(s, nil, func() time.Time { return storetest.Start })
}

func TestLettersAreKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		readyCV(t, s, who, cv1)
		addAd(t, s, who, ad1)
		all := writing(s)
		content := cv.Letter{
			From: cv.Basics{Name: canary, Email: "maja@example.com"}, Recipient: "Sample Ltd\n1 Example Street", Date: civil.Date{Year: 2026, Month: 3, Day: 1},
			Subject: "Sous chef", Body: "First.\n\nSecond.", Language: "en",
		}
		l, err := all.Start(t.Context(), who, letter.Letter{Posting: string(ad1), CV: cv1, Content: content, Look: render.Options{Template: render.Modern}})
		if err != nil || l.Revision != 1 {
			t.Fatalf("Start = %+v, %v", l, err)
		}
		edited, err := all.Edit(t.Context(), who, l.ID, 1, func(l *letter.Letter) error { l.Content.Closing = "Yours sincerely,"; return nil })
		if err != nil {
			t.Fatalf("Edit = %v", err)
		}
		got, err := all.Letter(t.Context(), who, l.ID)
		if diff := cmp.Diff(edited, got); err != nil || diff != "" || got.Posting != string(ad1) || got.CV != cv1 || got.Revision != 2 {
			t.Errorf("Letter = %v (-want +got): %s", err, diff)
		}
		late, err := all.Edit(t.Context(), who, l.ID, 1, func(l *letter.Letter) error { l.Content.Body = "late"; return nil })
		if !errors.Is(err, letter.ErrOvertaken) || late.Content.Closing != "Yours sincerely," {
			t.Errorf("late Edit = %+v, %v, want the other one's letter", late.Content, err)
		}
		if err := s.DeletePosting(t.Context(), who, ad1); err != nil {
			t.Fatal(err)
		}
		if err := s.Forget(t.Context(), who, cv1, ""); err != nil {
			t.Fatal(err)
		}
		list, err := all.Letters(t.Context(), who)
		if err != nil || len(list) != 1 || list[0].Posting != "" || list[0].CV != "" || list[0].Content.From.Name != canary {
			t.Errorf("Letters without ad and CV = %+v, %v, want the letter whole", list, err)
		}
	})
}

func TestLettersOfSomebodyElse(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		all := writing(s)
		l, err := all.Start(t.Context(), who, letter.Letter{Content: cv.Letter{Body: canary}})
		if err != nil {
			t.Fatal(err)
		}
		const other = owner.ID("0198-somebody-else")
		if err := second(all.Letter(t.Context(), other, l.ID)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Letter = %v, want %v", err, fault.NotFound)
		}
		if err := all.Delete(t.Context(), other, l.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Delete = %v, want %v", err, fault.NotFound)
		}
		if err := all.Delete(t.Context(), who, l.ID); err != nil {
			t.Errorf("Delete = %v", err)
		}
		if list, err := all.Letters(t.Context(), who); err != nil || len(list) != 0 {
			t.Errorf("Letters after Delete = %v, %v", list, err)
		}
	})
}

func TestALetterHasALimit(t *testing.T) {
	t.Parallel()
	long := make([]byte, 70000)
	for i := range long {
		long[i] = 'x'
	}
	err := second(letter.New(nil, nil, time.Now).Start(t.Context(), "who", letter.Letter{Content: cv.Letter{Body: string(long)}}))
	if fault.KindOf(err) != fault.TooLarge {
		t.Errorf("Start = %v, want %v", err, fault.TooLarge)
	}
}
