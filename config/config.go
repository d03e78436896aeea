// Package config reads the settings of Duban's programs: flags over DUBAN_* environment over a config file
// over defaults. It is the only place that knows viper. Policies are never configuration.
package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// Config is every setting. The name of a setting is its key in the config file, DUBAN_<NAME> in the environment
// and, for those that a person changes from day to day and that therefore have a usage, its flag.
type Config struct {
	// Data is the directory of everything the program keeps outside a database server.
	Data string `mapstructure:"data" usage:"数据目录 (data directory)"`
	// Database is the connection string of a PostgreSQL database; empty means SQLite in Data.
	Database string `mapstructure:"database" usage:"PostgreSQL 连接串；空则用数据目录里的 SQLite (PostgreSQL DSN; empty: SQLite in the data directory)"`
	// SecretFile holds the secret that receipts derive from; empty means secret.key in Data. All gateways share one.
	SecretFile string `mapstructure:"secret_file" usage:"回执和检索索引的密钥文件；空则用数据目录里的 secret.key，各网关用同一把，办理进程可以不给 (secret of receipts and the search index, one for all gateways; workers may do without)"`
	// Attachments is the folder of what is attached to cases; empty means attachments in Data. All gateways share one.
	Attachments string `mapstructure:"attachments" usage:"附件的目录；空则用数据目录里的 attachments，多个网关须共用一处 (folder of attachments, one for all gateways)"`
	// AttachmentSize and PublicAttachmentSize are the largest attachment in MiB, of staff and of complainants.
	AttachmentSize       int `mapstructure:"attachment_size" usage:"工作人员每份附件的上限，MiB (largest attachment of staff, MiB)"`
	PublicAttachmentSize int `mapstructure:"public_attachment_size" usage:"投诉人每份附件的上限，MiB (largest attachment of complainants, MiB)"`
	// HTTP is the address the gateway listens on.
	HTTP string `mapstructure:"http" usage:"网关监听地址，主机:端口 (where the gateway listens, host:port)"`
	// Temporal is where the embedded Temporal server listens, or where a real one is found.
	Temporal string `mapstructure:"temporal" usage:"Temporal 服务地址：内嵌的在此监听，独立的在此连接 (Temporal server, host:port: the embedded one listens there, another is called there)"`
	// TemporalTLS calls the Temporal server by TLS. TemporalCA is a file (PEM) of whom its certificate is trusted by,
	// empty for the system's; TemporalName is the name in it, empty for the host of Temporal.
	TemporalTLS  bool   `mapstructure:"temporal_tls"`
	TemporalCA   string `mapstructure:"temporal_ca"`
	TemporalName string `mapstructure:"temporal_name"`
	// TemporalCertificate and TemporalKey are files (PEM) by which this program is known to the server; empty where it
	// asks nobody who they are.
	TemporalCertificate string `mapstructure:"temporal_certificate"`
	TemporalKey         string `mapstructure:"temporal_key"`
	// Metrics is the address of the Prometheus listener; empty means none.
	Metrics string `mapstructure:"metrics" usage:"Prometheus 指标监听地址，如 127.0.0.1:9090；空则不开 (metrics listener, host:port; empty: off)"`
	// OTLP is the OTLP/HTTP endpoint that traces are sent to; empty means none are.
	OTLP string `mapstructure:"otlp" usage:"OTLP/HTTP 链路追踪地址，如 http://collector:4318；空则不发 (endpoint for traces; empty: off)"`
	// Acts is how many acts a worker carries out at once; 0 means the mode's default.
	Acts int `mapstructure:"acts" usage:"办理进程同时执行的动作数；0 为默认：8，standalone 64 (acts at once; 0: 8, standalone 64)"`
	// Cases is how many workflow tasks a worker carries out at once; 0 means the mode's default.
	Cases int `mapstructure:"cases" usage:"办理进程同时推进的案件数；0 为默认：64 (workflow tasks at once; 0: 64)"`
	// Admission is how many commands may be in flight at a gateway; 0 means the default.
	Admission int `mapstructure:"admission" usage:"网关同时放行的命令数；0 为默认：16，standalone 128 (commands in flight; 0: 16, standalone 128)"`
	// Rehearsal gives each case a clock that can be advanced; fixed when a data directory is created.
	Rehearsal bool `mapstructure:"rehearsal" usage:"演练：每个案件有自己的时钟，可以快进 (rehearsal clocks)"`
	// Demo seeds the demonstration organisation into an empty database.
	Demo bool `mapstructure:"demo" usage:"首次启动时建立演示单位 (seed the demonstration organisation)"`
	// DemoPassword is the demonstration users' password; random and printed once if empty.
	DemoPassword string `mapstructure:"demo_password"`
	// TimeZone is the organisation's offset from UTC in hours. Whoever changes it runs `duban rebuild`: overviews count
	// by its months.
	TimeZone int `mapstructure:"time_zone"`
	// OfficeHours are the hours of a working day in which notices leave, "09:00-18:00"; empty means at all hours.
	OfficeHours string `mapstructure:"office_hours"`
	// Organisation, ComplaintOffice, ComplaintPhone and ComplaintReception are what the public's notice says: the
	// organisation's name, the department that takes complaints, its telephone, where and when it receives people.
	// What is empty is not said.
	Organisation       string `mapstructure:"organisation"`
	ComplaintOffice    string `mapstructure:"complaint_office"`
	ComplaintPhone     string `mapstructure:"complaint_phone"`
	ComplaintReception string `mapstructure:"complaint_reception"`
	// Site is the address at which people of the organisation open Duban, as in https://duban.example.org: messages
	// lead there.
	Site string `mapstructure:"site"`
	// MailServer is the server through which mail leaves, host:port; empty means that none does. MailSecurity is
	// starttls, tls or none.
	MailServer   string `mapstructure:"mail_server"`
	MailSecurity string `mapstructure:"mail_security"`
	// MailUser and MailPassword sign in to it; empty where it wants nobody to.
	MailUser     string `mapstructure:"mail_user"`
	MailPassword string `mapstructure:"mail_password"`
	// MailFrom is whom mails come from, as in "督办 <duban@example.org>".
	MailFrom string `mapstructure:"mail_from"`
	// MailCA is a file (PEM) of whom the server's certificate is trusted by; empty means the system's.
	MailCA string `mapstructure:"mail_ca"`
	// WeComCorp, WeComAgent and WeComSecret are the application (企业微信自建应用) as which messages leave by WeCom, and
	// WeComAPI its address; empty WeComCorp: none do.
	WeComCorp   string `mapstructure:"wecom_corp"`
	WeComAgent  string `mapstructure:"wecom_agent"`
	WeComSecret string `mapstructure:"wecom_secret"`
	WeComAPI    string `mapstructure:"wecom_api"`
	// DingTalkApp, DingTalkAgent, DingTalkSecret and DingTalkAPI are the same of DingTalk (钉钉).
	DingTalkApp    string `mapstructure:"dingtalk_app"`
	DingTalkAgent  string `mapstructure:"dingtalk_agent"`
	DingTalkSecret string `mapstructure:"dingtalk_secret"`
	DingTalkAPI    string `mapstructure:"dingtalk_api"`
	// FeishuApp, FeishuSecret and FeishuAPI are the same of Feishu (飞书).
	FeishuApp    string `mapstructure:"feishu_app"`
	FeishuSecret string `mapstructure:"feishu_secret"`
	FeishuAPI    string `mapstructure:"feishu_api"`
	// SMSURL is the organisation's adapter to its provider of short messages (docs/sms.md), and SMSSecret the key with
	// which both sign; empty: no short messages leave.
	SMSURL    string `mapstructure:"sms_url"`
	SMSSecret string `mapstructure:"sms_secret"`
	// Robots speak in groups of a messenger; they can stand in the config file only.
	Robots []Robot `mapstructure:"robots"`
	// PaperFont and PaperTitleFont are TrueType files of the organisation's own, for the texts and the titles of
	// papers; the program's Song, where they are empty or lack a character.
	PaperFont      string `mapstructure:"paper_font"`
	PaperTitleFont string `mapstructure:"paper_title_font"`
	// Profile is how much is asked of those who come in and of those who let them in: office or mlps3.
	Profile string `mapstructure:"profile"`
	// TrustedProxies are the addresses (CIDR, separated by commas) whose X-Forwarded-For tells where people come from;
	// empty means that nobody's does.
	TrustedProxies string `mapstructure:"trusted_proxies"`
	// TrustedOrigins are other origins, separated by commas, whose pages may post here.
	TrustedOrigins string `mapstructure:"trusted_origins"`
	// SecureCookies marks session cookies Secure: set it behind TLS.
	SecureCookies bool `mapstructure:"secure_cookies"`
	// StopTimeout is how long requests and acts under way may take when the program stops.
	StopTimeout time.Duration `mapstructure:"stop_timeout"`
	// StopLinger is how long a gateway that is told to stop goes on serving while /readyz says that it stops, so
	// that a load balancer turns elsewhere first; 0 where there is none.
	StopLinger time.Duration `mapstructure:"stop_linger"`
}

