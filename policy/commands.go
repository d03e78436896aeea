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

// allCommands is the table of commands: one row each, in the order in which they are offered. A new command is its type
// in complaint/command.go, its row here, its rule, and its words in web/words.
func allCommands() *commandTable {
	tabled.once.Do(func() {
		tabled.table = newCommandTable(slices.Concat(systemCommandRows(), taskCommandRows(), caseCommandRows(),
			passingCommandRows(), partyCommandRows(), recourseCommandRows(), clockCommandRows(), slipCommandRows()))
	})
	return tabled.table
}

// systemCommandRows are the program's own.
func systemCommandRows() []*commandRow {
	return []*commandRow{
		newCommandRow(traits{by: bySystem}, rule[complaint.Open]{run: (*turn).openCase}),
		newCommandRow(traits{by: bySystem}, rule[complaint.Due]{run: (*turn).fireDueRung}),
		newCommandRow(traits{by: bySystem}, rule[complaint.Sync]{
			run: func(*turn, complaint.Sync) error { return nil },
		}),
		newCommandRow(traits{by: bySystem}, rule[complaint.OutsideCancel]{
			run: (*turn).noteOutsideCancel,
		}),
		newCommandRow(traits{by: bySystem}, rule[complaint.Recalculate]{run: (*turn).recalculate}),
		newCommandRow(traits{by: bySystem}, rule[complaint.Absorb]{run: (*turn).noteDuplicate}),
		newCommandRow(traits{by: bySystem}, rule[complaint.NotePublished]{run: (*turn).notePublished}),
		newCommandRow(traits{by: bySystem}, rule[complaint.NoteWithheld]{run: (*turn).noteWithheld}),
		newCommandRow(traits{by: bySystem}, rule[complaint.Adopt]{
			check: (*turn).checkAdopt,
			run:   (*turn).adoptVersion,
		}),
	}
}

// taskCommandRows are offered with each task.
func taskCommandRows() []*commandRow {
	return []*commandRow{
		newCommandRow(traits{}, rule[complaint.Complete]{
			ofTask:      (*turn).possibleCompletions,
			about:       func(c complaint.Complete) subject { return subject{task: c.Task, outcome: c.Outcome} },
			attachments: (*Policy).attachmentsInStepForm,
			fill:        (*turn).fillCompleteOmissions,
			permit:      (*turn).permitComplete,
			check:       (*turn).checkComplete,
			run:         (*turn).completeTask,
		}),
		newCommandRow(traits{}, rule[complaint.Claim]{
			ofTask: func(_ *turn, k *complaint.Task) []complaint.Claim { return []complaint.Claim{{Task: k.ID}} },
			about:  func(c complaint.Claim) subject { return subject{task: c.Task} },
			fill:   (*turn).fillClaimOmissions,
			permit: (*turn).permitClaim,
			run:    (*turn).claimTask,
		}),
		newCommandRow(traits{}, rule[complaint.Release]{
			ofTask: func(_ *turn, k *complaint.Task) []complaint.Release { return []complaint.Release{{Task: k.ID}} },
			about:  func(c complaint.Release) subject { return subject{task: c.Task} },
			fill:   (*turn).fillReleaseOmissions,
			permit: (*turn).permitRelease,
			run:    (*turn).releaseTask,
		}),
		newCommandRow(traits{inMay: true, form: formOfOne("to", PersonField, "assign_to")}, rule[complaint.Assign]{
			ofTask: func(_ *turn, k *complaint.Task) []complaint.Assign { return []complaint.Assign{{Task: k.ID}} },
			about:  func(c complaint.Assign) subject { return subject{task: c.Task} },
			fill:   (*turn).fillAssignOmissions,
			permit: (*turn).permitAssign,
			check:  (*turn).checkAssign,
			run:    (*turn).assignTask,
		}),
	}
}

