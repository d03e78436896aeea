// Package providers are WeCom, DingTalk, Feishu and an adapter of short messages for tests: one server that speaks
// with senders as they do. It checks tokens, signatures and times, ends tokens, bounds rates, drops what it is given
// twice where they do, and refuses in their codes with the status they use.
package providers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"duban/record"
)

// What the server knows whoever sends by.
const (
	ID        = "ding-or-corp"
	Agent     = "1000002"
	Secret    = "opens the messenger"
	SMSSecret = "opens the adapter"
)

// Arrived is a message that was shown to somebody; Copies is how many more of it came and were dropped.
type Arrived struct {
	Channel record.Channel
	// To is the address, Text what is shown, and ID the message's own where the provider is told one.
	To, Text, ID string
	Copies       int
}

// Providers is the server.
type Providers struct {
	// URL is its address.
	URL string

	mu        sync.Mutex
	refuse    func(channel record.Channel, to string) int
	accepted  func(Arrived)
	perMinute int
	now       func() time.Time
	arrived   []*Arrived
	// tokens are those that hold, and given how many were ever given out.
	tokens map[string]record.Channel
	given  int
	taken  map[record.Channel][]time.Time
}

// Open opens one on this machine until the test ends.
func Open(t testing.TB) *Providers {
	t.Helper()
	p := &Providers{
		now:    time.Now, //nolint:forbidigo // a test that cares sets its own
		tokens: map[string]record.Channel{},
		taken:  map[record.Channel][]time.Time{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /cgi-bin/gettoken", p.weComToken)
	mux.HandleFunc("POST /cgi-bin/message/send", p.weComMessage)
	mux.HandleFunc("GET /gettoken", p.dingTalkToken)
	mux.HandleFunc("POST /topapi/message/corpconversation/asyncsend_v2", p.dingTalkMessage)
	mux.HandleFunc("POST /open-apis/auth/v3/tenant_access_token/internal", p.feishuToken)
	mux.HandleFunc("POST /open-apis/im/v1/messages", p.feishuMessage)
	mux.HandleFunc("POST /cgi-bin/webhook/send", p.weComRobot)
	mux.HandleFunc("POST /robot/send", p.dingTalkRobot)
	mux.HandleFunc("POST /open-apis/bot/v2/hook/{key}", p.feishuRobot)
	mux.HandleFunc("/sms", p.shortMessage)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	p.URL = server.URL
	return p
}

// Arrived is all that was shown to people, in order.
func (p *Providers) Arrived() []Arrived {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := make([]Arrived, len(p.arrived))
	for i, a := range p.arrived {
		all[i] = *a
	}
	return all
}

// EndTokens ends all tokens before their time.
func (p *Providers) EndTokens() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.tokens)
}

// TokensGiven is how many were ever given out.
func (p *Providers) TokensGiven() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.given
}

func (p *Providers) giveToken(channel record.Channel) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.given++
	token := "token-" + string(channel) + "-" + strconv.Itoa(p.given)
	p.tokens[token] = channel
	return token
}

// Refuse has recipients judged from now on: the code with which one is refused, 0 to take them.
func (p *Providers) Refuse(judge func(channel record.Channel, to string) int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse = judge
}

// Accepted has something called whenever a message is shown, before its sender is told.
func (p *Providers) Accepted(call func(Arrived)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.accepted = call
}

// TakePerMinute bounds how many messages each channel takes in a minute; 0 bounds none.
func (p *Providers) TakePerMinute(most int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.perMinute = most
}

// SetClock gives it a clock of its own.
func (p *Providers) SetClock(now func() time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = now
}

// Now is what its clock shows.
func (p *Providers) Now() time.Time {
	p.mu.Lock()
	now := p.now
	p.mu.Unlock()
	return now()
}

// judge is the code with which a message is refused: 0 if it is taken.
func (p *Providers) judge(channel record.Channel, to string, tooMany int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.refuse != nil {
		if code := p.refuse(channel, to); code != 0 {
			return code
		}
	}
	now := p.now()
	if taken := p.taken[channel]; p.perMinute > 0 && len(taken) >= p.perMinute &&
		now.Sub(taken[len(taken)-p.perMinute]) < time.Minute {
		return tooMany
	}
	p.taken[channel] = append(p.taken[channel], now)
	return 0
}

