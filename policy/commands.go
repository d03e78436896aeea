package policy

import (
	"slices"
	"sync"

	"duban/complaint"
)

// tabled holds the table of commands, made when first asked for, because the rules in it ask for it again.
var tabled struct {
	once  sync.Once
	table *commandTable
}

// commands is the table of commands: one row each, in the order in which they are offered. A new command is its type
// in complaint/command.go, its row here with its rule in a file of its own, and its words in web/words.
func commands() *commandTable {
	tabled.once.Do(func() {
		tabled.table = newCommandTable(slices.Concat(systemCommands(), taskCommands(), caseCommands(),
			clockCommands(), slipCommands()))
	})
	return tabled.table
}

// systemCommands are the program's own.
func systemCommands() []*commandRow {
	return []*commandRow{
		newRow(traits{by: bySystem}, rule[complaint.Open]{run: (*turn).openCase}),
		newRow(traits{by: bySystem}, rule[complaint.Due]{run: (*turn).fireDueRung}),
		newRow(traits{by: bySystem}, rule[complaint.Sync]{
			run: func(*turn, complaint.Sync) error { return nil },
		}),
		newRow(traits{by: bySystem}, rule[complaint.OutsideCancel]{
			run: (*turn).noteOutsideCancel,
		}),
		newRow(traits{by: bySystem}, rule[complaint.Recalculate]{run: (*turn).recalculate}),
		newRow(traits{by: bySystem}, rule[complaint.Absorb]{run: (*turn).noteDuplicate}),
	}
}

// taskCommands are offered with each task.
func taskCommands() []*commandRow {
	return []*commandRow{
		newRow(traits{}, rule[complaint.Complete]{
			ofTask:      (*turn).completions,
			about:       func(c complaint.Complete) subject { return subject{task: c.Task, outcome: c.Outcome} },
			attachments: (*Policy).completeAttachments,
			fill:        (*turn).fillComplete,
			permit:      (*turn).permitComplete,
			check:       (*turn).checkComplete,
			run:         (*turn).completeTask,
		}),
		newRow(traits{}, rule[complaint.Claim]{
			ofTask: func(_ *turn, k *complaint.Task) []complaint.Claim { return []complaint.Claim{{Task: k.ID}} },
			about:  func(c complaint.Claim) subject { return subject{task: c.Task} },
			fill:   (*turn).fillClaim,
			permit: (*turn).permitClaim,
			run:    (*turn).claim,
		}),
		newRow(traits{}, rule[complaint.Release]{
			ofTask: func(_ *turn, k *complaint.Task) []complaint.Release { return []complaint.Release{{Task: k.ID}} },
			about:  func(c complaint.Release) subject { return subject{task: c.Task} },
			fill:   (*turn).fillRelease,
			permit: (*turn).permitRelease,
			run:    (*turn).release,
		}),
		newRow(traits{inMay: true, form: assignForm}, rule[complaint.Assign]{
			ofTask: func(_ *turn, k *complaint.Task) []complaint.Assign { return []complaint.Assign{{Task: k.ID}} },
			about:  func(c complaint.Assign) subject { return subject{task: c.Task} },
			fill:   (*turn).fillAssign,
			permit: (*turn).permitAssign,
			check:  (*turn).checkAssign,
			run:    (*turn).assign,
		}),
	}
}

