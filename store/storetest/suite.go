// Package storetest says what a store must do, as one suite that runs on every database the store speaks.
package storetest

import (
	"testing"

	"duban/store"
)

// Run runs the suite. empty names a database with nothing in it, another one for each call; the suite sets the
// clock and opens, reopens and attacks it.
func Run(t *testing.T, empty func(t *testing.T) store.Options) {
	t.Helper()
	for name, test := range map[string]func(*bench){
		"write is all or nothing":                      writeIsAtomic,
		"read sees one state":                          readSeesOneState,
		"numbers have no gaps under concurrent writes": numbersHaveNoGaps,
		"writes to one case come one after another":    writesTakeTurns,
		"a decision holds the directory still":         decisionHoldsDirectory,
		"writers at once fail alone":                   writersAtOnce,
		"a case read is its journal folded":            caseIsNeverStale,
		"another journal is noticed":                   anotherJournal,
		"lists follow the case":                        listsFollowTheCase,
		"append follows the head":                      appendFollowsHead,
		"every event type reads back with its hash":    everyEventRehashes,
		"tampering breaks the chain":                   tamperingBreaksChain,
		"the record cannot be changed or deleted":      recordIsSealed,
		"what was committed is there after reopening":  reopenKeepsAll,
		"an answer is stored once":                     answerOnce,
		"a refused command is told to its sender":      refusedIsTold,
		"a filing is accepted once per key":            fileOnce,
		"equal filings at once make one case":          fileRace,
		"a request is accepted once per key":           acceptOnce,
		"a received case is listed and readable":       receivedCase,
		"a filing is started by the gateway first":     startErrand,
		"errands are taken up by one relay at a time":  errandLease,
		"many relays never share an errand":            errandRace,
		"an errand ends with its effect":               errandEnds,
		"a merge tells the case that goes on":          mergedTells,
		"a published year recounts what counts on it":  publishedYearRecounts,
		"notices arrive once and obey the wall":        notices,
		"cases to be looked at":                        casesToLookAt,
		"projections are made again to the byte":       rebuild,
		"a linked case shares what its filing names":   linkedCase,
		"case clock":                               caseClock,
		"texts and identities read back":           textsReadBack,
		"attachments are kept once":                attachments,
		"readings are noted once a span":           readings,
		"wall in SQL equals wall in Go":            wallEqualsGo,
		"inbox":                                    inbox,
		"inbox pages":                              inboxPages,
		"inbox filters":                            inboxFilters,
		"register filters":                         registerFilters,
		"register pages":                           registerPages,
		"search finds names only for who may know": searchByName,
		"search takes wildcards literally":         searchLiterally,
		"search finds every substring":             searchFindsEverySubstring,
		"a search that matches much":               searchThatMatchesMuch,
		"lists of an older program":                outdatedLists,
		"an overview counts the journal":           overviewCountsTheJournal,
		"slips":                                    slips,
		"bad cursors are refused":                  badCursors,
		"the directory is never stale":             directoryNeverStale,
		"accounts":                                 accounts,
		"policies are published once":              policiesPublishedOnce,
		"a calendar's newest year counts":          newestYearCounts,
		"meta":                                     meta,
		"a kept fact stands":                       keptFact,
		"the edition only rises":                   edition,
		"a copy holds everything":                  copyHoldsAll,
		"an audit finds each kind of damage":       auditFinds,
		"reading only":                             readingOnly,
		"a newer schema is refused":                newerRefused,
		"vitals":                                   vitals,
	} {
		t.Run(name, func(t *testing.T) { test(newBench(t, empty)) })
	}
}
