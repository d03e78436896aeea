package main

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	commentLine = regexp.MustCompile(`^(\t*)//(.*)$`)
	beginsBlock = regexp.MustCompile(`^ +([-*•#+]|\d+[.)]|//)( |$)`)
	listItem    = regexp.MustCompile(`^( +)([-*•]|\d+[.)]) +`)
)

// wrapComments lets comments that are too long flow on into the next line of their paragraph, or into a new one.
// Directives, indented blocks and headings stay as they are, and so does what stands behind code.
func wrapComments(src string) (string, error) {
	p, err := parseSource(src)
	if err != nil {
		return "", err
	}
	comments := map[int]bool{} // by the number of the line: those that start one
	for _, group := range p.file.Comments {
		for _, c := range group.List {
			comments[p.lineOf(c.Pos())] = strings.HasPrefix(c.Text, "//")
		}
	}
	lines := strings.Split(src, "\n")
	var out []string
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		head, rest := "", ""
		if comments[i+1] && lengthInRunes(line) > maxColumns {
			head, rest = splitComment(line)
		}
		if rest == "" {
			out = append(out, line)
			continue
		}
		out = append(out, head)
		prefix := continuationPrefix(line)
		if i+1 < len(lines) && comments[i+2] && isContinuation(prefix, lines[i+1]) {
			lines[i+1] = prefix + joinHalves(rest, strings.TrimPrefix(lines[i+1], prefix))
			continue
		}
		lines[i] = prefix + rest
		comments[i+1] = true
		i-- // the new line may be too long itself
	}
	return formatSource(strings.Join(out, "\n"))
}

// splitComment divides a comment that is too long at the last place that fits; rest is empty when there is none.
func splitComment(line string) (head, rest string) {
	m := commentLine.FindStringSubmatch(line)
	if m == nil || !isProse(m[2]) {
		return line, ""
	}
	at, width, start := -1, 0, len(continuationPrefix(line))
	for i, r := range line {
		if width > maxColumns {
			break
		}
		if i > start && (r == ' ' && !beginsBlock.MatchString(line[i:]) || mayBreakBefore(line[:i], r)) {
			at = i
		}
		width += lengthInRunes(string(r))
	}
	if at < 0 {
		return line, ""
	}
	return strings.TrimRight(line[:at], " "), strings.TrimLeft(line[at:], " ")
}

// isProse says whether what follows the two slashes is text to be wrapped, not a directive or an indented block.
func isProse(text string) bool {
	if listItem.MatchString(text) {
		return true
	}
	return strings.HasPrefix(text, " ") && !strings.HasPrefix(text, "  ") && !strings.HasPrefix(text, " #")
}

// continuationPrefix is what the next line of the same paragraph begins with: an item of a list goes on under its text.
func continuationPrefix(line string) string {
	m := commentLine.FindStringSubmatch(line)
	if item := listItem.FindString(m[2]); item != "" {
		return m[1] + "//" + strings.Repeat(" ", len(item))
	}
	return m[1] + "// "
}

// isContinuation says whether a line is the next one of a paragraph whose lines begin with the prefix.
func isContinuation(prefix, line string) bool {
	text, ok := strings.CutPrefix(line, prefix)
	if !ok || text == "" || text[0] == ' ' || text[0] == '\t' {
		return false
	}
	return !listItem.MatchString(" "+text) && !strings.HasPrefix(text, "#")
}

// mayBreakBefore says whether a Chinese text may be divided in front of a character.
func mayBreakBefore(before string, r rune) bool {
	return unicode.Is(unicode.Han, r) && (strings.HasSuffix(before, "，") || strings.HasSuffix(before, "。") ||
		strings.HasSuffix(before, "；") || strings.HasSuffix(before, "、") || strings.HasSuffix(before, "："))
}

// joinHalves puts two halves of a text together again: Chinese without a space.
func joinHalves(a, b string) string {
	last, first := []rune(a), []rune(b)
	if unicode.In(last[len(last)-1], unicode.Han) && unicode.Is(unicode.Han, first[0]) {
		return a + b
	}
	return a + " " + b
}