// caseCommands are about the case as a whole.
func caseCommands() []*commandRow {
	return []*commandRow{
		newRow(traits{by: byComplainant, inMay: true, form: messageForm}, rule[complaint.Message]{
			ofCase:      offerOnce[complaint.Message],
			attachments: func(_ *Policy, c complaint.Message) []complaint.AttachmentID { return c.Attachments },
			fill:        (*turn).fillMessage,
			check:       (*turn).checkMessage,
			run:         (*turn).recordMessage,
		}),
		newRow(traits{inMay: true, form: noteForm}, rule[complaint.Note]{
			ofCase:      offerOnce[complaint.Note],
			attachments: func(_ *Policy, c complaint.Note) []complaint.AttachmentID { return c.Attachments },
			check:       (*turn).checkNote,
			run:         (*turn).recordNote,
		}),
		newRow(traits{inMay: true, form: regradeForm}, rule[complaint.Regrade]{
			ofCase: offerOnce[complaint.Regrade],
			permit: (*turn).permitRegrade,
			check:  (*turn).checkRegrade,
			run:    (*turn).regrade,
		}),
		newRow(traits{inMay: true, form: urgeForm}, rule[complaint.Urge]{
			ofCase: offerOnce[complaint.Urge],
			permit: (*turn).permitUrge,
			check:  (*turn).checkUrge,
			run:    (*turn).urge,
		}),
		newRow(traits{inMay: true, form: serviceForm}, rule[complaint.RecordService]{
			ofCase: offerOnce[complaint.RecordService], check: (*turn).checkService, run: (*turn).recordService,
		}),
		newRow(traits{by: byComplainant, inMay: true, form: rateForm}, rule[complaint.Rate]{
			ofCase: offerOnce[complaint.Rate],
			permit: (*turn).permitRate,
			check:  (*turn).checkRate,
			run:    (*turn).rateBySurvey,
		}),
		newRow(traits{by: byComplainant, inMay: true, form: reasonForm}, rule[complaint.Withdraw]{
			ofCase: offerOnce[complaint.Withdraw], check: (*turn).checkWithdraw, run: (*turn).withdrawComplaint,
		}),
		newRow(traits{inMay: true, form: correctForm}, rule[complaint.Correct]{
			ofCase: offerOnce[complaint.Correct], check: (*turn).checkCorrect, run: (*turn).recordCorrection,
		}),
		newRow(traits{inMay: true, form: recuseForm}, rule[complaint.Recuse]{
			ofCase: offerOnce[complaint.Recuse], check: (*turn).checkRecuse, run: (*turn).recuse,
		}),
		newRow(traits{
			by:           byComplainant,
			inMay:        true,
			afterArchive: true,
			form:         reviewForm,
		}, rule[complaint.RequestReview]{
			ofCase: offerOnce[complaint.RequestReview],
			permit: (*turn).permitReview,
			check:  (*turn).checkReview,
			run:    (*turn).requestReview,
		}),
		newRow(traits{inMay: true, form: reasonForm}, rule[complaint.Object]{
			ofCase: offerOnce[complaint.Object], check: (*turn).checkObject, run: (*turn).openObjection,
		}),
		newRow(traits{inMay: true, form: mergeForm}, rule[complaint.Merge]{
			ofCase: offerOnce[complaint.Merge],
			permit: (*turn).permitMerge,
			check:  (*turn).checkMerge,
			run:    (*turn).mergeInto,
		}),
	}
}

// clockCommands move a deadline; each deadline's own are offered, or one without a deadline where there is none to
// move, so that the reason why not is told all the same.
func clockCommands() []*commandRow {
	return []*commandRow{
		newRow(traits{unprovided: suspensionClause, form: suspendForm}, rule[complaint.Suspend]{
			ofCase: (*turn).suspensions,
			about:  func(c complaint.Suspend) subject { return subject{deadline: c.Deadline} },
			fill:   (*turn).fillSuspend,
			permit: (*turn).permitSuspend,
			check:  (*turn).checkSuspend,
			run:    (*turn).suspend,
		}),
		newRow(traits{unprovided: suspensionClause, form: resumeForm}, rule[complaint.Resume]{
			ofCase: (*turn).resumptions,
			about:  func(c complaint.Resume) subject { return subject{deadline: c.Deadline} },
			fill:   (*turn).fillResume,
			permit: (*turn).permitResume,
			run:    (*turn).resume,
		}),
		newRow(traits{form: extensionForm}, rule[complaint.RequestExtension]{
			ofCase: (*turn).extensionRequests,
			about:  func(c complaint.RequestExtension) subject { return subject{deadline: c.Deadline} },
			fill:   (*turn).fillRequest,
			permit: (*turn).permitRequest,
			check:  (*turn).checkRequest,
			run:    (*turn).requestExtension,
		}),
	}
}

// slipCommands answer slips that wait for it.
func slipCommands() []*commandRow {
	return []*commandRow{
		newRow(traits{inMay: true, form: replyForm}, rule[complaint.ReplySlip]{
			ofCase: (*turn).replies,
			about:  func(c complaint.ReplySlip) subject { return subject{slip: c.Slip} },
			permit: (*turn).permitReply,
			check:  (*turn).checkReply,
			run:    (*turn).replySlip,
		}),
	}
}
