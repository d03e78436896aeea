package policy

import (
	"time"

	"duban/policy/calendar"
)

// The days on which an office is open.
const (
	onAllDays     = "all"
	onWorkingDays = "working"
)

// hours are those of the office; the zero Office where the file gives none.
func (r *OfficeRule) hours() calendar.Office {
	if r == nil {
		return calendar.Office{}
	}
	opens, _ := calendar.ParseTimeOfDay(r.Opens.Text) // they compiled
	closes, _ := calendar.ParseTimeOfDay(r.Closes.Text)
	return calendar.Office{Opens: opens, Closes: closes, EveryDay: r.Days.Text == onAllDays}
}

// usualOffice are the hours of an office whose file gives none: reminders come in them.
var usualOffice = calendar.Office{Opens: 9 * time.Hour, Closes: 18 * time.Hour}

// officeForReminders are the hours in which reminders come.
func (p *Policy) officeForReminders() calendar.Office {
	if p.Doc.Office == nil {
		return usualOffice
	}
	return p.Doc.Office.hours()
}

// inOffice is a calendar with the hours of the policy's office.
func (p *Policy) inOffice(c *calendar.Calendar) *calendar.Calendar {
	if c == nil || p.Doc.Office == nil {
		return c
	}
	return c.WithOffice(p.Doc.Office.hours())
}

func (c *checker) checkOffice() {
	r := c.doc.Office
	if r == nil {
		return
	}
	c.mustBeOfClosedSet(r.Days, setOfficeDays)
	opens, notOpens := calendar.ParseTimeOfDay(r.Opens.Text)
	if notOpens != nil {
		c.f.add(r.Opens.Pos, "office.time", args{"value": r.Opens.Text})
	}
	closes, notCloses := calendar.ParseTimeOfDay(r.Closes.Text)
	if notCloses != nil {
		c.f.add(r.Closes.Pos, "office.time", args{"value": r.Closes.Text})
	}
	if notOpens == nil && notCloses == nil && closes <= opens {
		c.f.add(r.Closes.Pos, "office.closes", args{"opens": r.Opens.Text, "closes": r.Closes.Text})
	}
}

// checkOfficeGiven: limits in office hours are only where the file says which those are.
func (c *checker) checkOfficeGiven(length calendar.Limit, at Pos) {
	if length.Unit == calendar.OfficeHours && c.doc.Office == nil {
		c.f.add(at, "limit.no_office", args{"value": length.String()})
	}
}
