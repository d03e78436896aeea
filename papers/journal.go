package papers

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"duban/complaint"
)

// blanks fill a sentence.
type blanks map[string]any

// sentence says what an event records, in the words of the case's page; by its type where it has none.
func (w *composer) sentence(e complaint.Event) string {
	key, fill := e.Type(), blanks{}
	for _, say := range []func(complaint.Fact) (string, blanks){
		w.sayStep, w.sayDeadline, w.sayPerson, w.sayReport, w.sayParty, w.sayCase,
	} {
		if named, filled := say(e.Fact); filled != nil {
			fill = filled
			if named != "" {
				key = named
			}
			break
		}
	}
	if !w.l.HasWords("event." + key) {
		return e.Type()
	}
	return strings.TrimSpace(w.l.Text("event."+key, fill))
}

func (w *composer) stepTitle(id complaint.StepID) string {
	return w.l.SayValue(w.Policy.StepTitle(string(id)))
}

// who is somebody who acts, as a case's page names them.
func (w *composer) who(id complaint.UserID) string {
	switch {
	case id == complaint.System:
		return w.say("actor.system")
	case complaint.PartyID(id).IsComplainant():
		return w.say("party.complainant")
	}
	if name := w.reader.Directory.NameOf(id); name != "" {
		return name
	}
	return string(id)
}

func (w *composer) unitName(id complaint.UnitID) string { return w.reader.Directory.Units[id].Name }

// seatsNamed are seats with the people whom they name.
func (w *composer) seatsNamed(all []complaint.Seat) string {
	said := make([]string, len(all))
	for i, s := range all {
		switch {
		case s.User != "":
			said[i] = w.who(s.User)
		case s.Unit != "":
			said[i] = w.unitName(s.Unit) + " · " + w.seats([]complaint.Seat{s})
		default:
			said[i] = w.seats([]complaint.Seat{s})
		}
	}
	return strings.Join(said, w.say("mark.and"))
}

func (w *composer) sayStep(fact complaint.Fact) (string, blanks) {
	switch f := fact.(type) { //nolint:gochecksumtype // what is about steps and tasks
	case complaint.StepEntered:
		return "", blanks{"step": w.l.SayValue(f.Title)}
	case complaint.StepAwaited:
		return "", blanks{"step": w.stepTitle(f.Step)}
	case complaint.StepPassed:
		return "", blanks{"step": w.stepTitle(f.Step)}
	case complaint.NoticeIssued:
		return "", blanks{"step": w.stepTitle(f.Step)}
	case complaint.TaskOpened:
		if len(f.Seats) == 0 { // nobody does it: it lapses
			return "task_alone", blanks{"task": w.l.SayValue(f.Title)}
		}
		return "", blanks{"task": w.l.SayValue(f.Title), "seats": w.seatsNamed(f.Seats)}
	case complaint.TaskClaimed:
		return "", blanks{"name": w.who(f.Assignee)}
	case complaint.TaskAssigned:
		return "", blanks{"name": w.who(f.Assignee)}
	case complaint.TaskCompleted:
		return "", blanks{
			"step":    w.stepTitle(f.Step),
			"outcome": w.l.SayValue(w.Policy.OutcomeTitle(f.Step, f.Outcome)),
		}
	case complaint.Approved:
		return "", blanks{"of": w.stepTitle(f.Of)}
	case complaint.Returned:
		return "", blanks{"of": w.stepTitle(f.Of)}
	case complaint.Rejected:
		return "", blanks{"of": w.stepTitle(f.Of)}
	case complaint.FormFilled:
		return "", blanks{"command": w.titled("command", f.Command)}
	}
	return "", nil
}

// titled is what a code of a set of words is called, the code itself where it has none.
func (w *composer) titled(set, code string) string {
	if key := set + "." + code; w.l.HasWords(key) {
		return w.say(key)
	}
	return code
}

func (w *composer) span(length string) string { return w.l.SayValue(complaint.Span(length)) }

func (w *composer) limitBlanks(d complaint.Deadline) blanks {
	return blanks{"title": w.l.SayValue(d.Title), "length": w.span(d.Limit), "day": d.LastDay}
}

