package gateway

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/seed"
)

// analysis lets the report of a period have a row for each case.
var analysis = []string{
	"      figures:      {type: attachments, title: {zh: 统计数据及分析报表, en: Figures and report}, required: true}\n" +
		"      improvements: {type: longtext, title: 改善意见, required: true}\n",
	`      causes:
        type: cases
        title: 各案的责任和措施
        all_cases: true
        columns:
          at_fault: {type: unit, title: 责任单位, required: true}
          measure:  {type: longtext, title: 改善措施, required: true}
`,
	"{says: improvements, lines: 8, sign: analyse}", "{title: 改善意见, lines: 8, sign: analyse}",
}

// A row says of a case who is responsible and what is to be done, for whoever may read that case; who may not neither
// fills one in nor sees it, and learns only that there is one.
func TestRowsOfCasesStayBehindTheirWalls(t *testing.T) {
	h := newHouse(t)
	h.publishLogistics(analysis...)
	operations := map[string]any{"kind": "person", "id": string(seed.DemoUserID("logistics.operations")), "name": "某人"}
	open, barred := h.filed(), h.filed("respondents", []any{operations})
	period := h.now().Format("2006-01")
	body := map[string]any{"policy": "logistics", "report": "statistics", "period": period}
	h.passTime(40 * 24 * time.Hour)
	id := h.agent().post("/rehearsal/periods", body).must(http.StatusCreated).text("id")
	supervisor := h.signedIn("logistics.supervisor")
	unit := string(seed.DemoUnitID("logistics", "branch"))
	row := func(id, measure string) map[string]any {
		return map[string]any{"case": id, "at_fault": unit, "measure": measure}
	}
	give := func(rows ...any) reply {
		return supervisor.does(id, "complete", "data", map[string]any{"causes": rows})
	}
	wrongUnit := row(barred, "复核")
	wrongUnit["at_fault"] = "nowhere"
	for field, rows := range map[string][]any{
		"data.causes":            {row(open, "换包装")},
		"data.causes.1.case":     {row(open, "换包装"), row(open, "复核")},
		"data.causes.0.case":     {row(id, "换包装"), row(open, "复核")},
		"data.causes.0.measure":  {map[string]any{"case": open, "at_fault": unit}, row(barred, "复核")},
		"data.causes.1.at_fault": {row(open, "换包装"), wrongUnit},
	} {
		if r := give(rows...).refuses(http.StatusUnprocessableEntity, "invalid"); r.text("field") != field {
			t.Errorf("%s: %s", field, r.raw)
		}
	}
	give(row(open, "外箱加一层"), row(barred, "先行复核")).must(http.StatusOK)
	for who, sees := range map[string]bool{"logistics.supervisor": true, "logistics.operations": false} {
		v := h.signedIn(who)
		c, journal := v.get("/cases/"+id).must(http.StatusOK), v.get("/cases/"+id+"/journal").must(http.StatusOK)
		if rows := c.list("data", "causes"); len(rows) != 2 || c.text("data", "causes", 0, "measure") != "外箱加一层" ||
			c.text("data", "causes", 0, "at_fault") != unit {
			t.Errorf("%s: %v", who, rows)
		}
		for page, text := range map[string]string{"case": c.raw, "journal": journal.raw} {
			if !strings.Contains(text, "外箱加一层") || !strings.Contains(text, open) {
				t.Errorf("%s does not see the row of an open case in the %s: %s", who, page, text)
			}
			if strings.Contains(text, "先行复核") != sees || strings.Contains(text, barred) != sees {
				t.Errorf("%s sees the row of a case kept from them in the %s: %v", who, page, !sees)
			}
		}
	}
	events, err := h.store.JournalEvents(t.Context(), complaint.CaseID(id), 0, 0)
	recorded, marshalErr := json.Marshal(events)
	if err != nil || marshalErr != nil || strings.Contains(string(recorded), "先行复核") ||
		!strings.Contains(string(recorded), barred) {
		t.Errorf("recorded: %s %v %v", recorded, err, marshalErr)
	}
}
