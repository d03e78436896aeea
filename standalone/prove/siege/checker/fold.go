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

// foldJournal folds a journal. An event of a kind it does not know is an error: a checker that guesses proves nothing.
func foldJournal(journal []*event) (*state, error) {
	s := &state{Status: "received"}
	for _, e := range journal {
		if err := s.applyEvent(e); err != nil {
			return nil, fmt.Errorf("event %d (%s): %w", e.Seq, e.Type, err)
		}
	}
	return s, nil
}

func (s *state) applyEvent(e *event) error {
	s.Seq, s.LastHash = e.Seq, e.Hash
	switch e.Type {
	case "filed":
		s.Status, s.Severity, s.Category, s.ReceivedAt = "open", e.textAt("severity"), e.textAt("category"),
			e.textAt("received_at")
	case "registered":
		s.Number = e.textAt("number")
	case "step_entered":
		s.Step = e.textAt("step")
	case "regraded":
		s.Severity = e.textAt("to")
	case "task_opened", "task_claimed", "task_assigned", "task_released", "task_completed", "task_withdrawn":
		return s.applyTaskEvent(e)
	case "deadline_set", "deadline_met", "deadline_missed", "deadline_cancelled", "deadline_superseded",
		"reminders_moved", "reminded", "escalated":
		return s.applyDeadlineEvent(e)
	case "slip_issued":
		s.fireRung(e)
		s.Slips = append(s.Slips, slip{
			ID:     e.textAt("slip"),
			Kind:   e.textAt("kind"),
			Number: e.textAt("number"),
			State:  "open",
		})
	case "slip_replied":
		s.slipByID(e.textAt("slip")).State = "replied"
	case "slip_voided":
		s.slipByID(e.textAt("slip")).State = "void"
	case "slip_ended":
		s.slipByID(e.textAt("slip")).State = "ended"
	case "slip_received":
	case "notice_issued":
		s.Notices = append(s.Notices, notice{ID: e.textAt("notice")})
	case "served":
		for i := range s.Notices {
			if s.Notices[i].ID == e.textAt("notice") {
				s.Notices[i].How = e.textAt("how")
			}
		}
	case "messaged":
		s.Messages = append(s.Messages, message{e.textAt("kind"), e.textAt("text")})
	case "closed":
		s.Status, s.Disposition = "closed", e.textAt("disposition")
		s.closeSlips()
	case "archived":
		s.Status, s.Step = "archived", ""
	case "noted", "corrected", "withdrawal_asked", "withdrawn", "redirected", "handed_back", "document_issued":
	default:
		return fmt.Errorf("a kind of event this checker does not know")
	}
	return nil
}

func (s *state) applyTaskEvent(e *event) error {
	if e.Type == "task_opened" {
		t := task{}
		if err := convertThroughJSON(e.fields, &t); err != nil {
			return err
		}
		t.ID, t.State = e.textAt("task"), "open"
		s.Tasks = append(s.Tasks, t)
		return nil
	}
	t := s.taskByID(e.textAt("task"))
	switch e.Type {
	case "task_claimed", "task_assigned":
		t.State, t.Assignee = "claimed", e.textAt("assignee")
	case "task_released":
		t.State, t.Assignee = "open", ""
	case "task_completed":
		t.State, t.Assignee = "done", e.Actor
	case "task_withdrawn":
		t.State = "withdrawn"
	}
	return nil
}

func (s *state) applyDeadlineEvent(e *event) error {
	if e.Type == "deadline_set" {
		d := deadline{}
		if err := convertThroughJSON(e.fields["deadline"], &d); err != nil {
			return err
		}
		s.Deadlines = append(s.Deadlines, d)
		return nil
	}
	if e.Type == "reminders_moved" {
		var moved deadline
		if err := convertThroughJSON(e.fields["deadline"], &moved); err != nil {
			return err
		}
		*s.deadlineByID(moved.ID) = moved
		return nil
	}
	d := s.deadlineByID(e.textAt("deadline"))
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
		return s.addEscalatedSeats(e)
	}
	return nil
}

// addEscalatedSeats adds the seats of an escalation to the tasks it names.
func (s *state) addEscalatedSeats(e *event) error {
	var more struct {
		To    []map[string]any `json:"to"`
		Tasks []string         `json:"tasks"`
	}
	if err := convertThroughJSON(e.fields, &more); err != nil {
		return err
	}
	for _, id := range more.Tasks {
		t := s.taskByID(id)
		t.Seats = append(t.Seats, more.To...)
	}
	return nil
}

func (s *state) fireRung(e *event) {
	d := s.deadlineByID(e.textAt("deadline"))
	for i := range d.Rungs {
		if d.Rungs[i].ID == e.textAt("rung") {
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

// taskByID, deadline and slip find a part by id; what is not there is a blank that nobody keeps.
func (s *state) taskByID(id string) *task {
	for i := range s.Tasks {
		if s.Tasks[i].ID == id {
			return &s.Tasks[i]
		}
	}
	return &task{}
}

func (s *state) deadlineByID(id string) *deadline {
	for i := range s.Deadlines {
		if s.Deadlines[i].ID == id {
			return &s.Deadlines[i]
		}
	}
	return &deadline{}
}

func (s *state) slipByID(id string) *slip {
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

func convertThroughJSON(from, to any) error {
	raw, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, to)
}

// differenceFrom says in what two states differ, "" if in nothing.
func (s *state) differenceFrom(other *state) string {
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
