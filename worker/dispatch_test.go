package worker

import (
	"context"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/quotedprintable"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"duban/complaint"
	"duban/notices"
	"duban/notices/postoffice"
	"duban/record"
	"duban/store"
)

var (
	manyNotices = flag.Int("notices", 200, "how many notices leave while workers are killed")
	noticeSeed  = flag.Uint64("notice-seed", 7, "of when workers are killed")
)

// carrierSettings is the variable that makes this test's program a process that carries notices: the record, the mail
// server and the file of its certificate.
const carrierSettings = "DUBAN_TEST_CARRIER"

// TestCarrierProcess is no test but the process that TestNoticesLeaveWhateverDies kills.
func TestCarrierProcess(t *testing.T) {
	settings := strings.Split(os.Getenv(carrierSettings), "|")
	if len(settings) != 3 {
		t.Skip("is started by another test")
	}
	pem, err := os.ReadFile(settings[2])
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	s, err := store.Open(t.Context(), store.Options{Path: settings[0], Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	mailer, err := notices.NewMailer(notices.MailOptions{
		Server:   settings[1],
		User:     postoffice.User,
		Password: postoffice.Password,
		From:     "duban@example.org",
		Roots:    roots,
		Now:      time.Now,
		Log:      quiet,
	})
	if err != nil {
		t.Fatal(err)
	}
	pace := errandPace[complaint.DispatchErrand]
	pace.lease = time.Second // nobody waits two minutes for those of a dead process
	errandPace[complaint.DispatchErrand] = pace
	r := &relay{
		kinds:  []complaint.ErrandKind{complaint.DispatchErrand},
		outbox: s,
		courier: &notices.Courier{
			Record:  s,
			Senders: map[record.Channel]notices.Sender{record.Mail: mailer},
			Site:    "https://duban.example.org/",
			Now:     time.Now,
			Log:     quiet,
		},
		tally: &Tally{},
		log:   quiet,
	}
	var group sync.WaitGroup
	for range carriers {
		group.Go(func() { r.relayEvery(t.Context(), 20*time.Millisecond) })
	}
	group.Wait()
}

// hires makes a supervisor of the logistics company who wants to be told everything by mail.
func (h *house) hires(name string) complaint.UserID {
	h.t.Helper()
	id := complaint.UserID("u-" + name)
	h.ok(h.store.AdministrationBy(complaint.System).SaveAccount(h.t.Context(), record.Account{
		Username: name,
		Person: complaint.Person{
			ID:     id,
			Name:   name,
			Roles:  []complaint.RoleID{"logistics.supervisor"},
			Active: true,
		},
	}))
	h.ok(h.store.SaveNoticeWishes(h.t.Context(), id, []record.NoticeWish{{
		Channel: record.Mail,
		Address: name + "@example.org",
		Topics:  record.Topics(),
	}}))
	return id
}

// tells puts a case's event into people's inboxes and orders that they be told outside.
func (h *house) tells(id complaint.CaseID, seq int, topic record.Topic, to ...complaint.UserID) {
	h.t.Helper()
	h.writes(id, func(ctx context.Context, tx record.Tx) error {
		if err := tx.DeliverNotice(ctx, seq, to); err != nil {
			return err
		}
		return tx.OrderDispatches(ctx, seq, topic, to, record.Channels())
	})
}

// dispatchesOf are all words to people, by id.
func (h *house) dispatchesOf(people ...complaint.UserID) map[string]record.Dispatch {
	h.t.Helper()
	all := map[string]record.Dispatch{}
	for _, p := range people {
		list, err := h.store.LatestDispatches(h.t.Context(), p, 1_000_000)
		h.ok(err)
		for _, d := range list {
			all[d.ID] = d
		}
	}
	return all
}

// carrier is the process of the moment.
type carrier struct {
	mu      sync.Mutex
	running *exec.Cmd
	kills   int
}

func (c *carrier) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running != nil {
		_ = c.running.Process.Kill()
		c.running = nil
		c.kills++
	}
}

// start starts another process; the function returned waits until it has ended.
func (c *carrier) start(t *testing.T, settings string) (wait func()) {
	t.Helper()
	process := exec.Command(os.Args[0], "-test.run=^TestCarrierProcess$")
	process.Env = append(os.Environ(), carrierSettings+"="+settings)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	c.running = process
	return func() { _ = process.Wait() }
}

// Many notices leave while the process that carries them is killed, at random and just when the server has accepted a
// letter and not yet said so; the server puts every tenth off the first time. Each arrives, with one Message-ID, and
// a second copy only where the record says that one is possible.
func TestNoticesLeaveWhateverDies(t *testing.T) {
	const people = 10
	h := newHouse(t)
	office := postoffice.Open(t)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	h.ok(os.WriteFile(ca, office.CA, 0o600))
	var everybody []complaint.UserID
	for i := range people {
		everybody = append(everybody, h.hires(fmt.Sprintf("p%d", i)))
	}
	for i := range *manyNotices / people {
		id := complaint.CaseID(fmt.Sprintf("c%d", i))
		h.opens(id)
		h.clock = time.Now() // is when they are ordered
		h.tells(id, 1, record.Work, everybody...)
		h.tells(id, 1, record.Work, everybody...) // whoever delivers them may die and begin again
		h.clock = monday
	}
	var c carrier
	var mu sync.Mutex
	asked, accepted := 0, 0
	office.Refuse = func(string) *smtp.SMTPError {
		mu.Lock()
		defer mu.Unlock()
		if asked++; asked%10 == 0 {
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted"}
		}
		return nil
	}
	office.Accepted = func(postoffice.Letter) {
		mu.Lock()
		defer mu.Unlock()
		if accepted++; accepted%40 == 0 {
			c.kill()
		}
	}
	random := rand.New(rand.NewPCG(*noticeSeed, 0))
	end := time.Now().Add(time.Duration(*manyNotices)*100*time.Millisecond + time.Minute)
	for left := 1; left > 0; {
		if time.Now().After(end) {
			t.Fatalf("%d still wait", left)
		}
		wait := c.start(t, h.path+"|"+office.Addr+"|"+ca)
		time.Sleep(time.Duration(1000+random.IntN(2000)) * time.Millisecond)
		c.kill()
		wait()
		left = 0
		for _, d := range h.dispatchesOf(everybody...) {
			if d.State == record.DispatchWaiting {
				left++
			}
		}
	}
	h.judgesLetters(office.Letters(), h.dispatchesOf(everybody...), c.kills)
}

// judgesLetters holds what arrived against what was ordered.
func (h *house) judgesLetters(letters []postoffice.Letter, ordered map[string]record.Dispatch, kills int) {
	t := h.t
	t.Helper()
	if len(ordered) != *manyNotices {
		t.Errorf("%d were ordered, want %d", len(ordered), *manyNotices)
	}
	copies := map[string]int{}
	for _, l := range letters {
		id := strings.TrimSuffix(strings.TrimPrefix(l.MessageID, "<"), "@example.org>")
		d, known := ordered[id]
		if !known || l.To != strings.TrimPrefix(string(d.User), "u-")+"@example.org" {
			t.Errorf("a letter %s to %s that nobody ordered", l.MessageID, l.To)
		}
		copies[id]++
	}
	second, unknown := 0, 0
	for id, d := range ordered {
		switch {
		case d.State != record.DispatchSent || d.EndedAt == nil:
			t.Errorf("%s is %s", id, d.State)
		case copies[id] == 0:
			t.Errorf("%s never arrived", id)
		case copies[id] > 1+d.Unknown:
			t.Errorf("%s arrived %d times, the record knows of %d", id, copies[id], 1+d.Unknown)
		}
		second += copies[id] - 1
		unknown += d.Unknown
	}
	t.Logf("%d notices, %d kills: %d letters, none missing, %d second copies, %d possible by the record (seed %d)",
		len(ordered), kills, len(letters), second, unknown, *noticeSeed)
	if kills < 3 || second == 0 {
		t.Errorf("%d kills and %d second copies prove nothing", kills, second)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(string(letters[0].Body))))
	h.ok(err)
	const want = "督办系统里有 %d 条通知等您查看。\n请登录后查看：https://duban.example.org/inbox\n"
	if got := strings.ReplaceAll(string(body), "\r\n", "\n"); !strings.HasPrefix(got,
		fmt.Sprintf(want, *manyNotices/10)) {
		t.Errorf("the letter says %q", got)
	}
}

