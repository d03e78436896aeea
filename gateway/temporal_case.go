package gateway

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/google/uuid"

	"duban/complaint"
	"duban/record"
)

// workflowCall is what can be asked of the workflow of a case. The parameters are all that it takes.
type workflowCall struct {
	path       *regexp.Regexp
	asks       bool // by POST
	parameters []string
}

var workflowCalls = []workflowCall{
	{path: regexp.MustCompile(`^$`), parameters: []string{executionRun}},
	{path: regexp.MustCompile(`^history(-reverse)?$`), parameters: []string{
		executionRun, pageToken, "maximumPageSize", "waitNewEvent", "historyEventFilterType", "skipArchival",
	}},
	{path: regexp.MustCompile(`^run/[0-9a-f-]{36}/history\.json$`)},
	{path: regexp.MustCompile(`^query/[A-Za-z_]{1,64}$`), asks: true},
}

const (
	executionRun = "execution.runId"
	pageToken    = "nextPageToken"
	longestToken = 8 << 10
)

// answerOfCase answers a call about the workflow of one case: for whoever may read the case, when the call comes and
// still when it is answered, and written down as a reading before.
func (v *temporalVisit) answerOfCase(reads bool, workflow string, rest []string) error {
	id, ofCase := strings.CutPrefix(workflow, workflowOfCase)
	if parsed, err := uuid.Parse(id); !ofCase || err != nil || parsed.String() != id {
		id = "" // no case's, which is asked like one
	}
	if err := v.requireMayRead(v.r.Context(), v.who.Person, complaint.CaseID(id)); err != nil {
		return err
	}
	called := strings.Join(rest, "/")
	for _, call := range workflowCalls {
		if call.asks != reads && call.path.MatchString(called) {
			return v.answerWorkflowCall(complaint.CaseID(id), call, called)
		}
	}
	return notFoundError()
}

func (v *temporalVisit) answerWorkflowCall(id complaint.CaseID, call workflowCall, called string) error {
	ctx := v.r.Context()
	query, err := v.parametersOfCase(id, call)
	if err != nil {
		return err
	}
	err = v.noteReading(ctx, record.Reading{Case: id, User: v.who.Person.ID, Kind: record.ReadWorkflow})
	if err != nil {
		return err
	}
	where, method, body := temporalCases+"/workflows/"+workflowOfCase+string(id), http.MethodGet, []byte(nil)
	if called != "" {
		where += "/" + called
	}
	if call.asks {
		method = http.MethodPost
		body = fmt.Appendf(nil, `{"query":{"queryType":%q}}`, strings.TrimPrefix(called, "query/"))
	}
	reply := v.ask(method, where, query, body)
	// it may have waited for news of the case until its reader was recused
	account, err := v.Store.AccountByID(ctx, v.who.Person.ID)
	if err != nil {
		return err
	}
	if err := v.requireMayRead(ctx, account.Person, id); err != nil {
		return err
	}
	return v.send(v.withSignedToken(id, reply))
}

// parametersOfCase are the parameters of a call. The server believes a page's token whatever it names, so one counts
// only if it was given out for this case.
func (v *temporalVisit) parametersOfCase(id complaint.CaseID, call workflowCall) (url.Values, error) {
	query := v.parameters(call.parameters...)
	signed := query.Get(pageToken)
	if signed == "" {
		return query, nil
	}
	token, ok := v.openToken(id, signed)
	if !ok {
		return nil, notFoundError()
	}
	query.Set(pageToken, token)
	return query, nil
}

// withSignedToken is the reply with its token, if it has one, signed for the case.
func (v *temporalVisit) withSignedToken(id complaint.CaseID, reply *temporalReply) *temporalReply {
	var fields map[string]json.RawMessage
	var token string
	if json.Unmarshal(reply.body.Bytes(), &fields) != nil || json.Unmarshal(fields[pageToken], &token) != nil ||
		token == "" {
		return reply
	}
	fields[pageToken], _ = json.Marshal(v.signToken(id, token)) // a string: cannot fail
	encoded, _ := json.Marshal(fields)                          // what was JSON before: cannot fail
	reply.body.Reset()
	reply.body.Write(encoded)
	return reply
}

func (v *temporalVisit) signToken(id complaint.CaseID, token string) string {
	mark := v.deriveBytes("temporal page", string(id), token)
	return base64.StdEncoding.EncodeToString(append(mark, token...))
}

func (v *temporalVisit) openToken(id complaint.CaseID, signed string) (string, bool) {
	if len(signed) > longestToken {
		return "", false
	}
	plain, err := base64.StdEncoding.DecodeString(signed)
	size := len(v.deriveBytes("temporal page"))
	if err != nil || len(plain) < size {
		return "", false
	}
	token := string(plain[size:])
	return token, hmac.Equal(plain[:size], v.deriveBytes("temporal page", string(id), token))
}
