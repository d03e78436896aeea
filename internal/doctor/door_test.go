package doctor_test

import (
	"testing"

	"duban/internal/doctor"
	"duban/record"
)

// What is wrong with the door is named, and what the profile leaves open.
func TestTheDoor(t *testing.T) {
	examine := func(d doctor.Door) []doctor.Result {
		p := newPatient(t)
		p.Door = d
		return doctor.Examine(t.Context(), p)
	}
	open := examine(doctor.Door{
		Site:    "https://duban.example.org",
		Origins: []string{"http://forms.example.org"},
		Profile: record.Office,
	})
	wantResult(t, open, "door", doctor.Warning, "没有信任的代理")
	wantResult(t, open, "door", doctor.Warning, "cookie")
	wantResult(t, open, "door", doctor.Warning, "http://forms.example.org")
	wantResult(t, open, "profile", doctor.OK, "一个人就能改")
	wide := examine(doctor.Door{Proxies: []string{"0.0.0.0/0", "10.0.0.7"}, Profile: record.MLPS3})
	wantResult(t, wide, "door", doctor.Bad, "0.0.0.0/0")
	wantResult(t, wide, "profile", doctor.Warning, "第二道验证")
	wantResult(t, wide, "profile", doctor.Warning, "互斥")
	well := examine(doctor.Door{
		Site:          "https://duban.example.org",
		Proxies:       []string{"10.0.0.0/8"},
		SecureCookies: true,
		Profile:       record.Office,
	})
	wantResult(t, well, "door", doctor.OK, "代理 1 个")
}
