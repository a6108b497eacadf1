package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/owner"
	"jobops/internal/tracker"
)

// applicationOrders are the expressions that lists are sorted by, ascending, with
// the id behind them; desc turns both around.
var applicationOrders = map[tracker.Order]struct {
	by   string
	desc bool
}{
	tracker.ByUpdated:  {"a.updated_at", true},
	tracker.BySince:    {"a.stage_at", false},
	tracker.ByCompany:  {folded("a.company"), false},
	tracker.ByTitle:    {folded("a.title"), false},
	tracker.ByDeadline: {"CASE WHEN a.deadline = '' THEN '9999-99-99' ELSE a.deadline END", false},
}

// list collects the conditions of a query with their arguments.
type list struct {
	where []string
	args  []any
}

// arg adds an argument and returns its place.
func (l *list) arg(v any) string {
	l.args = append(l.args, v)
	return fmt.Sprintf("$%d", len(l.args))
}

func (l *list) and(condition string) { l.where = append(l.where, condition) }

// Applications returns a page of applications that match, in order.
func (s *Store) Applications(ctx context.Context, owner owner.ID, q tracker.Query) ([]tracker.Application, error) {
	l := &list{}
	l.and("a.owner_id = " + l.arg(owner))
	l.and("a.deleted_at IS NULL")
	l.filter(q)
	order := applicationOrders[q.Order]
	direction, beyond := "", ">"
	if order.desc {
		direction, beyond = " DESC", "<"
	}
	if q.After != "" {
		l.and(fmt.Sprintf("(%[1]s, a.id) %[2]s (SELECT %[1]s, a.id FROM applications a WHERE a.owner_id = $1 AND a.id = %[3]s)", order.by, beyond, l.arg(q.After)))
	}
	rows, err := rowsOf(ctx, s.of(owner), scanApplication, "SELECT "+applicationColumns+" WHERE "+strings.Join(l.where, " AND ")+
		" ORDER BY "+order.by+direction+", a.id"+direction+" LIMIT "+l.arg(q.Limit), l.args...)
	return s.openApplications(ctx, owner, rows, err)
}

func (l *list) filter(q tracker.Query) {
	if len(q.Stages) > 0 {
		places := make([]string, len(q.Stages))
		for i, stage := range q.Stages {
			places[i] = l.arg(stage)
		}
		l.and("a.stage IN (" + strings.Join(places, ", ") + ")")
	}
	for _, word := range strings.Fields(q.Words) {
		l.and(has("a.company || ' ' || a.title || ' ' || a.location", l.arg(likeText(word))))
	}
	if q.Tag != "" {
		tag, _ := tagList([]string{q.Tag}).Value() // a list of one text always has a JSON form
		quoted := strings.Trim(fmt.Sprint(tag), "[]")
		l.and(has("a.tags", l.arg(likeText(quoted))))
	}
}

// folded is fold(text) with a short way for texts without accents: most have none,
// and the function costs PostgreSQL ten times as much as the rest of the search.
func folded(text string) string {
	return "CASE WHEN octet_length(" + text + ") = length(" + text + ") THEN lower(" + text + ") ELSE fold(" + text + ") END"
}

// has is the condition that a text has a word somewhere, which is folded once and
// not for each row.
func has(text, word string) string {
	return folded(text) + " LIKE (SELECT '%' || fold(" + word + ") || '%') ESCAPE '~'"
}

// likeText takes the meaning out of what LIKE reads as a pattern.
func likeText(s string) string {
	return strings.NewReplacer("~", "~~", "%", "~%", "_", "~_").Replace(s)
}

// Counts counts a person's applications by stage.
func (s *Store) Counts(ctx context.Context, owner owner.ID) (map[tracker.Stage]int, error) {
	type row struct {
		stage tracker.Stage
		n     int
	}
	rows, err := rowsOf(ctx, s.of(owner), func(r dbx.Row) (row, error) {
		var c row
		return c, r.Scan(&c.stage, &c.n)
	}, `SELECT stage, COUNT(*) FROM applications WHERE owner_id = $1 AND deleted_at IS NULL GROUP BY stage`, owner)
	counts := map[tracker.Stage]int{}
	for _, c := range rows {
		counts[c.stage] = c.n
	}
	return counts, err
}

