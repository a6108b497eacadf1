package tailor

import (
	"context"
	"errors"
	"time"

	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/match"
	"jobops/internal/owner"
)

// Score is the score of one version of a CV for a posting as it was given.
type Score struct {
	ID      string
	Posting PostingID
	CV      library.ID
	Version library.VersionID
	Method  string // match.Version; scores of two methods are not comparable
	Score   int    // 0..100
	Created time.Time
}

// Scores keeps given scores and what people say about requirements.
type Scores interface {
	// AddScore keeps a score; a second one of the same version, posting and
	// method is left out.
	AddScore(ctx context.Context, owner owner.ID, s Score) error
	// ScoresFor lists the scores for a posting, the oldest version first.
	ScoresFor(ctx context.Context, owner owner.ID, p PostingID) ([]Score, error)
	// ScoresOf lists the scores of a version, the newest first.
	ScoresOf(ctx context.Context, owner owner.ID, v library.VersionID) ([]Score, error)
	// Answers returns what a person says about a posting's requirements, by ID.
	Answers(ctx context.Context, owner owner.ID, p PostingID) (map[string]match.Answer, error)
	// SetAnswer changes one answer; "" forgets it.
	SetAnswer(ctx context.Context, owner owner.ID, p PostingID, requirement string, a match.Answer) error
}

// Look is a match as its page shows it.
type Look struct {
	Pair
	Answers map[string]match.Answer
	WhatIf  match.Guess // with the answers; Score 0 and no band when they change nothing
	Rank    Standing
}

// Standing says where a score stands among those of the same version for the
// person's other postings. It is a second number and never changes the score.
type Standing struct {
	Percent int // share of the others that score lower, equal ones by half; 0..100
	Of      int // how many others there are; Percent means nothing below FewestOthers
}

// FewestOthers is how many other postings a Standing needs.
const FewestOthers = 5

// Look matches a version to a posting and adds what the person said and where
// the score stands.
func (s *Service) Look(ctx context.Context, owner owner.ID, v library.VersionID, p PostingID) (Look, error) {
	pair, err := s.Match(ctx, owner, v, p)
	if err != nil {
		return Look{}, err
	}
	l := Look{Pair: pair}
	if l.Answers, err = s.scores.Answers(ctx, owner, p); err != nil {
		return Look{}, err
	}
	if guess, ok := match.WhatIf(pair.Version.Resume, pair.Posting.Posting, l.Answers); ok {
		l.WhatIf = guess
	}
	given, err := s.scores.ScoresOf(ctx, owner, v)
	l.Rank = standing(pair, given)
	return l, err
}

func standing(pair Pair, given []Score) Standing {
	var r Standing
	lower := 0
	for _, g := range given {
		if g.Posting == pair.Posting.ID || g.Method != match.Version {
			continue
		}
		r.Of++
		switch {
		case g.Score < pair.Match.Score:
			lower += 2
		case g.Score == pair.Match.Score:
			lower++
		}
	}
	if r.Of > 0 {
		r.Percent = lower * 50 / r.Of
	}
	return r
}

// History lists the scores given for a posting, the oldest version first.
func (s *Service) History(ctx context.Context, owner owner.ID, p PostingID) ([]Score, error) {
	if _, err := s.store.Posting(ctx, owner, p); err != nil {
		return nil, err
	}
	return s.scores.ScoresFor(ctx, owner, p)
}

// Say keeps what a person says about one requirement of a posting; "" takes it
// back. A requirement that the posting does not have is fault.NotFound.
func (s *Service) Say(ctx context.Context, owner owner.ID, p PostingID, requirement string, a match.Answer) error {
	saved, err := s.store.Posting(ctx, owner, p)
	if err != nil {
		return err
	}
	if a != "" && a != match.Have && a != match.Irrelevant {
		return fault.New(fault.Invalid, "error.form")
	}
	for _, r := range saved.Posting.Requirements {
		if r.ID == requirement {
			return s.scores.SetAnswer(ctx, owner, p, requirement, a)
		}
	}
	return fault.NotFound
}

// record keeps the score of a pair unless the match abstains. Where the person
// restricted their data nothing is kept and the page is still shown.
func (s *Service) record(ctx context.Context, owner owner.ID, p Pair) error {
	if p.Match.Abstained != "" {
		return nil
	}
	err := s.scores.AddScore(ctx, owner, Score{
		ID: newID(), Posting: p.Posting.ID, CV: p.Version.CV, Version: p.Version.ID,
		Method: match.Version, Score: p.Match.Score, Created: s.now(),
	})
	if errors.Is(err, fault.Restricted) {
		return nil
	}
	return err
}

// Try scores a version against an ad that is still being written. Nothing is
// kept.
func (s *Service) Try(ctx context.Context, owner owner.ID, v library.VersionID, text, title string) (Pair, error) {
	version, err := s.cvs.Version(ctx, owner, v)
	if err != nil {
		return Pair{}, err
	}
	saved, err := s.read(text, title, "")
	if err != nil {
		return Pair{}, err
	}
	return Pair{version, saved, match.Score(version.Resume, saved.Posting)}, nil
}
