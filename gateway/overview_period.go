package gateway

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
)

// longestPeriod is the longest that is counted case by case.
const longestPeriod = 366 // days

type (
	periodFiguresInput struct {
		From   string `query:"from" maxLength:"10" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"The first day; must be given"`
		To     string `query:"to" maxLength:"10" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"The last day; must be given; 366 days at most"`
		Before string `query:"before" maxLength:"10" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"The first day of the period before, which ends the day before from. Without it as many days as are asked for"`
		Policy string `query:"policy" maxLength:"100"`
	}
	periodFiguresOutput struct{ Body periodFiguresView }
	periodFiguresView   struct {
		Now    periodFigures `json:"now"`
		Before periodFigures `json:"before" doc:"The period before"`
	}
	periodFigures struct {
		From     string   `json:"from"`
		To       string   `json:"to"`
		Received int      `json:"received"`
		Closed   int      `json:"closed"`
		Met      int      `json:"met" doc:"Limits that fell due and were met"`
		Missed   int      `json:"missed"`
		Days     *float64 `json:"days" doc:"From receipt to closing on average, of those closed; null if none was"`
	}
)

func (g *Gateway) routePeriodFigures() {
	registerForStaff(g, huma.Operation{
		OperationID: "get-period-figures",
		Method:      http.MethodGet,
		Path:        "/overview/period",
		Summary:     "督办总览：一段时间的收件、办结、按期与用时，与上一段相比",
		Description: "For whoever supervises; it counts the cases they may read.",
	}, g.readPeriodFigures)
}

func (g *Gateway) readPeriodFigures(
	ctx context.Context, who record.Account, in *periodFiguresInput,
) (*periodFiguresOutput, error) {
	if err := g.requireSupervisor(ctx, who); err != nil {
		return nil, err
	}
	from, err := g.dayOf(in.From, "from", 0)
	if err != nil {
		return nil, err
	}
	after, err := g.dayOf(in.To, "to", 1)
	if err != nil {
		return nil, err
	}
	days := daysBetween(from, after)
	if in.From == "" {
		return nil, complaint.Refuse(complaint.Invalid, "required", complaint.Args{"field": "from"}).At("from")
	}
	if days < 1 || days > longestPeriod {
		return nil, complaint.Refuse(complaint.Invalid, "value.wrong", complaint.Args{"field": "to"}).At("to")
	}
	before := from.AddDate(0, 0, -days)
	if in.Before != "" {
		if before, err = g.dayOf(in.Before, "before", 0); err != nil {
			return nil, err
		}
		if n := daysBetween(before, from); n < 1 || n > longestPeriod {
			return nil,
				complaint.Refuse(complaint.Invalid, "value.wrong", complaint.Args{"field": "before"}).At("before")
		}
	}
	var v periodFiguresView
	if v.Now, err = g.figuresOf(ctx, who.Person, in.Policy, from, after); err != nil {
		return nil, err
	}
	if v.Before, err = g.figuresOf(ctx, who.Person, in.Policy, before, from); err != nil {
		return nil, err
	}
	return &periodFiguresOutput{Body: v}, nil
}

func daysBetween(from, to time.Time) int {
	return int(to.Sub(from).Round(24*time.Hour) / (24 * time.Hour))
}

func (g *Gateway) figuresOf(
	ctx context.Context, p complaint.Person, id string, from, before time.Time,
) (periodFigures, error) {
	n, err := g.Store.CountPeriod(ctx, p, record.PeriodQuery{From: from, Before: before, Policy: id})
	v := periodFigures{
		From:     from.Format(time.DateOnly),
		To:       before.AddDate(0, 0, -1).Format(time.DateOnly),
		Received: n.Received,
		Closed:   n.Closed,
		Met:      n.Met,
		Missed:   n.Missed,
	}
	if n.Closed > 0 {
		days := n.Took.Round(144*time.Minute).Hours() / 24 // in tenths
		v.Days = &days
	}
	return v, err
}
