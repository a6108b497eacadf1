package store

import (
	"context"

	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/seal"
)

// originals is where uploaded files rest in the object store, and the place
// they are sealed for.
const originals = "cv/"

// Files keeps originals in the object store, sealed under their CV's key.
type Files struct {
	store   *Store
	objects seal.Objects
}

// NewFiles returns the files of a store's CVs.
func NewFiles(s *Store, objects seal.Objects) *Files { return &Files{s, objects} }

func (f *Files) place(owner owner.ID, id library.ID) seal.Place {
	return seal.Place{Column: originals, Row: string(id), Owner: owner}
}

// Put seals and stores an original.
func (f *Files) Put(ctx context.Context, owner owner.ID, id library.ID, data []byte) error {
	key, err := f.store.keyFor(ctx, owner, seal.CVKey, string(id))
	if err != nil {
		return err
	}
	envelope, err := f.store.keys.Seal(ctx, key, f.place(owner, id), data)
	if err != nil {
		return err
	}
	return f.objects.Put(ctx, originals+string(id), envelope)
}

// Get returns an original; NotFound when it or its key is gone.
func (f *Files) Get(ctx context.Context, owner owner.ID, id library.ID) ([]byte, error) {
	if _, err := f.store.keyFor(ctx, owner, seal.CVKey, string(id)); err != nil {
		return nil, err
	}
	envelope, err := f.objects.Get(ctx, originals+string(id))
	if err != nil {
		return nil, err
	}
	return f.store.keys.Open(ctx, f.place(owner, id), envelope)
}

// Delete destroys the CV's key, then removes its original; repeating it is no
// error. The caller has shown that the CV is the owner's.
func (f *Files) Delete(ctx context.Context, owner owner.ID, id library.ID) error {
	if err := f.store.shred(ctx, owner, seal.CVKey, string(id)); err != nil {
		return err
	}
	return f.objects.Delete(ctx, originals+string(id))
}
