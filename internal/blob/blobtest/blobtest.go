// Package blobtest is the one set of tests that every object store passes.
package blobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"

	"jobops/internal/blob"
	"jobops/internal/fault"
)

// Store is what an object store does.
type Store interface {
	Put(ctx context.Context, name string, data []byte) error
	Get(ctx context.Context, name string) ([]byte, error)
	Delete(ctx context.Context, name string) error
	List(ctx context.Context, prefix string) iter.Seq2[blob.Object, error]
}

// Run tests the stores that open returns; each is empty.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for name, test := range map[string]func(*testing.T, Store){
		"what is put comes back":       putGet,
		"put replaces":                 replace,
		"missing objects":              missing,
		"names are checked":            names,
		"size is limited":              size,
		"list names a prefix whole":    list,
		"list can stop":                stop,
		"readers see whole objects":    concurrent,
		"a cancelled call does not do": cancelled,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func putGet(t *testing.T, s Store) {
	for _, n := range []int{0, 1, 4096, 5 << 20} {
		name, want := blob.NewName("cv/"), bytes.Repeat([]byte{7}, n)
		put(t, s, name, want)
		if got := get(t, s, name); !bytes.Equal(got, want) {
			t.Errorf("Get of %d bytes returns %d bytes that differ", n, len(got))
		}
	}
}

func replace(t *testing.T, s Store) {
	name := blob.NewName("keys/")
	put(t, s, name, []byte("the longer first value"))
	put(t, s, name, []byte("second"))
	if got := get(t, s, name); string(got) != "second" {
		t.Errorf("Get after the second Put = %q, want %q", got, "second")
	}
}

func missing(t *testing.T, s Store) {
	name := blob.NewName("cv/")
	if _, err := s.Get(t.Context(), name); !errors.Is(err, fault.NotFound) {
		t.Errorf("Get of nothing = %v, want %v", err, fault.NotFound)
	}
	put(t, s, name, []byte("x"))
	for range 2 {
		if err := s.Delete(t.Context(), name); err != nil {
			t.Errorf("Delete = %v, want nil", err)
		}
	}
	if _, err := s.Get(t.Context(), name); !errors.Is(err, fault.NotFound) {
		t.Errorf("Get after Delete = %v, want %v", err, fault.NotFound)
	}
}

func names(t *testing.T, s Store) {
	for _, name := range []string{
		"", "cv", "cv/", "/cv/0123456789", "cv/../keys/0123456789", "../0123456789", "cv/..", "cv/.tmp-0123456789",
		"other/0123456789", "0123456789", "cv/cv/0123456789", `cv\0123456789`, "cv/0123456789\x00", "cv/CV Sample Person.pdf",
		"cv/-0123456789", "cv/" + string(make([]byte, 100)), "keys/0123456789/",
	} {
		if err := s.Put(t.Context(), name, nil); !errors.Is(err, blob.ErrName) {
			t.Errorf("Put(%q) = %v, want %v", name, err, blob.ErrName)
		}
		if _, err := s.Get(t.Context(), name); !errors.Is(err, blob.ErrName) {
			t.Errorf("Get(%q) = %v, want %v", name, err, blob.ErrName)
		}
		if err := s.Delete(t.Context(), name); !errors.Is(err, blob.ErrName) {
			t.Errorf("Delete(%q) = %v, want %v", name, err, blob.ErrName)
		}
	}
	for _, prefix := range []string{"", "cv", "other/", "../", "/"} {
		for _, err := range s.List(t.Context(), prefix) {
			if !errors.Is(err, blob.ErrName) {
				t.Errorf("List(%q) = %v, want %v", prefix, err, blob.ErrName)
			}
		}
	}
}

func size(t *testing.T, s Store) {
	name := blob.NewName("cv/")
	if err := s.Put(t.Context(), name, make([]byte, blob.MaxSize+1)); !errors.Is(err, fault.TooLarge) {
		t.Errorf("Put of MaxSize + 1 = %v, want %v", err, fault.TooLarge)
	}
	put(t, s, name, make([]byte, blob.MaxSize))
	if n := len(get(t, s, name)); n != blob.MaxSize {
		t.Errorf("Get = %d bytes, want %d", n, blob.MaxSize)
	}
}

func list(t *testing.T, s Store) {
	var want []string
	for i := range 600 {
		name := blob.NewName("cv/")
		want = append(want, name)
		put(t, s, name, make([]byte, i%3))
	}
	put(t, s, blob.NewName("keys/"), []byte("of another prefix"))
	var got []string
	for o, err := range s.List(t.Context(), "cv/") {
		if err != nil {
			t.Fatalf("List = %v", err)
		}
		if o.Size > 2 || o.Modified.IsZero() {
			t.Errorf("List = %+v, want a size below 3 and a time", o)
		}
		got = append(got, o.Name)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("List returned %d names, want the %d put", len(got), len(want))
	}
}

func stop(t *testing.T, s Store) {
	for range 3 {
		put(t, s, blob.NewName("cv/"), nil)
	}
	n := 0
	for range s.List(t.Context(), "cv/") {
		n++
		break
	}
	if n != 1 {
		t.Errorf("List went on after the loop ended")
	}
}

func concurrent(t *testing.T, s Store) {
	name := blob.NewName("cv/")
	value := func(i int) []byte { return bytes.Repeat([]byte{byte(i)}, 1<<16) }
	put(t, s, name, value(0))
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 20 {
				if err := s.Put(t.Context(), name, value(w*20+i)); err != nil {
					t.Errorf("Put = %v", err)
				}
			}
		})
		wg.Go(func() {
			for range 20 {
				data, err := s.Get(t.Context(), name)
				if err == nil && (len(data) != 1<<16 || bytes.Count(data, data[:1]) != len(data)) {
					err = fmt.Errorf("a mixture of two values")
				}
				if err != nil {
					t.Errorf("Get = %v", err)
				}
			}
		})
	}
	wg.Wait()
}

func cancelled(t *testing.T, s Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	name := blob.NewName("cv/")
	if err := s.Put(ctx, name, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Put = %v, want %v", err, context.Canceled)
	}
	if _, err := s.Get(t.Context(), name); !errors.Is(err, fault.NotFound) {
		t.Errorf("Get after a cancelled Put = %v, want %v", err, fault.NotFound)
	}
}

func put(t *testing.T, s Store, name string, data []byte) {
	t.Helper()
	if err := s.Put(t.Context(), name, data); err != nil {
		t.Fatalf("Put(%q) = %v", name, err)
	}
}

func get(t *testing.T, s Store, name string) []byte {
	t.Helper()
	data, err := s.Get(t.Context(), name)
	if err != nil {
		t.Fatalf("Get(%q) = %v", name, err)
	}
	return data
}
