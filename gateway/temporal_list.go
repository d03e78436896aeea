package gateway

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"duban/complaint"
	"duban/record"
)

const (
	// casesAtOnce is about how many readable cases the server is asked at once.
	casesAtOnce = 200
	// mostWorkflows is how many workflows a page holds at most.
	mostWorkflows = 1000
	// longestQuery bounds what is searched for.
	longestQuery = 4 << 10
)

// workflowList is a page as the server and its pages know it.
type workflowList struct {
	Executions    []json.RawMessage `json:"executions"`
	NextPageToken string            `json:"nextPageToken,omitempty"`
}

// listPlace is where a list goes on: in the register, and after so many workflows of the cases that begin there.
type listPlace struct {
	cursor string
	after  int
}

// listWorkflows lists the workflows of cases that may be read. The server is asked for these and no others, some cases
// after some, the latest filed first; so nothing of what it says, or how long it takes, comes of any other case.
func (v *temporalVisit) listWorkflows() error {
	given := v.r.URL.Query()
	search, err := parseWorkflowSearch(given.Get("query"))
	if err != nil {
		return err
	}
	place, err := parseListPlace(given.Get(pageToken))
	if err != nil {
		return err
	}
	size, err := strconv.Atoi(given.Get("pageSize"))
	if err != nil || size <= 0 || size > mostWorkflows {
		size = casesAtOnce
	}
	page := workflowList{Executions: []json.RawMessage{}}
	for {
		cases, next, err := v.readableCases(place.cursor)
		if err != nil {
			return err
		}
		found, failed := v.workflowsOf(cases, search)
		if failed != nil {
			return v.send(failed)
		}
		found = found[min(place.after, len(found)):]
		if taken := size - len(page.Executions); len(found) > taken {
			page.Executions = append(page.Executions, found[:taken]...)
			page.NextPageToken = listPlace{place.cursor, place.after + taken}.String()
			return v.sendJSON(page)
		}
		page.Executions = append(page.Executions, found...)
		if next == "" {
			return v.sendJSON(page)
		}
		place = listPlace{cursor: next}
	}
}

// countWorkflows counts what listWorkflows would list.
func (v *temporalVisit) countWorkflows() error {
	search, err := parseWorkflowSearch(v.r.URL.Query().Get("query"))
	if err != nil {
		return err
	}
	total := workflowCounts{}
	for cursor := ""; ; {
		cases, next, err := v.readableCases(cursor)
		if err != nil {
			return err
		}
		query := url.Values{"query": {search.among(cases) + search.grouped}}
		reply := v.ask(http.MethodGet, temporalCases+"/workflow-count", query, nil)
		if reply.status != http.StatusOK {
			return v.send(reply)
		}
		if err := total.add(reply.body.Bytes()); err != nil {
			return err
		}
		if cursor = next; cursor == "" {
			return v.sendJSON(total)
		}
	}
}

