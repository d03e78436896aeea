package providers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"time"

	"duban/record"
)

// RobotKey is in a robot's address, and RobotSecret is that with which it signs.
const (
	RobotKey    = "key-of-a-robot"
	RobotSecret = "SEC-of-a-robot"
)

// RobotURL is the address of a group's robot there.
func (p *Providers) RobotURL(kind string) string {
	switch kind {
	case "wecom":
		return p.URL + "/cgi-bin/webhook/send?key=" + RobotKey
	case "dingtalk":
		return p.URL + "/robot/send?access_token=" + RobotKey
	}
	return p.URL + "/open-apis/bot/v2/hook/" + RobotKey
}

// mostSkew is how wrong a robot's clock may be.
const mostSkew = time.Hour

func sign(key, said string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(said))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// fresh reports whether a time in units since 1970 is near enough.
func (p *Providers) fresh(said string, unit time.Duration) bool {
	n, err := strconv.ParseInt(said, 10, 64)
	return err == nil && p.Now().Sub(time.Unix(0, n*int64(unit))).Abs() <= mostSkew
}

// takeRobot judges and shows what a robot says.
func (p *Providers) takeRobot(kind, text string, fault, tooMany int) (code int) {
	switch {
	case fault != 0:
		return fault
	case text == "":
		return 44004
	}
	if code := p.judge(record.Robot, kind, tooMany); code != 0 {
		return code
	}
	p.show(Arrived{Channel: record.Robot, To: kind, Text: text}, func(Arrived) bool { return false })
	return 0
}

func (p *Providers) weComRobot(w http.ResponseWriter, r *http.Request) {
	var m struct {
		Text struct {
			Content string `json:"content"`
		} `json:"text"`
	}
	fault := 0
	if r.URL.Query().Get("key") != RobotKey {
		fault = 93000
	} else if !read(r, &m) {
		fault = 40008
	}
	code := p.takeRobot("wecom", m.Text.Content, fault, 45009)
	answer(w, http.StatusOK, map[string]any{"errcode": code, "errmsg": "as the code says"})
}

func (p *Providers) dingTalkRobot(w http.ResponseWriter, r *http.Request) {
	var m struct {
		Text struct {
			Content string `json:"content"`
		} `json:"text"`
	}
	q := r.URL.Query()
	fault := 0
	switch at := q.Get("timestamp"); {
	case q.Get("access_token") != RobotKey:
		fault = 300001
	case !p.fresh(at, time.Millisecond), q.Get("sign") != sign(RobotSecret, at+"\n"+RobotSecret):
		fault = 310000
	case !read(r, &m):
		fault = 400101
	}
	code := p.takeRobot("dingtalk", m.Text.Content, fault, 130101)
	answer(w, http.StatusOK, map[string]any{"errcode": code, "errmsg": "as the code says"})
}

func (p *Providers) feishuRobot(w http.ResponseWriter, r *http.Request) {
	var m struct {
		At      string `json:"timestamp"`
		Sign    string `json:"sign"`
		Content struct {
			Text string `json:"text"`
		} `json:"content"`
	}
	fault := 0
	switch {
	case r.PathValue("key") != RobotKey:
		fault = 19001
	case !read(r, &m):
		fault = 9499
	case !p.fresh(m.At, time.Second), m.Sign != sign(m.At+"\n"+RobotSecret, ""):
		fault = 19021
	}
	code := p.takeRobot("feishu", m.Content.Text, fault, 11232)
	answer(w, http.StatusOK, map[string]any{"code": code, "msg": "as the code says"})
}