// caseCommandRows are about the case as a whole.
func caseCommandRows() []*commandRow {
	return []*commandRow{
		newCommandRow(traits{
			by:          byComplainant,
			inMay:       true,
			ofComplaint: true,
			form:        messageForm,
		}, rule[complaint.Message]{
			ofCase:      offerWithoutChoices[complaint.Message],
			attachments: func(_ *Policy, c complaint.Message) []complaint.AttachmentID { return c.Attachments },
			fill:        (*turn).fillMessageOmissions,
			check:       (*turn).checkMessage,
			run:         (*turn).recordMessageSent,
		}),
		newCommandRow(traits{inMay: true, form: noteForm}, rule[complaint.Note]{
			ofCase:      offerWithoutChoices[complaint.Note],
			attachments: func(_ *Policy, c complaint.Note) []complaint.AttachmentID { return c.Attachments },
			check:       (*turn).checkNote,
			run:         (*turn).recordNote,
		}),
		newCommandRow(traits{inMay: true, ofComplaint: true}, rule[complaint.OpenAttachments]{
			ofCase: (*turn).offerOpenAttachments,
			permit: (*turn).permitOpenAttachments,
			check:  (*turn).checkOpenAttachments,
			run:    (*turn).openAttachments,
		}),
		newCommandRow(traits{
			inMay:       true,
			ofComplaint: true,
			leads:       true,
			form:        regradeForm,
		}, rule[complaint.Regrade]{
			ofCase: offerWithoutChoices[complaint.Regrade],
			permit: (*turn).permitRegrade,
			check:  (*turn).checkRegrade,
			run:    (*turn).regradeCase,
		}),
		newCommandRow(traits{by: byComplainant, inMay: true, form: urgeForm}, rule[complaint.Urge]{
			ofCase: offerWithoutChoices[complaint.Urge],
			fill:   (*turn).fillUrgeOmissions,
			permit: (*turn).permitUrge,
			check:  (*turn).checkUrge,
			run:    (*turn).issueUrgeSlip,
		}),
	}
}

// passingCommandRows take the case out of its way, or add to what stands in it.
func passingCommandRows() []*commandRow {
	return []*commandRow{
		newCommandRow(traits{
			inMay:       true,
			ofComplaint: true,
			leads:       true,
			form:        redirectForm,
		}, rule[complaint.Redirect]{
			ofCase: offerWithoutChoices[complaint.Redirect],
			permit: (*turn).permitRedirect,
			check:  (*turn).checkRedirect,
			run:    (*turn).redirect,
		}),
		newCommandRow(traits{
			ofComplaint: true,
			inMay:       true,
			leads:       true,
			form:        formOfOne("reason", LongTextField, "reason"),
		}, rule[complaint.Return]{
			ofCase: offerWithoutChoices[complaint.Return],
			permit: func(t *turn, c complaint.Return) *complaint.Error { return t.permitPassing(c) },
			check:  (*turn).checkReturn,
			run:    (*turn).handBack,
		}),
		newCommandRow(traits{
			by:          byComplainant,
			inMay:       true,
			ofComplaint: true,
			form:        rateForm,
		}, rule[complaint.Rate]{
			ofCase: offerWithoutChoices[complaint.Rate],
			permit: (*turn).permitRate,
			check:  (*turn).checkRate,
			run:    (*turn).rateBySurvey,
		}),
		newCommandRow(traits{
			by:          byComplainant,
			ofComplaint: true,
			inMay:       true,
			leads:       true,
			form:        formOfOne("reason", LongTextField, "reason"),
		}, rule[complaint.Withdraw]{
			ofCase: offerWithoutChoices[complaint.Withdraw],
			permit: (*turn).permitWithdraw,
			check:  (*turn).checkWithdraw,
			run:    (*turn).askOrWithdraw,
		}),
		newCommandRow(traits{inMay: true, form: correctForm, scope: scopeInCorrection}, rule[complaint.Correct]{
			ofCase: offerWithoutChoices[complaint.Correct], check: (*turn).checkCorrect, run: (*turn).recordCorrection,
		}),
	}
}

