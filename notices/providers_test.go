package notices_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"duban/notices"
	"duban/notices/providers"
	"duban/record"
)

// senders are one by each messenger and the adapter of short messages, which know the secret.
func senders(p *providers.Providers, secret, smsSecret string) map[record.Channel]notices.Checked {
	o := notices.AppOptions{
		API:    p.URL + "/",
		ID:     providers.ID,
		Agent:  providers.Agent,
		Secret: secret,
		Now:    p.Now,
	}
	return map[record.Channel]notices.Checked{
		record.WeCom:    notices.NewWeCom(o),
		record.DingTalk: notices.NewDingTalk(o),
		record.Feishu:   notices.NewFeishu(o),
		record.SMS:      notices.NewSMS(notices.SMSOptions{URL: p.URL + "/sms", Secret: smsSecret, Now: p.Now}),
	}
}

func knownSenders(p *providers.Providers) map[record.Channel]notices.Checked {
	return senders(p, providers.Secret, providers.SMSSecret)
}

func brief(id string) notices.Message {
	return notices.Message{
		ID:       id,
		To:       "li",
		Brief:    "有事项（" + id + "）\nSomething (" + id + ")",
		Line:     "有事项（" + id + "）",
		Link:     "https://duban.example.org/inbox",
		Template: "waiting",
	}
}

// Each provider shows a message as it was written; what is given twice under one id is shown once, and two messages
// are two even where they say the same.
func TestAMessageArrivesOnce(t *testing.T) {
	p := providers.Open(t)
	all := knownSenders(p)
	for channel, s := range all {
		for _, id := range []string{"A1", "A1", "B2"} {
			if err := s.Send(t.Context(), brief(id)); err != nil {
				t.Errorf("%s %s: %v", channel, id, err)
			}
		}
		if err := s.Check(t.Context()); err != nil {
			t.Errorf("%s: %v", channel, err)
		}
	}
	shown := map[record.Channel]int{}
	for _, a := range p.Arrived() {
		shown[a.Channel]++
		if !strings.Contains(a.Text, "有事项") || a.To != "li" || a.Copies > 1 {
			t.Errorf("shown: %+v", a)
		}
	}
	for channel := range all {
		if shown[channel] != 2 {
			t.Errorf("%s showed %d, want 2", channel, shown[channel])
		}
	}
}

// What a provider answers is for now or for good; its words, which name the recipient, are not repeated.
func TestWhatProvidersAnswer(t *testing.T) {
	for _, c := range []struct {
		channel record.Channel
		code    int
		want    notices.Failure
	}{
		{record.WeCom, 81013, notices.Failure{Answer: "81013", Final: true}},
		{record.WeCom, 60020, notices.Failure{Answer: "60020"}},
		{record.DingTalk, 33012, notices.Failure{Answer: "33012", Final: true}},
		{record.DingTalk, 88, notices.Failure{Answer: "88"}},
		{record.Feishu, 230013, notices.Failure{Answer: "230013", Final: true}},
		{record.Feishu, 99991672, notices.Failure{Answer: "99991672"}},
		{record.SMS, 12, notices.Failure{Answer: "E12", Final: true}},
	} {
		p := providers.Open(t)
		p.Refuse(func(record.Channel, string) int { return c.code })
		err := knownSenders(p)[c.channel].Send(t.Context(), brief("A1"))
		if got, _ := errors.AsType[notices.Failure](err); got != c.want {
			t.Errorf("%s: got %#v, want %#v", c.channel, err, c.want)
		}
	}
}

// Beyond a provider's rate a message is put off and not lost.
func TestTooManyAreForLater(t *testing.T) {
	for channel, want := range map[record.Channel]string{
		record.WeCom:    "45009",
		record.DingTalk: "90018",
		record.Feishu:   "99991400",
		record.SMS:      "too_many",
	} {
		p := providers.Open(t)
		now := time.Date(2026, 3, 3, 1, 0, 0, 0, time.UTC)
		p.SetClock(func() time.Time { return now })
		p.TakePerMinute(1)
		s := knownSenders(p)[channel]
		if err := s.Send(t.Context(), brief("A1")); err != nil {
			t.Fatal(err)
		}
		err := s.Send(t.Context(), brief("B2"))
		if got, _ := errors.AsType[notices.Failure](err); got != (notices.Failure{Answer: want}) {
			t.Errorf("%s: %#v", channel, err)
		}
		now = now.Add(time.Minute)
		if err := s.Send(t.Context(), brief("B2")); err != nil {
			t.Errorf("%s, a minute later: %v", channel, err)
		}
	}
}

// A token is asked for once, again when it nears its end or the provider has ended it, and that costs no message.
func TestTokensAreRenewed(t *testing.T) {
	for _, channel := range []record.Channel{record.WeCom, record.DingTalk, record.Feishu} {
		p := providers.Open(t)
		now := time.Date(2026, 3, 3, 1, 0, 0, 0, time.UTC)
		p.SetClock(func() time.Time { return now })
		s := knownSenders(p)[channel]
		want := func(what string, tokens int) {
			t.Helper()
			if err := s.Send(t.Context(), brief(what)); err != nil {
				t.Errorf("%s, %s: %v", channel, what, err)
			}
			if got := p.TokensGiven(); got != tokens {
				t.Errorf("%s, %s: %d tokens, want %d", channel, what, got, tokens)
			}
		}
		want("first", 1)
		want("second", 1)
		p.EndTokens()
		want("ended", 2)
		now = now.Add(2 * time.Hour)
		want("two hours later", 3)
	}
}