// provider is a sender that answers as a test says.
type provider struct {
	answer error
	sent   []notices.Message
}

func (p *provider) Send(_ context.Context, m notices.Message) error {
	if p.answer == nil {
		p.sent = append(p.sent, m)
	}
	return p.answer
}

// carries is a relay that carries by the provider, with the house's clock.
func (h *house) carries(p *provider) *relay {
	r := h.relay()
	r.kinds = []complaint.ErrandKind{complaint.DispatchErrand}
	r.courier = &notices.Courier{
		Record:  h.store,
		Senders: map[record.Channel]notices.Sender{record.Mail: p},
		Site:    "https://duban.example.org",
		Now:     h.now,
		Log:     quiet,
	}
	return r
}

// wantDispatch compares what has become of the only word to somebody.
func (h *house) wantDispatch(user complaint.UserID, state record.DispatchState, answer string) {
	h.t.Helper()
	list, err := h.store.LatestDispatches(h.t.Context(), user, 10)
	h.ok(err)
	if len(list) != 1 || list[0].State != state || list[0].Answer != answer {
		h.t.Errorf("dispatches: %+v, want one that is %s, %q", list, state, answer)
	}
}

var supervisors = complaint.Wall{Grants: []string{complaint.Seat{Role: "logistics.supervisor"}.Subject()}}

