package gateway

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"duban/complaint"
	"duban/internal/fold"
	"duban/record"
)

// A complainant's session: a cookie of its own, which holds the complaints that have been opened with a receipt, and
// what it wants besides, in this browser. Addresses then name a complaint by a handle that opens nothing without it.

const (
	complaintCookie = "duban_complaint"
	// sessionComplaints holds the complaints that are open, as JSON.
	sessionComplaints = "complaints"
	// mostOpenComplaints is how many one browser has open at once.
	mostOpenComplaints = 20
	// mostReceiptFailures is how many wrong second things in a row lock a receipt until it is issued again.
	mostReceiptFailures = 5
	// secondFactor is the code of a 401 that wants one thing more.
	secondFactor complaint.Code = "second_factor"
)

// What goes with a receipt that staff hand on.
const (
	secondPhone = "phone"
	secondCode  = "code"
	secondNone  = "none"
)

// lastDigits is how many of a telephone's digits are asked for, codeDigits how many a code has.
const (
	lastDigits = 4
	codeDigits = 6
)

type (
	receiptSessionInput struct {
		Body struct {
			Receipt string `json:"receipt" minLength:"1" maxLength:"200"`
			Code    string `json:"code,omitempty" maxLength:"20" doc:"The last four digits of the telephone on file, or the six digits that were handed on with the receipt"`
		}
	}
	receiptSessionOutput struct {
		SetCookie string `header:"Set-Cookie"`
		Location  string `header:"Location"`
	}
	openComplaint struct {
		Handle string `json:"handle"`
		Hash   string `json:"hash"`
		// Second is a keyed hash of the second thing with which it was opened, "" where none was wanted.
		Second string `json:"second,omitempty"`
	}
)

func (g *Gateway) routeReceiptSession() {
	const path = "/public/session"
	registerForEverybody(g, huma.Operation{
		OperationID:   "open-complaint",
		Method:        http.MethodPost,
		Path:          path,
		Summary:       "凭回执进入",
		DefaultStatus: http.StatusNoContent,
		Description: "Location names the complaint by a handle that opens nothing without the cookie. " +
			"A receipt that staff have " +
			"handed on wants a code as well; without it, or with a wrong one, 401 second_factor.",
	}, g.openComplaint)
	registerForEverybody(g, huma.Operation{
		OperationID:   "leave-complaints",
		Method:        http.MethodDelete,
		Path:          path,
		Summary:       "离开",
		DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, _ *struct{}) (*receiptSessionOutput, error) {
		ctx, err := g.sessions.Load(ctx, requestOf(ctx).complaintToken)
		if err != nil {
			return nil, err
		}
		if err := g.sessions.Destroy(ctx); err != nil {
			return nil, err
		}
		return &receiptSessionOutput{SetCookie: g.complaintCookie(ctx, "")}, nil
	})
}

// openComplaint opens a complaint in this browser. A receipt that is not there, void or misspelt is a 404, as it is
// everywhere; failures count against the network, wrong codes against the receipt too.
func (g *Gateway) openComplaint(ctx context.Context, in *receiptSessionInput) (*receiptSessionOutput, error) {
	forgive, ok := g.failedReceipts.takeToken(requestOf(ctx).address, g.Now())
	if !ok {
		return nil, complaint.Refuse(tooMany, "public.too_often", nil)
	}
	r, found, err := g.Store.ReceiptByHash(ctx, hashOfReceipt(in.Body.Receipt))
	if err != nil {
		forgive()
		return nil, err
	}
	if !found {
		return nil, notFoundError()
	}
	second, err := g.secondOfVisitor(ctx, r, in.Body.Code)
	if err != nil {
		return nil, err
	}
	forgive()
	return g.rememberComplaint(ctx, r, second)
}

// secondOfVisitor is the hash of the second thing that a visitor gives, or has given in this browser, as after a page
// is loaded again; "" where none is wanted.
func (g *Gateway) secondOfVisitor(ctx context.Context, r record.Receipt, given string) (string, error) {
	if given == "" {
		open, _, err := g.openComplaints(ctx)
		if err != nil {
			return "", err
		}
		for _, o := range open {
			if o.Hash == r.Hash && g.isStillGood(r, o) {
				return o.Second, nil
			}
		}
	}
	return g.takeSecondThing(ctx, r, given)
}

