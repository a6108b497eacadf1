package app

import (
	"time"

	"jobops/internal/blob"
	"jobops/internal/inventory"
	"jobops/internal/privacy"
	"jobops/internal/store"
	"jobops/internal/tailor"
)

func (a *App) buildRights(st *store.Store, blobs *blob.Disk) {
	a.Ledger = privacy.NewLedger(inventory.Load(), nil, st, time.Now)
	a.Privacy = privacy.New(privacy.Parts{
		Inventory: inventory.Load(), Rows: st, Files: store.NewFiles(st, blobs), Ledger: a.Ledger,
		Wishes: st, Erasures: st, Eraser: store.NewEraser(st, blobs, inventory.Load()),
		Sources: []privacy.Source{a.Library}, Shapes: tailor.Shapes(), Now: time.Now,
	})
}