// show shows a message, unless same says that an earlier one is the same: then it is dropped, and counted.
func (p *Providers) show(a Arrived, same func(earlier Arrived) bool) {
	p.mu.Lock()
	for _, earlier := range p.arrived {
		if earlier.Channel == a.Channel && same(*earlier) {
			earlier.Copies++
			p.mu.Unlock()
			return
		}
	}
	p.arrived = append(p.arrived, &a)
	accepted := p.accepted
	p.mu.Unlock()
	if accepted != nil {
		accepted(a)
	}
}

func (p *Providers) holds(token string, channel record.Channel) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tokens[token] == channel
}

func answer(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // whoever asked may have died
}

func read(r *http.Request, into any) bool { return json.NewDecoder(r.Body).Decode(into) == nil }

func (p *Providers) weComToken(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("corpid") != ID || r.FormValue("corpsecret") != Secret {
		answer(w, http.StatusOK, map[string]any{"errcode": 40001, "errmsg": "invalid credential"})
		return
	}
	answer(w, http.StatusOK, map[string]any{
		"errcode":      0,
		"errmsg":       "ok",
		"access_token": p.giveToken(record.WeCom),
		"expires_in":   7200,
	})
}

func (p *Providers) weComMessage(w http.ResponseWriter, r *http.Request) {
	var m struct {
		To    string `json:"touser"`
		Type  string `json:"msgtype"`
		Agent int    `json:"agentid"`
		Text  struct {
			Content string `json:"content"`
		} `json:"text"`
		Check int `json:"enable_duplicate_check"`
	}
	code := 0
	switch {
	case !p.holds(r.URL.Query().Get("access_token"), record.WeCom):
		code = 42001
	case !read(r, &m) || m.Type != "text" || m.Text.Content == "":
		code = 44004
	case strconv.Itoa(m.Agent) != Agent:
		code = 40056
	default:
		code = p.judge(record.WeCom, m.To, 45009)
	}
	if code != 0 {
		answer(w, http.StatusOK, map[string]any{"errcode": code, "errmsg": "of " + m.To})
		return
	}
	p.show(Arrived{Channel: record.WeCom, To: m.To, Text: m.Text.Content}, func(e Arrived) bool {
		return m.Check == 1 && e.To == m.To && e.Text == m.Text.Content
	})
	answer(w, http.StatusOK, map[string]any{
		"errcode":     0,
		"errmsg":      "ok",
		"invaliduser": "",
		"msgid":       "m",
	})
}

func (p *Providers) dingTalkToken(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("appkey") != ID || r.FormValue("appsecret") != Secret {
		answer(w, http.StatusOK, map[string]any{"errcode": 40089, "errmsg": "不合法的corpid或corpsecret"})
		return
	}
	answer(w, http.StatusOK, map[string]any{
		"errcode":      0,
		"errmsg":       "ok",
		"access_token": p.giveToken(record.DingTalk),
		"expires_in":   7200,
	})
}

func (p *Providers) dingTalkMessage(w http.ResponseWriter, r *http.Request) {
	var m struct {
		Agent string `json:"agent_id"`
		To    string `json:"userid_list"`
		Msg   struct {
			Type string `json:"msgtype"`
			Text struct {
				Content string `json:"content"`
			} `json:"text"`
		} `json:"msg"`
	}
	code := 0
	switch {
	case !p.holds(r.URL.Query().Get("access_token"), record.DingTalk):
		code = 40014
	case !read(r, &m) || m.Msg.Type != "text" || m.Msg.Text.Content == "" || m.Agent != Agent:
		code = 400002
	default:
		code = p.judge(record.DingTalk, m.To, 90018)
	}
	if code != 0 {
		answer(w, http.StatusOK, map[string]any{"errcode": code, "errmsg": "of " + m.To, "request_id": "r"})
		return
	}
	// The same words to the same person within a day are accepted and shown to nobody.
	p.show(Arrived{Channel: record.DingTalk, To: m.To, Text: m.Msg.Text.Content}, func(e Arrived) bool {
		return e.To == m.To && e.Text == m.Msg.Text.Content
	})
	answer(w, http.StatusOK, map[string]any{"errcode": 0, "task_id": 256271667526, "request_id": "r"})
}

