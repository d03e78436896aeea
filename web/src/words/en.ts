// The words in English, with the keys of zh.ts. Titles from a regulation stay in Chinese.

import type { Words } from './zh'

export const en: Words = {
  act: {
    claim_these: 'Claim selected ({n})', assign_these: 'Assign selected ({n})', open: 'Open', close: 'Close', clear: 'Clear filters', back: 'Back', send: 'Submit',
    cancel: 'Cancel', discard: 'Discard', give_up: 'Give this one up and edit', more: 'Show more', refresh: 'Refresh', retry: 'Try again',
    search: 'Search', send_again: 'Send again unchanged (it acts once only)', sign_out: 'Sign out',
  },
  action: {
    done: 'Done: {title}', of: '{title} {of}', queued: 'Queued: {title}. The system is busy; this page updates when it is done.', refused: 'What cannot be done now ({n}), and why',
    submit: 'Submit: {title}',
  },
  actor: { organisation: 'Organisation', system: 'System' },
  case: {
    beside: 'Deadlines, parties and files',
    attachments: 'Attachments', original: 'stands for an original that is kept', sealed_file: '(tells who complained; not for you to see)',
    about: 'The complaint', actions: 'Other actions', at_step: 'Step: {step}', category: 'Category', channel: 'Channel', content: 'Content',
    deadlines: 'Deadlines', due: 'Next deadline', filed_by: 'Registered by', journal: 'Journal', kind: 'Kind', links: 'Linked cases', redo: 'To be done again', messages: 'Messages',
    no_number: '(number to come)', no_subject: '(no subject, or not for you to see)', not_yours: 'There is no such case, or you may not see it.',
    notices: 'Notices and service', number: 'Number', parties: 'Parties', policy: 'Regulation', policy_version: '{title}, version {version}',
    severity: 'Severity', slips: 'Slips', source: 'Source', status: 'Status', step: 'Step', subject: 'Subject', tasks: 'Tasks', title: 'Case',
    workflow: 'See this case’s workflow in Temporal',
  },
  cite: { clause: 'clause {id}', common: 'common rule: {gist}', setting: 'organisation’s setting: {title}' },
  command: {
    claim: 'Claim', release: 'Release', complete: 'Complete', assign: 'Assign', recuse: 'Recuse', suspend: 'Stop the clock', resume: 'Resume the clock',
    request_extension: 'Request extension', regrade: 'Regrade', urge: 'Urge', reply_slip: 'Reply to slip', record_service: 'Record service',
    request_review: 'Request review', object: 'Object', message: 'Message the complainant', rate: 'Rate', withdraw: 'Withdraw complaint', note: 'Note', merge: 'Merge',
    correct: 'Correct a record',
  },
  common_rule: { self: 'nobody decides on their own proposal or request', absent: 'a substitute has the absent person’s authority only', wait: 'the clock stops only where the regulation provides for it' },
  counted: {
    rule: 'rule', started: 'start', skipped: 'not counted', makeup: 'make-up working day', rolled: 'moved on', last: 'last day', extended: 'extended', suspended: 'clock stopped', resumed: 'clock resumed',
  },
  deadline: {
    over: 'Deadlines that are over ({n})',
    running: 'Running', suspended: 'Suspended', met: 'Met', missed: 'Missed', late_done: 'Done late', superseded: 'Recomputed', cancelled: 'No longer applies',
    due: 'due by {due}', how: 'How it was computed', last_day: 'Last day {day}', none: 'No deadlines.', provisional: 'A year on the way has no official calendar yet; the date is provisional.',
    started: 'from {at}', target: 'target {at}',
  },
  disposition: {
    upheld: 'Upheld', partly_upheld: 'Partly upheld', dismissed: 'Dismissed', inadmissible: 'Inadmissible', withdrawn: 'Withdrawn', transferred: 'Transferred', merged: 'Merged',
  },
  due: {
    working_days: 'working days left: {n}', today: 'Due today, {far}',
    none: 'No deadline', late_plain: 'Overdue', left_plain: 'In time', left: { minute: '{n} min left', hour: '{n} h left', day: '{n} days left' },
    late: { minute: '{n} min overdue', hour: '{n} h overdue', day: '{n} days overdue' },
  },
  event: {
    filed: 'Complaint received: {category}', registered: 'Registered as {number}', step_entered: 'Entered step “{step}”', task_opened: 'Task “{task}” for {seats}', task_alone: '“{task}” begins and lapses by itself',
    task_claimed: '{name} claimed the task', task_released: 'Task released', task_assigned: 'Task assigned to {name}',
    task_completed: 'Completed “{step}”: {outcome}', task_withdrawn: 'Task withdrawn', deadline_set: '{title}: within {length}, last day {day}',
    deadline_met: 'What was due is done {how}', deadline_missed: 'Deadline passed', deadline_cancelled: 'Deadline no longer applies', deadline_superseded: 'Deadline replaced by another',
    deadline_extended: '{title} extended: last day {day}', deadline_suspended: 'Clock stopped', extension_requested: 'Extension asked: {by}', extension_refused: 'Extension refused', deadline_resumed: '{title} resumed: last day {day}',
    reminded: 'Reminded {to}: the limit is near', slip_issued: '{kind} {number} issued to {to}', slip_replied: 'Slip answered', escalated: 'Escalated: {to} may act too',
    regraded: 'Severity changed from {from} to {to}', recused: '{name} recused', recusal_asked: 'Recusal of {name} asked for', recusal_refused: '{name} need not stay away',
    document_issued: '{title} {number}', stood_in: 'In place of {name}:', objected: 'Objection raised', approved: 'Approved: {of}', returned: 'Returned: {of}', rejected: 'Rejected: {of}',
    measured: '{title}: {from} to {until} {unit}', step_awaited: 'Waiting for the other branches: {step}', notice_issued: 'Notice to a party is due ({step})',
    served: 'Served at {at}', messaged: 'Message: {kind}', withdrawn: 'Complaint withdrawn', linked: '{how}', link_opened: 'A linked case was opened', link_merged: 'Merged into another case', link_duplicate: 'A duplicate goes on in this case', noted: 'Note', corrected: 'Correction of record {seq}',
    closed: 'Closed: {disposition}', archived: 'Archived', met_late: '(late)', met_in_time: '',
  },
  field: {
    reason: 'Reason', text: 'Text', subject: 'Subject', content: 'Content', comment: 'Comment', ground: 'Ground', proof: 'Proof', at: 'Time', how: 'How',
    responsible_unit: 'Responsible unit', __comment: 'Comment', severity: 'Severity', to: 'To', kind: 'Kind', slip: 'Slip', notice: 'Notice', outcome: 'Outcome',
    seq: 'Record', by: 'By', deadline: 'Deadline', person: 'Person', into: 'Into', on_behalf_of: 'On behalf of',
  },
  file: {
    another: 'Register another', choose_scans: 'Choose files', clock: 'When this case’s clock begins', clock_hint: 'May be in the past; the case follows its own clock.', details: 'Documents and details',
    earlier: 'Earlier complaints', earlier_none: 'While you type a telephone number, a name or a subject, earlier complaints are listed here.', guidance: 'Guidance', how: 'Source and channel', limits: 'Severity and deadlines',
    no_number: 'Received, but without a number yet: the system is busy and will register it by itself. You can open the case; do not register it again.', no_policy: 'There is no regulation you may register for.',
    number: 'Registered as {number}', open_case: 'Open the case', other: 'Another respondent (in words)', person: 'Respondents (members of staff)',
    receipt_staff: 'Give this receipt to the complainant, who follows, writes and rates with it.', received_at: 'Received at', received_hint: 'Empty means now. Deadlines count from here.',
    same_matter: 'Similar subject', same_name: 'Same name', same_phone: 'Same telephone', same_type: 'Recent complaints of the same type', same_type_unit: 'Recent complaints of the same type about the same unit', scan_failed: 'not sent', scan_sent: 'attached', scans: 'Scans and attachments',
    scans_hint: 'Attach the scan of a letter. Sent after registering; to be chosen again after a reload.', submit: 'Register', unit: 'Responsible unit', unit_hint: 'May be left open and found out in a later step.', what: 'The matter',
  },
  form: {
    handing_in: 'Handing in…',
    at_most: 'at most {most}', find_case: 'Type a number or subject to search', length_unit: 'Unit', choose_files: 'Choose files',
    choose: 'Please choose', comment: 'Comment', comment_hint: 'Optional; goes into the journal.', find_person: 'Type a name to search', find_person_for: 'Search: {title}',
    found: '{n} found', no: 'No', yes: 'Yes', unsaid: 'Not given', none: '(none)', remove: 'Remove', required: 'required', sending: 'Sending…', units_failed: 'The list of units could not be read', yuan: 'yuan',
    error: { missing: 'Please fill this in', malformed: 'Not in the right form', range: 'Out of the allowed range', long: 'At most {max} characters' },
  },
  inbox: {
    title: 'Inbox', all: 'All', task: 'Task', matter: 'Case', due: 'Due', holder: 'Held by', mine: 'Mine', unclaimed: 'Unclaimed', others: 'Held by others', policy: 'Regulation', state: 'Held', urgency: 'Urgency', late: 'Overdue', soon: 'Due soon', calm: 'In good time', nothing: 'No task fits.', failed: '{n} could not be done', claimed: '{n} claimed', assigned: '{n} assigned', assign_to: 'Assign to', total: '{n} in all', fitting: '{n} fit',
    empty: 'Nothing waits for you.', so_far: '{n} so far; there are more', notices_unread: 'Notices ({n}, {unread} not read)', notices_read: 'Notices ({n}, all read)', mark_read: 'Mark all read', unread: 'not read', refused: 'A queued command was refused', urged: 'urged' },
  journal: { all: 'Show all {n}', hash: 'Hash', none: 'No records yet.', recorded: 'recorded {at}' },
  link: {
    opened: 'This case led to', opened_by: 'This case came from', merged_into: 'Goes on in', duplicate: 'Duplicate:' },
  mark: { and: ', ', colon: ': ', semicolon: '; ', aside: ' ({text})' },
  nav: {
    more: 'More', stand_in: 'My substitutes', overview: 'Overview', policies: 'Regulations', admin: 'Administration', language: '中文', rehearsal: 'Rehearsal',
    file: 'Register a complaint', inbox: 'Inbox', to_inbox: 'Back to the inbox', main: 'Main', public: 'For complainants', register: 'Register', skip: 'Skip to content' },
  length: { unit_wd: 'working days', unit_d: 'days', unit_h: 'hours', unit_m: 'months', working_day: '{n} working days', day: '{n} days', hour: '{n} h', month: '{n} months', working_day_one: '{n} working day', day_one: '{n} day', month_one: '{n} month' },
  notice: { at: 'Served at', how: 'How', proof: 'Proof', text: 'What was told', served: 'served', waiting: 'to be served' },
  party: {
    complainant: 'Complainant', respondent: 'Respondent', hidden: '(identity withheld)', name: 'Name', phone: 'Telephone', email: 'E-mail', address: 'Address',
  },
  problem: {
    gone: 'There is no such page', gone_text: 'The address is wrong, or you may not see it.', conflict: 'What you typed is still here. If somebody else was first, the page shows it at once.',
    401: 'Your session has ended; please sign in', 403: 'You may not do this', 404: 'Not found', 409: 'Not possible now', 422: 'Something is wrong in what was entered', 429: 'Too many requests; please wait', 503: 'Not available at the moment',
    other: 'Something went wrong ({status})', ours: 'This page failed', unknown: 'It is not known yet whether this was received', unreached: 'The server cannot be reached',
  },
proposal: {
    title: 'What is put forward', by: 'By', authority: 'Authority', limit: 'Limit', none: 'What is put forward is not in the records you may see.',
  },
  flow: {
    draw: 'Draw it', hide: 'Hide the drawing',
    title: 'Procedure', now: 'here now', been: 'passed', times: '{n} times', otherwise: 'otherwise',
    legend: 'Thick lines are the way taken; dashed: passed by when its condition does not hold; dotted: begins another case.',
  },
  step_kind: {
    begin: '', task: '', approval: 'approval', meeting: 'meeting', notice: 'notice', survey: 'survey', window: 'waiting', recusal: 'recusal', end: '',
  },
  public: {
    about: 'What is it about', acts: 'You may', against: 'Against whom (a branch, a person)', another: 'Follow another', answer_due: 'Answer due', brand: 'Complaints', by_day: 'by {day} at the latest',
    check: '{n} answers are missing or need correcting.', contact: 'How to reach you', content: 'What happened', content_hint: 'When, where, what happened, and what you would like done.',
    files: 'Photos, scans or other files', files_hint: 'At most {count}, each up to {size}. Photos, PDF, Office documents, sound and film.', files_later: 'Sent after filing; you can also hand them in later with the receipt.', files_choose: 'Take a photo or choose files', files_many: 'At most {count}; “{name}” was not added.',
    files_large: '“{name}” is larger than {size} and was not added.', files_type: 'Files like “{name}” are not taken; it was not added.', files_empty: '“{name}” is empty and was not added.', file_remove: 'Remove {name}', file_waiting: 'waiting', file_sending: 'sending, {percent}%', file_sent: 'received', file_failed: 'not sent',
    files_sending: 'Sending your files; please keep this page open.', files_sent: 'All files were received.', files_failed: '{n} files were not sent.', files_again: 'Try again', handed: 'Your files',
    file: 'File a complaint', filed: 'Your complaint was received', follow: 'Follow a complaint', follow_now: 'Follow it now', desk: 'Whom to complain to', desk_office: 'Department', desk_phone: 'Telephone', desk_reception: 'In person', how: 'How to complain', how_at: 'How to complain to {name}', how_lead: 'No account needed; two minutes on a phone.',
    intro: 'You will get a receipt to follow your complaint with. Your contact details are used for this complaint only.',
    keep: 'Keep this receipt. It is the only key to your complaint and cannot be recovered.', look_up: 'Look up', matters: 'What you can complain about', message: 'Add something or ask', message_send: 'Send',
    name: 'Your name', nav: { file: 'File', follow: 'Follow' }, next: 'What happens next', next_1: 'We register it and hand it to whoever is responsible.',
    next_2: 'With the receipt you can follow it, add to it and answer our questions at any time.', next_3: 'When it is done we answer you and ask for your rating.',
    no_messages: 'No messages yet.', no_receipt: 'There is no receipt here. It is kept only in the page the complaint was filed from.', no_such: 'Nothing found; please check the receipt.', none: 'No complaints can be filed here at present.',
    optional: 'optional', phone_hint: 'So that we can ask you and answer you.', poster: 'Scan to file a complaint, or open {address}', print: 'Print', print_notice: 'Print this notice',
    qr: 'QR code that leads to this complaint', qr_hint: 'Scan it to follow the complaint; a screenshot will do.', queued: 'Received; takes effect shortly.', rate: 'Rate the result', rate_send: 'Submit rating',
    receipt_hint: 'The 27 letters and digits you got when filing; capitals and hyphens do not matter.', request_review: 'Request a review', request_review_send: 'Request',
    right_1: 'With the receipt you can see at any time how far it is and by when you must be answered.', right_2: 'Your name and contact details are shown only to those entitled to know.',
    right_3: 'You may rate the result, and request a review where the regulation provides one.', rights: 'Your rights', sent: 'Received.',
    staff: 'Staff sign-in', stage: 'Stage', standing: 'Where it stands', step_1: 'Choose the matter, say what happened, leave a way to reach you.', step_2: 'You get a receipt: take a screenshot, write it down or print it.',
    step_3: 'Use it to follow, to add something, to answer questions.', step_4: 'Rate the answer; if not satisfied, request a review as the regulation provides.', steps: 'Four steps', subject: 'In one sentence',
    subject_hint: 'For example: goods arrived wet, claiming damages', submit: 'File complaint', think: 'Not now', unknown_what: 'What you wrote is still here. It is safe to send it again once you are connected: what was received already is not taken twice.', withdraw: 'Withdraw the complaint', withdraw_confirm: 'We will stop working on it, and this cannot be undone. Withdraw it?',
    withdraw_send: 'Withdraw', you: 'You',
  },
  reading: {
    title: 'Reading log', show: 'Show', hide: 'Hide', hint: 'Who has read this case, and when; a person is noted once in a quarter of an hour.', case: 'the case', journal: 'its timeline', attachment: 'a file',
  },
  receipt: { copied: 'Copied', copy: 'Copy', copy_failed: 'Could not copy; please write it down', title: 'Receipt' },
  redo: { by: '{name} was recused; others do it again', done: 'Done again', waits: 'Waiting' },
  register: {
    any: 'Any', empty: 'No cases yet.', nothing: 'No case fits.', overdue: 'Limit', overdue_false: 'In time', overdue_soon: 'Due in two days', overdue_true: 'Overdue',
    search: 'Search', search_hint: 'number, category, subject; full name or phone',
  },
  rehearsal: {
    advance: 'Advance', by: 'Advance by', hint: 'Such as 3d (three days) or 72h. Everything due happens in order.', malformed: 'Write it like 3d or 72h.',
    moved: 'This case’s clock moved by {by}', moving: 'Advancing…', unsure: 'No answer came; the clock may have moved. Look at the case’s time before going on.', now: 'In this case it is {now}', title: 'Rehearsal',
  },
  sign_in: {
    password: 'Password', public: 'Here to complain or to follow up?', submit: 'Sign in', title: 'Sign in', username: 'User name', wrong: 'Wrong user name or password.',
  },
  slip: { urge: 'Urge slip', inquiry: 'Inquiry slip', copies: 'Copies to', issued: 'issued {at}', reply: 'Reply due', to: 'To: {to}' },
  slip_state: { open: 'reply due', overdue: 'reply overdue', replied: 'replied', settled: 'settled' },
  notice_type: {
    reminded: 'The limit is near', deadline_missed: 'A deadline passed', slip_issued: 'A slip reached you', escalated: 'Escalated to you', task_assigned: 'A task was assigned to you',
  },
  state: {
    empty: 'Nothing here', not_yours: 'You may not see this',
    loading: 'Loading…', sealed: '(not for you to see)' },
  status: { received: 'Received', open: 'Open', closed: 'Closed', archived: 'Archived' },
  task: {
    open: 'open', claimed: 'claimed', done: 'done', withdrawn: 'withdrawn', for: 'for {seats}', guidance: 'Guidance', held_by: 'held by {name}', held_for: 'held by {name} in place of {absent}',
    kept: 'What you had written is still here to copy', none: 'No tasks.',
  },
}
