package notices

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// NewFeishu sends as an application of the organisation's in Feishu (飞书); people's addresses are their open_id (ou_…),
// their mailbox there or their user_id. Feishu drops by itself what it is given twice within an hour.
func NewFeishu(o AppOptions) *App {
	return newApp(feishu{api: trimSlash(o.API), app: o.ID, secret: o.Secret}, o.Now)
}

type feishu struct{ api, app, secret string }

func (f feishu) askToken(ctx context.Context, p poster) (string, time.Duration, error) {
	var t tokenAnswer
	body := map[string]string{"app_id": f.app, "app_secret": f.secret}
	err := p.post(ctx, f.api+"/open-apis/auth/v3/tenant_access_token/internal", nil, body, &t)
	if err != nil {
		return "", 0, err
	}
	return t.read()
}

func (f feishu) send(ctx context.Context, p poster, token string, m Message) (v verdict, err error) {
	content, err := json.Marshal(map[string]string{"text": m.Brief})
	if err != nil {
		return v, fmt.Errorf("say it in JSON: %w", err)
	}
	body := map[string]string{
		"receive_id": m.To,
		"msg_type":   "text",
		"content":    string(content),
		"uuid":       m.ID,
	}
	address := joinURL(f.api, "/open-apis/im/v1/messages", url.Values{"receive_id_type": {feishuKindOf(m.To)}})
	header := http.Header{"Authorization": {"Bearer " + token}}
	return v, p.post(ctx, address, header, body, &v)
}

// feishuKindOf is as what an address is to be read.
func feishuKindOf(address string) string {
	switch {
	case strings.Contains(address, "@"):
		return "email"
	case strings.HasPrefix(address, "ou_"):
		return "open_id"
	}
	return "user_id"
}

// codes: 230001 is an id that cannot be one, 230013 and 230053 are people to whom the application may not write or who
// want nothing of it, 99992351 to 99992361 ids of nobody there.
func (feishu) codes() codes {
	return codes{
		final: []int{230001, 230013, 230053, 99992351, 99992352, 99992361},
		stale: []int{99991663, 99991668, 99991677},
	}
}
