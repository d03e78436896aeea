package notices

import (
	"context"
	"net/url"
	"strconv"
	"time"
)

// NewWeCom sends as an application of the organisation's in WeCom (企业微信); people's addresses are their ids there
// (账号). WeCom drops by itself what it is given twice, for as long as it lets one ask.
func NewWeCom(o AppOptions) *App {
	return newApp(weCom{
		api:    trimSlash(o.API),
		corp:   o.ID,
		agent:  o.Agent,
		secret: o.Secret,
	}, o.Now)
}

type weCom struct{ api, corp, agent, secret string }

// weComRepeats is within how many seconds WeCom drops a second copy, the most it allows.
const weComRepeats = 4 * 60 * 60

func (w weCom) askToken(ctx context.Context, p poster) (string, time.Duration, error) {
	var t tokenAnswer
	query := url.Values{"corpid": {w.corp}, "corpsecret": {w.secret}}
	if err := p.exchange(ctx, question{url: joinURL(w.api, "/cgi-bin/gettoken", query)}, &t); err != nil {
		return "", 0, err
	}
	return t.read()
}

func (w weCom) send(ctx context.Context, p poster, token string, m Message) (v verdict, err error) {
	agent, err := strconv.Atoi(w.agent)
	if err != nil {
		return v, Failure{Answer: "wecom_agent is no number"}
	}
	body := map[string]any{
		"touser":                   m.To,
		"msgtype":                  "text",
		"agentid":                  agent,
		"text":                     map[string]string{"content": m.Brief},
		"enable_duplicate_check":   1,
		"duplicate_check_interval": weComRepeats,
	}
	address := joinURL(w.api, "/cgi-bin/message/send", url.Values{"access_token": {token}})
	return v, p.post(ctx, address, nil, body, &v)
}

// codes: 40003, 60111 and 81013 say that nobody there has this id, or that the application may not write to them.
func (weCom) codes() codes {
	return codes{final: []int{40003, 60111, 81013}, stale: []int{40014, 42001}}
}
