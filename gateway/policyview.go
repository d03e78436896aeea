package gateway

import (
	"duban/complaint"
	"duban/policy"
	speech "duban/web/words"
)

type (
	// PolicyView is a policy for screens.
	PolicyView struct {
		ID              string             `json:"id"`
		Version         int                `json:"version"`
		SHA256          string             `json:"sha256"`
		Title           string             `json:"title"`
		Effective       string             `json:"effective"`
		Calendar        string             `json:"calendar"`
		Roles           []roleView         `json:"roles" nullable:"false"`
		Kinds           []kindView         `json:"kinds" nullable:"false"`
		Sources         []sourceView       `json:"sources" nullable:"false"`
		Channels        []channelView      `json:"channels" nullable:"false"`
		Categories      []categoryView     `json:"categories" nullable:"false"`
		Severities      []CodeView         `json:"severities" nullable:"false"`
		DefaultSeverity *string            `json:"default_severity"`
		SlipKinds       []CodeView         `json:"slips" nullable:"false" doc:"Kinds of slip, as the regulation calls them"`
		Registers       []bookView         `json:"registers" nullable:"false" doc:"The regulation's own registers (登记簿)"`
		Dispositions    []CodeView         `json:"dispositions" nullable:"false" doc:"The regulation's own; the common ones have words of their own"`
		Parties         []partyRuleView    `json:"parties" nullable:"false" doc:"The roles that parties can have"`
		Intake          intakeView         `json:"intake"`
		Forms           map[string]any     `json:"forms" doc:"JSON Schemas by name: intake, a step's id, command.<name>, command.<name>.<deadline> where the regulation asks for more with it"`
		Steps           []stepView         `json:"steps" nullable:"false"`
		Graph           policy.Graph       `json:"graph" doc:"The procedure as a flow diagram: the way of a case is marked on it by step and outcome"`
		Deadlines       []deadlineRuleView `json:"deadlines" nullable:"false"`
		Clauses         []clauseView       `json:"clauses" nullable:"false"`
		Settings        []settingView      `json:"settings" nullable:"false"`
		Guidance        []guidanceView     `json:"guidance" nullable:"false"`
		Messages        []messageKindView  `json:"messages" nullable:"false"`
		May             []permissionView   `json:"may" nullable:"false"`
	}
	roleView struct {
		ID       complaint.RoleID `json:"id"`
		Title    string           `json:"title"`
		Level    int              `json:"level"`
		Sees     string           `json:"sees"`
		PerUnit  bool             `json:"per_unit"`
		Identity bool             `json:"identity"`
	}
	// CodeView is a code of a policy with its title and the clauses it serves.
	CodeView struct {
		Code    string   `json:"code"`
		Title   string   `json:"title"`
		Clauses []string `json:"clauses" nullable:"false"`
	}
	bookView struct {
		CodeView
		Columns []fieldTitle `json:"columns" nullable:"false"`
	}
	fieldTitle struct {
		Field string `json:"field"`
		Title string `json:"title"`
	}
	partyRuleView struct {
		Role  string `json:"role"`
		Title string `json:"title"`
		Many  bool   `json:"many" doc:"Several can be named, units among them"`
		// Required: a matter that names none is not taken in.
		Required bool `json:"required"`
		// Own: the policy has a rule of its own for it.
		Own bool `json:"own"`
		// Represented are the ways in which somebody speaks for such a party.
		Represented []CodeView `json:"represented" nullable:"false" doc:"The ways in which somebody can speak for such a party"`
	}
	kindView struct {
		CodeView
		First  string `json:"first" doc:"The step it begins with"`
		Linked bool   `json:"linked" doc:"It begins from another case; nobody files it"`
		Each   string `json:"each" doc:"The period for each of which the program opens it, such as month; empty if it does not"`
		Final  bool   `json:"final" doc:"No review is requested of it"`
	}
	sourceView struct {
		CodeView
		Channels []CodeView         `json:"channels" nullable:"false"`
		By       []complaint.RoleID `json:"by" nullable:"false" doc:"Of the intake's roles, those that register what comes from here"`
	}
	channelView struct {
		CodeView
		Source string `json:"source"`
	}
	categoryView struct {
		CodeView
		Kinds []CodeView `json:"kinds" nullable:"false" doc:"Codes are complete: damage.wet"`
	}
	intakeView struct {
		By           []complaint.RoleID `json:"by" nullable:"false"`
		Kinds        []CodeView         `json:"kinds" nullable:"false" doc:"Kinds that are filed; others are opened by a case"`
		Clauses      []string           `json:"clauses" nullable:"false"`
		BackdateDays *int               `json:"backdate_days"`
		Public       bool               `json:"public"`
		Guidance     []guidanceView     `json:"guidance" nullable:"false"`
	}
	stepView struct {
		ID       string        `json:"id"`
		Title    string        `json:"title"`
		Kind     string        `json:"kind" doc:"task, approval, meeting, notice, survey, recusal or window"`
		ByTitle  string        `json:"by_title" doc:"Who does it, for people"`
		When     *string       `json:"when" doc:"The step is entered only if"`
		Else     *string       `json:"else"`
		Join     bool          `json:"join" doc:"It waits for every branch that can still come"`
		Need     int           `json:"need" doc:"How many of all are enough; 0: every one"`
		By       []string      `json:"by" nullable:"false" doc:"One of these does the step"`
		All      []string      `json:"all" nullable:"false" doc:"Each of these does their part"`
		Of       []string      `json:"of" nullable:"false" doc:"The step an approval decides on, or the party a survey asks"`
		Limit    *string       `json:"limit"`
		Clauses  []string      `json:"clauses" nullable:"false"`
		Setting  *string       `json:"setting"`
		Form     string        `json:"form"`
		Outcomes []outcomeView `json:"outcomes" nullable:"false"`
		Closes   bool          `json:"closes"`
		Ladder   []rungView    `json:"ladder" nullable:"false"`
		MovesView
		Guidance []guidanceView `json:"guidance" nullable:"false"`
	}
	outcomeView struct {
		ID     string   `json:"id"`
		Title  string   `json:"title"`
		Next   []string `json:"next" nullable:"false" doc:"Steps that follow, side by side; archive is the end of a branch"`
		Staff  bool     `json:"staff"`
		Issues bool     `json:"issues" doc:"It issues a document or serves a notice, which POST /cases/{id}/drafts shows first"`
	}
	deadlineRuleView struct {
		ID     string      `json:"id"`
		Title  string      `json:"title"`
		From   string      `json:"from"`
		Until  string      `json:"until"`
		Limits []limitView `json:"limits" nullable:"false"`
		Ladder []rungView  `json:"ladder" nullable:"false"`
		MovesView
	}
	limitView struct {
		When    *string `json:"when"`
		Limit   string  `json:"limit"`
		Target  *string `json:"target"`
		Clause  *string `json:"clause"`
		Setting *string `json:"setting"`
	}
	rungView struct {
		Before  *string              `json:"before" doc:"How long before the limit, such as 4h"`
		After   *string              `json:"after" doc:"How long after it; at the limit itself where both are null"`
		Action  complaint.RungAction `json:"action" enum:"remind,slip,escalate"`
		To      string               `json:"to" doc:"Seat: holder is whoever owes what is due"`
		Slip    *string              `json:"slip" doc:"Which kind of slip is issued"`
		Copies  []string             `json:"copies" nullable:"false" doc:"Roles that get a copy of the slip"`
		Reply   *string              `json:"reply" doc:"How long there is to answer the slip, such as 1wd"`
		Setting *string              `json:"setting"`
		Clause  *string              `json:"clause"`
	}
	clauseView struct {
		ID       string   `json:"id"`
		Kind     string   `json:"kind" enum:"enforced,recorded,guidance"`
		Gist     string   `json:"gist"`
		Coverage []string `json:"coverage" nullable:"false" doc:"The elements that serve it"`
		Later    *string  `json:"later"`
	}
	settingView struct {
		ID    string `json:"id"`
		Title string `json:"title"`
		Value string `json:"value"`
		Why   string `json:"why"`
	}
	guidanceView struct {
		Clause string   `json:"clause"`
		Title  string   `json:"title"`
		Show   []string `json:"show" nullable:"false"`
	}
	messageKindView struct {
		CodeView
		From string `json:"from" enum:"organisation,complainant"`
	}
	permissionView struct {
		Command string   `json:"command"`
		Title   string   `json:"title"`
		Within  *string  `json:"within" doc:"How long after the service a review may be requested"`
		Begins  []string `json:"begins" nullable:"false" doc:"Kinds of matter that it can begin"`
		Decided *string  `json:"decided_by" doc:"The step that decides or answers"`
		LeadsTo []string `json:"leads_to" nullable:"false" doc:"The steps at which the case can go on after it"`
		By      []string `json:"by" nullable:"false"`
		Form    *string  `json:"form"`
		Clauses []string `json:"clauses" nullable:"false"`
		Setting *string  `json:"setting"`
	}
)

