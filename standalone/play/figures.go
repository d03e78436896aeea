package play

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// noteFigures notes what the reports that a scenario reads show before it begins: other plays' cases are among them.
func (p *Player) noteFigures(s scenario.Script) error {
	if p.figuresBefore != nil {
		return nil
	}
	p.figuresBefore = map[string]scenario.Table{}
	for _, f := range s.Figures {
		if f.Edition > 0 {
			continue // there is nothing of it before
		}
		for _, who := range f.By {
			table, err := p.readFigures(f, who)
			if err != nil {
				return err
			}
			p.figuresBefore[figuresFor(f, who)] = table
		}
	}
	return nil
}

// Figures are what a report shows more than before the scenario began.
func (p *Player) Figures(f scenario.FiguresExpected, by string) (*policy.Report, scenario.Table, error) {
	table, err := p.readFigures(f, by)
	if err != nil {
		return nil, nil, err
	}
	if f.Edition > 0 {
		return p.policy.Report(f.Report), table, nil
	}
	for row, columns := range p.figuresBefore[figuresFor(f, by)] {
		for column, before := range columns {
			now := table[row][column]
			table[row][column] = policy.Counted{K: now.K - before.K, N: now.N - before.N, Sum: now.Sum - before.Sum}
		}
	}
	return p.policy.Report(f.Report), table, nil
}

// figuresFor tells figures apart: a report of a period, as somebody reads it.
func figuresFor(f scenario.FiguresExpected, by string) string {
	return f.Report + " " + f.Period + " " + by
}

// readFigures reads a report as it is now; a unit is called by the scenario's name for it.
func (p *Player) readFigures(f scenario.FiguresExpected, by string) (scenario.Table, error) {
	reader, err := p.signedInAs(by)
	if err != nil {
		return nil, err
	}
	path := "/api/v1/reports/" + p.policy.Doc.Policy + "/" + f.Report + "?period=" + url.QueryEscape(f.Period)
	if f.Edition > 0 {
		path += fmt.Sprintf("&edition=%d", f.Edition)
	}
	r, err := reader.Get(p.ctx, path)
	if err != nil {
		return nil, err
	}
	if r.Status != http.StatusOK {
		if r.TextAt("code") == "" {
			return nil, fmt.Errorf("report: %d %s", r.Status, r.Raw)
		}
		return nil, &complaint.Error{Code: complaint.Code(r.TextAt("code")), Detail: r.TextAt("detail")}
	}
	names := map[string]string{}
	for _, role := range p.policy.Doc.Roles.Keys() {
		names[p.demoUnitID(role)] = role
	}
	for name, id := range p.own.units {
		names[id] = name
	}
	figures := asObject(r.JSON["figures"])
	table := scenario.Table{"": countedOf(asObject(figures["total"]))}
	for _, row := range asObjects(figures["rows"]) {
		var keys []string
		list, _ := row["keys"].([]any)
		for _, key := range list {
			text := textOfJSON(key)
			if name, ok := names[text]; ok {
				text = name
			}
			keys = append(keys, cmp.Or(text, policy.NoKey))
		}
		table[strings.Join(keys, " · ")] = countedOf(row)
	}
	return table, nil
}

func countedOf(row map[string]any) map[string]policy.Counted {
	all := map[string]policy.Counted{}
	for _, cell := range asObjects(row["cells"]) {
		number := func(key string) int64 {
			n, _ := cell[key].(float64)
			return int64(n)
		}
		all[textOfJSON(cell["column"])] = policy.Counted{K: number("k"), N: number("n"), Sum: number("sum")}
	}
	return all
}
