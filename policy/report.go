package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"duban/complaint"
)

// What reports count.
const (
	CaseGrain     = "case"
	StepGrain     = "step"
	SlipGrain     = "slip"
	DeadlineGrain = "deadline"
	// PassingGrain is each time that a matter was passed on or handed back; its unit is the one that did so.
	PassingGrain = "passing"
)

// HasSpan reports whether what a grain counts has a time of its own, from its beginning to what places it in a period.
func HasSpan(grain string) bool { return grain == StepGrain || grain == PassingGrain }

// IsOfUnitThen reports whether what a grain counts is that unit's which had the matter then, whoever has it now: steps
// done and passings on are acts, and stay where they were done.
func IsOfUnitThen(grain string) bool { return grain == StepGrain || grain == PassingGrain }

// By what the table of a report is divided.
const (
	ByUnit     = "unit"
	ByCategory = "category"
	ByGroup    = "category_group"
	BySeverity = "severity"
	BySource   = "source"
	ByKind     = "kind"
	ByStep     = "step"
	ByVersion  = "version"
	ByRole     = "role"
	ByName     = "name"
)

// What the events are called that place a case in a period, besides milestones.
const (
	EventReceived   = milestoneReceived
	EventRegistered = "registered"
	EventClosed     = milestoneClosed
	EventArchived   = "archived"
)

// What pending matters are in a share.
const (
	OpenLeftOut = "left_out"
	OpenSuccess = "success"
	OpenFailure = "failure"
)

// How numbers are rounded, and which time stands for many.
const (
	RoundHalfUp   = "half_up"
	RoundHalfEven = "half_even"
	RoundDown     = "down"
	TakeMean      = "mean"
	TakeMedian    = "median"
	TakeP90       = "p90"
	TakeTotal     = "total"
)

// mostDimensions are by how many things a table is divided at most.
const mostDimensions = 2

// ColumnKind is what a column of a report shows.
type ColumnKind string

// The closed set of kinds.
const (
	CountColumn    ColumnKind = "count"
	ShareColumn    ColumnKind = "share"
	SumColumn      ColumnKind = "sum"
	TimeColumn     ColumnKind = "time"
	WeightedColumn ColumnKind = "weighted"
	ProductColumn  ColumnKind = "product"
)

// Report is a report of a file as it is worked out. What follows from the file's text stands in it, so that two
// versions of a file count alike where these are equal but for the titles.
type Report struct {
	ID     string `json:"-"`
	Title  string `json:"-"`
	Clause string `json:"-"`
	// Readers are the roles that may read it; Units those whose units have a row without any case.
	Readers   []complaint.RoleID `json:"-"`
	Units     []complaint.RoleID `json:"-"`
	Shape     PeriodShape        `json:"-"`
	Period    string             `json:"period"`
	Grain     string             `json:"grain"`
	Of        []string           `json:"of,omitempty"`
	Event     string             `json:"event"`
	Where     *Formula           `json:"where,omitempty"`
	Rows      []string           `json:"rows,omitempty"`
	Pending   *Formula           `json:"pending,omitempty"`
	Excluded  []ReportGround     `json:"excluded,omitempty"`
	Columns   []Column           `json:"columns"`
	Stock     bool               `json:"stock,omitempty"`
	HideBelow int                `json:"hide_below,omitempty"`
}

// ReportGround is why matters are left out.
type ReportGround struct {
	ID    string  `json:"id"`
	Title string  `json:"-"`
	When  Formula `json:"when"`
}

// Column is a column of a report.
type Column struct {
	ID     string     `json:"id"`
	Title  string     `json:"-"`
	Clause string     `json:"-"`
	Kind   ColumnKind `json:"kind"`
	// Holds is what is counted, or the numerator; Among the denominator. Partly count as a part of one.
	Holds  *Formula `json:"holds,omitempty"`
	Among  *Formula `json:"among,omitempty"`
	Partly []Part   `json:"partly,omitempty"`
	Open   string   `json:"open,omitempty"`
	// Sum is the fact that is added up; Money: it is an amount.
	Sum   string `json:"sum,omitempty"`
	Money bool   `json:"money,omitempty"`
	// Take, From and Until are of a time; without the two it is the matter's own.
	Take  string `json:"take,omitempty"`
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
	// Terms are the other columns of a weighted one or a product, with their weights in millionths.
	Terms    []WeightedTerm `json:"terms,omitempty"`
	Decimals int            `json:"decimals"`
	Rounding string         `json:"rounding"`
}

// Part are matters that count as Millionths of one.
type Part struct {
	When       Formula `json:"when"`
	Millionths int64   `json:"millionths"`
}

// WeightedTerm is a column and its weight.
type WeightedTerm struct {
	Column     string `json:"column"`
	Millionths int64  `json:"millionths"`
}