// Word does not leave to whoever has read the notice, is on leave, has gone, no longer wants it or may no longer read
// the case, and no reminder of what is over.
func TestWordThatDoesNotLeave(t *testing.T) {
	due := monday.Add(4 * time.Hour)
	running := complaint.DeadlineSet{Deadline: complaint.Deadline{
		ID:    "d1",
		State: complaint.StateRunning,
		Due:   complaint.Instant(due),
	}}
	for name, c := range map[string]struct {
		meanwhile func(h *house, user complaint.UserID)
		want      record.DispatchState
	}{
		"nothing happened": {func(*house, complaint.UserID) {}, record.DispatchSent},
		"the last moment": {
			func(h *house, _ complaint.UserID) { h.clock = due.Add(-time.Second) }, record.DispatchSent,
		},
		"the limit is over": {
			func(h *house, _ complaint.UserID) { h.clock = due },
			record.DispatchOver,
		},
		"the limit is met": {
			func(h *house, _ complaint.UserID) {
				h.records("c", supervisors, complaint.DeadlineMet{Deadline: "d1"})
			},
			record.DispatchOver,
		},
		"read": {
			func(h *house, user complaint.UserID) {
				h.ok(h.store.MarkNoticesRead(h.t.Context(), user, h.clock))
			},
			record.DispatchRead,
		},
		"recused": {
			func(h *house, user complaint.UserID) {
				barred := supervisors
				barred.Barred = []complaint.UserID{user}
				h.records("c", barred, complaint.Noted{})
			},
			record.DispatchUnwanted,
		},
		"on leave": {
			func(h *house, user complaint.UserID) {
				h.ok(h.store.AdministrationBy(complaint.System).AddSubstitution(h.t.Context(), complaint.Substitution{
					ID:     "s",
					Absent: user,
					By:     h.hires("wang"),
					From:   h.clock,
					Until:  h.clock.Add(24 * time.Hour),
				}))
			},
			record.DispatchUnwanted,
		},
		"no longer wanted": {
			func(h *house, user complaint.UserID) {
				h.ok(h.store.SaveNoticeWishes(h.t.Context(), user, nil))
			},
			record.DispatchUnwanted,
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			li := h.hires("li")
			h.files("c")
			h.records("c", supervisors, complaint.Filed{}, running, complaint.Reminded{Deadline: "d1"})
			h.tells("c", 3, record.Reminders, li)
			c.meanwhile(h, li)
			p := &provider{}
			h.ok(h.carries(p).runDueErrands(t.Context()))
			h.wantDispatch(li, c.want, "")
			if sent := len(p.sent); (sent == 1) != (c.want == record.DispatchSent) {
				t.Errorf("%d left", sent)
			}
			h.clock = h.clock.Add(time.Hour)
			h.ok(h.carries(p).runDueErrands(t.Context()))
			if len(p.sent) > 1 {
				t.Error("left twice")
			}
		})
	}
}