// ApplicationFor returns the newest application of a posting.
func (s *Store) ApplicationFor(ctx context.Context, owner owner.ID, posting string) (tracker.Application, error) {
	row, err := scanApplication(s.of(owner).QueryRow(ctx, `SELECT `+applicationColumns+` WHERE a.owner_id = $1 AND a.posting_id = $2
		AND a.deleted_at IS NULL ORDER BY a.created_at DESC, a.id DESC LIMIT 1`, owner, posting))
	if err != nil {
		return tracker.Application{}, err
	}
	return s.openApplication(ctx, owner, row)
}

// maxAlike bounds the candidates for applications that look alike.
const maxAlike = 200

// Alike returns candidates for tracker.Like: those with the first word of the
// company in theirs, or with an address of the same path.
func (s *Store) Alike(ctx context.Context, owner owner.ID, a tracker.Application) ([]tracker.Application, error) {
	first, _, _ := strings.Cut(a.Facts.Company, " ")
	address, _, _ := strings.Cut(a.Facts.URL, "?")
	rows, err := rowsOf(ctx, s.of(owner), scanApplication, `SELECT `+applicationColumns+` WHERE a.owner_id = $1 AND a.id <> $2 AND a.deleted_at IS NULL
		AND ($3 <> '' AND fold(a.company) LIKE fold($3) || '%' ESCAPE '~' OR $4 <> '' AND a.url LIKE $4 || '%' ESCAPE '~')
		ORDER BY a.updated_at DESC LIMIT $5`, owner, a.ID, likeText(first), likeText(address), maxAlike)
	return s.openApplications(ctx, owner, rows, err)
}

// Efforts lists the applications that first went out in a period: the earliest
// event that holds and leads to a stage of the path behind the first one.
func (s *Store) Efforts(ctx context.Context, owner owner.ID, from, to time.Time) ([]tracker.Effort, error) {
	l := &list{}
	who, begin, end := l.arg(owner), l.arg(dbx.Micros(from)), l.arg(dbx.Micros(to))
	var sent []string
	for _, stage := range tracker.Stages() {
		if stage.Rank() > 0 {
			sent = append(sent, l.arg(stage))
		}
	}
	return rowsOf(ctx, s.of(owner), func(r dbx.Row) (tracker.Effort, error) {
		var e tracker.Effort
		return e, r.Scan(&e.Application, (*dbx.Micros)(&e.Sent), &e.Company, &e.Title, &e.Way, &e.Stage, (*dbx.Micros)(&e.Since))
	}, `SELECT a.id, x.sent_at, a.company, a.title, a.way, a.stage, a.stage_at FROM applications a JOIN (
		SELECT e.application_id, MIN(e.occurred_at) AS sent_at FROM application_events e WHERE e.owner_id = `+who+` AND e.to_stage IN (`+strings.Join(sent, ", ")+`)
		AND NOT EXISTS (SELECT 1 FROM application_events c WHERE c.application_id = e.application_id AND c.supersedes = e.id) GROUP BY e.application_id
		) x ON x.application_id = a.id WHERE a.owner_id = `+who+` AND a.deleted_at IS NULL AND x.sent_at >= `+begin+` AND x.sent_at < `+end+`
		ORDER BY x.sent_at, a.id`, l.args...)
}

// DeletedApplications lists what was deleted and is not purged yet, the one
// deleted last first.
func (s *Store) DeletedApplications(ctx context.Context, owner owner.ID) ([]tracker.Application, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanApplication, `SELECT `+applicationColumns+` WHERE a.owner_id = $1 AND a.deleted_at IS NOT NULL
		ORDER BY a.deleted_at DESC, a.id LIMIT $2`, owner, tracker.MaxPage)
	return s.openApplications(ctx, owner, rows, err)
}

// PurgeApplication deletes a deleted application for good, with all that hangs
// from it.
func (s *Store) PurgeApplication(ctx context.Context, owner owner.ID, id tracker.ID) error {
	return found(s.of(owner).Exec(ctx, `DELETE FROM applications WHERE owner_id = $1 AND id = $2 AND deleted_at IS NOT NULL`, owner, id))
}
