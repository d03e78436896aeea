package program_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/config"
	"duban/internal/program"
)

func newProgram(t *testing.T) program.Program {
	t.Helper()
	c := config.DefaultConfig()
	c.Data = t.TempDir()
	return program.Program{Config: c, Logger: slog.New(slog.DiscardHandler), Now: time.Now}
}

func secretOf(t *testing.T, p program.Program) ([]byte, error) {
	t.Helper()
	r, err := p.OpenRecords(t.Context())
	if err != nil {
		return nil, err
	}
	return r.Secret, r.Close()
}

// A filing sent again gets the receipt it got, at whichever gateway: so there is one secret for one database.
func TestOneSecretForOneDatabase(t *testing.T) {
	p := newProgram(t)
	first, err := secretOf(t, p)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := secretOf(t, p); err != nil || !bytes.Equal(first, again) {
		t.Errorf("the second start has another secret: %v", err)
	}
	other := p
	other.Config.SecretFile = filepath.Join(t.TempDir(), "secret.key")
	if _, err := secretOf(t, other); err == nil || !strings.Contains(err.Error(), "secret_file") {
		t.Errorf("a gateway without the secret made itself another one: %v", err)
	}
	if err := os.WriteFile(other.Config.SecretFile, bytes.Repeat([]byte("x"), 32), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := secretOf(t, other); err == nil || !strings.Contains(err.Error(), "secret_file") {
		t.Errorf("a gateway with another secret was let in: %v", err)
	}
	if err := os.WriteFile(other.Config.SecretFile, first, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := secretOf(t, other); err != nil {
		t.Errorf("a gateway with the same secret was refused: %v", err)
	}
}

// Whoever starts a second program at one address is told which setting to change.
func TestAnAddressThatIsTaken(t *testing.T) {
	p := newProgram(t)
	p.Config.HTTP = "127.0.0.1:0"
	first, err := p.ListenForGateway(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close() //nolint:errcheck // nothing was written to it
	p.Config.HTTP, p.Config.Metrics = first.Addr().String(), first.Addr().String()
	if _, err := p.ListenForGateway(t.Context()); err == nil || !strings.Contains(err.Error(), "--http") {
		t.Errorf("http: %v", err)
	}
	if _, _, err := p.WithTelemetry(t.Context()); err == nil || !strings.Contains(err.Error(), "--metrics") {
		t.Errorf("metrics: %v", err)
	}
}

func TestADatabaseKeepsItsMode(t *testing.T) {
	p := newProgram(t)
	p.Config.Rehearsal = true
	if _, err := secretOf(t, p); err != nil {
		t.Fatal(err)
	}
	p.Config.Rehearsal = false
	if _, err := secretOf(t, p); err == nil || !strings.Contains(err.Error(), "rehearsal") {
		t.Errorf("cases with clocks of their own were opened without: %v", err)
	}
}
