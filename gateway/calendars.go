package gateway

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
	"duban/record"
	"duban/web/words"
)

// CalendarStore reads official calendars as published.
type CalendarStore interface {
	Calendar(ctx context.Context, id string) (*calendar.Calendar, error)
	CalendarYearsInForce(ctx context.Context) ([]calendar.Published, error)
	// CasesToRecount is how many cases the publication of a year would order to count anew.
	CasesToRecount(ctx context.Context, id string, year calendar.Year) (int, error)
}

type (
	dayView struct {
		Date string `json:"date" doc:"2026-10-01"`
		Name string `json:"name"`
	}
	// YearPlan is what a year file says.
	YearPlan struct {
		Year   int             `json:"year"`
		Status calendar.Status `json:"status" enum:"official,provisional"`
		Source string          `json:"source" doc:"The notice it was taken from"`
		Off    []dayView       `json:"off" nullable:"false" doc:"Days off"`
		Work   []dayView       `json:"work" nullable:"false" doc:"Make-up working days"`
	}
	yearView struct {
		YearPlan
		Calendar    string    `json:"calendar"`
		Revision    int       `json:"revision" doc:"How often the year was published"`
		PublishedAt time.Time `json:"published_at"`
	}
	// CalendarPath names the calendar in the path of an operation.
	CalendarPath struct {
		ID string `path:"calendar" maxLength:"50" pattern:"^[a-z0-9-]+$"`
	}
	publishInput struct {
		CalendarPath
		Body struct {
			File string `json:"file" maxLength:"100000" doc:"A year file, as duban calendar publish takes it (YAML)"`
		}
	}
	previewView struct {
		Plan     YearPlan  `json:"plan"`
		Before   *YearPlan `json:"before" doc:"The year as it is in force, null if it was never published"`
		Recounts int       `json:"recounts" doc:"Open cases that the publication would order to count anew"`
	}
	previewOutput struct{ Body previewView }
)

func (g *Gateway) routeCalendars() {
	registerForAdministrators(g, huma.Operation{
		OperationID: "list-calendars",
		Method:      http.MethodGet,
		Path:        "/calendars",
		Summary:     "工作日历：各年的放假和调休",
	}, g.listCalendars)
	registerForAdministrators(g, huma.Operation{
		OperationID:   "publish-calendar",
		Method:        http.MethodPut,
		Path:          "/calendars/{calendar}/years",
		Summary:       "发布或更正一年的安排；所涉及的期限随即逐件重算",
		DefaultStatus: http.StatusNoContent,
		Description:   "The same file again changes nothing.",
	}, g.publishCalendar)
	registerForAdministrators(g, huma.Operation{
		OperationID: "preview-calendar",
		Method:      http.MethodPost,
		Path:        "/calendars/{calendar}/years/preview",
		Summary:     "发布一年的安排之前，看它改变什么",
		Description: "Changes nothing, so it takes no key.",
	}, g.previewCalendar)
}

func (g *Gateway) listCalendars(ctx context.Context, _ record.Account, _ *struct{}) (*pageOutput[yearView], error) {
	years, err := g.Store.CalendarYearsInForce(ctx)
	if err != nil {
		return nil, err
	}
	views := make([]yearView, len(years))
	for i, y := range years {
		views[i] = yearView{
			YearPlan:    yearPlanOf(y.Year),
			Calendar:    y.Calendar,
			Revision:    y.Revision,
			PublishedAt: g.localTime(y.PublishedAt),
		}
	}
	return pageOf(views, ""), nil
}

func yearPlanOf(y calendar.Year) YearPlan {
	return YearPlan{
		Year:   y.Year,
		Status: y.Status,
		Source: y.Source,
		Off:    dayViews(y.Off),
		Work:   dayViews(y.Work),
	}
}

func dayViews(days []calendar.Day) []dayView {
	views := make([]dayView, len(days))
	for i, d := range days {
		views[i] = dayView{Date: d.Date.String(), Name: d.Name}
	}
	return views
}

func (g *Gateway) publishCalendar(ctx context.Context, who record.Account, in *publishInput) (*nothingOutput, error) {
	err := g.administerFor(ctx, who).PublishCalendar(ctx, in.ID, yearFile, []byte(in.Body.File))
	return &nothingOutput{}, refuseYearFile(err)
}

// yearFile is what a year file is called that came without a name.
const yearFile = "calendar.yaml"

func (g *Gateway) previewCalendar(ctx context.Context, _ record.Account, in *publishInput) (*previewOutput, error) {
	year, err := calendar.ParseYear(yearFile, []byte(in.Body.File))
	if err != nil {
		return nil, refuseYearFile(err)
	}
	out := &previewOutput{Body: previewView{Plan: yearPlanOf(year)}}
	years, err := g.Store.CalendarYearsInForce(ctx)
	if err != nil {
		return nil, err
	}
	for _, y := range years {
		if y.Calendar == in.ID && y.Year.Year == year.Year {
			before := yearPlanOf(y.Year)
			out.Body.Before = &before
		}
	}
	out.Body.Recounts, err = g.Store.CasesToRecount(ctx, in.ID, year)
	return out, err
}

// refuseYearFile refuses a year file; the findings stay with the refusal, for its problem to list.
func refuseYearFile(err error) error {
	var findings calendar.Findings
	if !errors.As(err, &findings) || len(findings) == 0 {
		return err
	}
	all := policy.YearFindings(findings)
	key, blanks := all[0].Word()
	args := complaint.Args{"line": all[0].Line, "wrong": complaint.Phrase{Key: key, Args: blanks}}
	return errors.Join(complaint.Refuse(complaint.Invalid, "calendar.file_wrong", args).At("file"), all)
}

// findingViews are the findings an error carries in a reader's language, none if it has none.
func findingViews(err error, l words.Language) []policy.ToldFinding {
	var found policy.Findings
	if !errors.As(err, &found) {
		return nil
	}
	return found.Tell(l)
}
