package process

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
)

// Ports are drawn below 32768: above it the kernel hands ports to outgoing connections, and one could take the
// address of a program that was killed and is being started again.
const firstPort, lastPort = 10000, 19999

// FreeAddress is a loopback address nobody listens on.
func FreeAddress(ctx context.Context) (string, error) {
	var err error
	for range 200 {
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(firstPort+rand.IntN(lastPort-firstPort+1)))
		var l net.Listener
		if l, err = new(net.ListenConfig).Listen(ctx, "tcp", address); err == nil {
			return address, l.Close()
		}
	}
	return "", fmt.Errorf("no free port: %w", err)
}
