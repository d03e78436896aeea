package worker

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"duban/complaint"
	"duban/notices"
	"duban/notices/postoffice"
	"duban/notices/providers"
	"duban/record"
)

// canary is in everything of the case and of the person that nobody outside may see.
const canary = "金丝雀canary"

// idCanary is in ids, which are nobody's outside and may stand in a log.
const idCanary = "zaunkoenig"

// wiretap passes on what is said to the messengers and keeps it.
func wiretap(t *testing.T, to string) (address string, heard func() string) {
	t.Helper()
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var all bytes.Buffer
	proxy := httputil.NewSingleHostReverseProxy(target)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dump, err := httputil.DumpRequest(r, true)
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		all.Write(dump)
		mu.Unlock()
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() string {
		mu.Lock()
		defer mu.Unlock()
		return all.String()
	}
}

// everySender sends by every channel there is.
func (h *house) everySender(office *postoffice.PostOffice, at string) map[record.Channel]notices.Sender {
	h.t.Helper()
	mailer, err := notices.NewMailer(notices.MailOptions{
		Server:   office.Addr,
		User:     postoffice.User,
		Password: postoffice.Password,
		From:     "duban@example.org",
		Roots:    office.Roots(),
		Now:      time.Now,
		Log:      quiet,
	})
	h.ok(err)
	h.t.Cleanup(mailer.Close)
	app := notices.AppOptions{
		API:    at,
		ID:     providers.ID,
		Agent:  providers.Agent,
		Secret: providers.Secret,
		Now:    time.Now,
	}
	return map[record.Channel]notices.Sender{
		record.Mail:     mailer,
		record.WeCom:    notices.NewWeCom(app),
		record.DingTalk: notices.NewDingTalk(app),
		record.Feishu:   notices.NewFeishu(app),
		record.SMS: notices.NewSMS(notices.SMSOptions{
			URL:    at + "/sms",
			Secret: providers.SMSSecret,
			Now:    time.Now,
		}),
		record.Robot: notices.NewRobots(map[string]notices.Robot{
			"group": {Kind: notices.WeComRobot, URL: at + "/cgi-bin/webhook/send?key=" + providers.RobotKey},
		}, time.Now),
	}
}

// Whatever is said to whichever provider about whichever event, and whatever is logged or kept of a failure, nothing of
// the case or the person is in it: no id, number, subject, text, name. Each channel is tried, at once and as a digest,
// taken and refused with an answer that repeats the address.
func TestNothingOfACaseLeavesByAnyChannel(t *testing.T) {
	h := newHouse(t)
	h.clock = time.Now()
	office, messengers := postoffice.Open(t), providers.Open(t)
	at, heard := wiretap(t, messengers.URL)
	id := complaint.CaseID("case-" + idCanary)
	li := complaint.UserID("u-" + idCanary)
	h.ok(h.store.AdministrationBy(complaint.System).SaveAccount(t.Context(), record.Account{
		Username: canary,
		Person: complaint.Person{
			ID:     li,
			Name:   canary,
			Roles:  []complaint.RoleID{"logistics.supervisor"},
			Active: true,
		},
	}))
	h.files(id)
	h.records(id, supervisors, complaint.Filed{Subject: canary}, complaint.Registered{Number: canary},
		complaint.Noted{Text: canary}, complaint.Reminded{Deadline: "d1"},
		complaint.SlipIssued{
			Slip:   "s1",
			Kind:   "urge",
			Number: canary,
			Reason: canary,
		})
	address := map[record.Channel]string{
		record.Mail:     "li@example.org",
		record.WeCom:    "li",
		record.DingTalk: "li",
		record.Feishu:   "li",
		record.SMS:      "13800138000",
	}
	var log bytes.Buffer
	courier := &notices.Courier{
		Record:  h.store,
		Senders: h.everySender(office, at),
		Site:    "https://duban.example.org",
		Now:     h.now,
		Log:     slog.New(slog.NewJSONHandler(&log, nil)),
	}
	r := h.relay()
	r.kinds, r.courier, r.log = []complaint.ErrandKind{complaint.DispatchErrand}, courier, courier.Log
	h.morning = h.clock.Add(time.Minute)
	for i, pace := range []record.Pace{record.AtOnce, record.Daily, record.AtOnce} {
		refused := i == 2
		messengers.Refuse(func(record.Channel, string) int {
			if refused {
				return 81013
			}
			return 0
		})
		var wishes []record.NoticeWish
		for _, channel := range record.Channels() {
			wishes = append(wishes, record.NoticeWish{
				Channel: channel,
				Address: address[channel],
				Topics:  record.Topics(),
				Pace:    pace,
			})
		}
		h.ok(h.store.SaveNoticeWishes(t.Context(), li, wishes))
		for _, seq := range []int{3*i%5 + 1, 3*i%5 + 2} {
			h.tells(id, seq, record.Work, li)
			h.writes(id, func(ctx context.Context, tx record.Tx) error {
				return tx.OrderDispatches(ctx, record.Word{Seq: seq, Robots: []string{"group"}, RobotsAt: h.morning})
			})
		}
		h.clock = h.morning
		h.ok(r.runDueErrands(t.Context()))
		h.morning = h.morning.Add(time.Minute)
	}
	ended := map[record.Channel]map[record.DispatchState]int{}
	for _, d := range h.dispatchesOf(li, "group") {
		if ended[d.Channel] == nil {
			ended[d.Channel] = map[record.DispatchState]int{}
		}
		ended[d.Channel][d.State]++
		if strings.Contains(d.Answer, "li") || strings.Contains(d.ID, canary) {
			t.Errorf("of the answer was kept %q", d.Answer)
		}
	}
	for _, channel := range record.AllChannels() {
		if ended[channel][record.DispatchSent] == 0 {
			t.Errorf("%s sent nothing: %v", channel, ended[channel])
		}
	}
	said := heard() + fmt.Sprint(messengers.Arrived())
	for _, l := range office.Letters() {
		said += fmt.Sprint(l.Header) + string(l.Body)
	}
	if strings.Contains(said, idCanary) {
		t.Error("an id was said outside")
	}
	said += log.String()
	escaped, err := json.Marshal(canary)
	h.ok(err)
	for _, secret := range []string{
		canary, "canary", "金丝雀", url.QueryEscape("金丝雀"), strings.Trim(string(escaped), `"`),
	} {
		if strings.Contains(said, secret) {
			t.Errorf("%q was said outside or logged", secret)
		}
	}
	if strings.Contains(log.String(), "13800138000") || strings.Contains(log.String(), providers.RobotKey) ||
		strings.Contains(log.String(), "li@example.org") {
		t.Errorf("an address or a key was logged: %s", log.String())
	}
	if !strings.Contains(said, "duban.example.org/inbox") {
		t.Error("nothing was heard at all")
	}
}
