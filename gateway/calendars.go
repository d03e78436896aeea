package gateway

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy/calendar"
)

type (
	dayView struct {
		Date string `json:"date" doc:"2026-10-01"`
		Name string `json:"name"`
	}
	yearView struct {
		Calendar    string          `json:"calendar"`
		Year        int             `json:"year"`
		Status      calendar.Status `json:"status" enum:"official,provisional"`
		Source      string          `json:"source" doc:"The notice it was taken from"`
		Revision    int             `json:"revision" doc:"How often the year was published"`
		PublishedAt time.Time       `json:"published_at"`
		Off         []dayView       `json:"off" nullable:"false" doc:"Days off"`
		Work        []dayView       `json:"work" nullable:"false" doc:"Make-up working days"`
	}
	publishInput struct {
		ID   string `path:"calendar" maxLength:"50" pattern:"^[a-z0-9-]+$"`
		Body struct {
			File string `json:"file" maxLength:"100000" doc:"A year file, as duban calendar publish takes it (YAML)"`
		}
	}
)

func (g *Gateway) routeCalendars() {
	administer(g, huma.Operation{
		OperationID: "list-calendars", Method: http.MethodGet, Path: "/calendars", Summary: "工作日历：各年的放假和调休",
	}, g.listCalendars)
	administer(g, huma.Operation{
		OperationID: "publish-calendar", Method: http.MethodPut, Path: "/calendars/{calendar}/years", Summary: "发布一年的安排；暂定年份变为正式的，相关期限随即重算",
		DefaultStatus: http.StatusNoContent, Description: "The same file again changes nothing.",
	}, g.publishCalendar)
}

func (g *Gateway) listCalendars(ctx context.Context, _ complaint.Account, _ *struct{}) (*pageOutput[yearView], error) {
	years, err := g.Store.CalendarYears(ctx)
	if err != nil {
		return nil, err
	}
	views := make([]yearView, len(years))
	for i, y := range years {
		views[i] = yearView{
			Calendar: y.Calendar, Year: y.Year.Year, Status: y.Year.Status, Source: y.Year.Source, Revision: y.Revision,
			PublishedAt: g.local(y.PublishedAt), Off: daysOf(y.Year.Off), Work: daysOf(y.Year.Work),
		}
	}
	return pageOf(views, ""), nil
}

func daysOf(days []calendar.Day) []dayView {
	views := make([]dayView, len(days))
	for i, d := range days {
		views[i] = dayView{Date: d.Date.String(), Name: d.Name}
	}
	return views
}

func (g *Gateway) publishCalendar(ctx context.Context, who complaint.Account, in *publishInput) (*nothingOutput, error) {
	err := g.Administer(who.Person.ID).PublishCalendar(ctx, in.ID, "calendar.yaml", []byte(in.Body.File))
	var findings calendar.Findings
	if errors.As(err, &findings) && len(findings) > 0 {
		return nil, complaint.Refuse(complaint.Invalid, "第 %d 行：%s", findings[0].Line, findings[0].Message).At("file")
	}
	return &nothingOutput{}, err
}
