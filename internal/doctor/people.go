package doctor

import (
	"context"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
)

// checkCalendars: each year that limits may reach has its official working days.
func (e *examination) checkCalendars(ctx context.Context) {
	policies, err := e.Record.PoliciesInForce(ctx)
	if err != nil {
		e.addBad("calendar", "", "%v", err)
		return
	}
	outlook, err := e.Record.OutlookOfOpenCases(ctx)
	if err != nil {
		e.addBad("calendar", "", "%v", err)
		return
	}
	seen := map[string]bool{}
	for _, p := range policies {
		if id := p.Doc.Calendar; !seen[id] {
			seen[id] = true
			e.checkCalendar(ctx, id, outlook.Due)
		}
	}
}

// noticeOfNextYear is from when on next year's official working days can be expected to be known.
const noticeOfNextYear = time.December

func (e *examination) checkCalendar(ctx context.Context, id string, due *time.Time) {
	cal, err := e.Record.Calendar(ctx, id)
	if err != nil {
		e.addBad("calendar", "发布年历 (publish its years)", "日历 %s：%v", id, err)
		return
	}
	now := e.Now().In(cal.Location())
	last := now.Year()
	if now.Month() >= noticeOfNextYear {
		last++
	}
	if due != nil {
		last = max(last, due.In(cal.Location()).Year())
	}
	sound := true
	for year := now.Year(); year <= last; year++ {
		if _, _, provisional := cal.IsWorkingDay(calendar.Date{Year: year, Month: time.January, Day: 1}); provisional {
			sound = false
			e.addWarning("calendar",
				"官方公布后写成年历文件发布；受影响的期限会自动重算 (publish the official days; deadlines are then recalculated)",
				"日历 %s 的 %d 年还没有官方安排，有期限要用到 (no official days yet for a year that limits reach)", id, year)
		}
	}
	if sound {
		e.addOK("calendar", "日历 %s 到 %d 年都有官方安排 (has official days up to that year)", id, last)
	}
}

// checkPeople: every role of the policies in force is held, and every open task can be taken by somebody.
func (e *examination) checkPeople(ctx context.Context) {
	policies, err := e.Record.PoliciesInForce(ctx)
	if err != nil {
		e.addBad("roles", "", "%v", err)
		return
	}
	directory, err := e.Record.DirectoryNow(ctx)
	if err != nil {
		e.addBad("roles", "", "%v", err)
		return
	}
	sound := true
	for _, p := range policies {
		for _, role := range p.Doc.Roles.Entries {
			sound = e.isRoleHeld(p, role.Key, role.Value.Title.Text, directory) && sound
		}
		e.checkCover(p, directory)
	}
	if sound {
		e.addOK("roles", "每个角色至少有两人 (each role has two holders or more)")
	}
	e.checkVacancies(ctx, directory)
}

func (e *examination) isRoleHeld(p *policy.Policy, key, title string, d complaint.Directory) bool {
	holders := 0
	for _, person := range d.People {
		if person.HoldsRole(p.RoleID(key)) {
			holders++
		}
	}
	switch holders {
	case 0:
		e.addBad("roles", "指定一个人：duban user (appoint somebody)", "%s 的角色“%s”（%s）无人担任 (a role without a holder)",
			p.Doc.Title, title, p.RoleID(key))
	case 1:
		e.addWarning("roles", "再指定一个人：他不在或须回避时无人可替 (appoint a second: who stands in, or when the one is recused)",
			"%s 的角色“%s”（%s）只有一人 (a role with a single holder)", p.Doc.Title, title, p.RoleID(key))
	}
	return holders > 1
}

// checkCover: a role that covers others is held in each of their units.
func (e *examination) checkCover(p *policy.Policy, d complaint.Directory) {
	for _, role := range p.Doc.Roles.Entries {
		if len(role.Value.Covers) == 0 {
			continue
		}
		lacking := p.UnitsNotCovered(role.Key, d)
		for _, unit := range lacking {
			e.addBad("receivers", "在这个单位指定一个人：duban user (appoint somebody in that unit)",
				"%s：“%s”没有“%s”（%s） (a unit without a holder of a role that it must have)",
				p.Doc.Title, d.Units[unit].Name, role.Value.Title, p.RoleID(role.Key))
		}
		if len(lacking) == 0 {
			e.addOK("receivers", "%s：该有“%s”的单位都有人 (each unit that must have one has one)",
				p.Doc.Title, role.Value.Title)
		}
	}
}

// mostVacancies is how many tasks are named.
const mostVacancies = 20

func (e *examination) checkVacancies(ctx context.Context, d complaint.Directory) {
	tasks, err := e.Record.VacantTasks(ctx, d, mostVacancies)
	if err != nil {
		e.addBad("tasks", "", "%v", err)
		return
	}
	for _, t := range tasks {
		e.addBad("tasks", "给这个角色或单位指定人，或把案件改派 (appoint somebody in that role or unit)",
			"案件 %s 的待办“%s”没有人能接 (a task that nobody can take)", t.Case, t.Title)
	}
	if len(tasks) == 0 {
		e.addOK("tasks", "每项待办都有人能接 (somebody can take each task)")
	}
}
