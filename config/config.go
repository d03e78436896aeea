// Package config reads the settings of Duban's programs: flags over DUBAN_* environment over a config file
// over defaults. It is the only place that knows viper. Policies are never configuration.
package config

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// Config is every setting.
type Config struct {
	// Data is the directory of everything the program keeps.
	Data string `mapstructure:"data"`
	// HTTP is the address the gateway listens on.
	HTTP string `mapstructure:"http"`
	// Temporal is where the embedded Temporal server listens, or where a real one is found.
	Temporal string `mapstructure:"temporal"`
	// Rehearsal gives each case a clock that can be advanced; fixed when a data directory is created.
	Rehearsal bool `mapstructure:"rehearsal"`
	// Demo seeds the demonstration organisation into an empty directory.
	Demo bool `mapstructure:"demo"`
	// DemoPassword is the demonstration users' password; random and printed once if empty.
	DemoPassword string `mapstructure:"demo_password"`
	// TimeZone is the organisation's offset from UTC in hours.
	TimeZone int `mapstructure:"time_zone"`
	// SecureCookies marks session cookies Secure: set it behind TLS.
	SecureCookies bool `mapstructure:"secure_cookies"`
	// StopTimeout is how long requests and acts under way may take when the program stops.
	StopTimeout time.Duration `mapstructure:"stop_timeout"`
}

// Default is what holds where nobody says otherwise.
func Default() Config {
	return Config{
		Data: "./data", HTTP: "127.0.0.1:8080", Temporal: "127.0.0.1:7233", TimeZone: 8, StopTimeout: 15 * time.Second,
	}
}

// Flags declares a flag for each setting a person changes from day to day.
func Flags(flags *pflag.FlagSet) {
	d := Default()
	flags.String("data", d.Data, "数据目录 (data directory)")
	flags.String("http", d.HTTP, "网关监听地址 (gateway address)")
	flags.String("temporal", d.Temporal, "内嵌 Temporal 服务监听地址 (address of the embedded Temporal server)")
	flags.Bool("rehearsal", d.Rehearsal, "演练：每个案件有自己的时钟，可以快进 (rehearsal clocks)")
	flags.Bool("demo", d.Demo, "首次启动时建立演示单位 (seed the demonstration organisation)")
	flags.String("config", "", "配置文件 (config file, YAML)")
}

// Load reads the settings.
func Load(flags *pflag.FlagSet) (Config, error) {
	v := viper.New()
	d := Default()
	for key, value := range map[string]any{
		"data": d.Data, "http": d.HTTP, "temporal": d.Temporal, "rehearsal": d.Rehearsal, "demo": d.Demo,
		"demo_password": d.DemoPassword, "time_zone": d.TimeZone, "secure_cookies": d.SecureCookies,
		"stop_timeout": d.StopTimeout,
	} {
		v.SetDefault(key, value)
	}
	v.SetEnvPrefix("DUBAN")
	v.AutomaticEnv()
	if err := v.BindPFlags(flags); err != nil {
		return d, fmt.Errorf("settings: %w", err)
	}
	if file := v.GetString("config"); file != "" {
		v.SetConfigFile(file)
		if err := v.ReadInConfig(); err != nil {
			return d, fmt.Errorf("settings: read %s: %w", file, err)
		}
	}
	var c Config
	if err := v.Unmarshal(&c); err != nil {
		return d, fmt.Errorf("settings: %w", err)
	}
	return c, c.Validate()
}

// Validate refuses settings that cannot work, naming the setting.
func (c Config) Validate() error {
	for name, address := range map[string]string{"http": c.HTTP, "temporal": c.Temporal} {
		if !strings.Contains(address, ":") {
			return fmt.Errorf("setting %s: %q is not host:port", name, address)
		}
	}
	switch {
	case c.Data == "":
		return fmt.Errorf("setting data: must name a directory")
	case c.TimeZone < -12 || c.TimeZone > 14:
		return fmt.Errorf("setting time_zone: %d is not an offset from UTC in hours", c.TimeZone)
	case c.StopTimeout <= 0:
		return fmt.Errorf("setting stop_timeout: must be positive")
	}
	return nil
}
