package policy

import "duban/complaint"

// The closed sets of words in a policy file. A field of the document names its own in the tag `set`, one whose keys are
// closed in the tag `keys`; validation and the schema for editors go by the same lists.
const (
	setAverages       = "average"
	setBarred         = "barred"
	setBuiltins       = "builtin"
	setCommon         = "common"
	setClauseKinds    = "clause_kind"
	setConflicts      = "conflict"
	setCountingEnds   = "counting_end"
	setCountingRolls  = "counting_roll"
	setCountingStarts = "counting_start"
	setDimensions     = "dimension"
	setElectorates    = "electorate"
	setEntryKinds     = "entry_kind"
	setColumnTypes    = "column_type"
	setFieldTypes     = "field_type"
	setGrains         = "grain"
	setHolders        = "holder"
	setLayouts        = "layout"
	setMessageOrigins = "message_origin"
	setOfficeDays     = "office_days"
	setOpenMatters    = "open_matters"
	setPeriods        = "period"
	setPermissions    = "permission"
	setRoleScopes     = "role_scope"
	setRoundings      = "rounding"
	setSeries         = "series"
	setSights         = "sight"
	setStepKinds      = "step_kind"
)

var closedSets = map[string]func() []string{
	setAverages:       fixedWords(TakeMean, TakeMedian, TakeP90, TakeTotal),
	setBarred:         fixedWords(barsUnits),
	setBuiltins:       fixedWords(guarantees...),
	setCommon:         fixedWords(sameComplainant, sameRespondent, sameUnit, sameCategory),
	setClauseKinds:    fixedWords("enforced", "recorded", "guidance"),
	setConflicts:      fixedWords(foundTies, foundManager),
	setCountingEnds:   fixedWords("end_of_day", "same_time"),
	setCountingRolls:  fixedWords("next_working_day", "none"),
	setCountingStarts: fixedWords("next_day", "same_day"),
	setDimensions: fixedWords(
		ByUnit, ByCategory, ByGroup, BySeverity, BySource, ByKind, ByVersion, ByStep, ByRole, ByName),
	setElectorates:    fixedWords(ofMembers, ofPresent),
	setEntryKinds:     fixedWords(complaint.SanctionEntry, complaint.CommendationEntry, complaint.DeductionEntry),
	setColumnTypes:    columnTypeNames,
	setFieldTypes:     fieldTypeNames,
	setGrains:         fixedWords(CaseGrain, StepGrain, SlipGrain, DeadlineGrain, PassingGrain),
	setHolders:        fixedWords("holder"),
	setLayouts:        fixedWords(formLayout, letterLayout, slipLayout, serviceLayout),
	setMessageOrigins: fixedWords("organisation", "complainant"),
	setOfficeDays:     fixedWords(onAllDays, onWorkingDays),
	setOpenMatters:    fixedWords(OpenLeftOut, OpenSuccess, OpenFailure),
	setPeriods:        fixedWords("daily", "monthly", "yearly", "never"),
	setPermissions: func() []string {
		return allCommands().commandNamesWhere(func(r *commandRow) bool { return r.inMay })
	},
	setRoleScopes: fixedWords(perUnit),
	setRoundings:  fixedWords(RoundHalfUp, RoundHalfEven, RoundDown),
	setSeries:     fixedWords(seriesOfOrganisation),
	setSights:     fixedWords("all", "unit", "tasks"),
	setStepKinds:  fixedWords(taskKind, approvalKind, meetingKind, noticeKind, surveyKind, recusalKind, windowKind),
}

func fixedWords(words ...string) func() []string { return func() []string { return words } }

// ClosedSet lists the words of a closed set by the name in a document field's tag, nil if there is none of that name.
func ClosedSet(name string) []string {
	if words, ok := closedSets[name]; ok {
		return words()
	}
	return nil
}

// mustBeOfClosedSet refuses a word that is not of a closed set.
func (c *checker) mustBeOfClosedSet(w Word, set string) { c.mustBeOneOf(w, ClosedSet(set)) }