// isStillGood reports whether what opened a complaint opens it still: the digits of a telephone that was put right
// since do not.
func (g *Gateway) isStillGood(r record.Receipt, o openComplaint) bool {
	return secondOf(r) == secondNone || g.isSecondThing(r, o.Second)
}

// hashesOfSecond are keyed hashes of the second things that open a complaint.
func (g *Gateway) hashesOfSecond(r record.Receipt) []string {
	if r.CodeHash != "" {
		return []string{r.CodeHash}
	}
	var hashes []string
	for _, phone := range r.Phones {
		if digits := lastDigitsOf(phone); digits != "" {
			hashes = append(hashes, g.hashOfCode(r.Hash, digits))
		}
	}
	return hashes
}

// takeSecondThing refuses whoever does not give what a receipt wants besides itself; its hash comes back.
func (g *Gateway) takeSecondThing(ctx context.Context, r record.Receipt, given string) (string, error) {
	second := secondOf(r)
	if second == secondNone {
		return "", nil
	}
	given = digitsTyped(given)
	if given == "" {
		return "", refuseWithoutSecond(second)
	}
	counted, err := g.Store.CountReceiptTry(ctx, r, mostReceiptFailures)
	if err != nil {
		return "", err
	}
	hash := g.hashOfCode(r.Hash, given)
	switch {
	case !counted:
		return "", complaint.Refuse(complaint.Forbidden, "receipt.locked", nil)
	case g.isSecondThing(r, hash):
		return hash, g.Store.ForgetReceiptTries(ctx, r.Hash)
	case second == secondCode:
		return "", complaint.Refuse(secondFactor, "receipt.wrong_code", nil)
	}
	return "", complaint.Refuse(secondFactor, "receipt.wrong_phone", nil)
}

// refuseWithoutSecond asks for the second thing that a receipt wants.
func refuseWithoutSecond(second string) *complaint.Error {
	if second == secondCode {
		return complaint.Refuse(secondFactor, "receipt.second_code", nil)
	}
	return complaint.Refuse(secondFactor, "receipt.second_phone", nil)
}

// secondOf is what a receipt wants besides itself: nothing where the complainant filed, or where an earlier program
// gave it to staff and there is no telephone on file.
func secondOf(r record.Receipt) string {
	switch {
	case r.IssuedBy == complaint.Complainant:
		return secondNone
	case r.CodeHash != "":
		return secondCode
	case slices.ContainsFunc(r.Phones, func(phone string) bool { return lastDigitsOf(phone) != "" }):
		return secondPhone
	}
	return secondNone
}

func (g *Gateway) isSecondThing(r record.Receipt, hash string) bool {
	return slices.ContainsFunc(g.hashesOfSecond(r), func(good string) bool {
		return hmac.Equal([]byte(hash), []byte(good))
	})
}

// lastDigitsOf are the last four digits of a telephone, without its extension; "" if it has fewer.
func lastDigitsOf(phone string) string {
	number, _, _ := strings.Cut(fold.Telephone(phone), "x")
	digits := digitsTyped(number)
	if len(digits) < lastDigits {
		return ""
	}
	return digits[len(digits)-lastDigits:]
}

// digitsTyped are the digits among what somebody typed, full-width ones too.
func digitsTyped(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, fold.Text(text))
}

// codeFor are the six digits that go with the receipt of an actor and a key.
func (g *Gateway) codeFor(actor complaint.UserID, key string) string {
	b := g.deriveBytes("receipt code", string(actor), key)
	n := uint64(0)
	for _, one := range b[:8] {
		n = n<<8 | uint64(one)
	}
	code := strconv.FormatUint(n%1_000_000, 10)
	return strings.Repeat("0", codeDigits-len(code)) + code
}

// hashOfCode is what is kept of a code: nobody who has the database alone can try all of them.
func (g *Gateway) hashOfCode(receiptHash, code string) string {
	return hex.EncodeToString(g.deriveBytes("receipt code kept", receiptHash, code))
}

