package play

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

const (
	// mostMoves bounds what is done in one case: no regulation needs half as many, so one that does goes in a circle.
	mostMoves = 200
	// mostPauses bounds how often a case's clock is moved on because nobody has anything to do.
	mostPauses = 30
	// pause is how far it is moved each time.
	pause = "5d"
)

// Finisher is the whole demonstration organisation working one case of any regulation to its end. It knows nothing of
// the regulation but what the program says: who holds which role, what is offered to whom, which form that takes, what
// is wrong with what was filled in.
type Finisher struct {
	people *People
	id     string
	// crew are the users of the case's regulation, those who see most first; forms are its forms.
	crew  []member
	forms map[string]any
	// files are what was handed in for the case, to be named in forms.
	files []string
	dice  *rand.Rand
	// refused is what was said last to each thing that was tried in vain.
	refused map[string]string
	// Moves are the commands that were accepted, Pauses how often the clock was moved on.
	Moves, Pauses int
}

// member is a user with the role they hold.
type member struct{ username, role string }

// NewFinisher is about to work a case, filed under a version of a regulation (0: the one in force), to its end.
func NewFinisher(
	ctx context.Context, people *People, administrator, id, regulation string, version int,
) (*Finisher, error) {
	admin, err := people.SignIn(ctx, administrator)
	if err != nil {
		return nil, err
	}
	r, err := admin.Get(ctx, "/api/v1/policies/"+regulation+"?version="+strconv.Itoa(version))
	if err == nil && r.Status != http.StatusOK {
		err = fmt.Errorf("%d %s", r.Status, r.Raw)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", regulation, err)
	}
	f := &Finisher{
		people: people,

		id:      id,
		forms:   asObject(r.JSON["forms"]),
		dice:    rand.New(rand.NewPCG(1, uint64(len(id)))), //nolint:gosec // the same case is worked the same way
		refused: map[string]string{},
	}
	roles := r.ObjectsAt("roles")
	slices.SortStableFunc(roles, func(a, b map[string]any) int { return breadthOfRole(b) - breadthOfRole(a) })
	for _, role := range roles {
		for _, suffix := range []string{"", "2"} {
			f.crew = append(f.crew, member{textOfJSON(role["id"]) + suffix, textOfJSON(role["id"])})
		}
	}
	return f, nil
}

// breadthOfRole orders roles by how much they see: all cases, then by level.
func breadthOfRole(role map[string]any) int {
	level, _ := role["level"].(float64)
	if role["sees"] == "all" {
		level += 100
	}
	return int(level)
}

// WorkToArchive works the case until it is archived. The error tells how it stands when that does not come about.
func (f *Finisher) WorkToArchive(ctx context.Context) error {
	for f.Moves < mostMoves && f.Pauses < mostPauses {
		seen, err := f.readCase(ctx)
		if err != nil {
			return err
		}
		if seen.TextAt("status") == "archived" {
			return nil
		}
		done, err := f.makeProgress(ctx, seen)
		if err != nil {
			return err
		}
		if done {
			f.Moves++
			continue
		}
		if err := f.letTimePass(ctx); err != nil {
			return err
		}
	}
	seen, err := f.readCase(ctx)
	if err != nil {
		return err
	}
	return fmt.Errorf("case %s did not end after %d moves and %d pauses; refused: %v; it stands so: %s",
		f.id, f.Moves, f.Pauses, f.refused, seen.Raw)
}

// readCase is the case as the first of the organisation sees it who may.
func (f *Finisher) readCase(ctx context.Context) (Reply, error) {
	r, err := f.ReadCasePart(ctx, "/api/v1/cases/"+f.id)
	if err == nil && r.Status != http.StatusOK {
		err = fmt.Errorf("nobody may read case %s: %d %s", f.id, r.Status, r.Raw)
	}
	return r, err
}

// ReadCasePart reads something of the case as the first of the organisation to whom it is shown.
func (f *Finisher) ReadCasePart(ctx context.Context, path string) (r Reply, err error) {
	for _, m := range f.crew {
		who, err := f.people.SignIn(ctx, m.username)
		if err != nil {
			return r, err
		}
		if r, err = who.Get(ctx, path); err != nil || r.Status == http.StatusOK {
			return r, err
		}
	}
	return r, nil
}

func (f *Finisher) readCaseAs(ctx context.Context, username string) (Reply, error) {
	who, err := f.people.SignIn(ctx, username)
	if err != nil {
		return Reply{}, err
	}
	return who.Get(ctx, "/api/v1/cases/"+f.id)
}