// partyCommandRows are about what parties were handed, and who speaks for them.
func partyCommandRows() []*commandRow {
	return []*commandRow{
		newCommandRow(traits{inMay: true, ofComplaint: true, form: serviceForm}, rule[complaint.RecordService]{
			ofCase: offerWithoutChoices[complaint.RecordService],
			check:  (*turn).checkServiceProof,
			run:    (*turn).recordServiceProof,
		}),
		newCommandRow(traits{
			by:          byComplainant,
			inMay:       true,
			ofComplaint: true,
			form:        acknowledgeForm,
		}, rule[complaint.AcknowledgeCopy]{
			ofCase: (*turn).offerAcknowledgeCopy,
			fill:   (*turn).fillAcknowledgeOmissions,
			permit: (*turn).permitAcknowledgeCopy,
			check:  (*turn).checkAcknowledgeCopy,
			run:    (*turn).noteCopyAcknowledged,
		}),
		newCommandRow(traits{
			ofComplaint: true,
			inMay:       true,
			form:        representationForm,
			identity:    []string{"name", "phone", "authority"},
		}, rule[complaint.RecordRepresentation]{
			ofCase: (*turn).offerRepresentation,
			attachments: func(_ *Policy, c complaint.RecordRepresentation) []complaint.AttachmentID {
				return c.Authority
			},
			fill:   (*turn).fillRepresentationOmissions,
			permit: permitRepresentation[complaint.RecordRepresentation],
			check:  (*turn).checkRepresentation,
			run:    (*turn).noteRepresentation,
		}),
		newCommandRow(traits{
			inMay:       true,
			ofComplaint: true,
			form:        endOfRepresentationForm,
		}, rule[complaint.EndRepresentation]{
			ofCase: (*turn).offerEndOfRepresentation,
			permit: permitRepresentation[complaint.EndRepresentation],
			check:  (*turn).checkEndOfRepresentation,
			run:    (*turn).noteEndOfRepresentation,
		}),
	}
}

// recourseCommandRows are against somebody or something that was done, or tie the case to another.
func recourseCommandRows() []*commandRow {
	return []*commandRow{
		newCommandRow(traits{by: byComplainant, inMay: true, form: recuseForm}, rule[complaint.Recuse]{
			ofCase: offerWithoutChoices[complaint.Recuse],
			fill:   (*turn).fillRecusalOmissions,
			permit: (*turn).permitRecuse,
			check:  (*turn).checkRecuse,
			run:    (*turn).recordRecusal,
		}),
		newCommandRow(traits{ofComplaint: true, form: identifyForm}, rule[complaint.Identify]{
			ofCase: (*turn).offerIdentify,
			fill:   (*turn).fillIdentifyOmissions,
			permit: (*turn).permitIdentify,
			check:  (*turn).checkIdentify,
			run:    (*turn).identifyAccused,
		}),
		newCommandRow(traits{
			by:           byComplainant,
			ofComplaint:  true,
			inMay:        true,
			afterArchive: true,
			form:         reviewForm,
		}, rule[complaint.RequestReview]{
			ofCase: offerWithoutChoices[complaint.RequestReview],
			fill:   (*turn).fillReviewOmissions,
			permit: (*turn).permitReview,
			check:  (*turn).checkReview,
			run:    (*turn).requestReview,
		}),
		newCommandRow(traits{inMay: true, form: objectForm}, rule[complaint.Object]{
			ofCase: offerWithoutChoices[complaint.Object], check: (*turn).checkObject, run: (*turn).openObjection,
		}),
		newCommandRow(traits{
			inMay:       true,
			ofComplaint: true,
			form:        formOfOne("into", IDField, "merge_into"),
		}, rule[complaint.Merge]{
			ofCase: offerWithoutChoices[complaint.Merge],
			permit: (*turn).permitMerge,
			check:  (*turn).checkMerge,
			run:    (*turn).mergeInto,
		}),
	}
}

// clockCommandRows move a deadline; each deadline's own are offered, or one without a deadline where there is none to
// move, so that the reason why not is told all the same.
func clockCommandRows() []*commandRow {
	return []*commandRow{
		newCommandRow(traits{unprovided: suspensionClause, form: suspendForm}, rule[complaint.Suspend]{
			ofCase: (*turn).possibleSuspensions,
			about:  func(c complaint.Suspend) subject { return subject{deadline: c.Deadline} },
			fill:   (*turn).fillSuspendOmissions,
			permit: (*turn).permitSuspend,
			check:  (*turn).checkSuspend,
			run:    (*turn).suspendDeadline,
		}),
		newCommandRow(traits{unprovided: suspensionClause, form: resumeForm}, rule[complaint.Resume]{
			ofCase: (*turn).possibleResumptions,
			about:  func(c complaint.Resume) subject { return subject{deadline: c.Deadline} },
			fill:   (*turn).fillResumeOmissions,
			permit: (*turn).permitResume,
			run:    (*turn).resumeDeadline,
		}),
		newCommandRow(traits{form: extensionForm}, rule[complaint.RequestExtension]{
			ofCase: (*turn).possibleExtensionRequests,
			about:  func(c complaint.RequestExtension) subject { return subject{deadline: c.Deadline} },
			fill:   (*turn).fillExtensionRequestOmissions,
			permit: (*turn).permitExtensionRequest,
			check:  (*turn).checkExtensionRequest,
			run:    (*turn).requestExtension,
		}),
	}
}

