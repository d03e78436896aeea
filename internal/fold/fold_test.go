package fold

import (
	"testing"

	"pgregory.net/rapid"
)

func TestTelephonesWrittenInManyWaysAreOne(t *testing.T) {
	for want, written := range map[string][]string{
		"13800000001": {
			"13800000001", "138 0000 0001", "138-0000-0001", "+86 138 0000 0001", "+8613800000001",
			"008613800000001", "0086 138-0000-0001", "8613800000001", "１３８００００　０００１", "(+86)13800000001",
			"Tel: 138 0000 0001", "电话：13800000001",
		},
		"1062345678":     {"010-62345678", "(010) 6234 5678", "+86 10 6234 5678", "01062345678"},
		"62345678":       {"6234 5678", "6234-5678"},
		"1062345678x123": {"010-62345678转123", "010-62345678 分机 123", "+86 10 62345678 ext. 123", "01062345678#123"},
		"+442071234567":  {"+44 20 7123 4567", "0044 20 7123 4567"},
		"12345":          {"12345"},
		"无":              {"无", " 无 "},
		"":               {"", "  "},
	} {
		for _, s := range written {
			if got := Telephone(s); got != want {
				t.Errorf("Telephone(%q) is %q, not %q", s, got, want)
			}
		}
	}
}

func TestTelephonesOfTwoPeopleStayTwo(t *testing.T) {
	for _, pair := range [][2]string{
		{"13800000001", "13800000002"},
		{"010-62345678", "020-62345678"},
		{"010-62345678转123", "010-62345678转124"},
		{"+44 138 0000 0001", "138 0000 0001"},
	} {
		if Telephone(pair[0]) == Telephone(pair[1]) {
			t.Errorf("%q and %q are one", pair[0], pair[1])
		}
	}
}

func TestNamesWrittenInManyWaysAreOne(t *testing.T) {
	for want, written := range map[string][]string{
		"张三":        {"张三", " 张 三", "张　三", "张\u200b三", "张三\ufeff"},
		"zhang san": {"Zhang  San", "ＺＨＡＮＧ ＳＡＮ", "zhang\u00a0san"},
		"李smith":    {"李 Smith", "李Smith"},
		"":          {"\u200b\u2060", " "},
	} {
		for _, s := range written {
			if got := Name(s); got != want {
				t.Errorf("Name(%q) is %q, not %q", s, got, want)
			}
		}
	}
}

// What was folded is folded.
func TestFoldingTwiceIsFoldingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		for name, fold := range map[string]func(string) string{"Text": Text, "Name": Name} {
			if once := fold(s); fold(once) != once {
				t.Errorf("%s of %q is %q and then %q", name, s, once, fold(once))
			}
		}
	})
}
