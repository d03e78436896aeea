package store

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode"

	"duban/complaint"
)

const (
	defaultPage = 50
	longestPage = 200
	// longestCursor is far more than any cursor the store writes.
	longestCursor = 1024
)

// list names which list a cursor belongs to.
type list string

const (
	inboxList          list = "inbox"
	registerList       list = "register"
	oldestList         list = "oldest"
	overdueList        list = "overdue"
	searchList         list = "search"
	slipList           list = "slips"
	readingList        list = "readings"
	circularList       list = "circulars"
	administrationList list = "administration"
	ledgerList         list = "ledger"
	securityList       list = "security"
	doneList           list = "done"
	filedList          list = "filed"
	toldList           list = "told"
)

// cursor is the key of the last row of a page. A forged one can only name another place in the same list:
// the wall is asked for every page anew.
type cursor struct {
	List list   `json:"l"`
	At   int64  `json:"t"`
	Case string `json:"c"`
	Item string `json:"i,omitempty"`
	// Own: the row is among those of the inbox that come first because its reader holds them.
	Own bool `json:"o,omitempty"`
}

func (c cursor) String() string {
	b, _ := json.Marshal(c) // strings and a number: cannot fail
	return base64.RawURLEncoding.EncodeToString(b)
}

// parseCursor reads what String wrote; nil for "". Anything else is Invalid.
func parseCursor(of list, s string) (*cursor, error) {
	if s == "" {
		return nil, nil //nolint:nilnil // the first page
	}
	bad := complaint.Refuse(complaint.Invalid, "page.cursor_unknown", nil).At("cursor")
	if len(s) > longestCursor {
		return nil, bad
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		return nil, bad
	}
	c := &cursor{}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(c); err != nil {
		return nil, bad
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, bad
	}
	if c.List != of || c.Case == "" || strings.ContainsFunc(c.Case+c.Item, unicode.IsControl) {
		return nil, bad
	}
	return c, nil
}

// pageSize brings what the client asks for into bounds; 0 means the default.
func pageSize(limit int) int {
	if limit <= 0 {
		return defaultPage
	}
	return min(limit, longestPage)
}

// cutToPage cuts rows, of which one more than size was asked for, and makes the cursor of the next page.
func cutToPage[R any](rows []R, size int, key func(R) cursor) (cut []R, next string) {
	if len(rows) <= size {
		return rows, ""
	}
	return rows[:size], key(rows[size-1]).String()
}
