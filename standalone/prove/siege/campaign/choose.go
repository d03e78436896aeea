package campaign

import (
	"math/rand/v2"

	"duban/standalone/prove/siege/checker"
)

// chance is something a person could do now, and how likely they do it.
type chance struct {
	weight float64
	ask    checker.Ask
	data   map[string]any
}

// oddsOf: what the program offers is done often, what it would refuse now and then.
func oddsOf(allowed bool, weight float64) float64 {
	if allowed {
		return weight
	}
	return weight / 15
}

// chooseErrand draws what somebody does who has just read the case.
func (s *Siege) chooseErrand(rng *rand.Rand, who *person, id string, seen reply) errand {
	chances := append(s.chancesAboutTasks(rng, seen), s.chancesAboutTheCase(rng, who, seen)...)
	total := 0.0
	for _, c := range chances {
		total += c.weight
	}
	dice, i := rng.Float64()*total, 0
	for ; i < len(chances)-1 && dice >= chances[i].weight; i++ {
		dice -= chances[i].weight
	}
	c := chances[i]
	c.ask.Actor, c.ask.Role, c.ask.Case = who.actor, who.role, id
	body := map[string]any{"command": c.ask.Command}
	if c.ask.Task != "" {
		body["task"] = c.ask.Task
	}
	if c.ask.Command == "complete" {
		body["outcome"] = c.ask.Outcome
	}
	if len(c.data) > 0 {
		body["data"] = c.data
	}
	return errand{who, "/api/v1/cases/" + id + "/commands", c.ask, body}
}

// chancesAboutTasks are the commands that name a task, whether offered or not.
func (s *Siege) chancesAboutTasks(rng *rand.Rand, seen reply) []chance {
	var chances []chance
	for _, task := range seen.objectsAt("tasks") {
		state := textAt(task, "state")
		live := state == "open" || state == "claimed"
		if !live && rng.Float64() < 0.9 {
			continue
		}
		ask := checker.Ask{Task: textAt(task, "id"), Step: textAt(task, "step")}
		offered := func(command string) bool { return live && isOffered(objectsAt(task, "actions"), command) }
		claim, release, assign := ask, ask, ask
		claim.Command, release.Command, assign.Command = "claim", "release", "assign"
		assign.To = s.anyoneOf(rng, "agent", "branch", "supervisor").actor
		complete, data := s.fillCompletion(rng, ask, seen)
		chances = append(
			chances,
			chance{oddsOf(offered("complete"), 9), complete, data},
			chance{oddsOf(offered("claim"), 3), claim, nil},
			chance{oddsOf(offered("release"), 0.8), release, nil},
			chance{oddsOf(offered("assign"), 0.8), assign, map[string]any{"to": assign.To}},
		)
	}
	return chances
}

// isOffered reports whether a command is among the actions and allowed.
func isOffered(actions []map[string]any, command string) bool {
	for _, a := range actions {
		if allowed, _ := a["allowed"].(bool); textAt(a, "command") == command && allowed {
			return true
		}
	}
	return false
}

// fillCompletion fills in the form of the task's step.
func (s *Siege) fillCompletion(rng *rand.Rand, ask checker.Ask, seen reply) (checker.Ask, map[string]any) {
	ask.Command, ask.Canaries = "complete", []string{s.newCanaryText("t")}
	said := ask.Canaries[0]
	switch ask.Step {
	case "locate":
		ask.Outcome, ask.Canaries = "located", nil
		ask.Unit = s.units["branch"]
		if rng.Float64() < 0.2 {
			ask.Unit = s.units["hub"]
		}
		return ask, map[string]any{"responsible_unit": ask.Unit}
	case "investigate":
		ask.Outcome = "handled"
		return ask, map[string]any{"finding": said, "established": rng.IntN(2) == 0}
	case "answer":
		ask.Outcome = "served"
		return ask, map[string]any{"at": seen.textAt("now"), "how": "phone", "text": said}
	case "visit":
		ask.Outcome = []string{"satisfied", "dissatisfied", "no_answer"}[rng.IntN(3)]
		return ask, map[string]any{"shortcoming": said}
	default:
		ask.Outcome = "resolved"
		return ask, map[string]any{"measure": said}
	}
}

// chancesAboutTheCase are the commands that name no task.
func (s *Siege) chancesAboutTheCase(rng *rand.Rand, who *person, seen reply) []chance {
	actions, archived := seen.objectsAt("actions"), seen.textAt("status") == "archived"
	said := func() (checker.Ask, string) {
		ask := checker.Ask{Canaries: []string{s.newCanaryText("t")}}
		return ask, ask.Canaries[0]
	}
	note, text1 := said()
	note.Command = "note"
	message, text2 := said()
	message.Command = "message"
	regrade, text3 := said()
	regrade.Command, regrade.Severity = "regrade", []string{"general", "medium", "severe"}[rng.IntN(3)]
	urge, text4 := said()
	urge.Command = "urge"
	withdraw, text5 := said()
	withdraw.Command = "withdraw"
	correct, text6 := said()
	correct.Command, correct.Seq = "correct", 1+rng.IntN(5)
	chances := []chance{
		{oddsOf(!archived, 2), note, map[string]any{"text": text1}},
		{oddsOf(isOffered(actions, "message"), 1), message, map[string]any{"text": text2}},
		{oddsOf(isOffered(actions, "regrade"), 1), regrade, map[string]any{
			"severity": regrade.Severity,
			"reason":   text3,
		}},
		{oddsOf(isOffered(actions, "urge"), 1), urge, map[string]any{"reason": text4}},
		{oddsOf(isOffered(actions, "withdraw"), 0.15), withdraw, map[string]any{"reason": text5}},
		{oddsOf(isOffered(actions, "correct"), 0.3), correct, map[string]any{"seq": correct.Seq, "reason": text6}},
	}
	for _, slip := range seen.objectsAt("slips") {
		reply, text7 := said()
		reply.Command, reply.Slip = "reply_slip", textAt(slip, "id")
		open := textAt(slip, "state") == "open" || textAt(slip, "state") == "overdue"
		chances = append(chances, chance{oddsOf(open && who.role == "branch", 2), reply, map[string]any{
			"slip": reply.Slip,
			"text": text7,
		}})
	}
	return chances
}
