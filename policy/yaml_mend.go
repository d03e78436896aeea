package policy

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// mostMends bounds how many slips of the pen are mended in one file.
const mostMends = 100

// readTree reads the YAML of a file; nil where that cannot be. What is in the national encoding instead of UTF-8, slips
// that a Chinese keyboard invites, and a quote left open are noted where they stand and mended in memory, so that what
// stands after them is checked too.
func readTree(f *findings, data []byte) *node {
	text := string(data)
	if !utf8.Valid(data) && !hasUTF16Mark(data) {
		f.add(firstInvalid(data), "yaml.not_utf8", nil)
		var err error
		if text, err = simplifiedchinese.GB18030.NewDecoder().String(text); err != nil ||
			strings.ContainsRune(text, utf8.RuneError) {
			return nil
		}
	}
	text = mendWideBlanks(f, text)
	for n := range mostMends {
		var root node
		err := yaml.Load([]byte(text), &root)
		switch {
		case err == nil && len(root.Content) == 0, err != nil && strings.TrimSpace(text) == "":
			f.add(Pos{1, 1}, "yaml.empty", nil)
			return nil
		case err == nil:
			return root.Content[0]
		case n == 0:
			text = mendAliases(f, text)
			continue
		}
		mended, ok := mendSlip(f, text, yamlErrorPos(err))
		if !ok {
			noteBrokenYAML(f, text, err)
			return nil
		}
		text = mended
	}
	return nil
}

var (
	anchor = regexp.MustCompile(`(?:^|[:,\[{-]\s*)&([A-Za-z0-9_]+)`)
	alias  = regexp.MustCompile(`(?:[:,\[{-]\s*)(\*([A-Za-z][A-Za-z0-9_]*))`)
)

// mendAliases leaves out what is repeated from a place that does not exist, and notes it: where it stands would else
// hide what is broken elsewhere.
func mendAliases(f *findings, text string) string {
	known := map[string]bool{}
	for _, m := range anchor.FindAllStringSubmatch(text, -1) {
		known[m[1]] = true
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		m := alias.FindStringSubmatchIndex(line)
		if m == nil || known[line[m[4]:m[5]]] || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		f.add(Pos{i + 1, columnOf(line, m[2])}, "yaml.anchor", nil)
		lines[i] = line[:m[2]] + "~" + line[m[3]:]
	}
	return strings.Join(lines, "\n")
}

// hasUTF16Mark reports whether a file says that it is UTF-16, which YAML may be.
func hasUTF16Mark(data []byte) bool {
	return strings.HasPrefix(string(data), "\xff\xfe") || strings.HasPrefix(string(data), "\xfe\xff")
}

// firstInvalid is the place of the first byte that is no UTF-8.
func firstInvalid(data []byte) Pos {
	at := Pos{1, 1}
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			break
		}
		at.Col++
		if r == '\n' {
			at = Pos{at.Line + 1, 1}
		}
		data = data[size:]
	}
	return at
}

func yamlErrorPos(err error) Pos {
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		return Pos{max(e.Mark.Line, 1), max(e.Mark.Column, 1)}
	}
	return Pos{1, 1}
}

func yamlErrorText(err error) string {
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		return e.Message
	}
	return err.Error()
}

// slip is a mistake in a line that can be mended.
type slip struct {
	// col is the column, in characters from 1, of what is wrong.
	col int
	// note tells it.
	note func(f *findings, at Pos)
	// mended are the line's likely meanings, the likeliest first.
	mended []string
}

var (
	chineseColon = regexp.MustCompile(`(?:^|[{,，])[\s-]*("[^"]*"|[A-Za-z0-9_.]+)：`)
	chineseComma = regexp.MustCompile(`，\s*[A-Za-z0-9_.]+\s*[:：]`)
)

