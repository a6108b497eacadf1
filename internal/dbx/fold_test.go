package dbx

import (
	"testing"

	"pgregory.net/rapid"
)

// TestFoldLetterByLetter: the quick way folds every text as the thorough one does.
func TestFoldLetterByLetter(t *testing.T) {
	t.Parallel()
	for r := range rune(latin + 0x200) {
		if s := "a" + string(r) + "E"; Fold(s) != foldAny(s) {
			t.Errorf("Fold(%q) = %q, want %q", s, Fold(s), foldAny(s))
		}
	}
	letter := rapid.SampledFrom([]rune("aÉéÏßŒøıİǅŁ e\u0301\u0345Ωж中한"))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.OneOf(letter, rapid.Rune()), 0, 20, -1).Draw(t, "text")
		if got, want := Fold(s), foldAny(s); got != want {
			t.Fatalf("Fold(%q) = %q, want %q", s, got, want)
		}
	})
}
