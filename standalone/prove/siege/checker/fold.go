package checker

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// state is a case folded from its journal by rules written here once more. Its JSON is a subset of what the
// running workflow answers to the query "state".
type state struct {
	Seq         int        `json:"seq"`
	LastHash    string     `json:"last_hash"`
	Number      string     `json:"number"`
	Status      string     `json:"status"`
	Severity    string     `json:"severity"`
	Category    string     `json:"category"`
	Disposition string     `json:"disposition"`
	ReceivedAt  string     `json:"received_at"`
	Step        string     `json:"step"`
	Tasks       []task     `json:"tasks"`
	Deadlines   []deadline `json:"deadlines"`
	Slips       []slip     `json:"slips"`
	Notices     []notice   `json:"notices"`
	Messages    []message  `json:"messages"`
}

type (
	task struct {
		ID       string           `json:"id"`
		Step     string           `json:"step"`
		Seats    []map[string]any `json:"seats"`
		Assignee string           `json:"assignee"`
		State    string           `json:"state"`
	}
	deadline struct {
		ID      string `json:"id"`
		Name    string `json:"name"`
		Limit   string `json:"limit"`
		Step    string `json:"step"`
		Task    string `json:"task"`
		State   string `json:"state"`
		Done    bool   `json:"done"`
		Started string `json:"started"`
		Due     string `json:"due"`
		LastDay string `json:"last_day"`
		Rungs   []rung `json:"rungs"`
	}
	rung struct {
		ID      string `json:"id"`
		At      string `json:"at"`
		Action  string `json:"action"`
		Fired   bool   `json:"fired"`
		Skipped bool   `json:"skipped"`
	}
	slip struct {
		ID     string `json:"id"`
		Kind   string `json:"kind"`
		Number string `json:"number"`
		State  string `json:"state"`
	}
	notice struct {
		ID  string `json:"id"`
		How string `json:"how"`
	}
	message struct {
		Kind string `json:"kind"`
		Text string `json:"text"`
	}
)

// fold folds a journal. An event of a kind it does not know is an error: a checker that guesses proves nothing.
func fold(journal []*event) (*state, error) {
	s := &state{Status: "received"}
	for _, e := range journal {
		if err := s.apply(e); err != nil {
			return nil, fmt.Errorf("event %d (%s): %w", e.Seq, e.Type, err)
		}
	}
	return s, nil
}

func (s *state) apply(e *event) error {
	s.Seq, s.LastHash = e.Seq, e.Hash
	switch e.Type {
	case "filed":
		s.Status, s.Severity, s.Category, s.ReceivedAt = "open", e.field("severity"), e.field("category"),
			e.field("received_at")
	case "registered":
		s.Number = e.field("number")
	case "step_entered":
		s.Step = e.field("step")
	case "regraded":
		s.Severity = e.field("to")
	case "task_opened", "task_claimed", "task_assigned", "task_released", "task_completed", "task_withdrawn":
		return s.applyTask(e)
	case "deadline_set", "deadline_met", "deadline_missed", "deadline_cancelled", "deadline_superseded",
		"reminded", "escalated":
		return s.applyDeadline(e)
	case "slip_issued":
		s.fireRung(e)
		s.Slips = append(s.Slips, slip{
			ID:     e.field("slip"),
			Kind:   e.field("kind"),
			Number: e.field("number"),
			State:  "open",
		})
	case "slip_replied":
		s.slip(e.field("slip")).State = "replied"
	case "notice_issued":
		s.Notices = append(s.Notices, notice{ID: e.field("notice")})
	case "served":
		for i := range s.Notices {
			if s.Notices[i].ID == e.field("notice") {
				s.Notices[i].How = e.field("how")
			}
		}
	case "messaged":
		s.Messages = append(s.Messages, message{e.field("kind"), e.field("text")})
	case "closed":
		s.Status, s.Disposition = "closed", e.field("disposition")
		s.closeSlips()
	case "archived":
		s.Status, s.Step = "archived", ""
	case "noted", "corrected", "withdrawn":
	default:
		return fmt.Errorf("a kind of event this checker does not know")
	}
	return nil
}

