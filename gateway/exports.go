package gateway

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/documents/sheets"
	"duban/record"
	"duban/web/words"
)

// ExportStore keeps the workbooks that people ask for, for an hour.
type ExportStore interface {
	BeginExport(ctx context.Context, p complaint.Person, e record.Export) (begun bool, err error)
	NoteExportRows(ctx context.Context, id string, rows int) error
	EndExport(ctx context.Context, id string, rows int, file []byte) error
	ExportOf(ctx context.Context, user complaint.UserID, id string) (record.Export, error)
	ExportFile(ctx context.Context, id string) ([]byte, error)
	DropOldExports(ctx context.Context) error
	IsBarredSinceExport(ctx context.Context, p complaint.Person, id string) (bool, error)
}

const (
	// exportsAtOnce is how many workbooks a gateway writes at the same time.
	exportsAtOnce = 2
	// exportPatience bounds the writing of one.
	exportPatience = 15 * time.Minute
	// exportPage is how many rows are read at a time.
	exportPage = 200
	// exportSoon is how long whoever asks waits for a small one.
	exportSoon = 800 * time.Millisecond
	// workbookType is the media type of a workbook.
	workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

type (
	// ExportSlips selects slips as their list does.
	ExportSlips struct {
		Unanswered bool `json:"unanswered,omitempty"`
	}
	// ExportLedger selects entries as the ledger does.
	ExportLedger struct {
		Policy string           `json:"policy,omitempty" maxLength:"100"`
		Kind   string           `json:"kind,omitempty" enum:"sanction,commendation,deduction"`
		State  string           `json:"state,omitempty" enum:"proposed,decided,contested,final,fallen"`
		Unit   complaint.UnitID `json:"unit,omitempty" maxLength:"100"`
		Person complaint.UserID `json:"person,omitempty" maxLength:"100"`
		Month  string           `json:"month,omitempty" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$"`
		Case   complaint.CaseID `json:"case,omitempty" maxLength:"100"`
	}
	// ExportReport names the figures of a report.
	ExportReport struct {
		Policy  string `json:"policy" maxLength:"100"`
		Report  string `json:"report" maxLength:"100"`
		Period  string `json:"period,omitempty" maxLength:"40"`
		Edition int    `json:"edition,omitempty" minimum:"0" maximum:"2147483647"`
	}
	exportInput struct {
		Keyed
		Body struct {
			Of       string           `json:"of" enum:"register,slips,ledger,report" doc:"What is listed; the filters are those of its list"`
			Register *RegisterFilters `json:"register,omitempty"`
			Slips    *ExportSlips     `json:"slips,omitempty"`
			Ledger   *ExportLedger    `json:"ledger,omitempty"`
			Report   *ExportReport    `json:"report,omitempty"`
		}
	}
	exportPath struct {
		ID string `path:"id" maxLength:"40"`
	}
	exportView struct {
		ID    string             `json:"id"`
		Of    string             `json:"of"`
		State record.ExportState `json:"state" enum:"working,done,failed,gone" doc:"gone: kept no longer, or the reader may no longer see all that is in it; ask anew"`
		Rows  int                `json:"rows" doc:"How many have been written"`
		Asked time.Time          `json:"asked_at"`
	}
	exportOutput struct{ Body exportView }
)

func (g *Gateway) routeExports() {
	registerForStaff(g, huma.Operation{
		OperationID:   "ask-export",
		Method:        http.MethodPost,
		Path:          "/exports",
		Summary:       "导出为 Excel：台账、单子、奖惩台账、统计报表",
		Description:   "Written in the background, by the wall of whoever asks; GET /exports/{id} tells how far it is.",
		DefaultStatus: http.StatusAccepted,
	}, g.askExport)
	registerForStaff(g, huma.Operation{
		OperationID: "get-export",
		Method:      http.MethodGet,
		Path:        "/exports/{id}",
		Summary:     "导出进行到哪里",
	}, g.readExport)
	registerForStaff(g, huma.Operation{
		OperationID: "fetch-export",
		Method:      http.MethodGet,
		Path:        "/exports/{id}/file",
		Summary:     "取导出的文件",
		Description: "For an hour, and as long as whoever asked for it may see all that is in it.",
		Responses: map[string]*huma.Response{"200": {
			Description: "The workbook",
			Content:     map[string]*huma.MediaType{workbookType: {}},
		}},
	}, g.fetchExport)
}

// export is a workbook that is being written.
type export struct {
	*Gateway
	who      record.Account
	language words.Language
	id       string
	of       string
	book     *sheets.Book
	asked    time.Time
	rows     int
	noted    time.Time
	// about says which query is shown: names and values.
	about [][2]string
}

// askExport judges what is asked for as its list would, by reading its first page, before it promises anything.
func (g *Gateway) askExport(ctx context.Context, who record.Account, in *exportInput) (*exportOutput, error) {
	id := g.deriveKey("export", who, in.Key)
	if _, err := g.Store.ExportOf(ctx, who.Person.ID, id); err == nil {
		return g.readExport(ctx, who, &exportPath{ID: id})
	}
	e := &export{
		Gateway:  g,
		who:      who,
		language: requestOf(ctx).language,
		id:       id,
		of:       in.Body.Of,
		asked:    g.Now(),
		noted:    g.Now(),
	}
	write, err := e.writerOf(ctx, in)
	if err != nil {
		return nil, err
	}
	select {
	case g.exporting <- struct{}{}:
	default:
		return nil, complaint.Refuse(busy, "server.turned_away", nil)
	}
	begun, err := g.Store.BeginExport(ctx, who.Person, record.Export{
		ID:       id,
		Subject:  e.of,
		Standing: standingOf(who.Person),
	})
	if err != nil || !begun {
		<-g.exporting
		if err != nil {
			return nil, err
		}
		return g.readExport(ctx, who, &exportPath{ID: id})
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() { <-g.exporting }()
		e.run(context.WithoutCancel(ctx), write)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
	case <-time.After(exportSoon):
	}
	return g.readExport(ctx, who, &exportPath{ID: id})
}

// standingOf tells who somebody is now from who they were: what they may see follows from it and from the cases.
func standingOf(p complaint.Person) string {
	data, err := json.Marshal(p)
	if err != nil {
		return "" // a person always has a form
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// run writes the workbook and keeps it.
func (e *export) run(ctx context.Context, write func(context.Context) error) {
	ctx, cancel := context.WithTimeout(ctx, exportPatience)
	defer cancel()
	var file []byte
	err := e.writeBook(ctx, write, &file)
	if err != nil {
		e.log.Error("export failed", "of", e.of, "error", err)
	}
	if err := e.Store.EndExport(context.WithoutCancel(ctx), e.id, e.rows, file); err != nil {
		e.log.Error("export not kept", "of", e.of, "error", err)
	}
	if err := e.Store.DropOldExports(ctx); err != nil {
		e.log.Warn("old exports not dropped", "error", err)
	}
}

func (e *export) writeBook(ctx context.Context, write func(context.Context) error, file *[]byte) (err error) {
	defer func() {
		if trouble := recover(); trouble != nil {
			err = fmt.Errorf("panic: %v", trouble)
		}
	}()
	e.book = sheets.NewBook(e.Location, "")
	defer func() { _ = e.book.Close() }() // its temporary file is of no use any more
	if err := write(ctx); err != nil {
		return err
	}
	e.writeAbout()
	var out bytes.Buffer
	if _, err := e.book.WriteTo(&out); err != nil {
		return err //nolint:wrapcheck // says what it was
	}
	*file = out.Bytes()
	return nil
}

// text is a word of the workbook.
func (e *export) text(key string) string { return e.language.Text("export."+key, nil) }

// writeAbout says on a sheet of its own which query the workbook shows, for whom, and as of when.
func (e *export) writeAbout() {
	t := e.book.Table(e.text("about"), []sheets.Column{{Title: e.text("about"), Width: 18}, {Width: 60}})
	t.Add(e.text("of"), e.text("subject."+e.of))
	t.Add(e.text("asked_by"), e.who.Person.Name)
	t.Add(e.text("asked_at"), e.asked)
	t.Add(e.text("rows"), e.rows)
	t.Add(e.text("scope"), e.text("scope_text"))
	for _, line := range e.about {
		if line[1] != "" {
			t.Add(line[0], line[1])
		}
	}
	t.End()
}

// tell adds a filter to what is said about the query.
func (e *export) tell(key, value string) {
	e.about = append(e.about, [2]string{e.text("filter." + key), value})
}

// note counts rows, and lets others see now and then how far it is.
func (e *export) note(ctx context.Context, rows int) error {
	e.rows += rows
	if e.rows > sheets.MostRows {
		return fmt.Errorf("more than %d rows", sheets.MostRows)
	}
	if now := e.Now(); now.Sub(e.noted) > time.Second {
		e.noted = now
		return e.Store.NoteExportRows(ctx, e.id, e.rows)
	}
	return nil
}

func (g *Gateway) readExport(ctx context.Context, who record.Account, in *exportPath) (*exportOutput, error) {
	e, err := g.exportFor(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	return &exportOutput{Body: exportView{
		ID:    e.ID,
		Of:    e.Subject,
		State: e.State,
		Rows:  e.Rows,
		Asked: g.localTime(e.AskedAt),
	}}, nil
}

// exportFor is somebody's own workbook. One that is done is gone for them once they are no longer who they were, or a
// case keeps them out that may have let them in.
func (g *Gateway) exportFor(ctx context.Context, who record.Account, id string) (record.Export, error) {
	e, err := g.Store.ExportOf(ctx, who.Person.ID, id)
	if err != nil || e.State != record.ExportDone {
		return e, err
	}
	barred, err := g.Store.IsBarredSinceExport(ctx, who.Person, id)
	if barred || e.Standing != standingOf(who.Person) {
		e.State = record.ExportGone
	}
	return e, err
}

func (g *Gateway) fetchExport(
	ctx context.Context, who record.Account, in *exportPath,
) (*huma.StreamResponse, error) {
	e, err := g.exportFor(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	if e.State != record.ExportDone {
		return nil, complaint.Refuse(complaint.NotFound, "export.none", nil)
	}
	file, err := g.Store.ExportFile(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	name := "duban-" + e.Subject + "-" + g.localTime(e.AskedAt).Format("20060102-1504") + ".xlsx"
	return &huma.StreamResponse{Body: func(out huma.Context) {
		out.SetHeader("Content-Type", workbookType)
		out.SetHeader("Content-Length", strconv.Itoa(len(file)))
		out.SetHeader("Cache-Control", "no-store")
		out.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		out.SetHeader("Content-Security-Policy", "default-src 'none'; sandbox")
		if _, err := out.BodyWriter().Write(file); err != nil {
			g.log.Warn("export not sent to its end", "error", err)
		}
	}}, nil
}
