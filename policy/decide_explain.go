package policy

import (
	"fmt"

	"duban/complaint"
	"duban/policy/calendar"
)

// explain turns the calendar's steps into lines a person can follow (all-explain).
func (t *turn) explain(term calendar.Term, d *complaint.Deadline) []complaint.Counted {
	rule := d.Clause
	if rule == "" {
		rule = "设定 " + d.Setting
	}
	lines := make([]complaint.Counted, 1, 1+len(term.Steps))
	lines[0] = complaint.Counted{Date: calendar.DateOf(term.Started, t.f.Calendar.Location()).String(), Kind: "rule", Name: rule, Text: "依据 " + rule + "：" + term.Limit.String()}
	for _, s := range term.Steps {
		lines = append(lines, counted(s))
	}
	return lines
}

func counted(s calendar.Step) complaint.Counted {
	day := s.Date.String()
	return complaint.Counted{Date: day, Kind: string(s.Kind), Name: s.Name, Text: stepText(s, day)}
}

func stepText(s calendar.Step, day string) string {
	switch s.Kind {
	case calendar.StepStarted:
		return day + " 起算的事由发生"
	case calendar.StepSkipped:
		return day + " 不计：" + s.Name
	case calendar.StepMakeup:
		return day + " 计入：" + s.Name
	case calendar.StepRolled:
		return day + " 末日逢休息日，顺延到这一天"
	case calendar.StepLast:
		return day + " 是最后一天"
	case calendar.StepExtended:
		return fmt.Sprintf("%s 之后延期 %d%s", day, s.N, s.Unit)
	case calendar.StepSuspended:
		return fmt.Sprintf("%s 中止计算，余 %s", s.At.Format("2006-01-02 15:04:05"), s.Left)
	case calendar.StepResumed:
		return fmt.Sprintf("%s 恢复计算，余 %s", s.At.Format("2006-01-02 15:04:05"), s.Left)
	}
	return day
}
