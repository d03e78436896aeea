package editor

import (
	"slices"
	"strings"
)

// excerpts are the lines in which two YAML texts differ, each with the keys that they stand under. Where one only lacks
// what the other has, the line before is shown of both.
func excerpts(old, changed string) (before, after string) {
	a, b := strings.SplitAfter(old, "\n"), strings.SplitAfter(changed, "\n")
	common := commonLines(a, b)
	inOld, inChanged := map[int]bool{}, map[int]bool{}
	for i := range a {
		inOld[i] = common[i] < 0
	}
	for j := range b {
		inChanged[j] = !slices.Contains(common, j)
	}
	for i, j := range common {
		if j >= 0 && inChanged[j+1] != inOld[i+1] {
			inOld[i], inChanged[j] = true, true
		}
	}
	return excerpt(a, inOld), excerpt(b, inChanged)
}

// commonLines gives for each line of a the line of b that it stays, -1 if it does not: a longest common subsequence.
func commonLines(a, b []string) []int {
	length := make([][]int, len(a)+1)
	for i := range length {
		length[i] = make([]int, len(b)+1)
	}
	for i := range slices.Backward(a) {
		for j := len(b) - 1; j >= 0; j-- {
			length[i][j] = max(length[i+1][j], length[i][j+1])
			if a[i] == b[j] {
				length[i][j] = max(length[i][j], length[i+1][j+1]+1)
			}
		}
	}
	common := make([]int, len(a))
	j := 0
	for i := range a {
		common[i] = -1
		for k := j; k < len(b); k++ {
			if a[i] == b[k] && length[i][j] == length[i+1][k+1]+1 {
				common[i], j = k, k+1
				break
			}
		}
	}
	return common
}

// excerpt are the lines that differ, with the lines above that are indented less.
func excerpt(lines []string, differs map[int]bool) string {
	shown := map[int]bool{}
	for i, line := range lines {
		if !differs[i] || strings.TrimSpace(line) == "" {
			continue
		}
		shown[i] = true
		indent := indentOf(line)
		for k := i - 1; k >= 0 && indent > 0; k-- {
			above := strings.TrimSpace(lines[k])
			if above != "" && !strings.HasPrefix(above, "#") && indentOf(lines[k]) < indent {
				shown[k], indent = true, indentOf(lines[k])
			}
		}
	}
	var text strings.Builder
	for i, line := range lines {
		if shown[i] {
			text.WriteString(line)
		}
	}
	return text.String()
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