// readableCases are the next cases that the visitor may read, from a place in the register.
func (v *temporalVisit) readableCases(cursor string) ([]complaint.CaseID, string, error) {
	query := record.Query{Cursor: cursor, Limit: casesAtOnce}
	rows, next, err := v.Store.ListRegister(v.r.Context(), v.who.Person, query)
	ids := make([]complaint.CaseID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return ids, next, err
}

// workflowsOf are those of the cases that the search finds, in the server's order; or what it said instead.
func (v *temporalVisit) workflowsOf(
	cases []complaint.CaseID, search workflowSearch,
) (found []json.RawMessage, failed *temporalReply) {
	query := url.Values{"query": {search.among(cases)}, "pageSize": {strconv.Itoa(mostWorkflows)}}
	for {
		reply := v.ask(http.MethodGet, temporalCases+"/workflows", query, nil)
		var page workflowList
		if reply.status != http.StatusOK || json.Unmarshal(reply.body.Bytes(), &page) != nil {
			return nil, reply
		}
		found = append(found, page.Executions...)
		if page.NextPageToken == "" {
			return found, nil
		}
		query.Set(pageToken, page.NextPageToken)
	}
}

// workflowSearch is what somebody looks for in Temporal's pages.
type workflowSearch struct {
	condition string
	// grouped is how counts are grouped: " GROUP BY …", or nothing.
	grouped string
}

var groupedBy = regexp.MustCompile(`(?i)(^|[ )])GROUP +BY +([A-Za-z]+(?: *, *[A-Za-z]+)*) *$`)

// parseWorkflowSearch refuses what could reach beyond the brackets that it is put into: brackets that are not closed,
// or that close others, escapes and comments.
func parseWorkflowSearch(text string) (workflowSearch, error) {
	refused := complaint.Refuse(complaint.Invalid, "request.search_unclear", nil).At("query")
	if len(text) > longestQuery || strings.ContainsAny(text, "\\;#\x00\r\n") {
		return workflowSearch{}, refused
	}
	s := workflowSearch{condition: strings.TrimSpace(text)}
	depth, quote := 0, rune(0)
	for i, c := range s.condition {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"' || c == '`':
			quote = c
		case strings.HasPrefix(s.condition[i:], "--") || strings.HasPrefix(s.condition[i:], "/*"):
			return workflowSearch{}, refused
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth < 0 {
				return workflowSearch{}, refused
			}
		}
	}
	if depth != 0 || quote != 0 {
		return workflowSearch{}, refused
	}
	if at := groupedBy.FindStringSubmatchIndex(s.condition); at != nil {
		s.grouped = " GROUP BY " + s.condition[at[4]:at[5]]
		s.condition = strings.TrimSpace(s.condition[:at[3]])
	}
	return s, nil
}

// among is the condition among the workflows of the cases.
func (s workflowSearch) among(cases []complaint.CaseID) string {
	names := []string{"'" + workflowOfCase + "'"} // no case's, for whoever may read none
	for _, id := range cases {
		names = append(names, "'"+workflowOfCase+string(id)+"'")
	}
	named := "WorkflowId IN (" + strings.Join(names, ", ") + ")"
	if s.condition == "" {
		return named
	}
	return "(" + s.condition + ") AND " + named
}

// workflowCounts are counts as the server and its pages know them.
type workflowCounts struct {
	Count  int64           `json:"count,string"`
	Groups []workflowGroup `json:"groups,omitempty"`
}

type workflowGroup struct {
	GroupValues json.RawMessage `json:"groupValues"`
	Count       int64           `json:"count,string"`
}

// add adds what the server counted, group by group.
func (t *workflowCounts) add(counted []byte) error {
	var more workflowCounts
	if err := json.Unmarshal(counted, &more); err != nil {
		return fmt.Errorf("read Temporal's counts: %w", err)
	}
	t.Count += more.Count
	for _, group := range more.Groups {
		i := slices.IndexFunc(t.Groups, func(g workflowGroup) bool {
			return string(g.GroupValues) == string(group.GroupValues)
		})
		if i < 0 {
			t.Groups = append(t.Groups, group)
			continue
		}
		t.Groups[i].Count += group.Count
	}
	return nil
}

// String is the place as a page's token.
func (p listPlace) String() string {
	return base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(p.after) + "/" + p.cursor))
}

// parseListPlace reads what String wrote; the beginning for "". The cursor is looked at where it is used.
func parseListPlace(token string) (listPlace, error) {
	if token == "" {
		return listPlace{}, nil
	}
	refused := complaint.Refuse(complaint.Invalid, "page.cursor_unknown", nil).At(pageToken)
	plain, err := base64.StdEncoding.DecodeString(token)
	if err != nil || len(token) > longestToken {
		return listPlace{}, refused
	}
	after, cursor, _ := strings.Cut(string(plain), "/")
	p := listPlace{cursor: cursor}
	if p.after, err = strconv.Atoi(after); err != nil || p.after < 0 {
		return listPlace{}, refused
	}
	return p, nil
}
