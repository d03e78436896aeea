package e2e

import (
	"strings"
	"testing"
)

// A first start that fails makes no accounts, or nobody would ever be told the password: it is shown once.
func TestTheFirstPasswordIsTold(t *testing.T) {
	p := &Program{t: t, Dir: t.TempDir(), HTTP: freeAddress(t)}
	taken := StartProgram(t)
	p.Temporal = taken.Temporal
	t.Cleanup(p.Stop)
	p.Launch()
	if err := p.cmd.Wait(); err == nil {
		t.Fatal("two servers listen at one address")
	}
	if said := p.Output(); !strings.Contains(said, "--temporal") {
		t.Errorf("the setting to change is not named:\n%s", said)
	}
	p.Temporal = freeAddress(t)
	p.Launch()
	p.WaitReady()
	if said := p.Output(); strings.Count(said, "密码 password: "+Password) != 1 {
		t.Errorf("the password was not told once:\n%s", said)
	}
}
