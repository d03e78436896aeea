package e2e

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"duban/standalone/prove/process"
)

// A case is worked through at two gateways, carried on by two workers, while one worker, one gateway, Temporal and
// PostgreSQL are killed in turn: nothing acknowledged is lost or done twice, and nobody is signed out.
func TestTwoOfEachAndOneKilled(t *testing.T) {
	o := newOffice(t)
	first, second := o.GatewayAddresses[0], o.GatewayAddresses[1]
	agent, branch := SignIn(t, first, "logistics.agent"), SignIn(t, second, "logistics.branch")
	id := o.sendUntilKnown(agent, "/api/v1/cases", filing("两个网关"), http.StatusCreated).TextAt("id")
	commands := "/api/v1/cases/" + id + "/commands"
	agent.OnGateway(second).Get("/api/v1/cases/"+id).MustHaveStatus(t, http.StatusOK)

	notes := 0
	note := func() {
		t.Helper()
		notes++
		body := map[string]any{"command": "note", "data": map[string]any{"text": fmt.Sprintf("第 %d 条", notes)}}
		o.sendUntilKnown(agent, commands, body, http.StatusOK)
	}
	note()
	for _, victim := range []*process.Process{o.Workers[0], o.Gateways[0], o.Temporal, &o.Postgres.Process} {
		if err := victim.Kill(); err != nil {
			t.Fatal(err)
		}
		if one := victim == o.Workers[0] || victim == o.Gateways[0]; one {
			note() // the other one is enough
		}
		if err := victim.Start(); err != nil {
			t.Fatal(err)
		}
		note()
		o.ready()
	}

	for _, address := range o.GatewayAddresses {
		agent.OnGateway(address).Get("/api/v1/session").MustHaveStatus(t, http.StatusOK)
		branch.OnGateway(address).Get("/api/v1/session").MustHaveStatus(t, http.StatusOK)
	}
	complete := func(p *Person, outcome string, data map[string]any) {
		t.Helper()
		o.sendUntilKnown(p, commands, map[string]any{
			"command": "complete",
			"outcome": outcome,
			"data":    data,
		}, http.StatusOK)
	}
	complete(branch, "handled", map[string]any{"finding": "淋雨", "established": true})
	o.sameState(id)
	if got := o.countEvents(id, "noted"); got != notes {
		t.Errorf("%d notes were acknowledged, %d stand in the journal", notes, got)
	}
	o.sendUntilKnown(agent, commands, map[string]any{
		"command": "withdraw",
		"data":    map[string]any{"reason": "已解决"},
	}, http.StatusOK)
	if o.countEvents(id, "closed") != 1 {
		t.Error("the case was not closed")
	}
}

// ready waits until all of it is.
func (o *office) ready() {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(o.t.Context(), patience)
	defer cancel()
	if err := o.Start(ctx); err != nil {
		o.t.Fatal(err)
	}
}
