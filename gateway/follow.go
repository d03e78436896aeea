package gateway

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

type (
	publicPolicyView struct {
		ID         string         `json:"id"`
		Version    int            `json:"version"`
		Title      string         `json:"title"`
		Matter     string         `json:"matter" doc:"What one complains of here, in a citizen's words"`
		Examples   []string       `json:"examples" nullable:"false" doc:"What such a matter may be"`
		Kinds      []CodeView     `json:"kinds" nullable:"false"`
		Categories []categoryView `json:"categories" nullable:"false"`
		Form       any            `json:"form" doc:"JSON Schema of data"`
		Forms      map[string]any `json:"forms" doc:"JSON Schemas of what can be done by receipt: command.<name>"`
		Guidance   []guidanceView `json:"guidance" nullable:"false"`
		// SeveralRespondents: the policy lets a matter name more than one.
		SeveralRespondents bool      `json:"several_respondents" doc:"More than one respondent can be named"`
		Takes              takesView `json:"takes" doc:"Files that can be handed in by receipt"`
	}
)

func (g *Gateway) listPublicPolicies(ctx context.Context, _ *struct{}) (*pageOutput[publicPolicyView], error) {
	policies, err := g.Store.PoliciesInForce(ctx)
	if err != nil {
		return nil, err
	}
	views := []publicPolicyView{}
	for _, p := range policies {
		if p.Doc.Intake.Public == nil {
			continue
		}
		l := p.In(requestOf(ctx).language)
		v := publicPolicyView{
			ID:         p.Ref().ID,
			Version:    p.Ref().Version,
			Title:      l.SayValue(p.Doc.Title),
			Matter:     l.SayValue(cmp.Or(p.Doc.Intake.Public.Title.Text, p.Doc.Title.Text)),
			Examples:   []string{},
			Kinds:      kindViewsByCode(p, l, p.KindsThePublicFiles()),
			Categories: categoryViews(p, l),
			Form:       p.Form(policy.IntakeForm).Schema(l),
			Forms:      map[string]any{},
			Guidance:   []guidanceView{},
			Takes:      g.acceptedUploadsView(),
		}
		for _, example := range p.Doc.Intake.Public.Examples {
			v.Examples = append(v.Examples, l.SayValue(example))
		}
		if rule, own := p.Doc.Parties.Get(complaint.Respondent); own {
			v.SeveralRespondents = rule.Many
		}
		for _, command := range policy.ComplainantCommands() {
			if form := p.Form("command." + command); form != nil {
				v.Forms["command."+command] = form.Schema(l)
			}
		}
		views = append(views, v)
	}
	return pageOf(views, ""), nil
}

// followByReceipt shows a complainant how their complaint stands. It names nobody of the organisation. Whose complaint
// goes on in another case sees there what concerns themselves, after what was said before.
func (g *Gateway) followByReceipt(ctx context.Context, in *ReceiptPath) (*publicCaseOutput, error) {
	at, err := g.placeOfReceipt(ctx, in.Receipt)
	if err != nil {
		return nil, err
	}
	o, err := g.openCaseWithoutWall(ctx, at.id, at.order())
	if err != nil {
		return nil, err
	}
	filed := o
	if at.filed != at.id {
		if filed, err = g.openCaseWithoutWall(ctx, at.filed, complaintOrderAsFiled(at)); err != nil {
			return nil, err
		}
	}
	stands, err := g.survivingCase(ctx, o.c)
	if err != nil {
		return nil, err
	}
	v := publicCaseView{
		Number:     orNull(filed.c.Number),
		Status:     stands.Status,
		Stage:      o.language.SayValue(stageForComplainant(stands)),
		ReceivedAt: g.localTime(filed.c.ReceivedAt.Time),
		Merged:     filed.c.MergedInto() != "",
		AnswerDue:  g.dueOfAnswer(stands),
		MessageDue: g.dueOfMessages(o.c),
		Actions:    []actionView{},
		Forms:      map[string]any{},
		Papers:     g.paperViews(o, at.party),
		Takes:      g.acceptedUploadsView(),
	}
	v.Timeline = g.timelineOf(filed.c, stands)
	if err := g.addOwnWords(ctx, &v, filed); err != nil {
		return nil, err
	}
	if err := g.addSaidAndHanded(ctx, &v, o, at.party); err != nil {
		return nil, err
	}
	if filed != o {
		v.Papers = append(g.paperViews(filed, complaint.Complainant), v.Papers...)
		if err := g.addSaidAndHanded(ctx, &v, filed, complaint.Complainant); err != nil {
			return nil, err
		}
	}
	for _, a := range o.actionViews(o.Policy.Offers(o.c, o.Actor, o.Facts), "") {
		if (a.Allowed || saysFromWhen(a)) && slices.Contains(policy.ComplainantCommands(), a.Command) {
			v.Actions = append(v.Actions, a)
			if a.Form != nil {
				v.Forms[*a.Form] = o.formForComplainant(a.Command, o.Policy.Form(*a.Form).Schema(o.language))
			}
		}
	}
	return &publicCaseOutput{Body: v}, nil
}

