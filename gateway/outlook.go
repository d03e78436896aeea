package gateway

import (
	"context"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// outlookView answers for a deadline why nothing more has been issued, what comes next if nobody acts, and when.
type outlookView struct {
	Deadline    complaint.DeadlineID  `json:"deadline"`
	Title       string                `json:"title" doc:"Of the deadline"`
	Why         policy.Waiting        `json:"why" enum:"time,suspended,exhausted,falls_away" doc:"Why nothing comes now: the next instant has not come, the clock stands, nothing more comes by time, another limit ends first and takes this one away"`
	At          *time.Time            `json:"at" doc:"When the next rung falls due, or the deadline falls away"`
	Rung        *complaint.RungID     `json:"rung"`
	Action      *complaint.RungAction `json:"action" enum:"remind,expire,lapse,slip,escalate,notify"`
	Slip        *string               `json:"slip" doc:"What the regulation calls the slip that comes"`
	To          []seatView            `json:"to" nullable:"false" doc:"Whom it is for"`
	Holder      *string               `json:"holder" doc:"Who holds the work, where a reminder is for them"`
	Vacant      bool                  `json:"vacant" doc:"Nobody is left who could do what is owed: the level above gets it then as well"`
	Provisional bool                  `json:"provisional" doc:"A year on the way has no official calendar yet; the instant may move"`
	ByHand      int                   `json:"by_hand" doc:"Slips issued by hand that used up a rung"`
	Fired       int                   `json:"fired" doc:"Rungs that have been"`
	Issued      []string              `json:"issued" nullable:"false" doc:"Numbers of the slips that the deadline has brought"`
	Light       policy.Light          `json:"light" enum:"late,soon,calm,still"`
	LightWhy    string                `json:"light_why" doc:"The light in words"`
	Text        string                `json:"text" doc:"The whole answer, for people, in the language of Accept-Language"`
}

// outlookViews are those of each deadline that is not over, what comes first in front.
func (g *Gateway) outlookViews(o *opened) ([]outlookView, error) {
	views := []outlookView{}
	if o.c.Seq == 0 {
		return views, nil
	}
	facts := o.Facts
	facts.Now = o.now
	outlooks, err := o.Policy.Outlooks(o.c, facts)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(outlooks, func(a, b policy.Outlook) int {
		if a.At.IsZero() != b.At.IsZero() {
			if a.At.IsZero() {
				return 1
			}
			return -1
		}
		return a.At.Compare(b.At.Time)
	})
	for i := range outlooks {
		views = append(views, g.outlookViewOf(o, &outlooks[i]))
	}
	return views, nil
}

func (g *Gateway) outlookViewOf(o *opened, next *policy.Outlook) outlookView {
	d := o.c.Deadline(next.Deadline)
	v := outlookView{
		Deadline:    next.Deadline,
		Title:       o.say(d.Title),
		Why:         next.Why,
		Rung:        orNull(next.Rung),
		Action:      orNull(next.Action),
		To:          seatViews(o.Policy, o.language, next.To),
		Holder:      orNull(o.Facts.Directory.NameOf(next.Assignee)),
		Vacant:      next.Vacant,
		Provisional: next.Provisional,
		ByHand:      next.ByHand,
		Fired:       next.Fired,
		Issued:      []string{},
		Light:       next.Light,
		LightWhy:    o.language.Text("outlook.light."+string(next.Light), nil),
	}
	if !next.At.IsZero() {
		at := g.localTime(next.At.Time)
		v.At = &at
	}
	if rule, ok := o.Policy.Doc.Slips.Get(next.Slip); ok {
		v.Slip = orNull(o.say(rule.Title.Text))
	}
	for _, id := range next.Issued {
		v.Issued = append(v.Issued, o.c.Slip(id).Number)
	}
	v.Text = o.sentenceOfOutlook(v, next)
	return v
}

// sentenceOfOutlook is the answer in words.
func (o *opened) sentenceOfOutlook(v outlookView, next *policy.Outlook) string {
	say := func(key string, blanks map[string]any) string { return o.language.Text("outlook."+key, blanks) }
	blanks := map[string]any{"n": v.Fired, "slip": "", "to": o.Policy.SeatTitles(o.language, next.To)}
	if v.At != nil {
		blanks["at"] = v.At.Format("2006-01-02 15:04")
	}
	if v.Slip != nil {
		blanks["slip"] = *v.Slip
	}
	if v.Holder != nil {
		blanks["to"] = *v.Holder
	}
	var said []string
	switch {
	case v.Why == policy.WaitsForTime && v.Fired == 0:
		said = append(said, say("nothing_yet", blanks), say("action."+string(next.Action), blanks))
	case v.Why == policy.WaitsForTime:
		said = append(said, say("so_far", blanks), say("action."+string(next.Action), blanks))
	default:
		said = append(said, say(string(v.Why), blanks))
	}
	if v.Vacant {
		said = append(said, say("vacant", nil))
	}
	if v.Provisional {
		said = append(said, say("provisional", nil))
	}
	if v.ByHand > 0 {
		said = append(said, say("by_hand", map[string]any{"n": v.ByHand}))
	}
	return strings.Join(said, "")
}

// mostOutlooks is how many cases of a list are looked ahead of at once.
const mostOutlooks = 20

// addNext adds to the first rows of a list what comes next in each case.
func (g *Gateway) addNext(ctx context.Context, who record.Account, rows []rowView) error {
	for i := range rows[:min(mostOutlooks, len(rows))] {
		var err error
		if rows[i].Next, rows[i].Urge, err = g.nextOfCase(ctx, who, rows[i].ID); err != nil {
			return err
		}
	}
	return nil
}

// nextOfCase is what comes next in a case, nil where nothing does, and whether the reader may urge it now. The list has
// asked the wall.
func (g *Gateway) nextOfCase(
	ctx context.Context, who record.Account, id complaint.CaseID,
) (next *outlookView, urge bool, err error) {
	o, err := g.openCaseWithoutWall(ctx, id, complaint.Order{Actor: who.Person.ID})
	if err != nil {
		return nil, false, err
	}
	for _, offer := range o.Policy.Offers(o.c, o.Actor, o.Facts) {
		urge = urge || offer.Allowed && offer.Command == "urge"
	}
	views, err := g.outlookViews(o)
	if err != nil || len(views) == 0 {
		return nil, urge, err
	}
	return &views[0], urge, nil
}

// slipsSeen adds who of those a slip is for has looked into the case since it was issued, for whoever may see the
// reading log.
func (g *Gateway) slipsSeen(ctx context.Context, o *opened, slips []slipView) error {
	if len(slips) == 0 || o.Policy.PermitSeeingReadings(o.Actor.Person) != nil {
		return nil //nolint:nilerr // whoever may not see them is shown none
	}
	readings, _, err := g.Store.ReadingsOfCase(ctx, o.c.ID, "", 200)
	if err != nil {
		return err
	}
	offset := o.now.Sub(g.Now())
	for i := range slips {
		s := o.c.Slip(slips[i].ID)
		seen := map[complaint.UserID]bool{}
		for _, r := range slices.Backward(readings) {
			person, known := o.Facts.Directory.People[r.User]
			fits := func(seat complaint.Seat) bool { return seat.FitsPerson(person) }
			at := r.At.Add(offset)
			if !known || seen[r.User] || at.Before(s.IssuedAt.Time) || !slices.ContainsFunc(s.To, fits) {
				continue
			}
			seen[r.User] = true
			slips[i].Seen = append(slips[i].Seen, g.slipReceiptOf(o, r.User, at))
		}
	}
	return nil
}

func (g *Gateway) slipReceiptOf(o *opened, by complaint.UserID, at time.Time) slipReceiptView {
	return slipReceiptView{
		By:   by,
		Name: orNull(o.Facts.Directory.NameOf(by)),
		At:   g.localTime(at),
	}
}
