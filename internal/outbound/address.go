package outbound

import "net/netip"

// special lists the IPv4 blocks that are not the public internet: the IANA
// special-purpose registry, multicast and the reserved class E.
var special = blocks(
	"0.0.0.0/8",       // this network
	"10.0.0.0/8",      // private
	"100.64.0.0/10",   // shared, carrier NAT; clouds put metadata there
	"127.0.0.0/8",     // loopback
	"169.254.0.0/16",  // link-local, cloud metadata
	"172.16.0.0/12",   // private
	"192.0.0.0/24",    // protocol assignments
	"192.0.2.0/24",    // documentation
	"192.31.196.0/24", // AS112
	"192.52.193.0/24", // AMT
	"192.88.99.0/24",  // 6to4 relay
	"192.168.0.0/16",  // private
	"192.175.48.0/24", // AS112
	"198.18.0.0/15",   // benchmarking
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"224.0.0.0/4",     // multicast
	"240.0.0.0/4",     // reserved and broadcast
)

// global is the only IPv6 block from which addresses are given out; special6
// are the parts of it that lead elsewhere. NAT64, mapped and local addresses lie
// outside.
var (
	global   = netip.MustParsePrefix("2000::/3")
	special6 = blocks(
		"2001::/23",         // protocol assignments, Teredo among them
		"2001:db8::/32",     // documentation
		"2002::/16",         // 6to4: carries an IPv4 address
		"2620:4f:8000::/48", // AS112
		"3fff::/20",         // documentation
	)
)

func blocks(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, t := range texts {
		all = append(all, netip.MustParsePrefix(t))
	}
	return all
}

// allow refuses to dial anything but a public address on port 80 or 443.
func allow(at netip.AddrPort) error {
	if at.Port() != 80 && at.Port() != 443 || !public(at.Addr()) {
		return errNotPublic
	}
	return nil
}

// public reports whether an address belongs to the public internet.
func public(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	if a.Is4() {
		return !within(special, a)
	}
	return global.Contains(a) && !within(special6, a)
}

func within(all []netip.Prefix, a netip.Addr) bool {
	for _, p := range all {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
