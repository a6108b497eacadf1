package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/tailor"
)

// cutShort is a language model whose answers are always longer than allowed.
type cutShort struct {
	obedient
	asked atomic.Int64
}

func (c *cutShort) Ask(context.Context, owner.ID, tailor.Question) (tailor.Answer, error) {
	c.asked.Add(1)
	return tailor.Answer{}, fault.New(fault.Unavailable, "model.truncated")
}

// TestPeerDefect19_ACutAnswerSaysSo asks a model whose answer is cut: it is asked
// once, the page gives the reason, and nothing is counted.
func TestPeerDefect19_ACutAnswerSaysSo(t *testing.T) {
	t.Parallel()
	m := &cutShort{}
	s, work := siteWithModel(t, m)
	s.askModel(t, work, "edits")
	if a := s.settled(t, work); !strings.Contains(a.text(), "longer than allowed") || !strings.Contains(a.text(), "Nothing was counted") {
		t.Error("the page does not say why the answer is not used and that nothing was counted")
	}
	if n := m.asked.Load(); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
}

// TestPeerDefect20_AHangingModelHoldsUpNobody leaves a question hanging: every other
// page answers meanwhile, and a second question of the person is refused at once.
func TestPeerDefect20_AHangingModelHoldsUpNobody(t *testing.T) {
	t.Parallel()
	m := &obedient{planted: plantedWords, hold: make(chan struct{})}
	s, work := siteWithModel(t, m)
	s.askModel(t, work, "edits")
	for end := time.Now().Add(patience); m.asked.Load() == 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	for _, page := range []string{"/", "/cvs", "/applications", "/settings", work} {
		if a := s.get(page); a.status != http.StatusOK {
			t.Errorf("GET %s while a model hangs = %d, want 200", page, a.status)
		}
	}
	if a := s.post(work+"/runs", url.Values{"key": {uuid.NewString()}, "kind": {"edits"}, "provider": {"local"}}); a.status != http.StatusConflict {
		t.Errorf("POST runs while one hangs = %d, want 409", a.status)
	}
	if n := m.asked.Load(); n != 1 {
		t.Errorf("%d questions are open, want 1", n)
	}
	close(m.hold)
	s.settled(t, work)
}
