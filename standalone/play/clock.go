package play

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"duban/policy/scenario"
)

// caseTime is what the case's clock says.
func (p *Player) caseTime() (time.Time, error) {
	r, err := p.readCase()
	if err != nil {
		return time.Time{}, err
	}
	now, err := time.Parse(time.RFC3339, r.TextAt("now"))
	if err != nil {
		return time.Time{}, fmt.Errorf("case's clock: %w", err)
	}
	return now, nil
}

// fileSameMatterAgain files the same matter once more, when the first case's clock stands now, and goes over to it.
func (p *Player) fileSameMatterAgain(st scenario.Step) scenario.Outcome {
	now, err := p.caseTime()
	if err != nil {
		return scenario.Outcome{Err: err}
	}
	p.first = p.id
	return p.FileCase(p.script.FiledAgain(st, now))
}

// advanceClock moves the case's clock on to an instant, if it is not there yet.
func (p *Player) advanceClock(to time.Time) error {
	now, err := p.caseTime()
	if err != nil || !to.After(now) {
		return err
	}
	reader, err := p.readerOfAll()
	if err != nil {
		return err
	}
	by := fmt.Sprintf("%ds", int(to.Sub(now).Seconds())+1)
	r, err := reader.Post(p.ctx, "/api/v1/rehearsal/cases/"+p.id+"/advance", "", map[string]any{"by": by})
	if err == nil && r.Status != http.StatusOK {
		err = fmt.Errorf("%d %s", r.Status, r.Raw)
	}
	if err != nil {
		return fmt.Errorf("advance: %w", err)
	}
	return nil
}

// switchCase goes over to a linked case: the one this case opened last, or the one that opened it.
func (p *Player) switchCase(where string) error {
	relation := "opened"
	if where == scenario.Opener {
		relation = "opened_by"
	}
	r, err := p.readCase()
	if err != nil {
		return err
	}
	id := ""
	for _, link := range r.ObjectsAt("links") {
		if link["relation"] == relation {
			id = textOfJSON(link["case"])
		}
	}
	if id == "" {
		return scenario.ErrNoCase
	}
	p.id = id
	if !slices.Contains(p.cases, id) {
		p.cases = append(p.cases, id)
	}
	return p.awaitCaseOpened()
}

// awaitCaseOpened waits until the relay has opened the case.
func (p *Player) awaitCaseOpened() error {
	ctx, cancel := context.WithTimeout(p.ctx, 30*time.Second)
	defer cancel()
	for {
		if r, err := p.readCase(); err == nil && r.TextAt("status") != "received" {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("case %s was not opened: %w", p.id, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}
