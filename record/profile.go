package record

import "time"

// Profile is how much an organisation asks of those who come in and of those who let them in.
type Profile string

const (
	// Office suits five people: one administrator does all alone, and what opens cases waits for a day or a second
	// person.
	Office Profile = "office"
	// MLPS3 follows level 3 of the classified protection of information systems (网络安全等级保护三级).
	MLPS3 Profile = "mlps3"
)

// IdleEnd is how long a session lasts of which nothing is heard.
func (p Profile) IdleEnd() time.Duration {
	if p == MLPS3 {
		return 30 * time.Minute
	}
	return 8 * time.Hour
}

// LongestSession is how long a session lasts at most.
func (p Profile) LongestSession() time.Duration {
	if p == MLPS3 {
		return 8 * time.Hour
	}
	return 12 * time.Hour
}
