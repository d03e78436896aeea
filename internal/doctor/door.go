package doctor

import (
	"context"
	"net/netip"
	"strings"

	"duban/record"
)

// Door is how people come in, as the settings say.
type Door struct {
	// Site is the address at which they open Duban; "" if nobody has said.
	Site string
	// Proxies and Origins are those that are trusted.
	Proxies, Origins []string
	SecureCookies    bool
	// Profile is how much is asked of them; "" if the door is not to be looked at.
	Profile record.Profile
}

// checkDoor: people are told apart by their own addresses, nobody makes one up, and cookies travel by TLS alone.
func (e *examination) checkDoor() {
	d := e.Door
	if d.Profile == "" {
		return
	}
	before := len(e.results)
	tls := strings.HasPrefix(d.Site, "https:")
	if tls && len(d.Proxies) == 0 {
		e.addWarning("door", "前面有反向代理的，把它的地址写进 trusted_proxies (name the reverse proxy there, if there is one)",
			"大家经 https 进来，却没有信任的代理：若有代理，所有人看起来是同一个地址，一人试错密码会挡住所有人 "+
				"(people come by https and no proxy is trusted: behind one, all of them are one address)")
	}
	if tls && !d.SecureCookies {
		e.addWarning("door", "设 secure_cookies: true (set it)",
			"大家经 https 进来，cookie 却没有限于 https (cookies are not kept to https)")
	}
	for _, proxy := range d.Proxies {
		if p, err := netip.ParsePrefix(proxy); err == nil && p.Bits() < leastProxyBits {
			e.addBad("door", "只写代理自己的地址 (name the proxy's own address alone)",
				"trusted_proxies 里的 %s 太宽：谁都能自称从别处来 (is so wide that anybody can make up an address)", proxy)
		}
	}
	for _, origin := range d.Origins {
		if !strings.HasPrefix(origin, "https:") {
			e.addWarning("door", "改用 https (use https)",
				"trusted_origins 里的 %s 不是 https：路上的人可以代人提交 (is not https: whoever is on the way can post for others)",
				origin)
		}
	}
	if len(e.results) == before {
		e.addOK("door", "信任的代理 %d 个、来源 %d 个 (trusted proxies, origins)", len(d.Proxies), len(d.Origins))
	}
}

// leastProxyBits is the widest network of proxies that is believed: 10.0.0.0/8.
const leastProxyBits = 8

// checkProfile says what the profile leaves open.
func (e *examination) checkProfile(ctx context.Context) {
	if e.Door.Profile == "" {
		return
	}
	accounts, err := e.Record.Accounts(ctx)
	if err != nil {
		e.addBad("profile", "", "%v", err)
		return
	}
	second, err := e.Record.PeopleWithSecondFactor(ctx)
	if err != nil {
		e.addBad("profile", "", "%v", err)
		return
	}
	administrators, without, people := 0, 0, 0
	for _, a := range accounts {
		if !a.Person.Active {
			continue
		}
		people++
		if !second[a.Person.ID] {
			without++
		}
		if a.Administers {
			administrators++
		}
	}
	if e.Door.Profile == record.Office {
		e.addOK("profile", "office：管理员 %d 人，一个人就能改人员、角色和登录方式，随即生效；%d 人里 %d 人没有第二道验证；八小时不用才退出 "+
			"(one administrator alone changes people, roles and ways in, at once; people without a second factor; "+
			"sessions end after eight idle hours)", administrators, people, without)
		return
	}
	sound := true
	if administrators < leastAdministrators {
		sound = false
		e.addWarning("profile", "再指定一名管理员 (appoint another administrator)",
			"mlps3 要两个人，只有 %d 名管理员 (two persons are wanted, there are fewer administrators)", administrators)
	}
	if without > 0 {
		sound = false
		e.addWarning("profile", "请他们在“我的账号”开通 (ask them to enrol at My account)",
			"mlps3 要第二道验证，%d 人里 %d 人没有 (people without a second factor)", people, without)
	}
	e.addWarning("profile", "管理日志由另一人定期看 (let another person look at the administration's journal)",
		"mlps3 要三种互斥的管理员角色，程序还没有：一名管理员仍能一个人改人员和角色 "+
			"(exclusive administrator roles are not there yet: one administrator still changes people and roles alone)")
	if sound {
		e.addOK("profile", "mlps3：管理员 %d 人，%d 人都有第二道验证 (administrators; all have a second factor)",
			administrators, people)
	}
}

// leastAdministrators is two persons.
const leastAdministrators = 2