// What a provider puts off is tried again later; what it refuses for good is not, and administrators are told; what
// nobody takes for three days is given up.
func TestWordThatIsNotTaken(t *testing.T) {
	for name, c := range map[string]struct {
		answer  error
		after   time.Duration
		want    record.DispatchState
		refused int
	}{
		"put off":     {notices.Failure{Answer: "451 4.7.1"}, time.Hour, record.DispatchWaiting, 0},
		"unreachable": {os.ErrDeadlineExceeded, time.Hour, record.DispatchWaiting, 0},
		"refused":     {notices.Failure{Answer: "550 5.1.1", Final: true}, 0, record.DispatchRefused, 1},
		"given up":    {notices.Failure{Answer: "451 4.7.1"}, 73 * time.Hour, record.DispatchGivenUp, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			li := h.hires("li")
			h.files("c")
			h.records("c", supervisors, complaint.Filed{}, complaint.Noted{})
			h.tells("c", 2, record.Work, li)
			p := &provider{answer: c.answer}
			for range 5 {
				h.ok(h.carries(p).runDueErrands(t.Context()))
				h.clock = h.clock.Add(time.Minute)
			}
			h.clock = h.clock.Add(c.after)
			h.ok(h.carries(p).runDueErrands(t.Context()))
			answer := "unreachable"
			if f, is := errors.AsType[notices.Failure](c.answer); is {
				answer = f.Answer
			}
			h.wantDispatch(li, c.want, answer)
			troubles, err := h.store.DispatchTroubles(t.Context())
			h.ok(err)
			if len(troubles) != 1 || troubles[0].Answer != answer || len(troubles[0].People) != c.refused ||
				troubles[0].Waiting+troubles[0].Refused+troubles[0].GivenUp != 1 {
				t.Errorf("administrators are told %+v", troubles)
			}
			p.answer = nil
			h.clock = h.clock.Add(6 * time.Minute)
			h.ok(h.carries(p).runDueErrands(t.Context()))
			if left := len(p.sent) == 1; left != (c.want == record.DispatchWaiting) {
				t.Errorf("left when the provider took it: %v", left)
			}
			troubles, err = h.store.DispatchTroubles(t.Context())
			h.ok(err)
			if (len(troubles) == 0) != (c.want == record.DispatchWaiting) {
				t.Errorf("afterwards they are told %+v", troubles)
			}
		})
	}
}

// Only what a person asked for by topic leaves, and only once.
func TestOnlyWhatIsWantedLeaves(t *testing.T) {
	h := newHouse(t)
	li := h.hires("li")
	h.ok(h.store.SaveNoticeWishes(t.Context(), li, []record.NoticeWish{{
		Channel: record.Mail,
		Address: "li@example.org",
		Topics:  []record.Topic{record.Slips},
	}}))
	h.files("c")
	h.records("c", supervisors, complaint.Filed{}, complaint.Noted{}, complaint.Noted{})
	h.tells("c", 2, record.Work, li)
	h.tells("c", 3, record.Slips, li)
	h.tells("c", 3, record.Slips, li)
	p := &provider{}
	h.ok(h.carries(p).runDueErrands(t.Context()))
	if len(p.sent) != 1 || p.sent[0].To != "li@example.org" {
		t.Errorf("left: %+v", p.sent)
	}
}