// mendSlip mends the slip that stands closest above the place where the YAML broke, if that takes the break away or
// further down.
func mendSlip(f *findings, text string, broke Pos) (mended string, ok bool) {
	lines := strings.Split(text, "\n")
	for i := min(broke.Line, len(lines)) - 1; i >= 0; i-- {
		for _, s := range slipsIn(lines[i]) {
			for _, line := range s.mended {
				was := lines[i]
				lines[i] = line
				mended := strings.Join(lines, "\n")
				if breaksBelow(mended, broke.Line) {
					s.note(f, Pos{i + 1, s.col})
					return mended, true
				}
				lines[i] = was
			}
		}
	}
	return "", false
}

// breaksBelow reports whether a text is YAML at least down to a line and with it.
func breaksBelow(text string, line int) bool {
	var root node
	err := yaml.Load([]byte(text), &root)
	return err == nil || yamlErrorPos(err).Line > line+1 // what is missing in a line is missed in the next
}

// slipsIn are the slips that may be in a line.
func slipsIn(line string) []slip {
	var all []slip
	if m := chineseColon.FindStringSubmatchIndex(line); m != nil {
		all = append(all, slip{
			col: columnOf(line, m[3]),
			note: func(f *findings, at Pos) {
				f.add(at, "yaml.chinese_colon", args{"key": line[m[2]:m[3]]})
			},
			mended: []string{line[:m[3]] + ": " + line[m[1]:]},
		})
	}
	if m := chineseComma.FindStringIndex(line); m != nil {
		all = append(all, slip{
			col:    columnOf(line, m[0]),
			note:   func(f *findings, at Pos) { f.add(at, "yaml.chinese_comma", nil) },
			mended: []string{line[:m[0]] + ", " + line[m[0]+len("，"):]},
		})
	}
	if closing := missingBrackets(line); closing != "" {
		all = append(all, slip{
			col:    utf8.RuneCountInString(line) + 1,
			note:   func(f *findings, at Pos) { f.add(at, "yaml.open_bracket", args{"closing": closing}) },
			mended: []string{line + closing},
		})
	}
	if at := openQuote(line); at >= 0 {
		quote := line[at : at+1]
		closed := slip{
			col:  columnOf(line, at),
			note: func(f *findings, at Pos) { f.add(at, "yaml.open_quote", args{"quote": quote}) },
		}
		if end := strings.IndexAny(line[at+1:], ",}]，"); end >= 0 {
			closed.mended = append(closed.mended, line[:at+1+end]+quote+line[at+1+end:])
		}
		if end := strings.Index(line[at+1:], ":"); end >= 0 {
			closed.mended = append(closed.mended, line[:at+1+end]+quote+line[at+1+end:])
		}
		closed.mended = append(closed.mended, line+quote)
		all = append(all, closed)
	}
	return all
}

// openQuote is where a quote is opened that its line does not close, -1 if none is.
func openQuote(line string) int {
	_, at := bracketsIn(line)
	return at
}

// missingBrackets closes what a line opens and does not close.
func missingBrackets(line string) string {
	open, at := bracketsIn(line)
	if at >= 0 {
		return ""
	}
	slices.Reverse(open)
	return string(open)
}

// bracketsIn goes through a line: which brackets would close those it leaves open, and where it opens a quote that it
// does not close, -1 if it does not.
func bracketsIn(line string) (closing []byte, openQuote int) {
	before := byte(' ') // what stands before, spaces aside: a quote opens where a value begins
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case c == ' ':
			continue
		case c == '#' && (i == 0 || line[i-1] == ' '):
			return closing, -1
		case (c == '"' || c == '\'') && strings.IndexByte(" :,[{-", before) >= 0:
			end := closingQuote(line[i+1:], c)
			if end < 0 {
				return closing, i
			}
			i += end + 1
		case c == '[':
			closing = append(closing, ']')
		case c == '{':
			closing = append(closing, '}')
		case len(closing) > 0 && c == closing[len(closing)-1]:
			closing = closing[:len(closing)-1]
		}
		before = c
	}
	return closing, -1
}

