package gateway

import "strings"

// told is a mark in a User-Agent, and what it says in short.
type told struct{ mark, name string }

// programs and systems are looked for in this order: many programs say that they are others as well.
var (
	programs = []told{
		{"MicroMessenger", "微信"},
		{"DingTalk", "钉钉"},
		{"wxwork", "企业微信"},
		{"Lark", "飞书"},
		{"Feishu", "飞书"},
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"Firefox/", "Firefox"},
		{"FxiOS", "Firefox"},
		{"CriOS", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	}
	systems = []told{
		{"HarmonyOS", "HarmonyOS"},
		{"OpenHarmony", "HarmonyOS"},
		{"Android", "Android"},
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Windows", "Windows"},
		{"Mac OS X", "macOS"},
		{"CrOS", "ChromeOS"},
		{"Linux", "Linux"},
	}
)

// mostDevice is the longest name of a device that says neither, in bytes.
const mostDevice = 40

// deviceOfUserAgent is what a client says it is, as its owner would recognise it: "Firefox · Windows". Of what says
// neither program nor system, the first word.
func deviceOfUserAgent(agent string) string {
	find := func(among []told) string {
		for _, t := range among {
			if strings.Contains(agent, t.mark) {
				return t.name
			}
		}
		return ""
	}
	program, system := find(programs), find(systems)
	switch {
	case program != "" && system != "":
		return program + " · " + system
	case program+system != "":
		return program + system
	}
	word, _, _ := strings.Cut(agent, " ")
	word = strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return -1
		}
		return r
	}, word)
	return word[:min(len(word), mostDevice)]
}
