package amendment

import "duban/complaint"

// Ids inside a case are made from sequence numbers, so the same task has another id in another course. What is the same
// is told by its name and by which one of that name it is.

// nameOf tells what something is called, and whether it counts among those of its name.
type nameOf[T any] func(*T) (name string, counts bool)

// ordinal is which one of its name an item is: how many of that name that count stand before it.
func ordinal[T any](all []T, at int, named nameOf[T]) (string, int) {
	name, _ := named(&all[at])
	n := 0
	for i := range at {
		if other, counts := named(&all[i]); counts && other == name {
			n++
		}
	}
	return name, n
}

// counterpart is the item of another course that is the same as the one of this that has the id; where there is not
// that one, the last of the name that fits.
func counterpart[T any](here, there []T, is func(*T) bool, named nameOf[T], fits func(*T) bool) *T {
	for i := range here {
		if !is(&here[i]) {
			continue
		}
		name, n := ordinal(here, i, named)
		var last *T
		for j := range there {
			other, counts := named(&there[j])
			if other != name || !counts {
				continue
			}
			if n == 0 && fits(&there[j]) {
				return &there[j]
			}
			if n--; fits(&there[j]) {
				last = &there[j]
			}
		}
		return last
	}
	return nil
}

func taskName(t *complaint.Task) (string, bool) { return string(t.Step) + "|" + string(t.Party), true }

func deadlineName(d *complaint.Deadline) (string, bool) {
	return d.Name, d.State != complaint.StateSuperseded
}

func slipName(s *complaint.IssuedSlip) (string, bool) { return s.Kind, true }

func noticeName(n *complaint.Notice) (string, bool) { return string(n.Step) + "|" + string(n.To), true }

func documentName(d *complaint.Document) (string, bool) { return d.Kind, true }

func representationName(r *complaint.Representation) (string, bool) {
	return string(r.Party) + "|" + r.As, true
}

func always[T any](*T) bool { return true }

// translated is an order with the ids of one course put for those of another; "" where there is no counterpart, so that
// the policy says what is missing.
func translated(o complaint.Order, from, to *complaint.Case) complaint.Order {
	task := func(id complaint.TaskID) complaint.TaskID {
		k := counterpart(from.Tasks, to.Tasks, func(t *complaint.Task) bool { return t.ID == id }, taskName,
			(*complaint.Task).IsLive)
		if k == nil {
			return noCounterpart
		}
		return k.ID
	}
	deadline := func(id complaint.DeadlineID) complaint.DeadlineID {
		d := counterpart(from.Deadlines, to.Deadlines, func(d *complaint.Deadline) bool { return d.ID == id },
			deadlineName, func(d *complaint.Deadline) bool { return !d.IsEnded() })
		if d == nil {
			return noCounterpart
		}
		return d.ID
	}
	switch c := o.Command.(type) { //nolint:gochecksumtype // the others name nothing of the case
	case complaint.Claim:
		c.Task = task(c.Task)
		o.Command = c
	case complaint.Release:
		c.Task = task(c.Task)
		o.Command = c
	case complaint.Assign:
		c.Task = task(c.Task)
		o.Command = c
	case complaint.Complete:
		c.Task = task(c.Task)
		c.Data = withThrough(c.Data, from, to)
		o.Command = c
	case complaint.Suspend:
		c.Deadline = deadline(c.Deadline)
		o.Command = c
	case complaint.Resume:
		c.Deadline = deadline(c.Deadline)
		o.Command = c
	case complaint.RequestExtension:
		c.Deadline = deadline(c.Deadline)
		o.Command = c
	default:
		o.Command = translatedPaper(o.Command, from, to)
	}
	return o
}

const noCounterpart = "none"

// translatedPaper is the same of what names a slip, a notice, a document or somebody who speaks for a party.
func translatedPaper(cmd complaint.Command, from, to *complaint.Case) complaint.Command {
	switch c := cmd.(type) { //nolint:gochecksumtype // the others name no paper
	case complaint.ReplySlip:
		c.Slip = slip(c.Slip, from, to)
		return c
	case complaint.ReceiveSlip:
		c.Slip = slip(c.Slip, from, to)
		return c
	case complaint.VoidSlip:
		c.Slip = slip(c.Slip, from, to)
		return c
	case complaint.RecordService:
		n := counterpart(from.Notices, to.Notices, func(n *complaint.Notice) bool {
			return n.ID == c.Notice
		}, noticeName,
			always)
		if c.Notice = noCounterpart; n != nil {
			c.Notice = n.ID
		}
		c.Through = representation(c.Through, from, to)
		return c
	case complaint.AcknowledgeCopy:
		c.Through = representation(c.Through, from, to)
		d := counterpart(from.Documents, to.Documents, func(d *complaint.Document) bool { return d.ID == c.Document },
			documentName, always)
		if c.Document = noCounterpart; d != nil {
			c.Document = d.ID
		}
		return c
	case complaint.RequestReview:
		c.Through = representation(c.Through, from, to)
		return c
	case complaint.Object:
		c.Through = representation(c.Through, from, to)
		return c
	case complaint.EndRepresentation:
		c.Representation = representation(c.Representation, from, to)
		return c
	case complaint.Correct:
		c.Seq = min(c.Seq, to.Seq)
		return c
	default:
		return cmd
	}
}

func slip(id complaint.SlipID, from, to *complaint.Case) complaint.SlipID {
	s := counterpart(from.Slips, to.Slips, func(s *complaint.IssuedSlip) bool { return s.ID == id }, slipName, always)
	if s == nil {
		return noCounterpart
	}
	return s.ID
}

func representation(id complaint.RepresentationID, from, to *complaint.Case) complaint.RepresentationID {
	r := counterpart(from.Representations, to.Representations,
		func(r *complaint.Representation) bool { return r.ID == id }, representationName, always)
	switch {
	case id == "":
		return ""
	case r == nil:
		return noCounterpart
	}
	return r.ID
}

// withThrough is a form in which who received something for a party is named as in the other course.
func withThrough(data map[string]any, from, to *complaint.Case) map[string]any {
	if id, ok := data["through"].(string); ok {
		data["through"] = string(representation(complaint.RepresentationID(id), from, to))
	}
	return data
}