// policyViewOf is the whole policy for screens and for reading.
func policyViewOf(p *policy.Policy, l speech.Language) PolicyView {
	d, ref := p.Doc, p.Ref()
	l = p.In(l)
	return PolicyView{
		ID:              ref.ID,
		Version:         ref.Version,
		SHA256:          ref.SHA256,
		Title:           l.SayValue(d.Title),
		Effective:       d.Effective,
		Calendar:        d.Calendar,
		Roles:           roleViews(p, l),
		Kinds:           kindViews(p, l),
		Sources:         sourceViews(p, l),
		Channels:        channelViews(p, l),
		Categories:      categoryViews(p, l),
		Severities:      codeViews(l, d.Intake.Severities, ""),
		DefaultSeverity: orNull(d.Intake.DefaultSeverity.Text),
		SlipKinds:       slipKindViews(p, l),
		Registers:       bookViews(p, l),
		Dispositions:    dispositionViews(p, l),
		Parties:         partyRuleViews(p, l),
		Intake:          intakeViewOf(p, l),
		Forms:           p.FormSchemas(l),
		Steps:           stepViews(p, l),
		Graph:           p.Graph(l),
		Deadlines:       deadlineRuleViews(p, l),
		Clauses:         clauseViews(p, l),
		Settings:        settingViews(p, l),
		Guidance:        allGuidanceViews(p, l),
		Messages:        messageKindViews(p, l),
		May:             permissionViews(p, l),
	}
}