// mostAttachmentSize is in MiB.
const mostAttachmentSize = 1024

var officeHours = regexp.MustCompile(`^$|^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$`)

// DefaultConfig is what holds where nobody says otherwise.
func DefaultConfig() Config {
	return Config{
		Data:                 "./data",
		HTTP:                 "127.0.0.1:8080",
		Temporal:             "127.0.0.1:7233",
		TimeZone:             8,
		OfficeHours:          "09:00-18:00",
		StopTimeout:          15 * time.Second,
		AttachmentSize:       20,
		PublicAttachmentSize: 5,
		MailSecurity:         "starttls",
		WeComAPI:             "https://qyapi.weixin.qq.com",
		DingTalkAPI:          "https://oapi.dingtalk.com",
		FeishuAPI:            "https://open.feishu.cn",
		Robots:               []Robot{},
		Profile:              "office",
	}
}

// file is the flag that names the config file; it is no setting.
const file = "config"

// DeclareFlags declares the flags of the named settings, and --config. A name that is no setting with a flag panics:
// the caller's list is wrong.
func DeclareFlags(flags *pflag.FlagSet, names ...string) {
	for _, name := range names {
		declareFlag(flags, settingNamed(name))
	}
	flags.String(file, "", "配置文件 (config file, YAML)")
}

