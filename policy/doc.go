// Package policy is the rules engine. It reads a regulation from its policy file ([Parse], [Compile]) and then
// answers two questions about a case, purely and with a reason for each answer: what happens if this person
// does this now ([Policy.Decide]), and what could they do, and why not ([Policy.Offers]). It does no I/O; the
// time, the directory and the calendar are arguments. Nothing in it knows any particular regulation.
//
// It is one package because reading and deciding need each other: the checker takes a command's form, and which
// commands a file may permit, from the table of commands; the rules in that table are methods of a [Policy.Decide]
// under way; and that runs on the [Policy] which the checker fills.
//
// # Files
//
// What stands in a policy file, and reading it:
//
//   - document.go: the file as a whole, its clauses, settings, roles, kinds, documents, permissions
//   - document_intake.go: how a matter comes in, and the fields of forms
//   - document_parties.go: the roles that parties can have, and who can speak for them
//   - document_period.go: matters that the program opens for each period
//   - document_step.go: the steps of the procedure and their outcomes
//   - document_layout.go: how documents are printed
//   - document_act.go: what is asked with commands
//   - document_count.go: numbers of other cases
//   - document_ledger.go: what is proposed for the ledger, and who decides
//   - document_time.go: limits, ladders, suspensions and extensions
//   - period.go: how time is cut into periods, and finding them
//   - yaml_words.go: words, conditions, seats and lengths as they stand in YAML, each with its place
//   - yaml_mend.go: slips of the pen that break YAML, told where they are and mended in memory
//   - parse.go: reads YAML into the document
//   - texts.go: what people read, in several languages
//   - texts_named.go: the sealed texts that values of the program name
//   - finding.go: what is wrong with a file, and where
//   - lock.go: the lock of what has been released of each regulation
//   - changes.go: what a file says otherwise than an earlier one
//   - difference.go: what a version means otherwise than an earlier one, in words
//   - difference_values.go: values compared by what they mean, and said
//   - editor_source.go: the text of the document types, whose comments editors and the reference show
//   - reference.go: what the reference tells of commands, closed sets and proofs
//
// Compiling it; whatever is not known or contradicts itself becomes a finding:
//
//   - compile.go: the compiled policy, and looking things up in it
//   - validate.go: the checker, the head of the file, its intake and its coverage of clauses
//   - validate_names.go: clauses, settings, roles, seats and steps that are named
//   - validate_step.go: steps, ladders and permissions
//   - validate_time.go: deadlines and lengths
//   - condition.go: conditions, in CEL
//   - condition_dates.go: what conditions ask of dates
//   - condition_wrong.go: what is wrong with one, in words
//   - condition_places.go: where conditions stand in a file
//   - condition_reads.go: what a condition compares with what
//   - condition_total.go: whether a condition has an answer in every case
//   - scope.go: the variables that a condition sees
//   - form.go: a form, and checking data against it
//   - form_kind.go: the kinds of fields
//   - case_rows.go: rows of forms, one for each case of a period
//   - form_compile.go: the forms of steps and of the intake
//   - form_command.go: the forms of commands
//   - act_form.go: what the file asks for with commands
//   - next_steps.go: which steps can follow which
//   - closed_set.go: the words that a field of the file may hold, where the list is closed
//   - builtin.go: what the program itself guarantees
//
// Filing a matter, before there is a case:
//
//   - periodic.go: matters of periods, which nobody files, and their fixed days
//   - filing.go: who may file what, what a filing may leave out, and what is wrong with one
//
// Deciding a command:
//
//   - commands.go: the table of commands, a row each
//   - command_row.go: what a row says
//   - decide.go: the turn, in which a command becomes events
//   - decide_command.go: filling in, permitting, checking and drafting any command
//   - precheck.go: what can be refused while texts are still inline
//   - order_summary.go: what an order is called in Temporal's pages
//   - standin.go: acting in an absent person's place
//   - edition.go: how events are written in the edition in force
//   - number.go: numbers of cases, slips and documents
//   - correct.go: putting right what was recorded, of a party or of a form
//   - decide_may.go: commands that the file permits by `may:`, and the plainest of them
//   - decide_open.go: opening, numbering, closing and archiving a case
//   - decide_step.go: entering and leaving steps, joining branches
//   - decide_task.go: claiming, releasing and assigning tasks
//   - decide_complete.go: completing a task
//   - decide_document.go: the documents that an outcome issues
//   - circular.go: the circulars that an outcome publishes
//   - layout.go: what a printed paper says, and checking that a case has it
//   - layout_own.go: the layouts of the program's own
//   - publish.go: the reports that the matter of a period publishes
//   - copies.go: the numbered copies that parties hold and acknowledge
//   - conversation.go: limits by which messages of parties are answered
//   - decide_message.go: messages between the parties
//   - decide_regrade.go: another severity or category
//   - decide_adopt.go: going on under another version of the regulation
//   - decide_service.go: serving notices
//   - decide_slip.go: slips, urging and replies
//   - issue_slip.go: slips that are issued by hand on a ground, and instructions
//   - demand.go: demands, recorded and answered one by one
//   - slip_fate.go: slips received, voided, ended with their case, and the rungs that slips by hand use up
//   - decide_survey.go: the complainant's rating
//   - attachment.go: attachments that commands name
//   - identify.go: who an accused named in words is
//   - resemble.go: whom the words may mean
//   - open_attachments.go: opening what was handed in sealed
//   - check_form.go: what a step's form says of people and instants
//
// Steps of a kind of their own, and who may take part:
//
//   - approval.go: approving what another step proposed
//   - parties.go: how many parties a matter names, and steps that are done for each of them
//   - representation.go: who speaks for a party, and serving notices through them
//   - say.go: what a notice says by case, whatever staff write
//   - repeat.go: outcomes that ask for a reason, and how often one can be given
//   - lapse.go: steps that end by themselves, and outcomes that have their time
//   - meeting.go: meetings and their minutes
//   - votes.go: how many votes of a body carry what
//   - review.go: requests for review and the window for them
//   - recusal.go: recusal and objections
//   - withdraw.go: taking a complaint back
//   - onward.go: commands that take a case out of its way
//   - pass_on.go: passing a matter on to another unit, and handing it back
//   - conflict.go: conflicts of interest that are found without anybody asking
//   - beginning.go: linked cases that begin from a case
//   - merge.go: merging duplicates
//   - joined.go: the parties of a duplicate, and what is done for each of its complainants
//   - ledger.go: what is proposed for the ledger, and when a proposal falls away
//   - ledger_propose.go: proposals by hand
//   - ledger_steps.go: hearing, deciding and objecting
//   - ledger_check.go: what a file says of the ledger
//   - ledger_facts.go: what readers of an entry are told of its rule
//   - counted.go: counting other cases, and what conditions read of them
//   - authority.go: levels of authority by amount or code
//   - role.go: roles held for one unit, and units that must have them
//   - seat.go: whom seat rules mean, and who sits there
//   - wall.go: who may see a case at all
//   - shown.go: what readers see of a case besides texts, for searching
//   - sight.go: what somebody sees in a case that they may read
//
// Deadlines:
//
//   - decide_deadline.go: starting, meeting and cancelling them; milestones
//   - deadline_terms.go: counting them, and counting them anew
//   - decide_ladder.go: the rungs of ladders, and what each does when it falls due
//   - reminder.go: reminders come while the office is open
//   - decide_move.go: what suspending and extending have in common
//   - decide_suspend.go: suspending and resuming
//   - tell.go: telling the party of a move before the old limit passes
//   - decide_extend.go: requests for extension
//   - decide_explain.go: how a deadline was counted, line by line
//
// Figures:
//
//   - document_report.go: what a file says of reports
//   - register.go: books of the cases with columns of their own
//   - field_lines.go: what fields that are filled in say
//   - report.go: reports as they are worked out
//   - formula.go: conditions over the facts of matters, in a form that a database can work out
//   - matter.go: what of a case figures are worked out from
//   - tally.go: figures of a few cases at hand
//   - validate_report.go: what can be wrong with a report
//
// Offers, and what the durable shell must do:
//
//   - outlook.go: why nothing has been issued yet, what comes next and when
//   - offers.go: what somebody could do, and why not
//   - office.go: the office's hours, in which limits can count
//   - orders.go: when to wake a case, and what Temporal shows of it
//
// Checking a file whole:
//
//   - check.go: reading, compiling and proving in one round
//   - check_clerk.go: what published files were let pass
//   - check_possible.go: what cannot happen, whatever a case is
//   - check_tree.go: which findings only follow from others, and what proofs still have to rest on
//
// Proving a policy without any case:
//
//   - prove.go: the proofs and the exceptions a file accepts
//   - prove_ways.go: the procedure as proofs see it: all the ways that cases can take, conditions decided where they
//     can be
//   - prove_known.go: what is known of a case at a place, and conditions decided by it
//   - prove_keys.go: whether every key does something where it stands
//   - prove_filing.go: whether each kind of matter can come in
//   - prove_given.go: whether each outcome has a time at which it can be given
//   - prove_unused.go: whether something uses what the file describes
//   - prove_votes.go: whether every vote decides
//   - prove_together.go: how conditions can turn out at once
//   - prove_question.go: what is known of a part of a condition
//   - prove_possible.go: whether somebody can do a step, and finish it
//   - course.go: the way of a case on which what is found comes about
//   - route.go: whether a case can come somewhere without passing certain steps
//   - prove_flow.go: proofs about the ways through the procedure
//   - prove_assigned.go: whether what is read has been set
//   - prove_words.go: proofs about conditions, the choice of limits, numbers
//   - prove_needed.go: commands that a matter cannot do without
//   - prove_notice.go: proofs about what parties are told, and the time for a review
//   - prove_parts.go: what is known of which outcomes several who do a step gave
//   - prove_fits.go: whether the limits of the steps fit into that of the case
//   - prove_lapse.go: where time ends a step, and where it does not
//   - prove_longest.go: the longest way through the procedure
//
// Explaining a policy to people:
//
//   - explain.go: the whole file in sentences
//   - explain_condition.go: conditions
//   - explain_step.go: steps, outcomes and fields
//   - explain_act.go: what is asked with commands
//   - explain_report.go: reports
//   - explain_ledger.go: the ledger
//   - explain_time.go: deadlines, ladders, intake and permissions
//   - language.go: a language as it is spoken of a policy, with the words of titles
//   - reading.go: a policy read in one language
//   - titles.go: what fields, steps, roles and seats are called
//   - graph.go: the procedure as a graph
package policy
