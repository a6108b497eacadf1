package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"jobops/internal/inventory"
	"jobops/internal/store"
)

// ownersAreKept looks at the second wall behind the owner clause of each query:
// every personal row hangs from its account and goes with it, and a row that
// hangs from another row has the same owner.
func ownersAreKept(ctx context.Context, s *System, f *Findings) error {
	keys, err := store.ForeignKeys(ctx, s.DB)
	if err != nil {
		return err
	}
	owners := map[string]string{}
	for _, t := range s.personal() {
		owners[t.Name] = t.Subject.Path
	}
	for _, t := range s.personal() {
		if t.Name != "accounts" && !slices.ContainsFunc(keys, func(k store.ForeignKey) bool { return tiesToAccount(k, t) }) {
			f.broken("%s.%s is not tied to accounts with ON DELETE CASCADE", t.Name, t.Subject.Path)
		}
	}
	for _, k := range keys {
		if owners[k.Table] == "" || owners[k.Ref] == "" || k.Ref == "accounts" {
			continue
		}
		n, err := s.count(ctx, mixed(k, owners))
		if err != nil {
			return err
		}
		if n > 0 {
			f.broken("%d rows of %s hang from a row of %s of another owner", n, k.Table, k.Ref)
		}
	}
	return nil
}

func tiesToAccount(k store.ForeignKey, t inventory.Table) bool {
	return k.Table == t.Name && k.Ref == "accounts" && k.OnDelete == "CASCADE" && slices.Equal(k.Columns, []string{t.Subject.Path})
}

// mixed counts rows whose parent is another's. Names come from the catalog.
func mixed(k store.ForeignKey, owners map[string]string) string {
	return fmt.Sprintf(`SELECT count(*) FROM %s c JOIN %s p ON %s WHERE c.%s <> p.%s`,
		k.Table, k.Ref, joined(k), owners[k.Table], owners[k.Ref])
}

// joined is the condition under which a row and the row it refers to meet.
func joined(k store.ForeignKey) string {
	var parts []string
	for i, c := range k.Columns {
		parts = append(parts, fmt.Sprintf("c.%s = p.%s", c, k.RefColumns[i]))
	}
	return strings.Join(parts, " AND ")
}