func (w *composer) sayDeadline(fact complaint.Fact) (string, blanks) {
	switch f := fact.(type) { //nolint:gochecksumtype // what is about limits
	case complaint.DeadlineSet:
		return "", w.limitBlanks(f.Deadline)
	case complaint.DeadlineExtended:
		return "", w.limitBlanks(f.Deadline)
	case complaint.DeadlineResumed:
		return "", w.limitBlanks(f.Deadline)
	case complaint.RemindersMoved:
		return "", w.limitBlanks(f.Deadline)
	case complaint.ExtensionRequested:
		return "", blanks{"by": w.span(f.By)}
	case complaint.DeadlineMet:
		if f.Late {
			return "", blanks{"how": w.say("event.met_late")}
		}
		return "", blanks{"how": w.say("event.met_in_time")}
	case complaint.Reminded:
		if f.Assignee != "" {
			return "", blanks{"to": w.who(f.Assignee)}
		}
		return "", blanks{"to": w.seatsNamed(f.To)}
	case complaint.Escalated:
		return "", blanks{"to": w.seatsNamed(f.To)}
	case complaint.SlipIssued:
		return "", blanks{"kind": w.slipTitle(f.Kind), "number": f.Number, "to": w.seatsNamed(f.To)}
	case complaint.Measured:
		return "", blanks{
			"title": w.l.SayValue(f.Title),
			"unit":  w.unitName(f.Unit),
			"from":  w.instant(f.From.Time),
			"until": w.instant(f.Until.Time),
		}
	}
	return "", nil
}

func (w *composer) slipTitle(kind string) string {
	if rule, ok := w.Policy.Doc.Slips.Get(kind); ok {
		return w.l.SayValue(rule.Title.Text)
	}
	return w.titled("slip", kind)
}

func (w *composer) sayPerson(fact complaint.Fact) (string, blanks) {
	switch f := fact.(type) { //nolint:gochecksumtype // what is about people
	case complaint.StoodIn:
		return "", blanks{"name": w.who(f.For)}
	case complaint.Recused:
		return "", blanks{"name": w.who(f.Person)}
	case complaint.RecusalAsked:
		if f.Person == "" {
			return "recusal_asked_in_words", blanks{}
		}
		return "", blanks{"name": w.who(f.Person)}
	case complaint.RecusalRefused:
		if f.Person == "" {
			return "recusal_refused_in_words", blanks{}
		}
		return "", blanks{"name": w.who(f.Person)}
	case complaint.AccusedCompared:
		var names []string
		for _, id := range f.Resembles.People {
			names = append(names, w.who(id))
		}
		for _, id := range f.Resembles.Units {
			names = append(names, w.unitName(id))
		}
		return "", blanks{"names": strings.Join(names, w.say("mark.and"))}
	case complaint.Identified:
		switch {
		case f.Person != "":
			return "", blanks{"name": w.who(f.Person)}
		case f.Unit != "":
			return "", blanks{"name": w.unitName(f.Unit)}
		}
		return "identified_as_nobody", blanks{}
	}
	return "", nil
}

func (w *composer) sayReport(fact complaint.Fact) (string, blanks) {
	switch f := fact.(type) { //nolint:gochecksumtype // what is about reports and the ledger
	case complaint.ReportOrdered:
		return "", blanks{"title": w.l.SayValue(f.Title), "period": f.Period}
	case complaint.ReportPublished:
		return "", blanks{"title": w.l.SayValue(f.Title), "edition": f.Edition, "sequence": f.Sequence}
	case complaint.ReportWithheld:
		row := f.Row
		if row == "" {
			row = w.say("event.report_total")
		}
		return "", blanks{"title": w.l.SayValue(f.Title), "row": row}
	case complaint.EntryProposal:
		return "", blanks{"number": f.Number, "title": w.l.SayValue(f.Title)}
	case complaint.EntryDecision:
		return "", blanks{"outcome": w.titled("entry_outcome", f.Outcome)}
	}
	return "", nil
}

func (w *composer) sayParty(fact complaint.Fact) (string, blanks) {
	switch f := fact.(type) { //nolint:gochecksumtype // what is about parties
	case complaint.CopyAcknowledged:
		return "", blanks{"copy": f.Copy, "at": w.instant(f.At.Time)}
	case complaint.RepresentationRecorded:
		until := ""
		if f.Until != "" {
			until = w.l.Text("event.representation_until", map[string]any{"until": f.Until})
		}
		role := ""
		if p := w.Case.Party(f.Party); p != nil {
			role = p.Role
		}
		title := w.l.SayValue(w.Policy.RepresentationTitle(role, f.As))
		return "", blanks{"title": title, "from": f.From, "until": until}
	case complaint.Served:
		return "", blanks{"at": w.instant(f.At.Time)}
	case complaint.Messaged:
		kind := f.Kind
		if rule, ok := w.Policy.Doc.Messages.Get(f.Kind); ok {
			kind = w.l.SayValue(rule.Title.Text)
		}
		return "", blanks{"kind": kind}
	case complaint.DemandRecorded:
		return "", blanks{"no": f.No}
	case complaint.DemandAnswered:
		answer := f.Answer
		if w.Policy.Doc.Demands != nil {
			if title, ok := w.Policy.Doc.Demands.Answers.Get(f.Answer); ok {
				answer = w.l.SayValue(title.Text)
			}
		}
		return "", blanks{"no": f.No, "answer": answer}
	}
	return "", nil
}

