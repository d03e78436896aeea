package complaint

import "slices"

func (c *Case) applyDeadlineEvent(e Event) {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // Apply hands on what is about deadlines
	case DeadlineSet:
		c.Deadlines = append(c.Deadlines, f.Deadline)
		if s := c.Slip(f.Deadline.Slip); s != nil {
			s.ReplyDue = &f.Deadline.Due
		}
	case DeadlineExtended:
		c.replaceDeadline(f.Deadline)
	case DeadlineResumed:
		c.replaceDeadline(f.Deadline)
	case RemindersMoved:
		c.replaceDeadline(f.Deadline)
	case ExtensionRequested:
		if d := c.Deadline(f.Deadline); d != nil {
			d.Request = &ExtensionRequest{
				Task:   f.Task,
				By:     f.By,
				Reason: f.Reason,
				Asker:  e.Actor,
				For:    f.For,
			}
		}
	case ExtensionRefused:
		c.endExtensionRequest(f.Task)
	case DeadlineMet:
		c.endDeadline(f.Deadline, f.Late)
		c.noteDoneInEntries(f.Deadline, Time{e.At})
		if d := c.Deadline(f.Deadline); !f.Late && c.countsInOverviews(d) {
			c.Results = append(c.Results, Result{Kind: LimitMet, At: Time{e.At}})
		}
	case DeadlineMissed:
		c.markRungFired(f.Deadline, f.Rung)
		c.setDeadlineState(f.Deadline, StateMissed)
		if c.countsInOverviews(c.Deadline(f.Deadline)) {
			c.Results = append(c.Results, Result{Kind: LimitMissed, At: Time{e.At}})
		}
	case DeadlineCancelled:
		c.cancelDeadline(f.Deadline)
	case DeadlineSuperseded:
		c.setDeadlineState(f.Deadline, StateSuperseded)
		if d := c.Deadline(f.Deadline); d != nil {
			d.Request = nil // it is decided for the deadline that took this one's place
		}
	case DeadlineSuspended:
		if d := c.Deadline(f.Deadline); d != nil {
			at := Time{e.At}
			d.State, d.SuspendedAt, d.Left, d.TargetLeft = StateSuspended, &at, f.Left, f.TargetLeft
		}
	case Reminded:
		c.markRungFired(f.Deadline, f.Rung)
	case Escalated:
		c.markRungFired(f.Deadline, f.Rung)
		for _, id := range f.Tasks {
			if t := c.Task(id); t != nil {
				t.Seats = append(slices.Clip(t.Seats), f.To...)
			}
		}
		if d := c.Deadline(f.Deadline); d != nil {
			if s := c.Slip(d.Slip); s != nil {
				s.To = append(slices.Clip(s.To), f.To...)
			}
		}
	}
}

// countsInOverviews reports whether a limit is one of handling the case: not that of an answer to a slip, nor of an
// entry of the ledger.
func (c *Case) countsInOverviews(d *Deadline) bool {
	return d == nil || d.Slip == "" && c.EntryOfDeadline(d) == nil
}

func (c *Case) replaceDeadline(d Deadline) {
	if old := c.Deadline(d.ID); old != nil {
		*old = d
	}
}

func (c *Case) setDeadlineState(id DeadlineID, s DeadlineState) {
	if d := c.Deadline(id); d != nil {
		d.State = s
	}
}

// endExtensionRequest ends the request for an extension that the task decides.
func (c *Case) endExtensionRequest(task TaskID) {
	if d := c.DeadlineOfExtensionTask(task); d != nil {
		d.Request = nil
	}
}

// endDeadline records that what was due is done. A missed deadline stays missed: being late is a fact.
func (c *Case) endDeadline(id DeadlineID, late bool) {
	d := c.Deadline(id)
	if d == nil {
		return
	}
	d.Done = true
	if late {
		d.State = StateMissed
	} else {
		d.State = StateMet
	}
}

// cancelDeadline ends a deadline whose duty fell away; one already missed stays missed.
func (c *Case) cancelDeadline(id DeadlineID) {
	if d := c.Deadline(id); d != nil && d.State == StateMissed {
		d.Done = true
		return
	}
	c.setDeadlineState(id, StateCancelled)
}

// markRungFired marks a rung as done, so it is never armed again. Slips issued by hand have no rung, unless they use
// one up.
func (c *Case) markRungFired(id DeadlineID, rung RungID) {
	d := c.Deadline(id)
	if d == nil {
		return
	}
	d.Rungs = slices.Clone(d.Rungs) // they are the event's, and other copies' of the case
	for i := range d.Rungs {
		if d.Rungs[i].ID == rung {
			d.Rungs[i].Fired = true
		}
	}
}

// endRepliesToUrgeSlips ends the duty to reply to urge slips: what they urged is done.
func (c *Case) endRepliesToUrgeSlips() {
	for i := range c.Slips {
		if c.Slips[i].Kind == UrgeSlip && c.Slips[i].State == SlipOpen {
			c.Slips[i].State = SlipSettled
		}
	}
}
