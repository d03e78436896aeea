package notices

import (
	"context"
	"net/url"
	"time"
)

// NewDingTalk sends work notices (工作通知) as an application of the organisation's in DingTalk (钉钉); people's
// addresses are their userids there. DingTalk shows nobody the same words of one application twice a day and says that
// it has accepted them all the same: each message bears a mark of its own, so that only second copies are lost.
func NewDingTalk(o AppOptions) *App {
	return newApp(dingTalk{
		api:    trimSlash(o.API),
		app:    o.ID,
		agent:  o.Agent,
		secret: o.Secret,
	}, o.Now)
}

type dingTalk struct{ api, app, agent, secret string }

func (d dingTalk) askToken(ctx context.Context, p poster) (string, time.Duration, error) {
	var t tokenAnswer
	query := url.Values{"appkey": {d.app}, "appsecret": {d.secret}}
	if err := p.exchange(ctx, question{url: joinURL(d.api, "/gettoken", query)}, &t); err != nil {
		return "", 0, err
	}
	return t.read()
}

func (d dingTalk) send(ctx context.Context, p poster, token string, m Message) (v verdict, err error) {
	body := map[string]any{
		"agent_id":    d.agent,
		"userid_list": m.To,
		"msg":         map[string]any{"msgtype": "text", "text": map[string]string{"content": m.Brief}},
	}
	address := joinURL(d.api, "/topapi/message/corpconversation/asyncsend_v2", url.Values{"access_token": {token}})
	return v, p.post(ctx, address, nil, body, &v)
}

// codes: 33012 and 60121 say that nobody there has this id.
func (dingTalk) codes() codes {
	return codes{final: []int{33012, 60121}, stale: []int{40014, 42001}}
}
