package policy

// PeriodicRule says that the program itself opens such a matter, one for each period when it is over, such as the
// report on each month. Nobody files it, nobody complains in it, and it does not count among complaints. It is received
// at the end of its period, which its clock counts from however late it is opened.
type PeriodicRule struct {
	// Period is how time is cut: day, month, quarter, half_year, year; month from 19 (from the 19th to the 18th); day
	// from 12:00 (from noon to noon).
	Period PeriodShape `yaml:"period,required"`
	// Number is how such matters are numbered, in a series of their own; as the others are, if absent.
	Number *NumberFormat `yaml:"number"`
	// Reports are published by such a matter, of its period, each time it comes to At. Their periods are the same.
	Reports []Word `yaml:"reports"`
	// At is the milestone; closed, if absent.
	At Word `yaml:"at"`
}