func (s *state) applyTask(e *event) error {
	if e.Type == "task_opened" {
		t := task{}
		if err := throughJSON(e.fields, &t); err != nil {
			return err
		}
		t.ID, t.State = e.field("task"), "open"
		s.Tasks = append(s.Tasks, t)
		return nil
	}
	t := s.task(e.field("task"))
	switch e.Type {
	case "task_claimed", "task_assigned":
		t.State, t.Assignee = "claimed", e.field("assignee")
	case "task_released":
		t.State, t.Assignee = "open", ""
	case "task_completed":
		t.State, t.Assignee = "done", e.Actor
	case "task_withdrawn":
		t.State = "withdrawn"
	}
	return nil
}

func (s *state) applyDeadline(e *event) error {
	if e.Type == "deadline_set" {
		d := deadline{}
		if err := throughJSON(e.fields["deadline"], &d); err != nil {
			return err
		}
		s.Deadlines = append(s.Deadlines, d)
		return nil
	}
	d := s.deadline(e.field("deadline"))
	switch e.Type {
	case "deadline_met":
		d.Done, d.State = true, "met"
		if late, _ := e.fields["late"].(bool); late {
			d.State = "missed"
		}
	case "deadline_missed":
		s.fireRung(e)
		d.State = "missed"
	case "deadline_cancelled":
		if d.State == "missed" {
			d.Done = true
		} else {
			d.State = "cancelled"
		}
	case "deadline_superseded":
		d.State = "superseded"
	case "reminded":
		s.fireRung(e)
	case "escalated":
		s.fireRung(e)
		return s.seat(e)
	}
	return nil
}

// seat adds the seats of an escalation to the tasks it names.
func (s *state) seat(e *event) error {
	var more struct {
		To    []map[string]any `json:"to"`
		Tasks []string         `json:"tasks"`
	}
	if err := throughJSON(e.fields, &more); err != nil {
		return err
	}
	for _, id := range more.Tasks {
		t := s.task(id)
		t.Seats = append(t.Seats, more.To...)
	}
	return nil
}

func (s *state) fireRung(e *event) {
	d := s.deadline(e.field("deadline"))
	for i := range d.Rungs {
		if d.Rungs[i].ID == e.field("rung") {
			d.Rungs[i].Fired = true
		}
	}
}

func (s *state) closeSlips() {
	for i := range s.Slips {
		if s.Slips[i].Kind == "urge" && s.Slips[i].State == "open" {
			s.Slips[i].State = "settled"
		}
	}
}

// task, deadline and slip find a part by id; what is not there is a blank that nobody keeps.
func (s *state) task(id string) *task {
	for i := range s.Tasks {
		if s.Tasks[i].ID == id {
			return &s.Tasks[i]
		}
	}
	return &task{}
}

func (s *state) deadline(id string) *deadline {
	for i := range s.Deadlines {
		if s.Deadlines[i].ID == id {
			return &s.Deadlines[i]
		}
	}
	return &deadline{}
}

func (s *state) slip(id string) *slip {
	for i := range s.Slips {
		if s.Slips[i].ID == id {
			return &s.Slips[i]
		}
	}
	return &slip{}
}

// isEnded: what was due has been done or has fallen away.
func (d *deadline) isEnded() bool { return d.Done || d.State != "running" && d.State != "missed" }

func (t *task) isLive() bool { return t.State == "open" || t.State == "claimed" }

func throughJSON(from, to any) error {
	raw, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, to)
}

// differs says in what two states differ, "" if in nothing.
func (s *state) differs(other *state) string {
	a, b := reflect.ValueOf(*s), reflect.ValueOf(*other)
	for i := range a.NumField() {
		x, y := a.Field(i), b.Field(i)
		if x.Kind() == reflect.Slice && x.Len() == 0 && y.Len() == 0 {
			continue
		}
		if !reflect.DeepEqual(x.Interface(), y.Interface()) {
			return fmt.Sprintf("%s: %v against %v", a.Type().Field(i).Name, x.Interface(), y.Interface())
		}
	}
	return ""
}
