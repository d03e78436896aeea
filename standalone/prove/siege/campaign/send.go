package campaign

import (
	"cmp"
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/google/uuid"

	"duban/standalone/prove/siege/checker"
)

// giveUp is how often a client whose outcome is unknown never asks again (I2: such a command stands in the
// journal once or not at all), where the options do not say.
const giveUp = 0.02

// mostEndurance is how long a client asks where the options do not say: longer than any blow lasts.
const mostEndurance = time.Minute

// errand is one command on its way to the program.
type errand struct {
	who  *person
	path string
	ask  checker.Ask
	body map[string]any
}

// sendUntilKnown carries out an errand until its outcome is known. Only an unknown outcome is asked for again, with the
// same key and the same bytes. It returns the answer, an empty one if none was learnt.
func (s *Siege) sendUntilKnown(ctx context.Context, rng *rand.Rand, e errand) reply {
	body, err := json.Marshal(e.body)
	if err != nil {
		s.reportTrouble(err)
		return reply{}
	}
	key := uuid.NewString()
	s.logEntry(checker.Entry{Kind: checker.Invoke, Key: key, Ask: &e.ask})
	until := s.Now().Add(cmp.Or(s.Endurance, mostEndurance))
	for {
		r, err := e.who.sendRequest(ctx, http.MethodPost, e.path, key, body)
		if err != nil {
			r = reply{}
		}
		switch {
		case r.isAcknowledged():
			s.logEntry(checker.Entry{Kind: checker.OK, Key: key, Got: r.asLogged()})
			s.countAcknowledged(e.ask.Case == "")
			return r
		case r.status == http.StatusUnauthorized && e.who.username != "":
			err = e.who.signInUntilDone(ctx)
		case r.status >= 400 && r.status < 500 && r.status != http.StatusTooManyRequests:
			s.logEntry(checker.Entry{Kind: checker.Fail, Key: key, Got: r.asLogged()})
			s.refused.Add(1)
			return r
		}
		got := r.asLogged()
		if err != nil {
			got.Error = err.Error()
		}
		s.logEntry(checker.Entry{Kind: checker.Attempt, Key: key, Got: got})
		s.again.Add(1)
		if s.Now().After(until) || rng.Float64() < cmp.Or(s.GiveUp, giveUp) ||
			waitUnlessDone(ctx, time.Duration(50+rng.IntN(350))*time.Millisecond) != nil {
			s.logEntry(checker.Entry{Kind: checker.Unknown, Key: key})
			return reply{}
		}
	}
}
