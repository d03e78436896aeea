package main

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	// A type alone is imported too: who needs it needs the file.
	imported = regexp.MustCompile(
		`(?m)^\s*(?:import|export)\b[^'"]*?['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]`,
	)
	testFile = regexp.MustCompile(`\.test\.tsx?$`)
)

// webFigures measures the web's sources. A page is a folder of src/pages; what its folders may not import: a page
// another page, and parts, api and words what lies above them.
func webFigures(files []source) []figure {
	imports := importsOf(files)
	total := 0
	for _, file := range files {
		total += countLines(file.text)
	}
	figures := []figure{
		{"web_files", len(files)},
		{"web_lines", total},
		{"web_lines_over_120_columns", countLongLines(files)},
		{"web_imports_of_another_page", countImports(imports, isOtherPage)},
		{"web_imports_upward", countImports(imports, isUpward)},
	}
	circles := importCircles(imports)
	figures = append(figures, figure{"web_import_circles", len(circles)})
	for _, circle := range circles {
		figures = append(figures, figure{"web_import_circle", strings.Join(circle, ",")})
	}
	return figures
}

// importsOf is, by file, which files of the web it imports. Tests import what they test and are left out.
func importsOf(files []source) map[string][]string {
	exists := map[string]bool{}
	for _, file := range files {
		exists[file.path] = true
	}
	imports := map[string][]string{}
	for _, file := range files {
		if testFile.MatchString(file.path) {
			continue
		}
		for _, m := range imported.FindAllStringSubmatch(file.text, -1) {
			target := path.Join(path.Dir(file.path), m[1]+m[2])
			for _, ending := range []string{"", ".ts", ".tsx", "/index.ts", "/index.tsx"} {
				if exists[target+ending] {
					imports[file.path] = append(imports[file.path], target+ending)
					break
				}
			}
		}
	}
	return imports
}

func countImports(imports map[string][]string, wrong func(from, to string) bool) (n int) {
	for from, all := range imports {
		for _, to := range all {
			if wrong(from, to) {
				n++
			}
		}
	}
	return n
}

// roomOf is the folder of web/src that a file lies in, and for a page which: pages/case.
func roomOf(file string) string {
	rest, _ := strings.CutPrefix(file, "web/src/")
	parts := strings.Split(rest, "/")
	switch {
	case len(parts) == 1:
		return "" // what starts everything
	case parts[0] == "pages" && len(parts) > 2:
		return parts[0] + "/" + parts[1]
	default:
		return parts[0]
	}
}

func isOtherPage(from, to string) bool {
	return strings.HasPrefix(roomOf(from), "pages/") && strings.HasPrefix(roomOf(to), "pages/") &&
		roomOf(from) != roomOf(to)
}

// isUpward says whether one of the rooms below imports one above, counting pages the highest but for app, which
// knows them all by their routes and lends them its language.
func isUpward(from, to string) bool {
	above := map[string][]string{
		"words": {"api", "parts", "app", "pages"},
		"api":   {"parts", "pages"},
		"parts": {"pages"},
	}
	top, _, _ := strings.Cut(roomOf(to), "/")
	return slices.Contains(above[roomOf(from)], top)
}

// importCircles returns the groups of files that import each other, directly or by way of others, in the order of
// names.
func importCircles(imports map[string][]string) (circles [][]string) {
	reach := map[string]map[string]bool{}
	for from := range imports {
		reach[from] = map[string]bool{}
		followImports(imports, from, reach[from])
	}
	told := map[string]bool{}
	for from := range imports {
		if told[from] || !reach[from][from] {
			continue
		}
		circle := []string{}
		for other := range reach[from] {
			if reach[other][from] {
				circle = append(circle, other)
				told[other] = true
			}
		}
		slices.Sort(circle)
		circles = append(circles, circle)
	}
	slices.SortFunc(circles, slices.Compare)
	return circles
}

// followImports adds what can be reached from a file.
func followImports(imports map[string][]string, from string, reached map[string]bool) {
	for _, to := range imports[from] {
		if !reached[to] {
			reached[to] = true
			followImports(imports, to, reached)
		}
	}
}
