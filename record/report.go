package record

import (
	"time"

	"duban/complaint"
	"duban/policy"
)

// FigureQuery asks for the figures of a report in a period.
type FigureQuery struct {
	Policy *policy.Policy
	Report *policy.Report
	Period policy.Period
	// AsOf is what the record must have had by then; zero for all that it has.
	AsOf time.Time
	// CorrectedAsOf, if set, leaves cases whose record was put right after it as they were then.
	CorrectedAsOf time.Time
	// Reader is whose cases are counted; nil for all.
	Reader *complaint.Person
}

// Figures are the table of a report.
type Figures struct {
	Rows  []FigureRow `json:"rows" nullable:"false"`
	Total FigureRow   `json:"total"`
	Stock []StockRow  `json:"stock,omitempty"`
	// StockTotal is of the whole.
	StockTotal *StockRow `json:"stock_total,omitempty"`
}

// FigureRow is a line of the table.
type FigureRow struct {
	// Keys are what the row is of, in the order of the report's rows; Titles what these are called.
	Keys   []string `json:"keys" nullable:"false"`
	Titles []string `json:"titles" nullable:"false"`
	// Matters is how many the row has, those left out among them; Excluded how many by ground.
	Matters  int64            `json:"matters"`
	Excluded map[string]int64 `json:"excluded,omitempty"`
	Cells    []Cell           `json:"cells" nullable:"false"`
	// Hidden: too few to be shown, or others could be worked out from it.
	Hidden bool `json:"hidden,omitempty"`
}

// Cell is a figure. Each matter of the row that is not excluded is in one of its counts.
type Cell struct {
	Column string `json:"column"`
	// Value is the figure as shown; "-" where there is nothing that it could be of.
	Value string `json:"value"`
	// K of N: those that hold, and those that count in part, of those that are counted.
	K      int64   `json:"k"`
	Partly []int64 `json:"partly,omitempty"`
	N      int64   `json:"n"`
	// Open are left out because they are pending, Outside because the figure is not of them.
	Open    int64 `json:"open,omitempty"`
	Outside int64 `json:"outside,omitempty"`
	// Sum is that of a field, or of microseconds.
	Sum int64 `json:"sum,omitempty"`
}

// StockRow is how many were open, came and went: Opening + Received + Reopened + MovedIn - Closed - Withdrawn -
// MovedOut - Excluded = Closing.
type StockRow struct {
	Keys      []string `json:"keys" nullable:"false"`
	Titles    []string `json:"titles" nullable:"false"`
	Opening   int64    `json:"opening"`
	Received  int64    `json:"received"`
	Reopened  int64    `json:"reopened"`
	MovedIn   int64    `json:"moved_in"`
	Closed    int64    `json:"closed"`
	Withdrawn int64    `json:"withdrawn"`
	MovedOut  int64    `json:"moved_out"`
	Excluded  int64    `json:"excluded"`
	Closing   int64    `json:"closing"`
	Hidden    bool     `json:"hidden,omitempty"`
}

// Balances reports whether what came and went explains what is left.
func (r StockRow) Balances() bool {
	return r.Opening+r.Received+r.Reopened+r.MovedIn-r.Closed-r.Withdrawn-r.MovedOut-r.Excluded == r.Closing
}

// CellQuery asks for the matters behind a cell.
type CellQuery struct {
	FigureQuery
	// Keys are those of the row; nil for the total. Column is "" for all of the row.
	Keys   []string
	Column string
	// Part is which of the cell: all, success, failure, open.
	Part string
}

// CellCases are the cases behind a cell: those that the reader may read, and how many others there are.
type CellCases struct {
	Cases    []CaseRow
	NotShown int64
}

// Unbalanced is the id of the refusal to publish a report whose stock and flow do not balance; its argument row says
// where.
const Unbalanced = "report.unbalanced"

// Publishing orders that a report be published.
type Publishing struct {
	// Policy is the version whose report it is.
	Policy complaint.PolicyRef
	Report string
	Period string
	// AsOf is what the record must have had by then; zero for now.
	AsOf time.Time
	// Case and Seq are the event that published it, by which the same order is known again; "" for none.
	Case complaint.CaseID
	Seq  int
}

// Publication is a report as it was published, for ever.
type Publication struct {
	Policy complaint.PolicyRef
	Report string
	Period string
	// Edition counts those of the period, Sequence all there are; both from 1.
	Edition     int
	Sequence    int64
	Formula     string
	AsOf        time.Time
	PublishedAt time.Time
	Case        complaint.CaseID
	Seq         int
	Figures     Figures
	SHA256      string
}

// Revision is what became of a published figure in the next edition of its period.
type Revision struct {
	Edition int
	// Row is that of the table, -1 for the total.
	Keys   []string
	Column string
	From   string
	To     string
	// Late: facts came in; Corrected: the record was put right; Formula: it is worked out otherwise.
	Late, Corrected, Formula bool
}
