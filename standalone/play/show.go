package play

import (
	"context"
	"errors"
	"fmt"
	"io"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// Show is a scenario to be played before people.
type Show struct {
	Policy *policy.Policy
	Script scenario.Script
	// Journal is where the journals of the scenario's cases are printed, Progress where each step is told.
	Journal, Progress io.Writer
}

// PlayOn plays the scenario on a program and prints what its journals say then. The error names the first expectation
// of the scenario that did not hold.
func (s Show) PlayOn(ctx context.Context, people *People) error {
	player := NewPlayer(ctx, people, s.Policy)
	announcing := &announcingPlayer{
		Player: player,
		policy: s.Policy,
		steps:  len(s.Script.Steps),
		to:     s.Progress,
	}
	var wrong error
	for f := range scenario.Mismatches(s.Script, announcing) {
		wrong = fmt.Errorf("情形“%s”的期望没有全部成立 (an expectation did not hold): %s", s.Script.Name, f)
		break
	}
	if err := errors.Join(wrong, s.printJournals(player)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.Journal, "\n情形的 %d 步及结局全部如期成立 (every expectation held)。\n", len(s.Script.Steps))
	return err
}

func (s Show) printJournals(player *Player) error {
	teller := newTeller(s.Policy)
	for name, one := range player.own.people {
		teller.names[one.id] = name
	}
	for name, id := range player.own.units {
		teller.names[id] = name
	}
	fmt.Fprintf(s.Journal, "《%s》第 %d 版：%s\n", s.Policy.Doc.Title, s.Policy.Doc.Version, s.Script.Name)
	for i, id := range player.cases {
		events, err := player.readJournal(id)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.Journal, "\n第 %d 件的办理经过 (journal of case %d)\n", i+1, i+1)
		for _, event := range events {
			fmt.Fprintln(s.Journal, teller.eventLine(event))
		}
	}
	return nil
}

// announcingPlayer is a player that tells each step and what came of it.
type announcingPlayer struct {
	*Player
	policy      *policy.Policy
	step, steps int
	to          io.Writer
}

// FileCase implements [scenario.Player].
func (a *announcingPlayer) FileCase(s scenario.Script) scenario.Outcome {
	out := a.Player.FileCase(s)
	a.announce(scenario.Step{At: s.Clock, By: s.FiledBy(a.policy), Does: "file"}, out)
	return out
}

// PlayStep implements [scenario.Player].
func (a *announcingPlayer) PlayStep(st scenario.Step) scenario.Outcome {
	out := a.Player.PlayStep(st)
	a.step++
	a.announce(st, out)
	return out
}

func (a *announcingPlayer) announce(st scenario.Step, out scenario.Outcome) {
	fmt.Fprintf(a.to, "%2d/%d", a.step, a.steps)
	if !st.At.IsZero() {
		fmt.Fprintf(a.to, " 到 %s", st.At.Format(minute))
	}
	for _, word := range []string{st.By, st.Does, st.Task, st.Outcome} {
		if word != "" {
			fmt.Fprint(a.to, " ", word)
		}
	}
	refused := complaint.RefusalIn(out.Err)
	switch {
	case refused != nil:
		fmt.Fprintf(a.to, "：拒绝 (refused) %s %s%s\n", refused.Detail, refused.Clause, refused.Setting)
	case out.Err != nil:
		fmt.Fprintf(a.to, "：%v\n", out.Err)
	default:
		fmt.Fprintf(a.to, "：记录 %d 条 (recorded)\n", len(out.Events))
	}
}