// slipCommandRows issue slips by hand and answer those that wait for it, and propose entries of the ledger.
func slipCommandRows() []*commandRow {
	return []*commandRow{
		newCommandRow(traits{inMay: true, form: issueSlipForm}, rule[complaint.IssueSlip]{
			ofCase: offerWithoutChoices[complaint.IssueSlip],
			fill:   (*turn).fillIssueSlipOmissions,
			permit: func(t *turn, c complaint.IssueSlip) *complaint.Error { return t.permitSlipByHand(c) },
			check: func(t *turn, c complaint.IssueSlip) *complaint.Error {
				return t.checkSlipByHand(issuedOnGround(c))
			},
			run: func(t *turn, c complaint.IssueSlip) error { return t.issueSlipByHand(issuedOnGround(c)) },
		}),
		newCommandRow(traits{inMay: true, form: instructForm}, rule[complaint.Instruct]{
			ofCase: offerWithoutChoices[complaint.Instruct],
			permit: func(t *turn, c complaint.Instruct) *complaint.Error { return t.permitSlipByHand(c) },
			check:  func(t *turn, c complaint.Instruct) *complaint.Error { return t.checkSlipByHand(instructed(c)) },
			run:    func(t *turn, c complaint.Instruct) error { return t.issueSlipByHand(instructed(c)) },
		}),
		newCommandRow(traits{inMay: true, form: proposeEntryForm}, rule[complaint.ProposeEntry]{
			ofCase: offerWithoutChoices[complaint.ProposeEntry],
			fill:   (*turn).fillProposalOmissions,
			permit: (*turn).permitProposal,
			check:  (*turn).checkProposal,
			run:    (*turn).proposeByHand,
		}),
		newCommandRow(traits{by: byAddressee, inMay: true, form: replyForm}, rule[complaint.ReplySlip]{
			ofCase: (*turn).possibleSlipReplies,
			about:  func(c complaint.ReplySlip) subject { return subject{slip: c.Slip} },
			permit: (*turn).permitSlipReply,
			check:  (*turn).checkSlipReply,
			run:    (*turn).recordSlipReply,
		}),
		newCommandRow(traits{by: byComplainant, inMay: true, form: recordDemandForm}, rule[complaint.RecordDemand]{
			ofCase: offerWithoutChoices[complaint.RecordDemand],
			permit: func(t *turn, c complaint.RecordDemand) *complaint.Error { return t.permitDemand(c) },
			check: func(_ *turn, c complaint.RecordDemand) *complaint.Error {
				return requireText(c.Text, "text")
			},
			run: (*turn).recordDemand,
		}),
		newCommandRow(traits{inMay: true, form: answerDemandForm}, rule[complaint.AnswerDemand]{
			ofCase: offerWithoutChoices[complaint.AnswerDemand],
			permit: func(t *turn, c complaint.AnswerDemand) *complaint.Error { return t.permitDemand(c) },
			check:  (*turn).checkAnswerDemand,
			run:    (*turn).answerDemand,
		}),
		newCommandRow(traits{by: byAddressee, inMay: true, form: receiveForm}, rule[complaint.ReceiveSlip]{
			ofCase: func(t *turn) []complaint.ReceiveSlip {
				return offerForSlips(t, func(id complaint.SlipID) complaint.ReceiveSlip {
					return complaint.ReceiveSlip{Slip: id}
				})
			},
			about:  func(c complaint.ReceiveSlip) subject { return subject{slip: c.Slip} },
			permit: (*turn).permitReceiveSlip,
			run:    (*turn).recordSlipReceipt,
		}),
		newCommandRow(traits{inMay: true, form: voidForm}, rule[complaint.VoidSlip]{
			ofCase: func(t *turn) []complaint.VoidSlip {
				return offerForSlips(t, func(id complaint.SlipID) complaint.VoidSlip {
					return complaint.VoidSlip{Slip: id}
				})
			},
			about:  func(c complaint.VoidSlip) subject { return subject{slip: c.Slip} },
			permit: (*turn).permitVoidSlip,
			check:  (*turn).checkVoidSlip,
			run:    (*turn).voidSlip,
		}),
	}
}
