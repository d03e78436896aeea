package broken

import "duban/standalone/prove/siege/campaign"

// Siege is a short campaign that provokes a defect.
type Siege struct {
	Cases, Commands, Kills int
	Mix                    []campaign.Fault
	// Hurry is the share of steps that move a clock.
	Hurry float64
	// GiveUp is how likely a client that knows no outcome goes away, each time before it asks again; 0 means seldom.
	GiveUp float64
}

// calm provokes what is always wrong, hurry what time uncovers, killed what a kill does, cut what a lost answer does,
// lost what nobody asks for again, left what a kill leaves behind in cases nobody touches again, locked what waits for
// the database.
var (
	calm   = Siege{Cases: 40, Commands: 200}
	hurry  = Siege{Cases: 40, Commands: 160, Hurry: 0.3}
	killed = Siege{Cases: 30, Commands: 150, Kills: 2}
	cut    = Siege{
		Cases:    60,
		Commands: 240,
		Kills:    2,
		Mix:      []campaign.Fault{campaign.Cut},
	}
	lost = Siege{
		Cases:    120,
		Commands: 240,
		Kills:    6,
		GiveUp:   0.7,
	}
	left = Siege{
		Cases:    200,
		Commands: 300,
		Kills:    14,
		GiveUp:   0.7,
	}
	locked = Siege{
		Cases:    30,
		Commands: 200,
		Kills:    2,
		Mix:      []campaign.Fault{campaign.Lock},
	}
)

// Sound is what the same program must stand with no defect awake.
var Sound = Siege{
	Cases:    60,
	Commands: 400,
	Kills:    3,
	Mix:      campaign.AllFaults,
}