// Formula tells reports apart that count otherwise: hex SHA-256 of all that figures follow from.
func (r *Report) Formula() string {
	data, err := json.Marshal(r)
	if err != nil {
		panic(err) // formulas hold nothing that JSON has not
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Column is the column of that id, nil if there is none.
func (r *Report) Column(id string) *Column {
	for i := range r.Columns {
		if r.Columns[i].ID == id {
			return &r.Columns[i]
		}
	}
	return nil
}

// MayRead reports whether somebody with these roles reads the report.
func (r *Report) MayRead(roles []complaint.RoleID) bool {
	return slices.ContainsFunc(roles, func(role complaint.RoleID) bool { return slices.Contains(r.Readers, role) })
}

// Report is the report of that name, nil if there is none.
func (p *Policy) Report(id string) *Report {
	for _, r := range p.reports {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Reports are all of the file's, in its order.
func (p *Policy) Reports() []*Report { return p.reports }

// compileReport makes of a rule, all of whose names have been checked, what is worked out.
func (c *checker) compileReport(e *Entry[ReportRule]) *Report {
	rule := &e.Value
	r := &Report{
		ID:      e.Key,
		Title:   rule.Title.Text,
		Readers: c.roleIDs(rule.Readers),
		Shape:   rule.Period,
		Period: string(rule.Period.Unit) + " " + strconv.Itoa(rule.Period.FromDay) +
			" " + rule.Period.FromTime.String(),
		Grain:     orElse(rule.Grain.Text, CaseGrain),
		Of:        textsOfWords(rule.Of),
		Event:     orElse(rule.Event.Text, EventReceived),
		Where:     c.formulaOf(rule.Where),
		Rows:      textsOfWords(rule.Rows),
		Pending:   c.formulaOf(rule.Pending),
		Stock:     rule.Stock,
		HideBelow: rule.HideBelow,
	}
	if reason := c.p.reasonCiting(rule.Cites, ""); reason != nil {
		r.Clause = reason.Clause
	}
	r.Units = c.roleIDs(rule.Units)
	if len(rule.Units) == 0 {
		for _, role := range c.doc.Roles.Entries {
			if role.Value.IsPerUnit() {
				r.Units = append(r.Units, c.p.RoleID(role.Key))
			}
		}
	}
	for _, x := range rule.Excluded.Entries {
		if when := c.formulaOf(x.Value.When); when != nil {
			r.Excluded = append(r.Excluded, ReportGround{x.Key, x.Value.Title.Text, *when})
		}
	}
	for _, x := range rule.Columns.Entries {
		col := c.compileColumn(x.Key, &x.Value)
		if r.Grain != CaseGrain {
			col.From, col.Until = "", ""
		}
		r.Columns = append(r.Columns, col)
	}
	return r
}

func (c *checker) roleIDs(words []Word) []complaint.RoleID {
	ids := make([]complaint.RoleID, len(words))
	for i, w := range words {
		ids[i] = c.p.RoleID(w.Text)
	}
	return ids
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func (c *checker) compileColumn(id string, rule *ReportColumn) Column {
	col := Column{
		ID:       id,
		Title:    rule.Title.Text,
		Clause:   c.p.reasonCiting(rule.Cites, "").Clause,
		Among:    c.formulaOf(rule.Among),
		Decimals: 1,
		Rounding: orElse(rule.Rounding.Text, RoundHalfUp),
	}
	switch {
	case rule.Count.Text != "":
		col.Kind, col.Holds, col.Decimals = CountColumn, c.formulaOf(rule.Count), 0
	case rule.Share.Text != "":
		col.Kind, col.Holds = ShareColumn, c.formulaOf(rule.Share)
		col.Open = orElse(rule.Open.Text, OpenLeftOut)
		for _, part := range rule.Partly {
			if when := c.formulaOf(part.When); when != nil {
				col.Partly = append(col.Partly, Part{*when, millionths(part.Counts.Text)})
			}
		}
	case rule.Sum.Text != "":
		col.Kind, col.Sum, col.Decimals = SumColumn, FieldFact+rule.Sum.Text, 0
		if col.Money = c.p.kindOfFieldNamed(rule.Sum.Text) == MoneyField; col.Money {
			col.Decimals = 2
		}
	case rule.Take.Text != "":
		col.Kind, col.Take = TimeColumn, rule.Take.Text
		col.From, col.Until = orElse(rule.From.Text, EventReceived), orElse(rule.Until.Text, EventClosed)
	case len(rule.Weighted.Entries) > 0:
		col.Kind = WeightedColumn
		for _, w := range rule.Weighted.Entries {
			col.Terms = append(col.Terms, WeightedTerm{w.Key, millionths(w.Value.Text)})
		}
	default:
		col.Kind = ProductColumn
		for _, w := range rule.Product {
			col.Terms = append(col.Terms, WeightedTerm{w.Text, oneMillion})
		}
	}
	if rule.Decimals != nil {
		col.Decimals = int(*rule.Decimals)
	}
	return col
}

const oneMillion = 1_000_000

// millionths reads a weight such as 90% or 12.5%; -1 if it is none.
func millionths(text string) int64 {
	number, ok := strings.CutSuffix(text, "%")
	whole, part, _ := strings.Cut(number, ".")
	const places = 4
	if !ok || whole == "" || len(part) > places {
		return -1
	}
	n, err := strconv.ParseUint(whole+part+strings.Repeat("0", places-len(part)), 10, 32)
	if err != nil || n > oneMillion {
		return -1
	}
	return int64(n)
}
