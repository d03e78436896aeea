// Package storetest says what a store must do, as one suite that runs on every database the store speaks.
package storetest

import (
	"testing"

	"duban/store"
)

// RunSuite runs the suite. empty names a database with nothing in it, another one for each call; the suite sets the
// clock and opens, reopens and attacks it.
func RunSuite(t *testing.T, empty func(t *testing.T) store.Options) {
	t.Helper()
	for name, test := range suite {
		t.Run(name, func(t *testing.T) { test(newBench(t, empty)) })
	}
}

// suite is what each database must do.
var suite = map[string]func(*bench){
	"write is all or nothing":                      testWriteIsAtomic,
	"read sees one state":                          testReadSeesOneState,
	"numbers have no gaps under concurrent writes": testNumbersHaveNoGaps,
	"a number is given once in its series":         testNumbersAreGivenOnce,
	"writes to one case come one after another":    testWritesTakeTurns,
	"a decision holds the directory still":         testDecisionHoldsDirectory,
	"writers at once fail alone":                   testWritersAtOnce,
	"a case read is its journal folded":            testCaseIsNeverStale,
	"another journal is noticed":                   testOtherJournalNoticed,
	"lists follow the case":                        testListsFollowTheCase,
	"append follows the head":                      testAppendFollowsHead,
	"every event type reads back with its hash":    testEveryEventRehashes,
	"tampering breaks the chain":                   testTamperingBreaksChain,
	"the record cannot be changed or deleted":      testRecordCannotBeChanged,
	"what was committed is there after reopening":  testReopeningKeepsAll,
	"an answer is stored once":                     testAnswerStoredOnce,
	"a refused command is told to its sender":      testRefusedCommandIsTold,
	"a filing is accepted once per key":            testFilingOncePerKey,
	"equal filings at once make one case":          testEqualFilingsAtOnce,
	"a request is accepted once per key":           testRequestOncePerKey,
	"a received case is listed and readable":       testReceivedCaseIsListed,
	"a filing is started by the gateway first":     testStartErrandWaitsForGateway,
	"errands are taken up by one relay at a time":  testErrandLease,
	"many relays never share an errand":            testRelaysNeverShareErrand,
	"an errand ends with its effect":               testErrandEndsWithEffect,
	"a merge tells the case that goes on":          testMergeTellsSurvivingCase,
	"a published year recounts what counts on it":  testPublishedYearRecounts,
	"stand-ins make sense":                         testStandInsMakeSense,
	"notices arrive once and obey the wall":        testNotices,
	"word leaves once for each who wants it":       testDispatches,
	"one word tells of a day":                      testDigests,
	"a workbook is its reader's, for an hour":      testExports,
	"cases to be looked at":                        testCasesDueAndUnarchived,
	"projections are made again to the byte":       testRebuildLists,
	"a linked case shares what its filing names":   testLinkedCase,
	"case clock":                              testCaseClock,
	"each closed period has one matter":       testPeriodsHaveOneMatterEach,
	"texts and identities read back":          testTextsReadBack,
	"attachments are kept once":               testAttachmentsKeptOnce,
	"readings are noted once a span":          testReadingsNotedOnce,
	"papers are frozen":                       testPapersFrozen,
	"wall in SQL equals wall in Go":           testWallInSQLEqualsGo,
	"tasks held":                              testHeld,
	"inbox":                                   testInbox,
	"inbox pages":                             testInboxPages,
	"inbox filters":                           testInboxFilters,
	"register filters":                        testRegisterFilters,
	"register pages":                          testRegisterPages,
	"search finds what its reader may read":   testSearchFindsAsReadersMay,
	"search follows the key":                  testSearchFollowsTheKey,
	"search without a key":                    testSearchWithoutAKey,
	"search finds every pair":                 testSearchFindsEveryPair,
	"a search that matches much":              testSearchThatMatchesMuch,
	"lists of an older program":               testOutdatedLists,
	"an overview counts the journal":          testOverviewCountsTheJournal,
	"reports count the journal":               testReportsCountTheJournal,
	"publications stay":                       testPublications,
	"what is ordered is published":            testOrderedReports,
	"steps, slips and deadlines are counted":  testGrains,
	"matters passed on are counted":           testPassings,
	"steps are theirs who had the matter":     testStepsOfUnits,
	"reports obey the wall":                   testReportsObeyTheWall,
	"circulars":                               testCirculars,
	"slips":                                   testSlips,
	"the ledger over all cases":               testLedger,
	"bad cursors are refused":                 testBadCursorsRefused,
	"the directory is never stale":            testDirectoryNeverStale,
	"accounts":                                testAccounts,
	"policies are published once":             testPoliciesPublishedOnce,
	"a policy is changed by two, or in a day": testPolicyChanges,
	"what people published stands":            testOwnVersionStands,
	"cases are moved by an order each":        testMovesAreOrdered,
	"a calendar's newest year counts":         testNewestYearCounts,
	"meta":                                    testMeta,
	"a kept fact stands":                      testMetaSetOnceStands,
	"the edition only rises":                  testEditionOnlyRises,
	"a copy holds everything":                 testCopyHoldsAll,
	"an audit finds each kind of damage":      testAuditFindsDamage,
	"reading only":                            testReadOnlyStore,
	"a newer schema is refused":               testNewerSchemaRefused,
	"cases alike in SQL and in Go":            testAlikeCases,
	"a second factor's codes count once":      testSecondFactor,
	"whose rights change is told":             testAffectedAreTold,
	"a link sets a password once":             testAccountLinks,
	"who signed in stays":                     testSecurityJournal,
	"vitals":                                  testVitals,
	"tasks that nobody can take are listed":   testVacancies,
}
