package app

import "testing"

func TestCheckAddress(t *testing.T) {
	t.Parallel()
	alone, public := Config{}, Config{Public: Public{URL: "https://jobops.example.org"}}
	for addr, local := range map[string]bool{
		"localhost:7310": true, "127.0.0.1:80": true, "[::1]:0": true, "127.9.9.9:1": true,
		"0.0.0.0:80": false, ":80": false, "[::]:80": false, "192.168.0.7:80": false,
		"example.org:80": false, "localhost.example.org:80": false,
	} {
		for name, ok := range map[string]bool{
			"nobody has an account":     (alone.checkAddress(addr, false) == nil) == local,
			"no public address":         (alone.checkAddress(addr, true) == nil) == local,
			"nobody has an account yet": (public.checkAddress(addr, false) == nil) == local,
			"accounts, public address":  public.checkAddress(addr, true) == nil,
		} {
			if !ok {
				t.Errorf("checkAddress(%q), %s: wrong", addr, name)
			}
		}
	}
	if err := public.checkAddress("localhost", true); err == nil {
		t.Error("checkAddress without a port = nil, want an error")
	}
}