// complaintOrderAsFiled is an order in the case of the filing itself.
func complaintOrderAsFiled(at receiptPlace) complaint.Order {
	return receiptPlace{id: at.filed, party: complaint.Complainant}.order()
}

// timelineOf are the days that count for a complainant: of the case as filed, and of the one in which it goes on.
func (g *Gateway) timelineOf(filed, stands *complaint.Case) []timelineView {
	days := []timelineView{{"received", g.localTime(filed.ReceivedAt.Time)}}
	add := func(c *complaint.Case, kind complaint.ResultKind, what string) {
		for _, r := range c.Results {
			if r.Kind == kind {
				days = append(days, timelineView{what, g.localTime(r.At.Time)})
				return
			}
		}
	}
	add(filed, complaint.NumberedResult, "registered")
	add(stands, complaint.ClosedResult, "closed")
	add(stands, complaint.ArchivedResult, "archived")
	return days
}

// addOwnWords adds what the complainant has written themselves. What staff wrote down for them is staff's.
func (g *Gateway) addOwnWords(ctx context.Context, v *publicCaseView, o *opened) error {
	if o.c.FiledBy != complaint.Complainant {
		return nil
	}
	texts, err := g.visibleTexts(ctx, o.c.ID, policy.Sight{}, o.c.Subject, o.c.Content)
	v.Subject, v.Content = texts.textOrNil(o.c.Subject), texts.textOrNil(o.c.Content)
	return err
}

// addSaidAndHanded adds, in order, what a complainant and the organisation have told each other in a case, and the
// files that they have handed in there.
func (g *Gateway) addSaidAndHanded(
	ctx context.Context, v *publicCaseView, o *opened, party complaint.PartyID,
) error {
	texts, err := g.visibleTexts(ctx, o.c.ID, policy.Sight{}, o.Policy.TextsNamedIn(o.c.Messages, o.c.Notices)...)
	if err != nil {
		return err
	}
	handed, err := g.complainantAttachmentViews(ctx, o.c.ID, party)
	if err != nil {
		return err
	}
	v.Messages = append(g.publicMessageViews(o, party, texts), v.Messages...)
	slices.SortStableFunc(v.Messages, func(a, b publicMessageView) int { return a.At.Compare(b.At) })
	v.Handed = append(handed, v.Handed...)
	return nil
}

// saysFromWhen reports whether an action is not allowed yet and a complainant is told from when on it is.
func saysFromWhen(a actionView) bool {
	return a.Refusal != nil &&
		slices.Contains([]string{"urge.too_early", "urge.awaits_answer", "recusal.already_asked"}, a.Refusal.ID)
}

// acceptedUploadsView is what a complainant may hand in.
func (g *Gateway) acceptedUploadsView() takesView {
	return takesView{Count: g.Attachments.PublicCount, Size: g.Attachments.PublicSize, Types: allowedTypes}
}

// complainantAttachmentViews are the complainant's own files, whose names are theirs to see even where they are sealed.
func (g *Gateway) complainantAttachmentViews(
	ctx context.Context, id complaint.CaseID, party complaint.PartyID,
) ([]handedView, error) {
	all, err := g.Store.AttachmentsOfCase(ctx, id)
	if err != nil {
		return nil, err
	}
	own := slices.DeleteFunc(all, func(a complaint.Attachment) bool {
		return a.Author != complaint.UserID(party) || a.Case != id
	})
	texts, err := g.namesOfAttachments(ctx, id, own)
	if err != nil {
		return nil, err
	}
	views := make([]handedView, len(own))
	for i, a := range own {
		views[i] = handedView{Name: texts.textOrNil(a.Name), Size: a.Size, At: g.localTime(a.AddedAt)}
	}
	return views, nil
}

