package gateway

import (
	"context"
	"net/http"
	"time"

	"duban/complaint"
	"duban/record"
)

// sender is who gives a command to a case, and under which key.
type sender struct {
	id complaint.CaseID
	// actor stands in the journal; scope is what the key is unique in.
	actor, scope complaint.UserID
	party        complaint.PartyID
	// person is set for staff.
	person *complaint.Person
	key    string
	// may names the commands open to the sender; nil means all that clients have.
	may []string
}

// orderOfSender is the sender's command as it travels. It is the same each time the same request is sent.
func (s sender) orderOfSender(o complaint.Order) complaint.Order {
	o.ID, o.Actor, o.Party = complaint.CommandID(string(s.actor)+"/"+s.key), s.actor, s.party
	return o
}

// submitCommand carries out one command: answered from the record if the key is known; else judged beforehand, so that
// a refusal leaves no trace; then recorded as accepted, and sent. The right to read was asked before.
func (g *Gateway) submitCommand(ctx context.Context, s sender, body commandBody) (*commandOutput, error) {
	fingerprint, err := fingerprintOf(ctx, "POST /cases/"+string(s.id)+"/commands")
	if err != nil {
		return nil, err
	}
	prior, err := g.priorRequest(ctx, s.scope, s.key, fingerprint)
	if err != nil {
		return nil, err
	}
	if prior != nil {
		return g.repeatCommand(ctx, s, body, prior)
	}
	m, err := g.judgeCommand(ctx, s, body)
	if err != nil {
		return nil, err
	}
	hash, err := m.order.SHA256()
	if err != nil {
		return nil, err
	}
	request := record.Request{
		Actor:      s.scope,
		Key:        s.key,
		BodySHA256: fingerprint,
		Case:       s.id,
		Command:    m.order.ID,
		At:         complaint.Instant(g.Now()).Time,

		OrderSHA256: hash,
	}
	if prior, err = g.Store.AcceptRequest(ctx, request, m.texts); err != nil {
		return nil, err
	}
	if prior != nil { // a twin of this request came first
		if err := checkSameBody(prior, fingerprint); err != nil {
			return nil, err
		}
		request = *prior
	}
	return g.sendOrder(ctx, s, m.order, request.At)
}

// judgeCommand makes the order and asks the engine what would happen, in one transaction of which nothing is kept.
func (g *Gateway) judgeCommand(ctx context.Context, s sender, body commandBody) (*composed, error) {
	var m *composed
	err := g.Store.Read(ctx, s.id, func(tx record.ReadTx) error {
		o, err := g.readOpenedCase(ctx, tx, s.orderOfSender(complaint.Order{}))
		if err != nil {
			return err
		}
		if s.person != nil && !o.wallAdmitsActor() && !o.speaks(body) {
			return notFoundError()
		}
		requestOf(ctx).speakOf(o.Policy)
		if m, err = g.composeCommand(o.Policy, s, body); err != nil {
			return o.refuseBeforeData(s, body, err)
		}
		if err := o.ReadWhatOrderNames(ctx, tx, m.order); err != nil {
			return err
		}
		return o.dryRunCommand(m)
	})
	return m, err
}

// refuseBeforeData is why a command that could not be made of its data is refused: because its sender may not give it,
// whatever the data; else because of these.
func (o *opened) refuseBeforeData(s sender, body commandBody, of error) error {
	started, err := o.AsAfterFirstAct()
	if err != nil || s.person == nil {
		return of
	}
	for _, offer := range o.Policy.Offers(started.Case, o.Actor, o.Facts) {
		if offer.Command != body.Command {
			continue
		}
		if offer.Refusal == nil || offer.Refusal.Code != complaint.Forbidden {
			return of
		}
		err = offer.Refusal
	}
	if err != nil {
		return err
	}
	return of
}

