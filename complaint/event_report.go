package complaint

// Facts of what the matter of a period publishes of reports. From edition 2 on.
type (
	// ReportOrdered says that a report of the matter's period is to be published, as the record has it now. The program
	// does so and notes what came of it.
	ReportOrdered struct {
		Report string `json:"report"`
		Title  string `json:"title"`
		Period string `json:"period"`
	}
	// ReportPublished says that it was: which edition of the period, which one of all that were ever published, by
	// which version of the regulation, and the hash of the figures.
	ReportPublished struct {
		// Ordered is the event by which it was ordered.
		Ordered  int    `json:"ordered"`
		Report   string `json:"report"`
		Title    string `json:"title"`
		Edition  int    `json:"edition"`
		Sequence int64  `json:"sequence"`
		Version  int    `json:"version"`
		SHA256   string `json:"sha256"`
	}
	// ReportWithheld says that it was not, because what came and went does not explain what is left. Row is where, by
	// its titles; "" for the total. It is tried again until it balances.
	ReportWithheld struct {
		Ordered int    `json:"ordered"`
		Report  string `json:"report"`
		Title   string `json:"title"`
		Row     string `json:"row"`
	}
)

func (ReportOrdered) eventType() string   { return "report_ordered" }
func (ReportPublished) eventType() string { return "report_published" }
func (ReportWithheld) eventType() string  { return "report_withheld" }