// survivingCase is the case in which a duplicate goes on, or the case itself. Of the other case its complainant learns
// how it stands, and nothing that was said in it.
func (g *Gateway) survivingCase(ctx context.Context, c *complaint.Case) (*complaint.Case, error) {
	for into := c.MergedInto(); into != ""; into = c.MergedInto() {
		err := g.Store.Read(ctx, into, func(tx record.ReadTx) (err error) {
			c, err = tx.Case(ctx)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

// stageForComplainant is where the case stands, for the complainant: a word, or the title of the step.
func stageForComplainant(c *complaint.Case) any {
	switch c.Status {
	case complaint.StatusReceived:
		return complaint.Term("stage.received")
	case complaint.StatusArchived:
		if c.Disposition == complaint.DispositionWithdrawn {
			return complaint.Term("stage.withdrawn")
		}
		return complaint.Term("stage.ended")
	case complaint.StatusOpen, complaint.StatusClosed:
	}
	if c.StepTitle == "" {
		return complaint.Term("stage.open")
	}
	return c.StepTitle
}

// dueOfAnswer is by when the complainant will be answered: the limit of the whole case, even if it has passed.
func (g *Gateway) dueOfAnswer(c *complaint.Case) *time.Time {
	var due *complaint.Deadline
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		whole := d.Task == "" && d.Step == "" && d.State != complaint.StateSuperseded &&
			d.State != complaint.StateCancelled
		if whole && (due == nil || d.Due.Before(due.Due.Time)) {
			due = d
		}
	}
	if due == nil {
		return nil
	}
	return g.maybeLocalTime(&due.Due)
}

// dueOfMessages is when messages of the complainant that wait are answered, nil where none waits or there is no limit.
func (g *Gateway) dueOfMessages(c *complaint.Case) *time.Time {
	var due *complaint.Time
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		answers := strings.HasPrefix(d.Name, complaint.AnswerLimits)
		if answers && !d.IsEnded() && (due == nil || d.Due.Before(due.Time)) {
			due = &d.Due
		}
	}
	return g.maybeLocalTime(due)
}

// formForComplainant is a command's form as whoever holds the receipt is asked: of messages the kinds that are theirs,
// and no kind where there is one only.
func (o *opened) formForComplainant(command string, schema map[string]any) map[string]any {
	properties, _ := schema["properties"].(map[string]any)
	kind, ok := properties["kind"].(map[string]any)
	if command != "message" || !ok {
		return schema
	}
	choices, _ := kind["oneOf"].([]any)
	var theirs []any
	for _, choice := range choices {
		one, _ := choice.(map[string]any)
		code, _ := one["const"].(string)
		if k, known := o.Policy.Doc.Messages.Get(code); known && k.From.Text == complaint.Complainant {
			theirs = append(theirs, choice)
		}
	}
	schema, properties, kind = maps.Clone(schema), maps.Clone(properties), maps.Clone(kind)
	schema["properties"], kind["oneOf"], properties["kind"] = properties, theirs, kind
	if len(theirs) < 2 {
		delete(properties, "kind")
	}
	return schema
}

// publicMessageViews are the messages to and from a complainant, and what they were told in served notices.
func (g *Gateway) publicMessageViews(o *opened, party complaint.PartyID, texts visible) []publicMessageView {
	messages := []publicMessageView{}
	add := func(at complaint.Time, from, kind string, body ...*string) {
		var told []string
		for _, one := range body {
			if one != nil {
				told = append(told, *one)
			}
		}
		if len(told) > 0 {
			messages = append(messages, publicMessageView{
				At:   g.localTime(at.Time),
				From: from,
				Kind: kind,
				Text: strings.Join(told, "\n"),
			})
		}
	}
	for _, m := range o.c.Messages {
		if m.From == party || m.To == party {
			from := organisation
			if m.From == party {
				from = complaint.Complainant
			}
			add(m.At, from, m.Kind, texts.textOrNil(m.Text))
		}
	}
	for _, n := range o.c.Notices {
		if n.To == party && n.ServedAt != nil {
			add(*n.ServedAt, organisation, "notice", orNull(o.say(n.Says)), texts.textOrNil(n.Text))
		}
	}
	return messages
}