// Whoever does not know the secret is refused, and no message is held to be at fault.
func TestAWrongSecretIsOurFault(t *testing.T) {
	p := providers.Open(t)
	for channel, s := range senders(p, "wrong", "wrong") {
		err := s.Send(t.Context(), brief("A1"))
		f, answered := errors.AsType[notices.Failure](err)
		if err == nil || answered && (f.Final || f.Unknown) {
			t.Errorf("%s: %#v", channel, err)
		}
		if err := s.Check(t.Context()); err == nil {
			t.Errorf("%s passes the check", channel)
		}
	}
	if n := len(p.Arrived()); n > 0 {
		t.Errorf("%d arrived", n)
	}
}

// A clock that is wrong by more than five minutes signs nothing that an adapter takes.
func TestAnAdapterLooksAtTheTime(t *testing.T) {
	p := providers.Open(t)
	o := notices.SMSOptions{URL: p.URL + "/sms", Secret: providers.SMSSecret}
	o.Now = func() time.Time { return time.Now().Add(-10 * time.Minute) }
	if err := notices.NewSMS(o).Send(t.Context(), brief("A1")); err == nil {
		t.Error("it was taken")
	}
}

// Who is not there says nothing of a message; who hangs up after having read it leaves it unknown. Neither error
// repeats an address or a key.
func TestProvidersThatAreAway(t *testing.T) {
	p := providers.Open(t)
	p.URL = "http://127.0.0.1:1"
	for channel, s := range knownSenders(p) {
		err := s.Send(t.Context(), brief("A1"))
		if _, answered := errors.AsType[notices.Failure](err); err == nil || answered {
			t.Errorf("%s: %#v", channel, err)
		} else if strings.Contains(err.Error(), providers.Secret) || strings.Contains(err.Error(), "http://") {
			t.Errorf("%s says %v", channel, err)
		}
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{
		ReadHeaderTimeout: time.Minute,
		Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			panic(http.ErrAbortHandler)
		}),
	}
	go func() { _ = server.Serve(listener) }() // ends with Close
	t.Cleanup(func() { _ = server.Close() })
	p.URL = "http://" + listener.Addr().String()
	err = knownSenders(p)[record.SMS].Send(t.Context(), brief("A1"))
	if f, _ := errors.AsType[notices.Failure](err); !f.Unknown || f.Final {
		t.Errorf("hung up: %#v", err)
	}
	err = knownSenders(p)[record.WeCom].Send(context.WithoutCancel(t.Context()), brief("A1"))
	if f, _ := errors.AsType[notices.Failure](err); f.Unknown {
		t.Error("a token that was not given leaves nothing unknown")
	}
}

// A robot says in its group what it is given, with the signature that the group asks for; one whose key or secret is
// wrong says nothing, and that is ours to mend. Beyond the rate it says it later.
func TestRobotsSpeakInGroups(t *testing.T) {
	for kind, wrong := range map[string]string{"wecom": "", "dingtalk": "310000", "feishu": "19021"} {
		p := providers.Open(t)
		now := time.Date(2026, 3, 3, 1, 0, 0, 0, time.UTC)
		p.SetClock(func() time.Time { return now })
		p.TakePerMinute(1)
		robots := notices.NewRobots(map[string]notices.Robot{
			"g":     {Kind: notices.RobotKind(kind), URL: p.RobotURL(kind), Secret: providers.RobotSecret},
			"wrong": {Kind: notices.RobotKind(kind), URL: p.RobotURL(kind), Secret: "wrong"},
			"lost":  {Kind: notices.RobotKind(kind), URL: p.RobotURL(kind) + "x", Secret: providers.RobotSecret},
		}, p.Now)
		say := func(robot string) error {
			m := brief("A1")
			m.To = robot
			return robots.Send(t.Context(), m)
		}
		if err := say("g"); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if f, _ := errors.AsType[notices.Failure](say("g")); f.Answer == "" || f.Final {
			t.Errorf("%s, too many: %+v", kind, f)
		}
		if f, _ := errors.AsType[notices.Failure](say("wrong")); wrong != "" && f.Answer != wrong || f.Final {
			t.Errorf("%s, wrong secret: %+v", kind, f)
		}
		if f, _ := errors.AsType[notices.Failure](say("lost")); f.Answer == "" || f.Final {
			t.Errorf("%s, wrong key: %+v", kind, f)
		}
		if said := p.Arrived(); len(said) != 1 || !strings.Contains(said[0].Text, "有事项") {
			t.Errorf("%s said %+v", kind, said)
		}
		if err := robots.Check(t.Context()); err != nil {
			t.Error(err)
		}
	}
}
