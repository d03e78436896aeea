package complaint

// Period is the piece of time for which the program has opened a matter: its first instant and the first one too late.
type Period struct {
	// Name tells it from the others, such as 2026-10 or 2026-Q4.
	Name  string `json:"name"`
	From  Time   `json:"from"`
	Until Time   `json:"until"`
}

// PeriodName is the name of the period for which the program has opened the matter, "" if somebody filed it.
func (c *Case) PeriodName() string {
	if c.Period == nil {
		return ""
	}
	return c.Period.Name
}
