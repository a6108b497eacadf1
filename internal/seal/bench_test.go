package seal

import "testing"

func BenchmarkSeal4KiB(b *testing.B) {
	k, _, _ := newKeeper(b)
	id, value := newKey(b, k, alice), make([]byte, 4096)
	b.SetBytes(int64(len(value)))
	for b.Loop() {
		seal(b, k, id, value)
	}
}

func BenchmarkOpen5MiB(b *testing.B) {
	k, _, _ := newKeeper(b)
	envelope := seal(b, k, newKey(b, k, alice), make([]byte, 5<<20))
	b.SetBytes(5 << 20)
	for b.Loop() {
		if _, err := k.Open(b.Context(), here, envelope); err != nil {
			b.Fatal(err)
		}
	}
}
