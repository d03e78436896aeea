package temporal

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"strconv"
)

// addrs is where the four services listen. Membership needs no ports: hosts are static.
type addrs struct {
	frontend, history, matching, worker netip.AddrPort
}

// chooseAddrs finds an address for each service before anything is started, because the server ends the whole
// process when it cannot listen.
func chooseAddrs(ctx context.Context, addr string) (addrs, error) {
	frontend, err := frontendAddr(ctx, addr)
	if err != nil {
		return addrs{}, err
	}
	at := addrs{frontend: frontend}
	taken := map[uint16]bool{frontend.Port(): true}
	for _, service := range []*netip.AddrPort{&at.history, &at.matching, &at.worker} {
		if *service, err = freePort(ctx, frontend.Addr(), taken); err != nil {
			return addrs{}, err
		}
	}
	return at, nil
}

func frontendAddr(ctx context.Context, addr string) (netip.AddrPort, error) {
	host, text, err := net.SplitHostPort(addr)
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("--temporal %q: want host:port, such as 127.0.0.1:7233: %w", addr, err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.IsLoopback() {
		return netip.AddrPort{}, fmt.Errorf(
			"--temporal %q: the embedded server asks nobody who they are, so it listens on 127.0.0.1 only", addr,
		)
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("--temporal %q: the port is not a number from 0 to 65535", addr)
	}
	if port == 0 {
		return freePort(ctx, ip, map[uint16]bool{})
	}
	wanted := netip.AddrPortFrom(ip, uint16(port))
	if err := checkCanListen(ctx, wanted); err != nil {
		return netip.AddrPort{}, fmt.Errorf("地址已被占用：停下占用它的程序，或用 --temporal 另选一个 (%s is taken "+
			"(%w): stop what listens there, or choose another address with --temporal)", wanted, err)
	}
	return wanted, nil
}

// Free ports are drawn below 32768: above it the kernel hands ports to outgoing connections, and one could slip in
// between our look and the server's listening.
const firstPort, lastPort = 20000, 32767

func freePort(ctx context.Context, ip netip.Addr, taken map[uint16]bool) (netip.AddrPort, error) {
	var err error
	for range 200 {
		port := uint16(firstPort + rand.IntN(lastPort-firstPort+1))
		if taken[port] {
			continue
		}
		candidate := netip.AddrPortFrom(ip, port)
		if err = checkCanListen(ctx, candidate); err == nil {
			taken[port] = true
			return candidate, nil
		}
	}
	return netip.AddrPort{}, fmt.Errorf("no free port on %s between %d and %d: %w", ip, firstPort, lastPort, err)
}

func checkCanListen(ctx context.Context, addr netip.AddrPort) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr.String())
	if err != nil {
		return err
	}
	return listener.Close()
}
