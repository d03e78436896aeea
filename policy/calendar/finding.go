package calendar

import (
	"fmt"
	"slices"
	"strings"
)

// Finding is one mistake in a year file: where it is, which rule it breaks, and what to write instead.
type Finding struct {
	File string
	// Line and Column count from 1.
	Line   int
	Column int
	// Field is the key of the file that the mistake stands under; empty for the file as a whole.
	Field string
	Rule  FileRule
	// Text and English say the same in two languages.
	Text    string
	English string
}

// String returns file:line:column: what is wrong, in Chinese and English.
func (f Finding) String() string {
	return fmt.Sprintf("%s:%d:%d: %s (%s)", f.File, f.Line, f.Column, f.Text, f.English)
}

// Findings are all mistakes of a file, in the order of the file. As an error it has one line for each.
type Findings []Finding

// Error returns the findings, one a line.
func (fs Findings) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// FileRule names what a year file must keep to. The set is closed: those of the constants.
type FileRule string

const (
	ruleSize     FileRule = "size"     // a year is short
	ruleYAML     FileRule = "yaml"     // the text is YAML
	ruleEmpty    FileRule = "empty"    // something is written
	ruleOneYear  FileRule = "one_year" // one document, one year
	ruleKeys     FileRule = "keys"     // the file is a mapping of keys
	ruleKey      FileRule = "key"      // no other keys than these
	ruleOnce     FileRule = "once"     // each key once
	ruleMissing  FileRule = "missing"  // a key that is needed
	ruleNoWork   FileRule = "no_work"  // an official year says its make-up days, or that there are none
	ruleYear     FileRule = "year"     // four digits
	ruleStatus   FileRule = "status"   // official or provisional
	ruleText     FileRule = "text"     // words where words are needed
	ruleOff      FileRule = "off"      // days off have names
	ruleWork     FileRule = "work"     // make-up days are a list
	ruleDate     FileRule = "date"     // month-day
	ruleNoDay    FileRule = "no_day"   // the year has the day
	ruleRange    FileRule = "range"    // first..last
	ruleBackward FileRule = "backward" // the first is not after the last
	ruleLong     FileRule = "long"     // a holiday has an end
	ruleOrder    FileRule = "order"    // in order of date
	ruleTwice    FileRule = "twice"    // each day once
	ruleWeekday  FileRule = "weekday"  // a make-up working day would otherwise be off
)

// bilingual is one thing in two languages.
type bilingual struct{ text, english string }

// wordingOf fills the wording of a rule in. An argument that is itself said in two languages is taken in each.
func wordingOf(rule FileRule, args []any) bilingual {
	texts, english := slices.Clone(args), slices.Clone(args)
	for i, arg := range args {
		if both, ok := arg.(bilingual); ok {
			texts[i], english[i] = both.text, both.english
		}
	}
	format := wordings[rule]
	return bilingual{fmt.Sprintf(format.text, texts...), fmt.Sprintf(format.english, english...)}
}

// wordings say what is wrong and what to write instead; both languages take the same arguments in the same order.
var wordings = map[FileRule]bilingual{
	ruleSize: {"文件有 %d 字节，一年用不了这么多：最多写 %d 字节", "the file has %d bytes, more than a year needs: write at most %d"},
	ruleYAML: {
		"不是 YAML（%s）：每行写成“键: 值”，用空格缩进", "this is not YAML (%s): write \"key: value\" lines, indented with spaces",
	},
	ruleEmpty: {"文件是空的：写上 %s 这几个键", "the file is empty: write the keys %s"},
	ruleOneYear: {
		"这里开始了第二份内容：一个文件只写一年，去掉“---”", "a second document begins: write one year to a file and remove the \"---\"",
	},
	ruleKeys:    {"文件不是一列键：写上 %s 这几个键", "the file is not a list of keys: write the keys %s"},
	ruleKey:     {"年份文件里没有 %q 这个键：只能写 %s", "%q is not a key of a year file: write one of %s"},
	ruleOnce:    {"%q 在第 %d 行已经写过：只写一次", "%q was given on line %d: write it once"},
	ruleMissing: {"少了 %q 这个键：写上“%s:”和%s", "the key %q is missing: write \"%s:\" and %s"},
	ruleNoWork: {
		"少了 \"work\" 这个键：写上调休上班的日子，没有就写“work: []”",
		"the key \"work\" is missing: write the make-up working days, or \"work: []\" if there are none",
	},
	ruleYear: {"%q 不是年份：写四位数字，如 2026", "%q is not a year: write four digits, such as 2026"},
	ruleStatus: {
		"%q 不是状态：写 official（主管机关已公布）或 provisional（暂定）",
		"%q is not a status: write official (published by the authority) or provisional",
	},
	ruleText: {"这里要有文字：写上%s", "here a text is needed: write %s"},
	ruleOff: {
		"\"off\" 不是带名称的一列日子：每行写成“  01-01..01-03: 元旦”的样子",
		"\"off\" is not a list of days with names: write lines such as \"  01-01..01-03: 元旦\"",
	},
	ruleWork: {
		"\"work\" 不是一列日期：每行写成“  - 01-04”的样子，没有就写“work: []”",
		"\"work\" is not a list of dates: write lines such as \"  - 01-04\", or \"work: []\" if there are none",
	},
	ruleDate:     {"%q 不是日期：写成%s", "%q is not a date: write %s"},
	ruleNoDay:    {"%s %s 这一天：月份写 01 到 12，日子写该月有的", "%s %s: write a month from 01 to 12 and a day that month has"},
	ruleRange:    {"%q 不是一段日子：写成 %s..%s", "%q is not a range: write %s..%s"},
	ruleBackward: {"这段日子的结束早于开始：写成 %s..%s", "the range ends before it begins: write %s..%s"},
	ruleLong:     {"这段日子超过 %d 天：只写节日本身的日子", "the range is longer than %d days: write the holiday's own days"},
	ruleOrder:    {"%s 写在了 %s 之后：按日期先后写", "%s comes after %s in the file: write the days in order of date"},
	ruleTwice:    {"%s 在第 %d 行（%s）已经写过：一天只写一次", "%s is already given on line %d (%s): write each day once"},
	ruleWeekday: {
		"%s 是%s，不放假就是工作日：写周六或周日，或者去掉",
		"%s is a %s, a working day unless it is off: write a Saturday or Sunday or remove it",
	},
}

// weekdays are the days of the week in Chinese, from Sunday.
var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}