// rememberComplaint adds the complaint to those that are open in this browser, opened with a second thing of that hash.
func (g *Gateway) rememberComplaint(
	ctx context.Context, r record.Receipt, second string,
) (*receiptSessionOutput, error) {
	open, ctx, err := g.openComplaints(ctx)
	if err != nil {
		return nil, err
	}
	one := openComplaint{
		Handle: hex.EncodeToString(g.deriveBytes("complaint", r.Hash)[:16]),
		Hash:   r.Hash,
		Second: second,
	}
	open = append(slices.DeleteFunc(open, func(o openComplaint) bool { return o.Hash == one.Hash }), one)
	open = open[max(0, len(open)-mostOpenComplaints):]
	kept, err := json.Marshal(open)
	if err != nil {
		return nil, err
	}
	// as at every sign-in: a token that somebody else may have put into the browser opens nothing
	if err := g.sessions.RenewToken(ctx); err != nil {
		return nil, err
	}
	g.sessions.Put(ctx, sessionComplaints, string(kept))
	g.sessions.Put(ctx, sessionSeen, g.Now().Unix())
	token, _, err := g.sessions.Commit(ctx)
	if err != nil {
		return nil, err
	}
	return &receiptSessionOutput{
		SetCookie: g.complaintCookie(ctx, token),
		Location:  apiPath + "/public/complaints/" + one.Handle,
	}, nil
}

// openComplaints are the complaints that are open in this browser.
func (g *Gateway) openComplaints(ctx context.Context) ([]openComplaint, context.Context, error) {
	brought, err := g.sessions.Load(ctx, requestOf(ctx).complaintToken)
	if err != nil {
		return nil, ctx, err
	}
	var open []openComplaint
	if kept := g.sessions.GetString(brought, sessionComplaints); kept != "" {
		present, err := g.noteSeen(brought)
		if err == nil && present {
			err = json.Unmarshal([]byte(kept), &open)
		}
		if err != nil || present {
			return open, brought, err
		}
	}
	fresh, err := g.sessions.Load(ctx, "") // over, or no complainant's session at all
	return nil, fresh, err
}

func (g *Gateway) complaintCookie(ctx context.Context, token string) string {
	c := http.Cookie{
		Name:     complaintCookie,
		Value:    token,
		Path:     apiPath + "/public",
		HttpOnly: true,
		SameSite: http.SameSiteStrictMode,
		Secure:   g.SecureCookies || requestOf(ctx).tls,
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c.String()
}

// caseByReceipt finds the case of a complaint that an address names: by the handle of one that is open in this browser,
// or by a receipt. One that wants something besides must be open. An unknown or misspelt receipt takes the same
// look-up.
func (g *Gateway) caseByReceipt(ctx context.Context, named string) (complaint.CaseID, error) {
	open, _, err := g.openComplaints(ctx)
	if err != nil {
		return "", err
	}
	hash, here := hashOfReceipt(named), openComplaint{}
	for _, o := range open {
		if o.Handle == named || o.Hash == hash {
			hash, here = o.Hash, o
		}
	}
	r, found, err := g.Store.ReceiptByHash(ctx, hash)
	if err != nil {
		return "", err
	}
	if !found {
		return "", notFoundError()
	}
	if !g.isStillGood(r, here) { // nor is it if it is not open here
		return "", refuseWithoutSecond(secondOf(r))
	}
	return r.Case, nil
}

// requireReceipt comes before the body: who sends it names a complaint by a receipt that is good, or nothing is read.
// Those that are not count against the network.
func (g *Gateway) requireReceipt(ctx huma.Context, next func(huma.Context)) {
	forgive, ok := g.failedReceipts.takeToken(requestOf(ctx.Context()).address, g.Now())
	var err error = complaint.Refuse(tooMany, "public.too_often", nil)
	if ok {
		_, err = g.caseByReceipt(ctx.Context(), ctx.Param("receipt"))
	}
	if err == nil || complaint.RefusalIn(err) == nil {
		forgive()
	}
	if err != nil {
		g.answerRefusal(humagin.Unwrap(ctx), err)
		return
	}
	next(ctx)
}
