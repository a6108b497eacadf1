package outbound

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"slices"
)

// Relay returns the way to the one mail relay that the operator named, host and
// port: no other address is dialled. It may stand in the operator's own network.
// Errors do not repeat the address.
func (f *Factory) Relay(id, address string) (func(context.Context, string) (net.Conn, error), error) {
	p, ok := f.inv.Processor(id)
	if !ok || !slices.Contains(f.configured, p.When) {
		return nil, fmt.Errorf("outbound: relay %q is not declared or not configured", id)
	}
	dialer := &net.Dialer{Timeout: dialTimeout}
	return func(ctx context.Context, asked string) (net.Conn, error) {
		if asked != address {
			return nil, errAddress
		}
		conn, err := dialer.DialContext(ctx, "tcp", asked)
		if err != nil {
			return nil, fmt.Errorf("outbound: %s: no connection", id)
		}
		return conn, nil
	}, nil
}

// TLS is how every connection of the program is encrypted.
func TLS() *tls.Config { return tlsConfig() }
