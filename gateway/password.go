package gateway

import (
	"context"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/unicode/norm"

	"duban/complaint"
	"duban/gateway/session"
	"duban/internal/fold"
	"duban/record"
)

type ownPasswordInput struct {
	Body struct {
		Old string `json:"old" minLength:"1" maxLength:"1000"`
		New string `json:"new" minLength:"1" maxLength:"1000"`
	}
}

func (g *Gateway) routePassword() {
	registerForStaff(g, huma.Operation{
		OperationID:   "change-password",
		Method:        http.MethodPut,
		Path:          "/me/password",
		Summary:       "改自己的密码；在其他设备上的登录随即结束",
		DefaultStatus: http.StatusNoContent,
	}, g.changePassword)
}

const (
	// leastPassword is in characters, leastDifferent in different ones.
	leastPassword  = 10
	leastDifferent = 5
)

// checkPassword refuses a new password that would be guessed first: short, of few characters or digits alone, or one
// in which the person's own name stands. Passwords that people have stay as they are.
func (g *Gateway) checkPassword(password string, who record.Account, field string) error {
	different := map[rune]bool{}
	kinds := map[string]bool{}
	for _, r := range password {
		different[unicode.ToLower(r)] = true
		switch {
		case unicode.IsDigit(r):
			kinds["digit"] = true
		case unicode.IsLower(r):
			kinds["lower"] = true
		case unicode.IsUpper(r):
			kinds["upper"] = true
		default:
			kinds["other"] = true
		}
	}
	has := func(name string) bool {
		return utf8.RuneCountInString(name) > 1 && strings.Contains(fold.Name(password), fold.Name(name))
	}
	switch {
	case utf8.RuneCountInString(password) < leastPassword:
		return complaint.Refuse(complaint.Invalid, "password.short", complaint.Args{"n": leastPassword}).At(field)
	case has(who.Username) || has(who.Person.Name):
		return complaint.Refuse(complaint.Invalid, "password.name", nil).At(field)
	case len(different) < leastDifferent || len(kinds) == 1 && kinds["digit"]:
		return complaint.Refuse(complaint.Invalid, "password.simple", nil).At(field)
	case isCommonPassword(password):
		return complaint.Refuse(complaint.Invalid, "password.common", nil).At(field)
	case g.Profile == record.MLPS3 && len(kinds) < 3:
		return complaint.Refuse(complaint.Invalid, "password.kinds", nil).At(field)
	}
	return nil
}

// mustKnowPassword refuses whoever does not give their own password, so that a screen left open is not enough. A wrong
// one counts as a failed sign-in.
func (g *Gateway) mustKnowPassword(
	ctx context.Context, who record.Account, action record.SecurityAction, password, field string,
) error {
	forgive, ok := g.countSignInTry(ctx, who.Username)
	if !ok {
		return complaint.Refuse(tooMany, "signin.too_many_failures", nil)
	}
	waiting, cancel := context.WithTimeout(ctx, g.Patience)
	defer cancel()
	match, err := g.passwords.MatchesHash(waiting, password, who.PasswordHash)
	if err != nil {
		forgive()
		return err
	}
	if !match {
		if err := g.noteSecurity(ctx, who.Person.ID, action, record.WrongPassword); err != nil {
			return err
		}
		return complaint.Refuse(complaint.Invalid, "password.old_wrong", nil).At(field)
	}
	forgive()
	return nil
}

// changePassword wants the old one.
func (g *Gateway) changePassword(
	ctx context.Context, who record.Account, in *ownPasswordInput,
) (*cookieOutput, error) {
	if err := g.mustKnowPassword(ctx, who, record.ChangePassword, in.Body.Old, "old"); err != nil {
		return nil, err
	}
	fresh := norm.NFC.String(in.Body.New)
	if fresh == norm.NFC.String(in.Body.Old) {
		return nil, complaint.Refuse(complaint.Invalid, "password.same", nil).At("new")
	}
	if err := g.checkPassword(fresh, who, "new"); err != nil {
		return nil, err
	}
	hash, err := session.HashPassword(fresh)
	if err != nil {
		return nil, err
	}
	who.PasswordHash = hash
	if err := g.administerFor(ctx, who).SetPassword(ctx, who.Person.ID, who.PasswordHash); err != nil {
		return nil, err
	}
	if _, err := g.endSessions(ctx, who.Person.ID, g.isOtherSession(ctx)); err != nil {
		return nil, err
	}
	return g.startSession(ctx, who)
}