// Load reads the settings.
func Load(flags *pflag.FlagSet) (Config, error) {
	v := viper.New()
	v.SetEnvPrefix("DUBAN")
	v.AutomaticEnv()
	for _, s := range allSettings() {
		v.SetDefault(s.name, s.value) // without a default viper does not see the environment
		if flag := flags.Lookup(s.flagName()); flag != nil {
			if err := v.BindPFlag(s.name, flag); err != nil {
				return DefaultConfig(), fmt.Errorf("settings: %w", err)
			}
		}
	}
	if err := v.BindPFlag(file, flags.Lookup(file)); err != nil {
		return DefaultConfig(), fmt.Errorf("settings: %w", err)
	}
	if name := v.GetString(file); name != "" {
		v.SetConfigFile(name)
		v.SetConfigType("yaml") // whatever it is called
		if err := v.ReadInConfig(); err != nil {
			return DefaultConfig(), fmt.Errorf("settings: read %s: %w", name, err)
		}
	}
	var c Config
	if err := v.Unmarshal(&c); err != nil {
		return DefaultConfig(), fmt.Errorf("settings: %w", err)
	}
	return c, c.Validate()
}

// Validate refuses settings that cannot work, naming the setting.
func (c Config) Validate() error {
	for name, address := range map[string]string{"http": c.HTTP, "temporal": c.Temporal} {
		if !strings.Contains(address, ":") {
			return fmt.Errorf("setting %s: %q 应为 主机:端口，如 127.0.0.1:8080 (is not host:port)", name, address)
		}
	}
	for name, n := range map[string]int{"acts": c.Acts, "cases": c.Cases, "admission": c.Admission} {
		if n < 0 {
			return fmt.Errorf("setting %s: %d 不能小于 0 (is less than 0)", name, n)
		}
	}
	for name, size := range map[string]int{
		"attachment_size":        c.AttachmentSize,
		"public_attachment_size": c.PublicAttachmentSize,
	} {
		if size < 1 || size > mostAttachmentSize {
			return fmt.Errorf("setting %s: %d 应在 1 到 %d MiB 之间 (is not between them)", name, size, mostAttachmentSize)
		}
	}
	switch {
	case c.Metrics != "" && !strings.Contains(c.Metrics, ":"):
		return fmt.Errorf("setting metrics: %q 应为 主机:端口，如 127.0.0.1:9090 (is not host:port)", c.Metrics)
	case c.OTLP != "" && !strings.Contains(c.OTLP, "://"):
		return fmt.Errorf("setting otlp: %q 应为 http://collector:4318 这样的地址 (is not a URL)", c.OTLP)
	case c.Data == "":
		return fmt.Errorf("setting data: 要写明一个目录 (must name a directory)")
	case c.TimeZone < -12 || c.TimeZone > 14:
		return fmt.Errorf("setting time_zone: %d 应为与 UTC 相差的小时数，-12 到 14 (is not an offset from UTC in hours)",
			c.TimeZone)
	case c.StopLinger < 0:
		return fmt.Errorf("setting stop_linger: 不能是负的 (must not be negative)")
	case !officeHours.MatchString(c.OfficeHours):
		return fmt.Errorf("setting office_hours: %q 应写成 09:00-18:00 这样 (is not like that)", c.OfficeHours)
	case c.StopTimeout <= 0:
		return fmt.Errorf("setting stop_timeout: 应大于 0 (must be positive)")
	}
	if err := c.validateTemporal(); err != nil {
		return err
	}
	return c.validateDoor()
}

