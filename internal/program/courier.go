package program

import (
	"fmt"

	"duban/complaint"
	"duban/notices"
	"duban/record"
	"duban/store"
	"duban/worker"
)

// Way is a channel that the settings name: by whom it sends, or why it cannot be set up.
type Way struct {
	Sender notices.Checked
	Err    error
}

// WaysOutside are the channels that the settings name.
func (p Program) WaysOutside() map[record.Channel]Way {
	c := p.Config
	ways := map[record.Channel]Way{}
	if c.MailServer != "" {
		m, err := p.mailer()
		ways[record.Mail] = Way{Sender: m, Err: err}
	}
	if c.WeComCorp != "" {
		ways[record.WeCom] = Way{Sender: notices.NewWeCom(notices.AppOptions{
			API:    c.WeComAPI,
			ID:     c.WeComCorp,
			Agent:  c.WeComAgent,
			Secret: c.WeComSecret,
			Now:    p.Now,
		})}
	}
	if c.DingTalkApp != "" {
		ways[record.DingTalk] = Way{Sender: notices.NewDingTalk(notices.AppOptions{
			API:    c.DingTalkAPI,
			ID:     c.DingTalkApp,
			Agent:  c.DingTalkAgent,
			Secret: c.DingTalkSecret,
			Now:    p.Now,
		})}
	}
	if c.FeishuApp != "" {
		ways[record.Feishu] = Way{Sender: notices.NewFeishu(notices.AppOptions{
			API:    c.FeishuAPI,
			ID:     c.FeishuApp,
			Secret: c.FeishuSecret,
			Now:    p.Now,
		})}
	}
	if c.SMSURL != "" {
		ways[record.SMS] = Way{Sender: notices.NewSMS(notices.SMSOptions{
			URL:    c.SMSURL,
			Secret: c.SMSSecret,
			Now:    p.Now,
		})}
	}
	if len(c.Robots) > 0 {
		robots := map[string]notices.Robot{}
		for _, r := range c.Robots {
			robots[r.Name] = notices.Robot{Kind: notices.RobotKind(r.Kind), URL: r.URL, Secret: r.Secret}
		}
		ways[record.Robot] = Way{Sender: notices.NewRobots(robots, p.Now)}
	}
	return ways
}

func (p Program) groupRobots() []record.GroupRobot {
	var groups []record.GroupRobot
	for _, r := range p.Config.Robots {
		groups = append(groups, record.GroupRobot{
			Name: r.Name,
			Role: complaint.RoleID(r.Role),
			Unit: complaint.UnitID(r.Unit),
		})
	}
	return groups
}

func (p Program) mailer() (*notices.Mailer, error) {
	c := p.Config
	roots, err := rootsIn(c.MailCA)
	if err != nil {
		return nil, fmt.Errorf("setting mail_ca: %w", err)
	}
	m, err := notices.NewMailer(notices.MailOptions{
		Server:   c.MailServer,
		Security: notices.Security(c.MailSecurity),
		User:     c.MailUser,
		Password: c.MailPassword,
		From:     c.MailFrom,
		Roots:    roots,
		Now:      p.Now,
		Log:      p.Logger,
	})
	if err != nil {
		return nil, fmt.Errorf("setting %w", err)
	}
	return m, nil
}

// ChannelsOutside are the channels by which the settings let word leave. Nobody outside is told of a rehearsal.
func (p Program) ChannelsOutside() []record.Channel {
	if p.Config.Rehearsal {
		return nil
	}
	ways := p.WaysOutside()
	var channels []record.Channel
	for _, channel := range record.Channels() {
		if _, named := ways[channel]; named {
			channels = append(channels, channel)
		}
	}
	return channels
}

// courier carries word out of the application, as far as the settings let it; nil if they let none. A channel whose
// settings cannot work leaves its words waiting in the record, and doctor says why.
func (p Program) courier(s *store.Store) worker.Courier {
	channels := p.ChannelsOutside()
	ways := p.WaysOutside()
	if p.Config.Rehearsal || len(ways) == 0 {
		return nil
	}
	senders := map[record.Channel]notices.Sender{}
	for channel, way := range ways {
		if way.Err != nil {
			p.Logger.Error("channel is not set up", "channel", string(channel), "error", way.Err)
			continue
		}
		senders[channel] = way.Sender
	}
	return &notices.Courier{
		Record:   s,
		Promised: channels,
		Senders:  senders,
		Site:     p.Config.Site,
		Groups:   p.groupRobots(),
		Count:    p.Telemetry.CountWord,
		Now:      p.Now,
		Log:      p.Logger,
	}
}