// dryRunCommand asks the engine what would happen.
func (o *opened) dryRunCommand(m *composed) error {
	started, err := o.AsAfterFirstAct()
	if err != nil {
		return err
	}
	if refusal := o.Policy.Precheck(started.Case, m.order.Command, m.data, o.Actor, o.Facts); refusal != nil {
		return refusal
	}
	if _, err = started.Decide(m.order); err != nil {
		return err
	}
	m.order.Summary = o.Policy.SummaryOfOrder(started.Case, m.order, o.Actor, o.Facts)
	return nil
}

// repeatCommand answers a key that is known: from the record, or while nothing is recorded by sending the very same
// order again. The order's id makes it act once.
func (g *Gateway) repeatCommand(
	ctx context.Context, s sender, body commandBody, prior *record.Request,
) (*commandOutput, error) {
	if prior.Case != s.id {
		return nil, checkSameBody(prior, "")
	}
	answer, err := g.Store.StoredAnswer(ctx, s.id, prior.Command)
	if err != nil {
		return nil, err
	}
	if answer != nil {
		if err := g.speakOfCase(ctx, s.id); err != nil {
			return nil, err
		}
		return g.commandOutputOf(ctx, s.id, *answer)
	}
	o, err := g.openCaseWithoutWall(ctx, s.id, s.orderOfSender(complaint.Order{}))
	if err != nil {
		return nil, err
	}
	requestOf(ctx).speakOf(o.Policy)
	m, err := g.composeCommand(o.Policy, s, body)
	if err != nil {
		return nil, err
	}
	m.order.Summary = o.Policy.SummaryOfOrder(o.c, m.order, o.Actor, o.Facts)
	return g.sendOrder(ctx, s, m.order, prior.At)
}

// queuePatience is how long leaving an order for an absent worker may take.
const queuePatience = 3 * time.Second

// sendOrder gives the order to the case. Only an outcome that is not known is looked up, and only what is then
// nowhere recorded is queued (202). Once accepted, an order is sent even if its sender has gone.
func (g *Gateway) sendOrder(ctx context.Context, s sender, o complaint.Order, at time.Time) (*commandOutput, error) {
	if g.Rehearsal == nil {
		o.ReceivedAt = at // in rehearsal the case's own clock says when
	}
	lasting := context.WithoutCancel(ctx)
	waiting, cancel := context.WithTimeout(lasting, g.Patience)
	defer cancel()
	answer, err := g.Cases.GiveOrder(waiting, s.id, o)
	if err == nil {
		return g.commandOutputOf(ctx, s.id, answer)
	}
	if refusal := complaint.RefusalIn(err); refusal != nil {
		return nil, refusal
	}
	g.log.Warn("outcome of command unknown", "case_id", string(s.id), "request_id", requestOf(ctx).id, "error", err)
	recorded, err := g.Store.StoredAnswer(lasting, s.id, o.ID)
	if err != nil {
		return nil, err
	}
	if recorded != nil {
		return g.commandOutputOf(ctx, s.id, *recorded)
	}
	queueing, stop := context.WithTimeout(lasting, queuePatience)
	defer stop()
	if err := g.Cases.QueueOrder(queueing, s.id, o); err != nil {
		g.log.Warn("command not queued", "case_id", string(s.id), "request_id", requestOf(ctx).id, "error", err)
		return nil, complaint.Refuse(complaint.Unavailable, "server.not_sent", nil)
	}
	return &commandOutput{Status: http.StatusAccepted, Body: commandView{State: statePending}}, nil
}

// commandOutputOf shows a recorded answer; a refusal is a problem.
func (g *Gateway) commandOutputOf(
	ctx context.Context, id complaint.CaseID, a complaint.Answer,
) (*commandOutput, error) {
	if a.Refusal != nil {
		return nil, a.Refusal
	}
	view, err := g.commandViewOf(context.WithoutCancel(ctx), id, &a)
	if err != nil {
		return nil, err
	}
	return &commandOutput{Status: http.StatusOK, Body: *view}, nil
}
