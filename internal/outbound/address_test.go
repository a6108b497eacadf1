package outbound

import (
	"net/netip"
	"testing"
)

func TestPublic(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		addr string
		want bool
	}{
		{"1.1.1.1", true}, {"8.8.8.8", true}, {"93.184.216.34", true}, {"100.63.255.255", true}, {"100.128.0.0", true},
		{"172.15.255.255", true}, {"172.32.0.0", true}, {"192.167.255.255", true}, {"223.255.255.255", true},
		{"2606:2800:220:1:248:1893:25c8:1946", true}, {"2a00:1450:4001:80b::200e", true}, {"2001:4860:4860::8888", true},
		{"0.0.0.0", false}, {"0.1.2.3", false}, {"10.0.0.1", false}, {"10.255.255.255", false}, {"100.64.0.1", false},
		{"100.100.100.200", false}, {"127.0.0.1", false}, {"127.255.255.254", false}, {"169.254.169.254", false},
		{"172.16.0.1", false}, {"172.31.255.255", false}, {"192.0.0.192", false}, {"192.0.2.1", false}, {"192.88.99.1", false},
		{"192.168.1.1", false}, {"198.18.0.1", false}, {"198.19.255.255", false}, {"198.51.100.7", false}, {"203.0.113.9", false},
		{"224.0.0.1", false}, {"239.255.255.255", false}, {"240.0.0.1", false}, {"255.255.255.255", false},
		{"::", false}, {"::1", false}, {"::127.0.0.1", false}, {"::ffff:127.0.0.1", false}, {"::ffff:8.8.8.8", false},
		{"64:ff9b::7f00:1", false}, {"64:ff9b:1::1", false}, {"100::1", false}, {"fe80::1", false}, {"fe80::1%eth0", false},
		{"fc00::1", false}, {"fd00:ec2::254", false}, {"fec0::1", false}, {"ff02::1", false}, {"2001:db8::1", false},
		{"2001::1", false}, {"2001:10::1", false}, {"2002:7f00:1::", false}, {"3fff::1", false}, {"5f00::1", false},
		{"2620:4f:8000::1", false}, {"2606:4700::1%eth0", false},
	} {
		if got := public(netip.MustParseAddr(c.addr)); got != c.want {
			t.Errorf("public(%s) = %v, want %v", c.addr, got, c.want)
		}
	}
}

func TestAllowPorts(t *testing.T) {
	t.Parallel()
	for port, want := range map[uint16]bool{80: true, 443: true, 0: false, 22: false, 25: false, 5432: false, 8080: false, 8443: false} {
		at := netip.AddrPortFrom(netip.MustParseAddr("1.1.1.1"), port)
		if got := allow(at) == nil; got != want {
			t.Errorf("allow(%v) = %v, want %v", at, got, want)
		}
	}
}

func FuzzPublic(f *testing.F) {
	f.Add([]byte{127, 0, 0, 1})
	f.Add([]byte{0x20, 2, 0x7f, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		a, ok := netip.AddrFromSlice(b)
		if !ok {
			return
		}
		local := a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsMulticast() || a.IsUnspecified() || a.Is4In6()
		if public(a) && local {
			t.Errorf("public(%v) = true", a)
		}
	})
}