func (p *Providers) feishuToken(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		ID     string `json:"app_id"`
		Secret string `json:"app_secret"`
	}
	if !read(r, &asked) || asked.ID != ID || asked.Secret != Secret {
		answer(w, http.StatusOK, map[string]any{"code": 10014, "msg": "app secret invalid"})
		return
	}
	answer(w, http.StatusOK, map[string]any{
		"code":                0,
		"msg":                 "ok",
		"tenant_access_token": p.giveToken(record.Feishu),
		"expire":              7200,
	})
}

func (p *Providers) feishuMessage(w http.ResponseWriter, r *http.Request) {
	var m struct {
		To      string `json:"receive_id"`
		Type    string `json:"msg_type"`
		Content string `json:"content"`
		UUID    string `json:"uuid"`
	}
	var content struct {
		Text string `json:"text"`
	}
	code, kind := 0, r.URL.Query().Get("receive_id_type")
	bearer := r.Header.Get("Authorization")
	const scheme = "Bearer "
	switch {
	case len(bearer) < len(scheme) || !p.holds(bearer[len(scheme):], record.Feishu):
		code = 99991663
	case !read(r, &m) || m.Type != "text" || json.Unmarshal([]byte(m.Content), &content) != nil || content.Text == "",
		len(m.UUID) > 50, kind != "email" && kind != "open_id" && kind != "user_id":
		code = 230001
	default:
		code = p.judge(record.Feishu, m.To, 99991400)
	}
	if code != 0 {
		answer(w, http.StatusBadRequest, map[string]any{"code": code, "msg": "of " + m.To})
		return
	}
	p.show(Arrived{
		Channel: record.Feishu,
		To:      m.To,
		Text:    content.Text,
		ID:      m.UUID,
	}, func(e Arrived) bool {
		return e.ID == m.UUID
	})
	answer(w, http.StatusOK, map[string]any{"code": 0, "msg": "success", "data": map[string]any{"message_id": "om_1"}})
}

// shortMessage is an adapter as docs/sms.md asks for.
func (p *Providers) shortMessage(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	seconds := r.Header.Get("Duban-Timestamp")
	at, numberErr := strconv.ParseInt(seconds, 10, 64)
	mac := hmac.New(sha256.New, []byte(SMSSecret))
	mac.Write([]byte(seconds + "."))
	mac.Write(body)
	signed := hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(r.Header.Get("Duban-Signature")))
	if err != nil || numberErr != nil || !signed || p.Now().Sub(time.Unix(at, 0)).Abs() > 5*time.Minute {
		answer(w, http.StatusUnauthorized, map[string]any{"state": "later", "code": "signature"})
		return
	}
	if r.Method == http.MethodGet {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	var m map[string]string
	if json.Unmarshal(body, &m) != nil || m["id"] == "" || m["to"] == "" || m["template"] == "" || m["text"] == "" {
		answer(w, http.StatusBadRequest, map[string]any{"state": "later", "code": "form"})
		return
	}
	switch code := p.judge(record.SMS, m["to"], http.StatusTooManyRequests); {
	case code == http.StatusTooManyRequests:
		answer(w, http.StatusTooManyRequests, map[string]any{"state": "later", "code": "too_many"})
	case code != 0:
		answer(w, http.StatusOK, map[string]any{"state": "refused", "code": "E" + strconv.Itoa(code)})
	default:
		p.show(Arrived{
			Channel: record.SMS,
			To:      m["to"],
			Text:    m["text"],
			ID:      m["id"],
		}, func(e Arrived) bool {
			return e.ID == m["id"]
		})
		answer(w, http.StatusOK, map[string]any{"state": "accepted"})
	}
}
