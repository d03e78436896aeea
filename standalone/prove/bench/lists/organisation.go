package lists

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"

	"duban/activities"
	"duban/complaint"
	"duban/internal/seed"
	"duban/policy"
	"duban/record"
	"duban/store"
)

const (
	password = "bench bench bench bench"
	branches = 40
	// busy of ten cases are the first branch's: it has full pages in its inbox also where there are few cases, so that
	// like is compared with like.
	busy       = 6
	commonWord = "破损"
	// span is the time in which they were filed: a published year.
	span = 340 * 24 * time.Hour
)

// organisation is the demonstration organisation with many branches, and its cases.
type organisation struct {
	store *store.Store
	acts  *activities.Acts
	rules *policy.Policy
	dice  *rand.Rand
	units []complaint.UnitID

	// What is searched for: of one case, of some sixty of the few and of a thousand of the many.
	someNumber, rareWord, somePhone, thousandWord string
}

func newOrganisation(ctx context.Context, s *store.Store) (*organisation, error) {
	if err := seed.PublishRegulations(ctx, s); err != nil {
		return nil, err
	}
	if _, err := seed.AddFirstAccounts(ctx, s, password, true); err != nil {
		return nil, err
	}
	//nolint:gosec // the same cases each time
	o := &organisation{store: s, acts: &activities.Acts{Journal: s, Now: time.Now}, dice: rand.New(rand.NewPCG(1, 2))}
	var err error
	if o.rules, err = s.PolicyInForce(ctx, "logistics"); err != nil {
		return nil, err
	}
	model, err := s.AccountByUsername(ctx, "logistics.branch")
	if err != nil {
		return nil, err
	}
	for i := range branches {
		unit := complaint.Unit{ID: complaint.UnitID(fmt.Sprintf("unit-branch-%d", i)), Name: fmt.Sprintf("第 %d 网点", i)}
		if err := s.SaveUnit(ctx, unit); err != nil {
			return nil, err
		}
		o.units = append(o.units, unit.ID)
		username := fmt.Sprintf("branch.%d", i)
		err := s.SaveAccount(ctx, record.Account{
			Username: username, PasswordHash: model.PasswordHash, Person: complaint.Person{
				ID:     complaint.UserID("user-" + username),
				Name:   username,
				Unit:   unit.ID,
				Roles:  model.Person.Roles,
				Active: true,
			},
		})
		if err != nil {
			return nil, err
		}
	}
	overseer := complaint.Person{
		ID:     "user-overseer",
		Name:   "overseer",
		Unit:   o.units[1],
		Roles:  model.Person.Roles,
		Active: true,
	}
	return o, s.SaveAccount(ctx, record.Account{
		Username:     overseerName,
		PasswordHash: model.PasswordHash,
		Administers:  true,
		Person:       overseer,
	})
}

// Who reads. Two see everything, one nothing, one the busy branch and one another; the overseer is of that one too.
const (
	supervisor   = "logistics.supervisor"
	overseerName = "overseer"
)

var readers = []string{"logistics.agent", supervisor, "logistics.claims", "branch.0", "branch.1"}

// fileCases files n cases and takes each some way.
func (o *organisation) fileCases(ctx context.Context, n, copies int) error {
	apart := apartOf(copies)
	first := time.Now().Add(-span)
	for i := range n {
		id := complaint.CaseID("fff" + uuid.Must(uuid.NewRandomFromReader(chaCha{o.dice})).String()[3:]) // see multiply
		if err := o.fileCase(ctx, id, i, first.Add(time.Duration(i*copies)*apart)); err != nil {
			return err
		}
	}
	return nil
}

// apartOf is how long after one another cases were filed that have so many copies.
func apartOf(copies int) time.Duration { return span / time.Duration(few*copies) }

// rareCase is the number of the case that is filed last and never copied.
const rareCase = few * 2

// fileRareCase files a case with a waybill, a telephone and a number of its own.
func (o *organisation) fileRareCase(ctx context.Context) error {
	id := complaint.CaseID("fff" + uuid.Must(uuid.NewRandomFromReader(chaCha{o.dice})).String()[3:])
	if err := o.fileCase(ctx, id, rareCase, time.Now()); err != nil {
		return err
	}
	row, err := o.store.CaseRow(ctx, id)
	o.someNumber = row.Number
	return err
}

// content is some hundred characters, of which few are common and many are not, as in what people write.
func (o *organisation) content() string {
	var b strings.Builder
	for range 100 {
		b.WriteRune('一' + rune(2000*math.Pow(o.dice.Float64(), 3)))
	}
	return b.String()
}

// chaCha reads random bytes.
type chaCha struct{ *rand.Rand }

// Read implements io.Reader.
func (c chaCha) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c.Uint32())
	}
	return len(p), nil
}

var (
	goods   = []string{"家电", "服装", "图书", "生鲜", "文件", "药品", "家具", "化妆品"}
	mishaps = []string{"外包装" + commonWord, "淋湿受潮", "迟迟未到", "少了一件", "派送员态度不好", "送错地址"}
)

