package doctor

import (
	"context"
	"strings"

	"duban/record"
)

// Way is a channel by which word leaves.
type Way struct {
	Channel record.Channel
	// Check reaches the provider and is known by it; nothing is sent. Err is why it cannot be set up.
	Check func(context.Context) error
	Err   error
}

// checkWays: each provider can be reached as the settings ask for, and knows us.
func (e *examination) checkWays(ctx context.Context) {
	if len(e.Ways) == 0 {
		e.addOK("outside", "没有设置系统外的渠道，通知只在系统内 (no channel is set; notices stay inside)")
	}
	for _, w := range e.Ways {
		check := string(w.Channel)
		if w.Err != nil {
			e.addBad(check, "改正设置 "+check+"_* (mend the settings)", "%v", w.Err)
			continue
		}
		if err := w.Check(ctx); err != nil {
			e.addBad(check,
				"看设置 "+check+"_*、网络和证书；要发的都还留着，通了就发 (check settings, network, certificate; nothing is lost)",
				"服务商连不上或不认我们 (the provider cannot be reached or does not know us)：%v", err)
			continue
		}
		e.addOK(check, "服务商可用 (the provider takes us)")
	}
}

// checkDispatches: what was to leave has left.
func (e *examination) checkDispatches(ctx context.Context) {
	troubles, err := e.Record.DispatchTroubles(ctx)
	if err != nil {
		e.addBad("word", "", "%v", err)
		return
	}
	sound := true
	for _, t := range troubles {
		if t.Waiting > 0 {
			sound = false
			e.addBad("word", "看这个渠道的设置和服务商 (check the channel's settings and its provider)",
				"%s：%d 条屡发不出，最早的自 %s (do not get out; last answer %q)",
				t.Channel, t.Waiting, t.Since.In(e.Location).Format("2006-01-02 15:04"), t.Answer)
		}
		if t.Refused+t.GivenUp > 0 {
			sound = false
			people := make([]string, len(t.People))
			for i, id := range t.People {
				people[i] = string(id)
			}
			e.addWarning("word", "请这些人改正自己的地址 (let these people mend their addresses)",
				"%s：七天内 %d 条被拒收、%d 条过期未发 (refused, given up)：%s；%q",
				t.Channel, t.Refused, t.GivenUp, strings.Join(people, " "), t.Answer)
		}
		if t.Unknown > 0 {
			e.addOK("word", "%s：可能重复送达 %d 次，编号相同 (so many second copies may have arrived, each with the same id)",
				t.Channel, t.Unknown)
		}
	}
	if sound {
		e.addOK("word", "要发到系统外的都发了 (all that was to leave has left)")
	}
}
