package record

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"duban/complaint"
)

// LinkLifetime is how long a link can be used by which somebody sets their own password.
const LinkLifetime = 72 * time.Hour

// AccountLink is a link by which somebody sets their own password, once.
type AccountLink struct {
	// Hash is all that is kept of its token; see [HashOfLink].
	Hash string
	User complaint.UserID
	// GoodFrom is from when on it opens something, ExpiresAt the first instant at which it no longer does.
	GoodFrom, ExpiresAt time.Time
}

// HashOfLink is what is kept of a link's token: 130 bits at random cannot be tried out against it.
func HashOfLink(token string) string {
	sum := sha256.Sum256([]byte("account link/" + token))
	return hex.EncodeToString(sum[:])
}

// LinkPath is where a browser finds the page of a link. What stands behind the # goes to no server and into no log.
func LinkPath(token string) string { return "/activate#" + token }