func (w *composer) sayCase(fact complaint.Fact) (string, blanks) {
	switch f := fact.(type) { //nolint:gochecksumtype // what is about the case
	case complaint.Filed:
		return "", blanks{"category": w.l.SayValue(w.Policy.CategoryTitle(f.Category))}
	case complaint.Registered:
		return "", blanks{"number": f.Number}
	case complaint.VersionAdopted:
		return "", blanks{"version": f.To.Version}
	case complaint.CircularPublished:
		return "", blanks{"title": w.l.SayValue(f.Title)}
	case complaint.DocumentIssued:
		return "", blanks{"title": w.l.SayValue(f.Title), "number": f.Number}
	case complaint.Redirected:
		return "", blanks{"from": w.unitName(f.From), "to": w.unitName(f.To)}
	case complaint.Regraded:
		return "", blanks{
			"from": w.l.SayValue(w.Policy.SeverityTitle(f.From)),
			"to":   w.l.SayValue(w.Policy.SeverityTitle(f.To)),
		}
	case complaint.Linked:
		how := "event.link_opened"
		switch {
		case f.Link.Merged:
			how = "event.link_merged"
		case f.Link.Duplicate:
			how = "event.link_duplicate"
		}
		return "", blanks{"how": w.say(how)}
	case complaint.Corrected:
		return "", blanks{"seq": f.Seq}
	case complaint.Closed:
		return "", blanks{"disposition": w.disposition(f.Disposition)}
	}
	return "", nil
}

func (w *composer) disposition(code string) string {
	if title := w.Policy.DispositionTitle(code); title != "" {
		return w.l.SayValue(title)
	}
	return w.titled("disposition", code)
}

// textsOfEvent are those of an event's own fields that hold texts, in the order in which a page shows them.
var textsOfEvent = []string{"subject", "content", "text", "comment", "whom", "ground", "proof", "reason"}

// details are what an event holds besides its sentence: the form's fields and the texts, a line each.
func (w *composer) details(e complaint.Event) []string {
	held := map[string]any{}
	raw, err := json.Marshal(e.Fact)
	if err == nil {
		err = json.Unmarshal(raw, &held)
	}
	if err != nil {
		return nil // a fact always has a form
	}
	var lines []string
	add := func(title, says string) {
		if says != "" {
			lines = append(lines, title+w.say("paper.colon")+says)
		}
	}
	if data, ok := held["data"].(map[string]any); ok {
		for _, field := range w.Policy.FieldsInOrder(data) {
			add(w.fieldSays(field, data))
		}
	}
	for _, name := range textsOfEvent {
		id, ok := held[name].(string)
		if _, suspended := e.Fact.(complaint.DeadlineSuspended); suspended && name == "ground" {
			continue // no text but the regulation's word, which the reason says
		}
		if _, slip := e.Fact.(complaint.SlipIssued); slip && name == "ground" {
			continue
		}
		if ok && id != "" && w.isText(e.Fact, id) {
			add(w.titled("field", name), w.text(complaint.TextID(id)))
		}
	}
	if how, ok := held["on_behalf_of"].(string); ok {
		add(w.titled("field", "on_behalf_of"), how)
	}
	return lines
}

// isText reports whether what a fact holds is the id of a text.
func (w *composer) isText(fact complaint.Fact, id string) bool {
	return slices.Contains(w.Policy.TextsNamedIn(fact), complaint.TextID(id))
}

// fieldSays are the title and the value of a field of a form's data.
func (w *composer) fieldSays(name string, data map[string]any) (title, says string) {
	line, _ := w.Policy.FieldLine(w.l, name, data, w.reader.Directory, w.house.Zone)
	rows, _ := data[name].([]any)
	switch {
	case line.Text != "":
		return line.Title, w.text(line.Text)
	case len(rows) > 0 && isRow(rows[0]):
		return line.Title, w.l.Text("casefile.rows", map[string]any{"n": len(rows)})
	}
	return line.Title, line.Says
}

func isRow(value any) bool {
	_, row := value.(map[string]any)
	return row
}

// reason is why an event stands in the journal, with what it rests on.
func (w *composer) reason(e complaint.Event) string {
	r := e.Reason
	if r == nil {
		return ""
	}
	says := r.Text
	if key, fill := r.Word(); r.ID != "" && w.l.HasWords(key) {
		says = w.l.Text(key, fill)
	}
	if r.Clause != "" {
		says += "　" + w.citation(r.Clause)
	}
	return says
}

// citation is a clause as it is cited, with what it says in short.
func (w *composer) citation(clause string) string {
	if gist := w.Policy.ClauseGist(clause); gist != "" {
		return fmt.Sprintf("%s（%s）", clause, w.l.SayValue(gist))
	}
	return clause
}

// countedLine is a line of how a limit was counted.
func (w *composer) countedLine(line complaint.Counted) string {
	if line.At != nil {
		line.At = &complaint.Time{Time: line.At.In(w.house.Zone)}
	}
	if key, fill := line.Word(); line.FieldsSayAll() && w.l.HasWords(key) {
		return w.l.Text(key, fill)
	}
	return line.Text
}
