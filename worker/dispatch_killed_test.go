package worker

import (
	"context"
	"crypto/x509"
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
	"duban/notices/providers"
	"duban/record"
	"duban/store"
)

var (
	manyNotices = flag.Int("notices", 200, "how many notices leave while workers are killed")
	noticeSeed  = flag.Uint64("notice-seed", 7, "of when workers are killed")
)

// carrierSettings is the variable that makes this test's program a process that carries notices: the record, the mail
// server, the file of its certificate and the messenger.
const carrierSettings = "DUBAN_TEST_CARRIER"

// TestCarrierProcess is no test but the process that TestNoticesLeaveWhateverDies kills.
func TestCarrierProcess(t *testing.T) {
	settings := strings.Split(os.Getenv(carrierSettings), "|")
	if len(settings) != 4 {
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
			Record: s,
			Senders: map[record.Channel]notices.Sender{
				record.Mail: mailer,
				record.WeCom: notices.NewWeCom(notices.AppOptions{
					API:    settings[3],
					ID:     providers.ID,
					Agent:  providers.Agent,
					Secret: providers.Secret,
					Now:    time.Now,
				}),
			},
			Site: "https://duban.example.org/",
			Now:  time.Now,
			Log:  quiet,
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
		return tx.OrderDispatches(ctx, record.Word{
			Seq:      seq,
			Topic:    topic,
			To:       to,
			Channels: record.Channels(),
			DigestAt: h.morning,
		})
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

// Many notices leave by mail and by a messenger while the process that carries them is killed, at random and just when
// a provider has accepted one and not yet said so; each provider puts every tenth off the first time. Each arrives on
// both channels, with one id, and a second copy only where the record says that one is possible.
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
	for _, user := range everybody {
		name := strings.TrimPrefix(string(user), "u-")
		h.ok(h.store.SaveNoticeWishes(t.Context(), user, []record.NoticeWish{
			{Channel: record.Mail, Address: name + "@example.org", Topics: record.Topics()},
			{Channel: record.WeCom, Address: name, Topics: record.Topics()},
		}))
	}
	for i := range *manyNotices / people / 2 {
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
	everyTenth := func() bool {
		mu.Lock()
		defer mu.Unlock()
		asked++
		return asked%10 == 0
	}
	dies := func() {
		mu.Lock()
		defer mu.Unlock()
		if accepted++; accepted%40 == 0 {
			c.kill()
		}
	}
	messenger := providers.Open(t)
	messenger.Accepted(func(providers.Arrived) { dies() })
	messenger.Refuse(func(record.Channel, string) int {
		if everyTenth() {
			return 45009
		}
		return 0
	})
	office.Accepted(func(postoffice.Letter) { dies() })
	office.Refuse(func(string) *smtp.SMTPError {
		if everyTenth() {
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted"}
		}
		return nil
	})
	random := rand.New(rand.NewPCG(*noticeSeed, 0))
	end := time.Now().Add(time.Duration(*manyNotices)*100*time.Millisecond + 10*time.Minute)
	for left := 1; left > 0; {
		if time.Now().After(end) {
			t.Fatalf("%d still wait", left)
		}
		wait := c.start(t, strings.Join([]string{h.path, office.Addr, ca, messenger.URL}, "|"))
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
	h.judges(office.Letters(), messenger.Arrived(), h.dispatchesOf(everybody...), c.kills)
}

// copiesOf counts what arrived by the id of what was ordered: letters by their Message-ID, messages by their mark.
func copiesOf(
	t *testing.T, letters []postoffice.Letter, messages []providers.Arrived, ordered map[string]record.Dispatch,
) map[string]int {
	t.Helper()
	copies := map[string]int{}
	for _, l := range letters {
		id := strings.TrimSuffix(strings.TrimPrefix(l.MessageID, "<"), "@example.org>")
		d, known := ordered[id]
		if !known || d.Channel != record.Mail || l.To != strings.TrimPrefix(string(d.User), "u-")+"@example.org" {
			t.Errorf("a letter %s to %s that nobody ordered", l.MessageID, l.To)
		}
		copies[id]++
	}
	marked := map[string]string{}
	for id, d := range ordered {
		if d.Channel == record.WeCom {
			marked[strings.TrimPrefix(string(d.User), "u-")+" "+id[:6]] = id
		}
	}
	for _, m := range messages {
		_, mark, _ := strings.Cut(m.Text, "（")
		mark, _, _ = strings.Cut(mark, "）")
		id, known := marked[m.To+" "+mark]
		if !known {
			t.Errorf("a message %q to %s that nobody ordered", m.Text, m.To)
		}
		copies[id] += 1 + m.Copies
	}
	return copies
}

// judges holds what arrived against what was ordered.
func (h *house) judges(
	letters []postoffice.Letter, messages []providers.Arrived, ordered map[string]record.Dispatch, kills int,
) {
	t := h.t
	t.Helper()
	if len(ordered) != *manyNotices || len(messages) == 0 || len(letters) == 0 {
		t.Errorf("%d were ordered, want %d", len(ordered), *manyNotices)
	}
	copies := copiesOf(t, letters, messages, ordered)
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
	t.Logf("%d notices, %d kills: %d letters, %d messages, none missing, %d second copies, "+
		"%d possible by the record (seed %d)",
		len(ordered), kills, len(letters), len(messages), second, unknown, *noticeSeed)
	if kills < 3 || second == 0 {
		t.Errorf("%d kills and %d second copies prove nothing", kills, second)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(string(letters[0].Body))))
	h.ok(err)
	const want = "督办系统里有 %d 条通知等您查看。\n请登录后查看：https://duban.example.org/inbox\n"
	if got := strings.ReplaceAll(string(body), "\r\n", "\n"); !strings.HasPrefix(got,
		fmt.Sprintf(want, *manyNotices/10/2)) {
		t.Errorf("the letter says %q", got)
	}
}
