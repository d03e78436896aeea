package policy

// ReportRule is a table of figures (统计报表): what came of the matters of a period, counted over all cases. It is
// computed as of an instant; what was published of it is never changed.
type ReportRule struct {
	Cites `yaml:",inline"`
	// Title is what the report is called.
	Title Text `yaml:"title,required"`
	// Readers are the roles that may read it. A published report is the same for each of them; a live one counts the
	// cases that its reader may read.
	Readers []Word `yaml:"readers,required"`
	// Period is how long one report covers: day, month, quarter, half_year or year; "month from 19", "day from 12:00".
	Period PeriodShape `yaml:"period,required"`
	// Grain is what is counted: cases, if absent; each step done; each slip; each deadline; each passing on.
	Grain Word `yaml:"grain" set:"grain"`
	// Of names the only steps, slips or deadlines that are counted, by their keys, or redirect or return; all, if
	// absent. It stands where the grain is not the case.
	Of []Word `yaml:"of"`
	// Event places a case in the period: received, if absent; registered, closed, archived or a milestone. Steps are
	// placed by when they were done, slips by when they were issued, deadlines by their last moment, passings on by
	// when they were.
	Event Word `yaml:"event"`
	// Where is which of them are counted at all.
	Where Expr `yaml:"where"`
	// Rows are by what the table is divided, up to two; by version, where figures of one version of the regulation
	// cannot be held against those of another. The total is its only row, if absent.
	Rows []Word `yaml:"rows" set:"dimension"`
	// Units are the roles of which every unit that somebody holds one in has a row, also without a case; all roles held
	// per unit, if absent.
	// Without rows by unit it does nothing.
	Units []Word `yaml:"units"`
	// Pending is which matters are still open: those that are not closed while no limit of theirs has passed, if
	// absent.
	Pending Expr `yaml:"pending"`
	// Excluded are the grounds on which a matter is left out of all columns, each counted apart. The first that holds
	// counts.
	Excluded Map[ReportExclusion] `yaml:"excluded"`
	// Columns are the figures.
	Columns Map[ReportColumn] `yaml:"columns,required"`
	// Stock adds how many were open at the beginning, came, went and are open at the end, by unit or category.
	Stock bool `yaml:"stock"`
	// HideBelow hides counts of people below so many, and as many others that nobody can work them out.
	HideBelow int `yaml:"hide_below"`
}

// ReportExclusion is a ground on which matters are left out.
type ReportExclusion struct {
	Cites `yaml:",inline"`
	// Title is the ground in a few words.
	Title Text `yaml:"title,required"`
	// When is which matters it is.
	When Expr `yaml:"when,required"`
}

// ReportColumn is a figure. It has one of count, share, sum, take, weighted and product.
type ReportColumn struct {
	Cites `yaml:",inline"`
	// Title is the head of the column.
	Title Text `yaml:"title,required"`
	// Count counts the matters for which it holds.
	Count Expr `yaml:"count"`
	// Share is the part of the matters for which it holds, of all that among lets in.
	Share Expr `yaml:"share"`
	// Partly are matters that count as a part of one in a share, such as fairly satisfied as 90%.
	Partly []ReportPart `yaml:"partly"`
	// Among is of which matters the share, the sum or the time is; of all, if absent.
	Among Expr `yaml:"among"`
	// Open is what pending matters are in a share: left_out until due, if absent, a success or a failure.
	Open Word `yaml:"open" set:"open_matters"`
	// Sum adds up a field of whole numbers or money.
	Sum Word `yaml:"sum"`
	// Take is the mean, the median, the p90 or the total of the days from one event to another; of steps, of the days
	// from when they were open to when they were done; of passings on, of those that the unit had kept the matter.
	Take Word `yaml:"take" set:"average"`
	// From is the event from which the time counts: received, if absent, or any other that places a case.
	From Word `yaml:"from"`
	// Until is the event to which it counts: closed, if absent.
	Until Word `yaml:"until"`
	// Weighted adds up other columns, each by its weight: {solved: 50%, satisfied: 40%}.
	Weighted Map[Word] `yaml:"weighted"`
	// Product multiplies other columns.
	Product []Word `yaml:"product"`
	// Decimals is how many are shown: one, if absent; of money two.
	Decimals *int64 `yaml:"decimals"`
	// Rounding is half_up, if absent, half_even or down.
	Rounding Word `yaml:"rounding" set:"rounding"`
}

// ReportPart is a matter that counts as less than one.
type ReportPart struct {
	// When is which matters they are.
	When Expr `yaml:"when,required"`
	// Counts is as how much of one, such as 90%.
	Counts Word `yaml:"counts,required"`
}
