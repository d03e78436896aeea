package gateway

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"duban/complaint"
	"duban/internal/seed"
	"duban/record"
)

func lettingMailOut(o *Options) { o.Outside = []record.Channel{record.Mail} }

// Each says for themselves where they want to be told and of what, and sees nobody else's.
func TestWhereIWantToBeTold(t *testing.T) {
	h := newHouse(t, lettingMailOut)
	agent, branch := h.agent(), h.branch()
	first := agent.get("/me/notices").must(http.StatusOK)
	if got := first.raw; !strings.Contains(got, `"available":true,"address":null`) {
		t.Errorf("before: %s", got)
	}
	mine := map[string]any{"channels": []any{map[string]any{
		"channel": "mail", "address": "agent@example.org", "topics": []string{"slips", "reminders", "slips"},
	}}}
	agent.put("/me/notices", mine).must(http.StatusNoContent)
	got := agent.get("/me/notices").must(http.StatusOK).raw
	if !strings.Contains(got,
		`"address":"agent@example.org","topics":["reminders","slips"],"pace":"at_once","latest":[]`) {
		t.Errorf("mine: %s", got)
	}
	if other := branch.get("/me/notices").must(http.StatusOK).raw; strings.Contains(other, "agent@") {
		t.Errorf("another's: %s", other)
	}
	h.public().get("/me/notices").must(http.StatusUnauthorized)
	agent.put("/me/notices", map[string]any{"channels": []any{}}).must(http.StatusNoContent)
	if got := agent.get("/me/notices").raw; strings.Contains(got, "agent@") {
		t.Errorf("still there: %s", got)
	}
}

// An address is one mailbox and nothing that could become another header or recipient.
func TestWhatIsNoMailbox(t *testing.T) {
	agent := newHouse(t).agent()
	for _, address := range []string{
		"agent", "李 <li@example.org>", "a@b.org, c@d.org", "a@b.org\r\nBcc: c@d.org", "李@example.org", "@example.org",
		" a@b.org", "<a@b.org>",
	} {
		agent.put("/me/notices", map[string]any{"channels": []any{map[string]any{
			"channel": "mail", "address": address, "topics": []string{"work"},
		}}}).must(http.StatusUnprocessableEntity)
	}
	one := map[string]any{"channel": "mail", "address": "a@example.org", "topics": []string{"work"}}
	agent.put("/me/notices", map[string]any{"channels": []any{one, one}}).must(http.StatusUnprocessableEntity)
}

// What a provider refused is told to administrators by the person's name, and to nobody else; the person sees it too.
func TestARefusalIsTold(t *testing.T) {
	h := newHouse(t, lettingMailOut)
	ctx := context.Background()
	id := complaint.CaseID(h.filed())
	agent := seed.DemoUserID("logistics.agent")
	if err := h.store.SaveNoticeWishes(ctx, agent, []record.NoticeWish{{
		Channel: record.Mail, Address: "gone@example.org", Topics: record.Topics(),
	}}); err != nil {
		t.Fatal(err)
	}
	if err := h.store.Write(ctx, id, func(tx record.Tx) error {
		return tx.OrderDispatches(ctx, record.Word{
			Seq:      1,
			Topic:    record.Work,
			To:       []complaint.UserID{agent},
			Channels: record.Channels(),
		})
	}); err != nil {
		t.Fatal(err)
	}
	ordered, err := h.store.LatestDispatches(ctx, agent, 1)
	if err != nil || len(ordered) != 1 {
		t.Fatalf("ordered: %v, %v", ordered, err)
	}
	if err := h.store.EndDispatch(ctx, ordered[0].ID, record.DispatchRefused, "550 5.1.1"); err != nil {
		t.Fatal(err)
	}
	told := h.admin().get("/dispatches/troubles").must(http.StatusOK).raw
	name := h.nameOf(agent)
	if !strings.Contains(told, `"refused":1`) || !strings.Contains(told, `"550 5.1.1"`) ||
		!strings.Contains(told, name) {
		t.Errorf("administrators are told %s", told)
	}
	if strings.Contains(told, "gone@") || strings.Contains(told, string(id)) {
		t.Errorf("they are told an address or a case: %s", told)
	}
	h.agent().get("/dispatches/troubles").must(http.StatusForbidden)
	if mine := h.agent().get("/me/notices").raw; !strings.Contains(mine, `"state":"refused"`) {
		t.Errorf("the person is told %s", mine)
	}
}

func (h *house) nameOf(id complaint.UserID) string {
	h.t.Helper()
	dir, err := h.store.DirectoryNow(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	return dir.People[id].Name
}

// Each channel has addresses of its own kind.
func TestAddressesFitTheirChannel(t *testing.T) {
	agent := newHouse(t).agent()
	for channel, addresses := range map[string]struct{ right, wrong []string }{
		"wecom":    {[]string{"ZhangSan", "zhang_san@x.y"}, []string{"张三", "a b", "a|b", "@all"}},
		"dingtalk": {[]string{"manager7675", "0123456789"}, []string{"a,b", " a"}},
		"feishu":   {[]string{"ou_7d8a6e6df7621556ce0d21922b676706", "li@example.org"}, []string{"李"}},
		"sms":      {[]string{"13800138000", "+8613800138000"}, []string{"010-12345678", "12345", "1380013800a"}},
	} {
		put := func(address string) reply {
			return agent.put("/me/notices", map[string]any{"channels": []any{map[string]any{
				"channel": channel, "address": address, "topics": []string{"work"},
			}}})
		}
		for _, a := range addresses.right {
			put(a).must(http.StatusNoContent)
		}
		for _, a := range addresses.wrong {
			put(a).must(http.StatusUnprocessableEntity)
		}
	}
}

// An administrator fills in where somebody is told; the person sees it and changes it, and the journal of
// administration says who did it and by which channels, and no address.
func TestAnAdministratorFillsInAddresses(t *testing.T) {
	h := newHouse(t, lettingMailOut)
	id := string(seed.DemoUserID("logistics.agent"))
	path := "/accounts/" + id + "/notices"
	wanted := map[string]any{"channels": []any{map[string]any{
		"channel": "wecom",
		"address": "ZhangSan",
		"topics":  []string{"work"},
		"pace":    "daily",
	}}}
	h.agent().put(path, wanted).must(http.StatusForbidden)
	h.admin().put("/accounts/nobody/notices", wanted).must(http.StatusNotFound)
	h.admin().put(path, wanted).must(http.StatusNoContent)
	for _, got := range []string{h.agent().get("/me/notices").raw, h.admin().get(path).must(http.StatusOK).raw} {
		if !strings.Contains(got, `"address":"ZhangSan","topics":["work"],"pace":"daily"`) {
			t.Errorf("filled in: %s", got)
		}
	}
	journal := h.admin().get("/administration").must(http.StatusOK)
	if journal.text("items", 0, "action") != "save_notices" || journal.text("items", 0, "object") != id ||
		!strings.Contains(journal.raw, "wecom") || strings.Contains(journal.raw, "ZhangSan") {
		t.Errorf("the journal says %s", journal.raw)
	}
	h.agent().put("/me/notices", map[string]any{"channels": []any{}}).must(http.StatusNoContent)
	if got := h.admin().get(path).raw; strings.Contains(got, "ZhangSan") {
		t.Errorf("the person's own wish does not hold: %s", got)
	}
}
