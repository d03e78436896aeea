package play

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"duban/policy/scenario"
)

// fileSameMatterAgain files the same matter once more, when the first case's clock stands now, and goes over to it.
func (p *Player) fileSameMatterAgain(st scenario.Step) scenario.Outcome {
	now, err := p.caseTime()
	if err != nil {
		return scenario.Outcome{Err: err}
	}
	first, script := p.id, p.script
	out := p.FileCase(script.FiledAgain(st, now))
	p.script = script
	if out.Err == nil {
		p.filedAfter[p.id] = first
	}
	return out
}

// caseNamed is another case: the last one that came after this, or the one that this came after; "" if there is none.
func (p *Player) caseNamed(name string) (string, error) {
	relation := map[string]string{scenario.Opened: "opened", scenario.Opener: "opened_by"}[name]
	if relation == "" {
		return "", nil
	}
	r, err := p.readCase()
	if err != nil {
		return "", err
	}
	linked := ""
	for _, link := range r.ObjectsAt("links") {
		if link["relation"] == relation {
			linked = textOfJSON(link["case"])
		}
	}
	if name == scenario.Opener {
		if first := p.filedAfter[p.id]; first != "" {
			return first, nil
		}
		return linked, nil
	}
	if linked != "" && !slices.Contains(p.cases, linked) {
		return linked, nil // the program opened it since
	}
	for _, id := range slices.Backward(p.cases) {
		if id == linked || p.filedAfter[id] == p.id {
			return id, nil
		}
	}
	return "", nil
}

// switchCase goes over to another case, in which it is not earlier than in this.
func (p *Player) switchCase(where string) error {
	now, err := p.caseTime()
	if err != nil {
		return err
	}
	id, err := p.caseNamed(where)
	if err != nil {
		return err
	}
	if id == "" {
		return scenario.ErrNoCase
	}
	if slices.Contains(p.cases, id) {
		p.id = id
	} else {
		p.goTo(id)
	}
	if err := p.awaitCaseOpened(); err != nil {
		return err
	}
	if err := p.advanceClock(now); err != nil {
		return err
	}
	_, err = p.newEventTypes() // what happened before is none of the next step
	return err
}

// awaitCaseOpened waits until the relay has opened the case.
func (p *Player) awaitCaseOpened() error {
	return p.await("case "+p.id+" to be opened", func() bool {
		r, err := p.readCase()
		return err == nil && r.TextAt("status") != "received"
	})
}

// awaitAbsorbed waits until the case into which this one was merged has been told.
func (p *Player) awaitAbsorbed(st scenario.Step) error {
	name, _ := st.Data["into"].(string)
	into, err := p.caseNamed(name)
	if err != nil || into == "" {
		return err
	}
	return p.await("case "+into+" to be told of the duplicate", func() bool {
		reader, err := p.readerOfAll()
		if err != nil {
			return false
		}
		r, err := reader.Get(p.ctx, "/api/v1/cases/"+into)
		return err == nil && r.Status == http.StatusOK &&
			slices.ContainsFunc(r.ObjectsAt("links"), func(link map[string]any) bool { return link["case"] == p.id })
	})
}

// await waits for something that the program does by itself.
func (p *Player) await(what string, done func() bool) error {
	ctx, cancel := context.WithTimeout(p.ctx, 30*time.Second)
	defer cancel()
	for !done() {
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", what, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}
