package program

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
)

// ListenForGateway takes the address at which the gateway will serve.
func (p Program) ListenForGateway(ctx context.Context) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", p.Config.HTTP)
	if err != nil {
		return nil, explainAddressTaken("http", p.Config.HTTP, fmt.Errorf("setting http: %w", err))
	}
	return listener, nil
}

// explainAddressTaken says what to do where something else listens at a setting's address; any other error stays as it
// is.
func explainAddressTaken(setting, address string, err error) error {
	if !errors.Is(err, syscall.EADDRINUSE) {
		return err
	}
	return fmt.Errorf("%s 已被占用：停下占用它的程序，或用 --%s 另选一个地址 (is taken: stop what listens there, or choose another): %w",
		address, setting, err)
}