// validateDoor refuses settings of how people come in.
func (c Config) validateDoor() error {
	if c.Profile != "office" && c.Profile != "mlps3" {
		return fmt.Errorf("setting profile: %q 应为 office 或 mlps3 (is neither)", c.Profile)
	}
	for _, proxy := range List(c.TrustedProxies) {
		_, notNetwork := netip.ParsePrefix(proxy)
		if _, err := netip.ParseAddr(proxy); err != nil && notNetwork != nil {
			return fmt.Errorf("setting trusted_proxies: %q 应为 10.0.0.0/8 或 10.0.0.7 这样的地址 (is no address)", proxy)
		}
	}
	for _, origin := range List(c.TrustedOrigins) {
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" || u.Scheme+"://"+u.Host != origin {
			return fmt.Errorf("setting trusted_origins: %q 应为 https://forms.example.org 这样，后面没有路径 "+
				"(is no origin: scheme and host alone)", origin)
		}
	}
	return c.validateOutside()
}

func (c Config) validateTemporal() error {
	given := c.TemporalCA + c.TemporalName + c.TemporalCertificate + c.TemporalKey
	switch {
	case !c.TemporalTLS && given != "":
		return fmt.Errorf("setting temporal_tls: 写了证书就要打开 (must be true where certificates are named)")
	case (c.TemporalCertificate == "") != (c.TemporalKey == ""):
		return fmt.Errorf("setting temporal_certificate, temporal_key: 两个文件要一起写 (both or neither)")
	}
	return nil
}

// List takes apart a setting of several, separated by commas.
func List(setting string) []string {
	var all []string
	for one := range strings.SplitSeq(setting, ",") {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}
