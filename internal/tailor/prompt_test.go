package tailor

import (
	"strings"
	"testing"

	"jobops/internal/cv"
	"jobops/internal/library"
)

// TestPeerDefect19_TheAnswerMayGrowWithTheCV wants room for a long CV's answer.
func TestPeerDefect19_TheAnswerMayGrowWithTheCV(t *testing.T) {
	t.Parallel()
	short, long := resumeWith("en", "Sold bread"), resumeWith("en", "Sold bread")
	for range 60 {
		long.Work[0].Highlights = append(long.Work[0].Highlights, strings.Repeat("Sold bread and cakes on the market. ", 10))
	}
	few, many := answerTokensOf(short), answerTokensOf(long)
	if many < 4*few || many < 2048 {
		t.Errorf("answerTokens(long CV) = %d, want far more than %d", many, few)
	}
}

func answerTokensOf(r cv.Resume) int {
	return newPrompt(EditsRun, Pair{Version: library.Version{Resume: r}}, false).answer
}
