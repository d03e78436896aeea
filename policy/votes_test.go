package policy

import "testing"

// What is needed is needed of one outcome; another is decided once that has become impossible, and not before.
func TestVotesDecideOneOutcome(t *testing.T) {
	agree, disagree, other := "agree", "disagree", "other"
	for _, c := range []struct {
		name        string
		motion, tie string
		need        int
		quorum      int
		votes       map[string]int
		left        int
		want        string
	}{
		{
			name:  "the fifth vote is not the fifth for it",
			need:  5,
			votes: map[string]int{disagree: 4, agree: 1},
			left:  2,
		},
		{
			name:  "five of one",
			need:  5,
			votes: map[string]int{disagree: 5, agree: 1},
			left:  1,
			want:  disagree,
		},
		{
			name:  "no five of any",
			tie:   "tie",
			need:  5,
			votes: map[string]int{disagree: 3, agree: 3},
			left:  1,
			want:  "tie",
		},
		{
			name:  "no five of any and no word for it",
			need:  5,
			votes: map[string]int{disagree: 3, agree: 3},
			left:  1,
		},
		{
			name:  "the most where all have voted",
			need:  5,
			votes: map[string]int{disagree: 3, agree: 4},
			want:  agree,
		},
		{
			name:   "a motion that can no longer carry",
			motion: agree,
			need:   5,
			votes:  map[string]int{disagree: 4},
			left:   3,
			want:   disagree,
		},
		{
			name:   "unless the votes could still be equal",
			motion: agree,
			tie:    "tie",
			need:   4,
			votes:  map[string]int{disagree: 3},
			left:   3,
		},
		{
			name:   "equal votes",
			motion: agree,
			tie:    "tie",
			need:   4,
			votes:  map[string]int{disagree: 3, agree: 3},
			want:   "tie",
		},
		{
			name:   "a motion and two ways to refuse it",
			motion: agree,
			need:   4,
			votes:  map[string]int{other: 1},
			left:   1,
		},
		{
			name:   "a motion and the way that most refuse it",
			motion: agree,
			need:   4,
			votes:  map[string]int{other: 2},
			left:   0,
			want:   other,
		},
		{
			name:   "not enough have voted",
			need:   2,
			quorum: 3,
			votes:  map[string]int{agree: 2},
			left:   2,
		},
		{
			name:   "enough have voted",
			need:   2,
			quorum: 3,
			votes:  map[string]int{agree: 2, other: 1},
			left:   1,
			want:   agree,
		},
	} {
		b := ballot{
			choices: []string{agree, disagree, other},
			motion:  c.motion,
			tie:     c.tie,
			need:    c.need,
			quorum:  c.quorum,
			votes:   c.votes,
			left:    c.left,
		}
		for _, n := range c.votes {
			b.cast += n
		}
		if got := b.decided(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestShares(t *testing.T) {
	for _, c := range []struct {
		word    string
		n, want int
	}{
		{"", 7, 4}, {"half", 6, 4}, {"two_thirds", 6, 4}, {"two_thirds", 7, 5}, {"two_thirds", 5, 4}, {"5", 9, 5},
	} {
		if got := shareOf(Word{Text: c.word}, c.n); got != c.want {
			t.Errorf("%q of %d: %d, want %d", c.word, c.n, got, c.want)
		}
	}
}
