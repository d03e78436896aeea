package program

import (
	"fmt"

	"duban/notices"
	"duban/record"
	"duban/store"
	"duban/worker"
)

// Mailer sends by mail as the settings say; nil if they name no server.
func (p Program) Mailer() (*notices.Mailer, error) {
	c := p.Config
	if c.MailServer == "" {
		return nil, nil //nolint:nilnil // no mail leaves here
	}
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
	if p.Config.MailServer == "" || p.Config.Rehearsal {
		return nil
	}
	return []record.Channel{record.Mail}
}

// courier carries word out of the application, as far as the settings let it; nil if they let none. Settings that
// cannot work leave it waiting in the record, and doctor says why.
func (p Program) courier(s *store.Store) worker.Courier {
	if len(p.ChannelsOutside()) == 0 {
		return nil
	}
	mailer, err := p.Mailer()
	if err != nil {
		p.Logger.Error("mail is not set up", "error", err)
		return nil
	}
	return &notices.Courier{
		Record:  s,
		Senders: map[record.Channel]notices.Sender{record.Mail: mailer},
		Site:    p.Config.Site,
		Now:     p.Now,
		Log:     p.Logger,
	}
}
