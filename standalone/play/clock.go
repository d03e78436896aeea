package play

import (
	"fmt"
	"net/http"
	"time"
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