// Defects is the list: for each thing the checker judges (docs/architecture.md, Siege) something that breaks it.
var Defects = []Defect{
	{
		Name:   "ack_before_commit",
		Why:    "the answer is given before the commit",
		Siege:  killed,
		Caught: []string{"I1", "I15", "I12"},
		Edits: []Edit{
			{
				File: "store/transaction.go",
				Old:  "	defer func() { _ = tx.Rollback() }() // undoes",
				New: "	defer func() {\n" +
					"		if !(AWAKE) {\n" +
					"			_ = tx.Rollback()\n" +
					"		}\n" +
					"	}() // undoes",
			},
			{
				File:    "store/transaction.go",
				Imports: []string{`siegetime "time"`},
				Old:     "	if err := tx.Commit(); err != nil {",
				New: "	if AWAKE && o == nil {\n" +
					"		go func() {\n" +
					"			siegetime.Sleep(40 * siegetime.Millisecond)\n" +
					"			_ = tx.Commit()\n" +
					"		}()\n" +
					"		return nil\n" +
					"	}\n" +
					"	if err := tx.Commit(); err != nil {",
			},
		},
	},
	{
		Name:   "answer_forgotten",
		Why:    "a repeated order is decided again: its answer is neither looked up nor unique",
		Siege:  locked,
		Caught: []string{"I1", "I2"},
		Edits: []Edit{
			{
				File: "activities/act.go",
				Old:  "	case prior != nil:\n",
				New:  "	case prior != nil && !(AWAKE):\n",
			},
			{
				File: "store/answer.go",
				Old:  "	err := t.insertRows(ctx, \"commands\",",
				New: "	if prior, _ := t.storedAnswer(ctx, t.id, o.ID); prior != nil && AWAKE {\n" +
					"		return nil\n" +
					"	}\n" +
					"	err := t.insertRows(ctx, \"commands\",",
			},
		},
	},
	{
		Name:   "key_forgotten",
		Why:    "on conflict do nothing: a known key is not answered from the record",
		Siege:  cut,
		Caught: []string{"I1", "I2", "I3"},
		Edits: []Edit{
			{
				File: "store/request.go",
				Old:  "	if n == 1 {\n",
				New:  "	if n == 1 || AWAKE {\n",
			},
			{
				File: "gateway/key.go",
				Old:  "	if err != nil || prior == nil {\n",
				New:  "	if err != nil || prior == nil || AWAKE {\n",
			},
		},
	},
	{
		Name:   "fresh_id_per_retry",
		Why:    "a retry is sent under a new command id",
		Siege:  locked,
		Caught: []string{"I1", "I2", "I3"},
		Edits: []Edit{{
			File:    "gateway/submit.go",
			Imports: []string{`siegestrconv "strconv"`, `siegetime "time"`},
			Old:     "	return g.sendOrder(ctx, s, m.order, prior.At)\n",
			New: "	if AWAKE {\n		m.order.ID += complaint.CommandID(\"~\" + siegestrconv.FormatInt" +
				"(siegetime.Now().UnixNano(), 36))\n	}\n	return g.sendOrder(ctx, s, m.order, prior.At)\n",
		}},
	},
	{
		Name:   "number_from_memory",
		Why:    "numbers come from the program's memory",
		Siege:  killed,
		Caught: []string{"I9"},
		Edits: []Edit{{
			File:    "store/counter.go",
			Imports: []string{`siegesync "sync"`},
			Old:     "func (c conn) drawNumber(ctx context.Context, counter string) (int64, error) {\n",
			New: "var (\n" +
				"	siegeLock    siegesync.Mutex\n" +
				"	siegeNumbers = map[string]int64{}\n" +
				")\n\n" +
				"func (c conn) drawNumber(ctx context.Context, counter string) (int64, error) {\n" +
				"	if AWAKE {\n" +
				"		siegeLock.Lock()\n" +
				"		defer siegeLock.Unlock()\n" +
				"		siegeNumbers[counter]++\n" +
				"		return siegeNumbers[counter], nil\n" +
				"	}\n",
		}},
	},
	{
		Name:   "number_with_gaps",
		Why:    "a number is drawn and not used",
		Siege:  calm,
		Caught: []string{"I9"},
		Edits: []Edit{{
			File: "store/counter.go",
			Old:  "	n, err := t.drawNumber(ctx, counter)\n",
			New: "	n, err := t.drawNumber(ctx, counter)\n" +
				"	if AWAKE && n%7 == 3 {\n" +
				"		n, err = t.drawNumber(ctx, counter)\n" +
				"	}\n",
		}},
	},
	{
		Name:   "computed_not_recorded",
		Why:    "the workflow applies what was computed, not what was recorded",
		Siege:  calm,
		Caught: []string{"I16"},
		Edits: []Edit{{
			File: "activities/record.go",
			Old:  "		events, answer.Seq = recorded, w.c.Seq\n",
			New:  "		if answer.Seq = w.c.Seq; !(AWAKE) {\n			events = recorded\n		}\n",
		}},
	},
	{
		Name:   "rung_twice",
		Why:    "a rung fires twice",
		Siege:  hurry,
		Caught: []string{"I6"},
		Edits: []Edit{{
			File: "policy/decide_ladder.go",
			Old:  "			return t.fireRung(d, r)\n",
			New: "			if AWAKE {\n" +
				"				if err := t.fireRung(d, r); err != nil {\n" +
				"					return err\n" +
				"				}\n" +
				"			}\n" +
				"			return t.fireRung(d, r)\n",
		}},
	},
	{
		Name:   "rung_not_cancelled",
		Why:    "a rung fires after what was due is done",
		Siege:  hurry,
		Caught: []string{"I7"},
		Edits: []Edit{{
			File: "complaint/deadline.go",
			Old:  "	case StateMet, StateSuperseded, StateCancelled:\n",
			New:  "	case StateMet:\n		return !(AWAKE)\n	case StateSuperseded, StateCancelled:\n",
		}},
	},
	{
		Name:   "rung_early",
		Why:    "a rung fires before its instant",
		Siege:  calm,
		Caught: []string{"I6"},
		Edits: []Edit{{
			File: "workflows/queue.go",
			Old:  "	if wake != nil && !wake.At.After(r.caseTime()) &&",
			New: "	if AWAKE && wake != nil && !wake.At.After(r.caseTime().Add(time.Minute)) {\n" +
				"		return r.rungOrder(wake)\n" +
				"	}\n" +
				"	if wake != nil && !wake.At.After(r.caseTime()) &&",
		}},
	},
	{
		Name:   "utc_for_local",
		Why:    "days begin at midnight UTC",
		Siege:  calm,
		Caught: []string{"I7"},
		Edits: []Edit{{
			File: "policy/calendar/calendar.go",
			Old:  "	c := &Calendar{id: id, loc: loc,",
			New:  "	if AWAKE {\n		loc = time.UTC\n	}\n	c := &Calendar{id: id, loc: loc,",
		}},
	},
	{
		Name:   "makeup_days_forgotten",
		Why:    "make-up working days do not count",
		Siege:  calm,
		Caught: []string{"I7"},
		Edits: []Edit{{
			File: "policy/calendar/calendar.go",
			Old:  "			t.name[i] = makeupName\n",
			New: "			t.name[i] = makeupName\n" +
				"			if AWAKE {\n" +
				"				t.working[i] = false\n" +
				"			}\n",
		}},
	},
	{
		Name:   "hash_without_reason",
		Why:    "the hash chain does not cover the reason",
		Siege:  calm,
		Caught: []string{"I10"},
		Edits: []Edit{{
			File: "store/journal.go",
			Old:  "	return chainLink{\n		Prev:       prev,",
			New:  "	if AWAKE {\n		reason = nil\n	}\n	return chainLink{\n		Prev:       prev,",
		}},
	},
	{
		Name:   "forbidden_for_hidden",
		Why:    "what may not be read answers 403 instead of 404",
		Siege:  calm,
		Caught: []string{"I8"},
		Edits: []Edit{{
			File: "gateway/opened.go",
			Old:  "	if _, err := uuid.Parse(string(id)); err != nil || !may {\n",
			New: "	if AWAKE && !may {\n" +
				"		return complaint.Refuse(complaint.Forbidden, \"not_found\", nil)\n" +
				"	}\n" +
				"	if _, err := uuid.Parse(string(id)); err != nil || !may {\n",
		}},
	},
	{
		Name:   "body_logged",
		Why:    "requests are logged with their bodies",
		Siege:  calm,
		Caught: []string{"I14"},
		Edits: []Edit{{
			File: "gateway/operation.go",
			Old:  "	requestOf(ctx.Context()).body = body\n",
			New: "	if AWAKE {\n" +
				"		g.log.Info(\"request\", \"body\", string(body))\n" +
				"	}\n" +
				"	requestOf(ctx.Context()).body = body\n",
		}},
	},
	{
		Name:   "text_in_temporal",
		Why:    "an order carries its text instead of the text's id",
		Siege:  calm,
		Caught: []string{"I14"},
		Edits: []Edit{{
			File: "gateway/seal.go",
			Old:  "			value = string(s.sealText(\"data.\"+name, body, scope(name)))\n",
			New: "			if id := string(s.sealText(\"data.\"+name, body, scope(name))); !(AWAKE) {\n" +
				"				value = id\n" +
				"			}\n",
		}},
	},
	{
		Name:   "no_catch_up",
		Why:    "after a start nobody tells cases to read their journal",
		Siege:  left,
		Caught: []string{"I16"},
		Edits: []Edit{{
			File: "worker/sweeper.go",
			Old:  "	ids, err := s.lists.CasesWrittenLately(ctx, catchUpWithin)\n",
			New: "	if AWAKE {\n" +
				"		return nil\n" +
				"	}\n" +
				"	ids, err := s.lists.CasesWrittenLately(ctx, catchUpWithin)\n",
		}},
	},
	{
		Name:   "register_forgotten",
		Why:    "the register does not follow the journal",
		Siege:  calm,
		Caught: []string{"I16"},
		Edits: []Edit{{
			File: "store/projection.go",
			Old:  "	after, err := t.replaceCaseRows(ctx, t.id, before.Lists, lists)\n",
			New: "	if AWAKE {\n" +
				"		lists = nil\n" +
				"	}\n" +
				"	after, err := t.replaceCaseRows(ctx, t.id, before.Lists, lists)\n",
		}},
	},
	{
		Name:   "not_started",
		Why:    "a filing leaves no order to start its case",
		Siege:  lost,
		Caught: []string{"I1", "I12"},
		Edits: []Edit{{
			File: "store/filing.go",
			Old: "		return c.addErrand(ctx, newStartErrand(in.Filing.Case), s.nowRounded" +
				"(), startsGatewayFirst)\n",
			New: "		if AWAKE {\n" +
				"			return nil\n" +
				"		}\n" +
				"		return c.addErrand(ctx, newStartErrand(in.Filing.Case), s.nowRounded(), startsGatewayFirst)\n",
		}, { // and nobody compares
			File: "worker/reconciler.go",
			Old:  "		running, err := r.cases.IsRunning(ctx, id)\n",
			New: "		if AWAKE {\n" +
				"			return nil\n" +
				"		}\n" +
				"		running, err := r.cases.IsRunning(ctx, id)\n",
		}},
	},
	{
		Name:   "stale_permission",
		Why:    "who holds a task is not asked when it is completed",
		Siege:  calm,
		Caught: []string{"I4", "I5"},
		Edits: []Edit{{
			File: "policy/decide_task.go",
			Old:  "	if _, held := task.HolderIn(t.f.Directory); held && !t.holdsTask(task) {\n",
			New:  "	if _, held := task.HolderIn(t.f.Directory); held && !t.holdsTask(task) && !(AWAKE) {\n",
		}},
	},
	{
		Name:    "not_durable",
		Why:     "the database does not sync its commits",
		Refuses: true,
		Edits: []Edit{{
			File: "store/dialect.go",
			Old:  "	return fileURI(path) + \"?\" + sqlitePragmas, nil\n",
			New: "	if AWAKE {\n		return fileURI(path) + \"?\" + strings.Replace(sqlitePragmas, " +
				"\"synchronous(FULL)\", \"synchronous(OFF)\", 1), nil\n" +
				"	}\n" +
				"	return fileURI(path) + \"?\" + sqlitePragmas, nil\n",
		}},
	},
}
