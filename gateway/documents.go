package gateway

import (
	"time"

	"duban/complaint"
	"duban/policy"
)

type (
	documentView struct {
		ID       complaint.DocumentID `json:"id"`
		Kind     string               `json:"kind"`
		Title    string               `json:"title"`
		Number   string               `json:"number"`
		IssuedAt time.Time            `json:"issued_at"`
		Copies   []copyView           `json:"copies" nullable:"false"`
	}
	copyView struct {
		No    int              `json:"no"`
		Role  complaint.RoleID `json:"role"`
		Title string           `json:"title"`
		// Received is whoever acknowledged the copy.
		Received *complaint.UserID `json:"received_by" doc:"Who acknowledged the copy, null while nobody has"`
		Name     *string           `json:"received_by_name"`
		// Party is whose copy it is.
		Party          *complaint.PartyID `json:"party" doc:"Whose copy it is, null where somebody of the organisation holds it"`
		AcknowledgedAt *time.Time         `json:"acknowledged_at" doc:"When the party had it, null while nobody has said so"`
	}
	// paperView is a copy of a document that the complainant holds.
	paperView struct {
		Document       complaint.DocumentID `json:"document"`
		Title          string               `json:"title"`
		Number         string               `json:"number"`
		Copy           int                  `json:"copy"`
		AcknowledgedAt *time.Time           `json:"acknowledged_at"`
	}
	measuredView struct {
		Name  string            `json:"name"`
		Title string            `json:"title"`
		Unit  *complaint.UnitID `json:"unit"`
		From  time.Time         `json:"from"`
		Until time.Time         `json:"until"`
	}
)

// documentViews are the numbered documents of the case, with who acknowledged which copy.
func (g *Gateway) documentViews(o *opened) []documentView {
	views := make([]documentView, 0, len(o.c.Documents))
	for _, d := range o.c.Documents {
		views = append(views, g.documentViewOf(o, d))
	}
	return views
}

func (g *Gateway) documentViewOf(o *opened, d complaint.Document) documentView {
	v := documentView{
		ID:       d.ID,
		Kind:     d.Kind,
		Title:    o.say(d.Title),
		Number:   d.Number,
		IssuedAt: g.localTime(d.IssuedAt.Time),
		Copies:   []copyView{},
	}
	for _, c := range d.Copies {
		one := copyView{
			No:             c.No,
			Role:           c.To.Role,
			Party:          orNull(c.Party),
			AcknowledgedAt: g.maybeLocalTime(c.AcknowledgedAt),
		}
		if party := o.c.Party(c.Party); party != nil {
			one.Title = o.language.SayValue(o.Policy.PartyRoleTitle(party.Role))
			v.Copies = append(v.Copies, one)
			continue
		}
		one.Title = o.Policy.SeatTitles(o.language, []complaint.Seat{c.To})
		if c.To.User != "" {
			one.Title = o.Facts.Directory.NameOf(c.To.User)
		}
		if by := whoAcknowledgedCopy(o.Policy, o.c, d, c, o.Facts.Directory); by != "" {
			one.Received, one.Name = &by, orNull(o.Facts.Directory.NameOf(by))
		}
		v.Copies = append(v.Copies, one)
	}
	return v
}

// whoAcknowledgedCopy is whoever holds the copy's seat and has done the step at which copies of the document are
// acknowledged; "" while nobody has.
func whoAcknowledgedCopy(
	p *policy.Policy, c *complaint.Case, d complaint.Document, copied complaint.Copy, dir complaint.Directory,
) complaint.UserID {
	rule, ok := p.Doc.Documents.Get(d.Kind)
	if !ok || rule.Receipt.Text == "" {
		return ""
	}
	for i := range c.Tasks {
		t := &c.Tasks[i]
		person := dir.People[t.Assignee]
		person.Active = true // somebody who has left since has acknowledged it all the same
		if t.Step == complaint.StepID(rule.Receipt.Text) && t.State == complaint.TaskDone &&
			copied.To.FitsPerson(person) {
			return t.Assignee
		}
	}
	return ""
}

// measureViews are the spans that the regulation wants known of the case.
func (g *Gateway) measureViews(o *opened) []measuredView {
	views := make([]measuredView, 0, len(o.c.Measures))
	for _, m := range o.c.Measures {
		views = append(views,
			measuredView{m.Name, o.say(m.Title), orNull(m.Unit), g.localTime(m.From.Time), g.localTime(m.Until.Time)})
	}
	return views
}

// paperViews are a complainant's own copies of documents.
func (g *Gateway) paperViews(o *opened, party complaint.PartyID) []paperView {
	views := []paperView{}
	for _, d := range o.c.Documents {
		for _, c := range d.Copies {
			if c.Party == party {
				views = append(views, paperView{
					Document:       d.ID,
					Title:          o.say(d.Title),
					Number:         d.Number,
					Copy:           c.No,
					AcknowledgedAt: g.maybeLocalTime(c.AcknowledgedAt),
				})
			}
		}
	}
	return views
}