// makeProgress does one thing that leads on: goes on with a clock that stands, completes a task, answers a slip.
func (f *Finisher) makeProgress(ctx context.Context, seen Reply) (bool, error) {
	if slices.ContainsFunc(seen.ObjectsAt("deadlines"), func(d map[string]any) bool {
		return d["state"] == "suspended"
	}) {
		if done, err := f.giveAnyCommand(ctx, "resume"); done || err != nil {
			return done, err
		}
	}
	for _, task := range seen.ObjectsAt("tasks") {
		if task["state"] != "open" && task["state"] != "claimed" {
			continue
		}
		for _, m := range f.likelyMembers(task) {
			if done, err := f.completeTask(ctx, m, textOfJSON(task["id"])); done || err != nil {
				return done, err
			}
		}
	}
	return f.giveAnyCommand(ctx, "reply_slip")
}

// likelyMembers are the crew, those first who hold one of the task's roles.
func (f *Finisher) likelyMembers(task map[string]any) []member {
	roles, _ := task["roles"].([]any)
	var holders, others []member
	for _, m := range f.crew {
		if slices.Contains(roles, any(m.role)) {
			holders = append(holders, m)
		} else {
			others = append(others, m)
		}
	}
	return append(holders, others...)
}

// completeTask completes a task if it is offered to the user, with the first outcome that is accepted.
func (f *Finisher) completeTask(ctx context.Context, m member, task string) (bool, error) {
	seen, err := f.readCaseAs(ctx, m.username)
	if err != nil || seen.Status != http.StatusOK {
		return false, err
	}
	for _, t := range seen.ObjectsAt("tasks") {
		if t["id"] != task {
			continue
		}
		for _, action := range asObjects(t["actions"]) {
			if action["command"] != "complete" || action["allowed"] != true {
				continue
			}
			body := map[string]any{"command": "complete", "task": task, "outcome": action["outcome"]}
			if done, err := f.sendFilled(ctx, m, seen, body, textOfJSON(action["form"])); done || err != nil {
				return done, err
			}
		}
	}
	return false, nil
}

// giveAnyCommand gives a command that belongs to no task, as the first of the crew to whom it is offered.
func (f *Finisher) giveAnyCommand(ctx context.Context, command string) (bool, error) {
	for _, m := range f.crew {
		seen, err := f.readCaseAs(ctx, m.username)
		if err != nil {
			return false, err
		}
		for _, action := range seen.ObjectsAt("actions") {
			if action["command"] != command || action["allowed"] != true {
				continue
			}
			body := map[string]any{"command": command, "data": map[string]any{}}
			for _, name := range []string{"slip", "deadline"} {
				if action[name] != nil {
					asObject(body["data"])[name] = action[name]
				}
			}
			if done, err := f.sendFilled(ctx, m, seen, body, textOfJSON(action["form"])); done || err != nil {
				return done, err
			}
		}
	}
	return false, nil
}

// sendFilled fills in a command's form and corrects what is refused, until it is accepted or there is nothing left to
// try.
func (f *Finisher) sendFilled(
	ctx context.Context, m member, seen Reply, body map[string]any, form string,
) (bool, error) {
	who, err := f.people.SignIn(ctx, m.username)
	if err != nil {
		return false, err
	}
	filled, err := f.newFilling(ctx, seen, asObject(f.forms[form]), asObject(body["data"]))
	if err != nil {
		return false, err
	}
	for range mostTries {
		body["data"] = filled.valuesNow()
		r, err := who.Post(ctx, "/api/v1/cases/"+f.id+"/commands", "", body)
		if err != nil {
			return false, err
		}
		switch r.Status {
		case http.StatusOK, http.StatusAccepted:
			return true, nil
		case http.StatusServiceUnavailable, http.StatusTooManyRequests:
			continue
		}
		said, _ := json.Marshal(body)
		f.refused[m.username+" "+textOfJSON(body["command"])+
			" "+textOfJSON(body["outcome"])] = fmt.Sprintf("%s: %s", r.Raw, said)
		if r.TextAt("code") != "invalid" || !filled.correctField(r.TextAt("field")) {
			return false, nil
		}
	}
	return false, nil
}

// letTimePass moves the case's clock on, or lets the program work where the case has just been opened or ended.
func (f *Finisher) letTimePass(ctx context.Context) error {
	f.Pauses++
	for _, m := range f.crew {
		who, err := f.people.SignIn(ctx, m.username)
		if err != nil {
			return err
		}
		r, err := who.Post(ctx, "/api/v1/rehearsal/cases/"+url.PathEscape(f.id)+"/advance", "",
			map[string]any{"by": pause})
		if err != nil {
			return err
		}
		if r.Status != http.StatusNotFound {
			f.refused["advance"] = ""
			if r.Status != http.StatusOK {
				f.refused["advance"] = string(r.Raw)
			}
			return nil
		}
	}
	return fmt.Errorf("nobody may advance case %s", f.id)
}