// textOfCase is a text of a case; its id comes after those of what is filed over HTTP.
func textOfCase(id complaint.CaseID, body string) complaint.Text {
	return complaint.Text{
		ID:     "fff" + complaint.TextCommitment([]byte(id), body)[3:],
		Case:   id,
		Author: "u",
		Scope:  complaint.ScopeCase,
		Salt:   []byte(id),
		Body:   body,
	}
}

// fileCase files a case and opens it: one in five stays open, and one in ten of those is overdue.
func (o *organisation) fileCase(ctx context.Context, id complaint.CaseID, i int, at time.Time) error {
	waybill, phone := fmt.Sprintf("运单%07d", 3_000_000+i*7919), fmt.Sprintf("139%08d", i)
	subject := goods[o.dice.IntN(len(goods))] + mishaps[o.dice.IntN(len(mishaps))] + "，" + waybill
	if i == few/2 {
		o.thousandWord = waybill
	}
	if i == rareCase {
		o.rareWord, o.somePhone = waybill, phone
	}
	open, received := o.dice.IntN(5) == 0, at
	if open && o.dice.IntN(10) > 0 {
		received = time.Now()
	}
	text, content := textOfCase(id, subject), textOfCase(id, o.content())
	filed := complaint.Filed{
		Policy:     o.rules.Ref(),
		Kind:       "complaint",
		Source:     "external",
		Channel:    "hotline",
		Category:   "damage.wet",
		Severity:   "general",
		Subject:    text.ID,
		Content:    content.ID,
		ReceivedAt: complaint.Instant(received),
		Parties: []complaint.Party{
			{ID: complaint.Complainant, Role: complaint.Complainant, Kind: complaint.KindText},
			{
				ID:   "respondent-1",
				Role: complaint.Respondent,
				Kind: complaint.KindUnit,
				Unit: o.randomUnit(),
			},
		},
	}
	_, err := o.store.FileCase(ctx, record.Intake{
		Filing: complaint.Filing{
			Case:    id,
			By:      seed.DemoUserID("logistics.agent"),
			Filed:   filed,
			FiledAt: at,
		},
		Texts:  []complaint.Text{text, content},
		People: []complaint.Identity{{Party: complaint.Complainant, Name: "张三", Phone: phone}},
		Request: record.Request{
			Actor: "u",
			Key:   string(id),
			Case:  id,
			At:    at,
		},
		ReceiptHash: string(id),
	}, complaint.Wall{})
	if err != nil {
		return err
	}
	opened, err := o.acts.Act(ctx, activities.ActRequest{
		Case:  id,
		Order: complaint.Order{ID: "system/open", Actor: complaint.System, Command: complaint.Open{}},
		At:    complaint.Instant(received),
		Clock: complaint.Instant(received),
	})
	if err != nil {
		return err
	}
	if open {
		return nil
	}
	return o.archiveCase(ctx, id, opened.Answer.Seq)
}

func (o *organisation) randomUnit() complaint.UnitID {
	if o.dice.IntN(10) < busy {
		return o.units[0]
	}
	return o.units[o.dice.IntN(len(o.units))]
}

// archiveCase ends the case at once, whatever its regulation demands on the way: one limit in ten was missed, and half
// of the complainants said whether they were content.
func (o *organisation) archiveCase(ctx context.Context, id complaint.CaseID, seq int) error {
	return o.store.Write(ctx, id, func(tx record.Tx) error {
		k, err := tx.Case(ctx)
		if err != nil {
			return err
		}
		var facts []complaint.Fact
		for _, t := range k.LiveTasks() {
			facts = append(facts, complaint.TaskCompleted{Task: t.ID})
		}
		for _, d := range k.Deadlines {
			if o.dice.IntN(10) == 0 {
				facts = append(facts, complaint.DeadlineMissed{Deadline: d.ID})
			} else {
				facts = append(facts, complaint.DeadlineMet{Deadline: d.ID})
			}
		}
		if answer := o.dice.IntN(4); answer < 2 {
			facts = append(facts, complaint.TaskOpened{Task: "visit", Step: "visit"}, complaint.TaskCompleted{
				Task: "visit", Step: "visit", Outcome: []string{"satisfied", "dissatisfied"}[answer],
			})
		}
		facts = append(facts, complaint.Closed{Disposition: "upheld"}, complaint.Archived{})
		events := make([]complaint.Event, len(facts))
		for i, f := range facts {
			events[i] = complaint.Event{
				Case:  id,
				Seq:   seq + 1 + i,
				At:    k.LastAt.Time,
				Actor: complaint.System,
				Fact:  f,
			}
		}
		recorded, err := tx.Append(ctx, events)
		if err != nil {
			return err
		}
		for _, e := range recorded {
			if err := k.Apply(e); err != nil {
				return err
			}
		}
		return tx.ProjectToLists(ctx, k, o.rules.Wall(k), o.rules.SurveySteps())
	})
}
