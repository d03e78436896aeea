package config

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"
)

// Robot speaks in the group of those who hold a role of a regulation, in one unit or in all.
type Robot struct {
	// Name is its own in this list.
	Name string `mapstructure:"name"`
	// Role is <policy>.<role>, as in logistics.supervisor, and Unit a unit's id; empty for all.
	Role string `mapstructure:"role"`
	Unit string `mapstructure:"unit"`
	// Kind is wecom, dingtalk or feishu, URL the address that it gave the robot, and Secret the one for signing.
	Kind   string `mapstructure:"kind"`
	URL    string `mapstructure:"url"`
	Secret string `mapstructure:"secret"`
}

// validateOutside refuses settings of how word leaves the application.
func (c Config) validateOutside() error {
	switch {
	case c.Site != "" && !isWebAddress(c.Site):
		return fmt.Errorf("setting site: %q 应为 https://duban.example.org 这样的地址 (is not a URL)", c.Site)
	case c.Site == "" && c.MailServer+c.WeComCorp+c.DingTalkApp+c.FeishuApp+c.SMSURL != "" ||
		c.Site == "" && len(c.Robots) > 0:
		return fmt.Errorf("setting site: 要往系统外发通知就要写明大家登录的地址 (must be set where word leaves)")
	}
	if err := c.validateMail(); err != nil {
		return err
	}
	if err := c.validateRobots(); err != nil {
		return err
	}
	return c.validateProviders()
}

// validateRobots names a robot by its name and never by its address, which holds its key.
func (c Config) validateRobots() error {
	known := map[string]bool{}
	for _, r := range c.Robots {
		switch {
		case r.Name == "" || known[r.Name]:
			return fmt.Errorf("setting robots: %q：每个要有自己的 name (each needs a name of its own)", r.Name)
		case !strings.Contains(r.Role, "."):
			return fmt.Errorf("setting robots: %s：role 应写成 制度.角色，如 logistics.supervisor (is no <policy>.<role>)",
				r.Name)
		case r.Kind != "wecom" && r.Kind != "dingtalk" && r.Kind != "feishu":
			return fmt.Errorf("setting robots: %s：kind 应为 wecom、dingtalk 或 feishu (is none of these)", r.Name)
		case !isWebAddress(r.URL) || !isSecretOnTheWay(r.URL):
			return fmt.Errorf("setting robots: %s：url 应为 https:// 的地址 (is no https URL)", r.Name)
		}
		known[r.Name] = true
	}
	return nil
}

func isWebAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

func (c Config) validateMail() error {
	switch {
	case c.MailSecurity != "starttls" && c.MailSecurity != "tls" && c.MailSecurity != "none":
		return fmt.Errorf("setting mail_security: %q 应为 starttls、tls 或 none (is none of these)", c.MailSecurity)
	case c.MailServer == "":
		return nil
	case !strings.Contains(c.MailServer, ":"):
		return fmt.Errorf("setting mail_server: %q 应为 主机:端口，如 smtp.example.org:587 (is not host:port)", c.MailServer)
	}
	if _, err := mail.ParseAddress(c.MailFrom); err != nil {
		return fmt.Errorf("setting mail_from: 应写成 督办 <duban@example.org> 这样 (is no address)")
	}
	return nil
}

// validateProviders: whoever names an application gives its secret, and nobody is asked without TLS but a program on
// this machine.
func (c Config) validateProviders() error {
	type need map[string]string
	for _, p := range []struct {
		name, given string
		needs       need
		where, at   string
	}{
		{
			name:  "wecom",
			given: c.WeComCorp,
			needs: need{"agent": c.WeComAgent, "secret": c.WeComSecret},
			where: "wecom_api",
			at:    c.WeComAPI,
		},
		{
			name:  "dingtalk",
			given: c.DingTalkApp,
			needs: need{"agent": c.DingTalkAgent, "secret": c.DingTalkSecret},
			where: "dingtalk_api",
			at:    c.DingTalkAPI,
		},
		{
			name:  "feishu",
			given: c.FeishuApp,
			needs: need{"secret": c.FeishuSecret},
			where: "feishu_api",
			at:    c.FeishuAPI,
		},
		{
			name:  "sms",
			given: c.SMSURL,
			needs: need{"secret": c.SMSSecret},
			where: "sms_url",
			at:    c.SMSURL,
		},
	} {
		if p.given == "" {
			continue
		}
		for key, value := range p.needs {
			if value == "" {
				return fmt.Errorf("setting %s_%s: 还没有写 (must be set too)", p.name, key)
			}
		}
		if !isWebAddress(p.at) || !isSecretOnTheWay(p.at) {
			return fmt.Errorf("setting %s: 应为 https:// 的地址；本机上的程序可用 http:// "+
				"(is no https URL; http only to this machine)", p.where)
		}
	}
	return nil
}

func isSecretOnTheWay(address string) bool {
	u, err := url.Parse(address)
	return err == nil &&
		(u.Scheme == "https" || u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost" || u.Hostname() == "::1")
}
