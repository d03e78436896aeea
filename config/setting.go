package config

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// described is one setting as the tags of [Config] describe it, with its default.
type described struct {
	name, usage string
	value       any
}

// SettingNames are the names of all settings.
func SettingNames() []string {
	var names []string
	for _, s := range allSettings() {
		names = append(names, s.name)
	}
	return names
}

func allSettings() []described {
	defaults := reflect.ValueOf(DefaultConfig())
	var all []described
	for i := range defaults.NumField() {
		tag := defaults.Type().Field(i).Tag
		all = append(all, described{
			name:  tag.Get("mapstructure"),
			usage: tag.Get("usage"),
			value: defaults.Field(i).Interface(),
		})
	}
	return all
}

func settingNamed(name string) described {
	for _, s := range allSettings() {
		if s.name == name && s.usage != "" {
			return s
		}
	}
	panic(fmt.Sprintf("config: %q is no setting with a flag", name))
}

// flagName is the name as it is typed on a command line.
func (s described) flagName() string { return strings.ReplaceAll(s.name, "_", "-") }

func declareFlag(flags *pflag.FlagSet, s described) {
	switch value := s.value.(type) {
	case string:
		flags.String(s.flagName(), value, s.usage)
	case bool:
		flags.Bool(s.flagName(), value, s.usage)
	case int:
		flags.Int(s.flagName(), value, s.usage)
	case time.Duration:
		flags.Duration(s.flagName(), value, s.usage)
	default:
		panic(fmt.Sprintf("config: no flag for a %T", value))
	}
}