// closingQuote is where a quote is closed, -1 if it is not.
func closingQuote(rest string, quote byte) int {
	for i := 0; i < len(rest); i++ {
		switch {
		case rest[i] == '\\' && quote == '"':
			i++
		case rest[i] == quote && quote == '\'' && i+1 < len(rest) && rest[i+1] == quote:
			i++
		case rest[i] == quote:
			return i
		}
	}
	return -1
}

func columnOf(line string, at int) int { return utf8.RuneCountInString(line[:at]) + 1 }

// noteBrokenYAML says in words what the YAML library says, where it is a common mistake.
func noteBrokenYAML(f *findings, text string, err error) {
	at, message := yamlErrorPos(err), yamlErrorText(err)
	lines := strings.Split(text, "\n")
	line := ""
	if at.Line <= len(lines) {
		line = lines[at.Line-1]
	}
	rest := []rune(line)[min(at.Col-1, utf8.RuneCountInString(line)):]
	switch {
	case len(rest) > 0 && rest[0] == '\t' || strings.HasPrefix(line, "\t"):
		f.add(at, "yaml.tab", nil)
	case len(rest) > 0 && strings.Contains(message, "cannot start any token"):
		f.add(at, "yaml.character", args{"character": string(rest[0])})
	case strings.Contains(message, "mapping values are not allowed"):
		above := lastWritten(lines, at.Line-1)
		switch {
		case !strings.Contains(lines[above.Line-1], ":"):
			f.add(above, "yaml.no_colon", nil)
		case indentOf(line) > indentOf(lines[above.Line-1]) && !strings.HasSuffix(lines[above.Line-1], ":"):
			f.add(Pos{at.Line, indentOf(line) + 1}, "yaml.deeper", nil)
		default:
			f.add(at, "yaml.colon", nil)
		}
	case strings.Contains(message, "could not find expected ':'"):
		f.add(lastWritten(lines, at.Line-1), "yaml.no_colon", nil)
	case strings.Contains(message, "expected single document"):
		f.add(Pos{secondDocument(lines), 1}, "yaml.documents", nil)
	case strings.Contains(message, "expected ',' or") && len(rest) > 0 && rest[0] == ':':
		f.add(at, "yaml.colon", nil)
	case strings.Contains(message, "expected ',' or"):
		f.add(at, "yaml.bracket", args{"open": "{"})
	case strings.Contains(message, "did not find expected"):
		f.add(at, "yaml.indent", nil)
	case strings.Contains(message, "unknown anchor"):
		f.add(at, "yaml.anchor", nil)
	default:
		f.add(at, "yaml.broken", args{"problem": message})
	}
}

// secondDocument is the line from which on a file is another document, from 1.
func secondDocument(lines []string) int {
	written := false
	for i, line := range lines {
		if written && strings.HasPrefix(line, "---") {
			return i + 1
		}
		written = written || strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#")
	}
	return 1
}

// wideBlanks are blanks as editors of Chinese put them, which YAML takes for letters.
const wideBlanks = "\u3000\u00a0"

// mendWideBlanks puts plain blanks where lines are indented with others, and notes it.
func mendWideBlanks(f *findings, text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		indented := strings.TrimLeft(line, " "+wideBlanks)
		indent := line[:len(line)-len(indented)]
		if at := strings.IndexAny(indent, wideBlanks); at >= 0 && !strings.HasPrefix(indented, "#") && indented != "" {
			f.add(Pos{i + 1, columnOf(line, at)}, "yaml.wide_blank", nil)
			lines[i] = strings.NewReplacer("\u3000", "  ", "\u00a0", " ").Replace(indent) + indented
		}
	}
	return strings.Join(lines, "\n")
}

// lastWritten is the beginning of the last line with text, up to a line.
func lastWritten(lines []string, line int) Pos {
	for i := min(line, len(lines)); i > 0; i-- {
		if text := strings.TrimSpace(lines[i-1]); text != "" && !strings.HasPrefix(text, "#") {
			return Pos{i, indentOf(lines[i-1]) + 1}
		}
	}
	return Pos{1, 1}
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
