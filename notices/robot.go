package notices

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// RobotKind is whose group a robot speaks in.
type RobotKind string

// The closed set of kinds.
const (
	WeComRobot    RobotKind = "wecom"
	DingTalkRobot RobotKind = "dingtalk"
	FeishuRobot   RobotKind = "feishu"
)

// Robot speaks in a group of a messenger.
type Robot struct {
	Kind RobotKind
	// URL is the address that the messenger gave it, with its key; Secret is that with which it signs, "" where the
	// group asks for no signature.
	URL, Secret string
}

// Robots sends by the robots of groups; an address is a robot's name. A robot cannot be looked at without speaking.
type Robots struct {
	poster
	named map[string]Robot
	now   func() time.Time
}

// NewRobots makes one of the robots by name.
func NewRobots(named map[string]Robot, now func() time.Time) *Robots {
	return &Robots{poster: newPoster(), named: named, now: now}
}

// Check looks only at whether there is something to speak with.
func (r *Robots) Check(context.Context) error {
	for name, robot := range r.named {
		if _, _, err := r.say(robot, Message{}); err != nil {
			return fmt.Errorf("robot %s: %w", name, err)
		}
	}
	return nil
}

// Send implements [Sender]. A robot whose key or signature is not taken is ours to mend, and the message waits.
func (r *Robots) Send(ctx context.Context, m Message) error {
	robot, known := r.named[m.To]
	if !known {
		return Failure{Answer: "no such robot", Final: true}
	}
	address, body, err := r.say(robot, m)
	if err != nil {
		return err
	}
	var v verdict
	if err := r.post(ctx, address, nil, body, &v); err != nil {
		return err
	}
	return v.failureBy(codes{})
}

// say is where and how a robot says a message.
func (r *Robots) say(robot Robot, m Message) (address string, body map[string]any, err error) {
	u, err := url.Parse(robot.URL)
	if err != nil {
		return "", nil, Failure{Answer: "address unreadable"}
	}
	query := u.Query()
	switch robot.Kind {
	case WeComRobot:
		body = map[string]any{"msgtype": "text", "text": map[string]string{"content": m.Brief}}
	case DingTalkRobot:
		body = map[string]any{"msgtype": "text", "text": map[string]string{"content": m.Brief}}
		if robot.Secret != "" {
			at := strconv.FormatInt(r.now().UnixMilli(), 10)
			query.Set("timestamp", at)
			query.Set("sign", robotSignature(robot.Secret, at+"\n"+robot.Secret))
		}
	case FeishuRobot:
		body = map[string]any{"msg_type": "text", "content": map[string]string{"text": m.Brief}}
		if robot.Secret != "" {
			at := strconv.FormatInt(r.now().Unix(), 10)
			body["timestamp"], body["sign"] = at, robotSignature(at+"\n"+robot.Secret, "")
		}
	default:
		return "", nil, Failure{Answer: "no such kind of robot"}
	}
	u.RawQuery = query.Encode()
	return u.String(), body, nil
}

// robotSignature is HMAC-SHA256 in base64. DingTalk signs the time and the secret with the secret, Feishu signs nothing
// with the time and the secret.
func robotSignature(key, said string) string {
	mac := hmac.New(sha256.New, []byte(key))
	_, _ = mac.Write([]byte(said)) // a hash takes everything
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
