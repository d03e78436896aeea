package gateway

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/record"
)

type (
	advanceInput struct {
		CasePath
		Key  string `header:"Idempotency-Key" pattern:"^[A-Za-z0-9._~-]{1,128}$" doc:"A retry with the same one moves the clock no further; may be left out"`
		Body struct {
			By string `json:"by" minLength:"1" maxLength:"20" doc:"A length of time on the clock: 3d, 72h, 90m"`
		}
	}
	advanceOutput struct{ Body advancedView }
	advancedView  struct {
		Now time.Time `json:"now" doc:"Case time"`
	}
)

const rehearsalPath = "/rehearsal"

func (g *Gateway) routeRehearsal() {
	registerForStaff(g, huma.Operation{
		OperationID: "advance-clock",
		Method:      http.MethodPost,
		Path:        rehearsalPath + "/cases/{id}/advance",
		Summary:     "演练：拨快一件案件的时钟",
	}, g.advanceClock)
}

// advanceClock moves the case's clock and answers when it is there and everything due on the way is recorded.
func (g *Gateway) advanceClock(ctx context.Context, who record.Account, in *advanceInput) (*advanceOutput, error) {
	if g.Rehearsal == nil {
		return nil, notFoundError()
	}
	if err := g.requireMayRead(ctx, who.Person, in.ID); err != nil {
		return nil, err
	}
	by, err := parseSpan(in.Body.By)
	if err != nil {
		return nil, err
	}
	fingerprint, err := fingerprintOf(ctx, "POST "+rehearsalPath+"/cases/"+string(in.ID)+"/advance")
	if err != nil {
		return nil, err
	}
	if in.Key != "" {
		if prior, err := g.priorRequest(ctx, who.Person.ID, in.Key, fingerprint); err != nil {
			return nil, err
		} else if prior != nil {
			return g.syncClock(ctx, in.ID)
		}
	}
	if err := g.moveClock(ctx, in.ID, by); err != nil {
		return nil, err
	}
	if in.Key != "" { // only now: a clock that did not get there is moved by a retry
		r := record.Request{
			Actor:      who.Person.ID,
			Key:        in.Key,
			BodySHA256: fingerprint,
			Case:       in.ID,
			At:         complaint.Instant(g.Now()).Time,
		}
		if _, err := g.Store.AcceptRequest(ctx, r, nil); err != nil {
			return nil, err
		}
	}
	return g.syncClock(ctx, in.ID)
}

func (g *Gateway) moveClock(ctx context.Context, id complaint.CaseID, by time.Duration) error {
	if err := g.requireClockRuns(ctx, id); err != nil {
		return err
	}
	if err := g.Rehearsal.AdvanceClock(ctx, id, by); err != nil {
		if archived := g.requireClockRuns(ctx, id); archived != nil {
			return archived
		}
		g.log.Warn("clock not advanced", "case_id", string(id), "error", err)
		return complaint.Refuse(complaint.Unavailable, "rehearsal.not_advanced", nil)
	}
	return nil
}

// syncClock makes the case record its clock, which lists compare with.
func (g *Gateway) syncClock(ctx context.Context, id complaint.CaseID) (*advanceOutput, error) {
	sync := complaint.Order{
		ID: complaint.CommandID("system/sync/" + uuid.NewString()), Actor: complaint.System, Command: complaint.Sync{},
	}
	waiting, cancel := context.WithTimeout(ctx, g.Patience)
	defer cancel()
	if _, err := g.Cases.GiveOrder(waiting, id, sync); err != nil {
		if archived := g.requireClockRuns(ctx, id); archived == nil { // an archived case has no workflow left to ask
			g.log.Warn("clock not recorded", "case_id", string(id), "error", err)
			return nil, complaint.Refuse(complaint.Unavailable, "rehearsal.not_confirmed", nil)
		}
	}
	row, err := g.Store.CaseRow(ctx, id)
	if err != nil {
		return nil, err
	}
	return &advanceOutput{Body: advancedView{Now: g.localTime(g.Now().Add(row.ClockOffset))}}, nil
}

// requireClockRuns refuses a case whose clock no longer runs.
func (g *Gateway) requireClockRuns(ctx context.Context, id complaint.CaseID) error {
	row, err := g.Store.CaseRow(ctx, id)
	if err != nil {
		return err
	}
	if row.Status == complaint.StatusArchived {
		return complaint.Refuse(complaint.Conflict, "rehearsal.archived", nil)
	}
	return nil
}

// parseSpan reads days or hours on the clock, or a finer length of time such as 90m.
func parseSpan(text string) (time.Duration, error) {
	if fine, err := time.ParseDuration(text); err == nil && fine > 0 && fine <= longestSpan {
		return fine, nil
	}
	limit, err := calendar.ParseLimit(text)
	by := time.Duration(limit.N) * 24 * time.Hour
	if err != nil || limit.Unit != calendar.CalendarDays || by <= 0 || by > longestSpan {
		return 0, complaint.Refuse(complaint.Invalid, "rehearsal.length_malformed", nil).At("by")
	}
	return by, nil
}

// longestSpan bounds one advance: beyond it lies no deadline of any regulation.
const longestSpan = 3650 * 24 * time.Hour
