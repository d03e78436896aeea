package gateway

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/pquerna/otp/totp"
	"rsc.io/qr"

	"duban/complaint"
	"duban/internal/fold"
	"duban/record"
)

// SecondFactorStore keeps what people show beside their password.
type SecondFactorStore interface {
	SecondFactor(ctx context.Context, user complaint.UserID) (*record.SecondFactor, error)
	PeopleWithSecondFactor(ctx context.Context) (map[complaint.UserID]bool, error)
	BeginSecondFactor(ctx context.Context, user complaint.UserID, secret string) error
	ConfirmSecondFactor(
		ctx context.Context, user complaint.UserID, secret string, step int64, codes []string, from record.Origin,
	) error
	TakeFactorStep(ctx context.Context, user complaint.UserID, step int64) (bool, error)
	TakeRecoveryCode(ctx context.Context, user complaint.UserID, hash string) (bool, error)
}

const (
	// factorStep is how long a code is shown; one step before and after it is taken too, for clocks that differ.
	factorStep = 30 * time.Second
	// recoveryCodes is how many there are, each of recoveryCode characters: 50 bits.
	recoveryCodes = 10
	recoveryCode  = 10
	issuer        = "Duban"
)

type (
	factorView struct {
		Enrolled      bool `json:"enrolled"`
		RecoveryCodes int  `json:"recovery_codes" doc:"How many are left"`
	}
	factorOutput struct{ Body factorView }
	beginOutput  struct {
		Body struct {
			Secret string `json:"secret" doc:"To be typed where the picture cannot be read"`
			URL    string `json:"url" doc:"otpauth: what the picture says"`
			QR     string `json:"qr" doc:"The picture, as a data: address"`
		}
	}
	beginFactorInput struct {
		Body struct {
			Password string `json:"password" minLength:"1" maxLength:"1000" doc:"The person's own"`
		}
	}
	codeInput struct {
		Body struct {
			Code string `json:"code" minLength:"1" maxLength:"40"`
		}
	}
	recoveryOutput struct {
		Body struct {
			RecoveryCodes []string `json:"recovery_codes" nullable:"false" doc:"Each good once, for whoever has lost the telephone; shown only here"`
		}
	}
)

func (g *Gateway) routeSecondFactor() {
	registerForStaff(g, huma.Operation{
		OperationID: "my-second-factor",
		Method:      http.MethodGet,
		Path:        "/me/second-factor",
		Summary:     "我的第二道验证：有没有开通",
	}, g.mySecondFactor)
	registerForStaff(g, huma.Operation{
		OperationID:   "begin-second-factor",
		Method:        http.MethodPost,
		Path:          "/me/second-factor",
		Summary:       "开通第二道验证：用手机扫码；报一次动态码以后才算数",
		DefaultStatus: http.StatusCreated,
	}, g.beginSecondFactor)
	registerForStaff(g, huma.Operation{
		OperationID: "confirm-second-factor",
		Method:      http.MethodPost,
		Path:        "/me/second-factor/confirmation",
		Summary:     "报一次动态码，第二道验证从此算数；得到恢复码",
	}, g.confirmSecondFactor)
	registerForStaff(g, huma.Operation{
		OperationID:   "give-up-second-factor",
		Method:        http.MethodPost,
		Path:          "/me/second-factor/removal",
		Summary:       "凭一个动态码或恢复码，取消自己的第二道验证",
		DefaultStatus: http.StatusNoContent,
	}, g.giveUpSecondFactor)
	registerForAdministrators(g, huma.Operation{
		OperationID:   "remove-second-factor",
		Method:        http.MethodDelete,
		Path:          "/accounts/{id}/second-factor",
		Summary:       "取消一个用户的第二道验证：手机和恢复码都丢了",
		DefaultStatus: http.StatusNoContent,
	}, g.removeSecondFactor)
}

// factorCipher seals secrets of second factors.
func (g *Gateway) factorCipher() (cipher.AEAD, error) {
	block, err := aes.NewCipher(g.deriveBytes("second factor"))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// sealFactor seals a secret for the person: in another's row it opens nothing.
func (g *Gateway) sealFactor(user complaint.UserID, secret string) (string, error) {
	aead, err := g.factorCipher()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return base64.StdEncoding.EncodeToString(aead.Seal(nonce, nonce, []byte(secret), []byte(user))), nil
}

func (g *Gateway) openFactor(user complaint.UserID, sealed string) (string, error) {
	aead, err := g.factorCipher()
	if err != nil {
		return "", err
	}
	b, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(b) < aead.NonceSize() {
		return "", errors.New("second factor: not as it was sealed")
	}
	secret, err := aead.Open(nil, b[:aead.NonceSize()], b[aead.NonceSize():], []byte(user))
	return string(secret), err
}

// stepOfCode is the step whose code it is, among those that are taken now; 0 for none.
func stepOfCode(secret, code string, now time.Time) (int64, error) {
	for _, off := range []time.Duration{0, -factorStep, factorStep} {
		at := now.Add(off)
		want, err := totp.GenerateCode(secret, at)
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return at.Unix() / int64(factorStep/time.Second), nil
		}
	}
	return 0, nil
}

func (g *Gateway) hashOfRecoveryCode(user complaint.UserID, code string) string {
	return hex.EncodeToString(g.deriveBytes("recovery code", string(user), code))
}

// takeCode reports whether the code shows that it is the person: of the telephone, not seen before, or a recovery code,
// not used before. Blanks and hyphens do not matter.
func (g *Gateway) takeCode(ctx context.Context, user complaint.UserID, typed string) (bool, error) {
	factor, err := g.Store.SecondFactor(ctx, user)
	if err != nil || factor == nil || !factor.Confirmed {
		return false, err
	}
	code := strings.NewReplacer(" ", "", "-", "").Replace(fold.Text(typed))
	if len(code) == recoveryCode {
		return g.Store.TakeRecoveryCode(ctx, user, g.hashOfRecoveryCode(user, code))
	}
	secret, err := g.openFactor(user, factor.Secret)
	if err != nil {
		return false, err
	}
	step, err := stepOfCode(secret, code, g.Now())
	if err != nil || step == 0 {
		return false, err
	}
	return g.Store.TakeFactorStep(ctx, user, step)
}

func (g *Gateway) mySecondFactor(ctx context.Context, who record.Account, _ *struct{}) (*factorOutput, error) {
	factor, err := g.Store.SecondFactor(ctx, who.Person.ID)
	if err != nil || factor == nil || !factor.Confirmed {
		return &factorOutput{}, err
	}
	return &factorOutput{Body: factorView{Enrolled: true, RecoveryCodes: factor.RecoveryCodes}}, nil
}

// beginSecondFactor wants the password: whoever finds a screen left open cannot put their telephone in the person's
// place.
func (g *Gateway) beginSecondFactor(
	ctx context.Context, who record.Account, in *beginFactorInput,
) (*beginOutput, error) {
	if err := g.mustKnowPassword(ctx, who, record.EnrolFactor, in.Body.Password, "password"); err != nil {
		return nil, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: who.Username})
	if err != nil {
		return nil, err
	}
	sealed, err := g.sealFactor(who.Person.ID, key.Secret())
	if err != nil {
		return nil, err
	}
	if err := g.Store.BeginSecondFactor(ctx, who.Person.ID, sealed); err != nil {
		return nil, err
	}
	picture, err := qr.Encode(key.URL(), qr.M)
	if err != nil {
		return nil, err
	}
	out := &beginOutput{}
	out.Body.Secret, out.Body.URL = key.Secret(), key.URL()
	out.Body.QR = "data:image/png;base64," + base64.StdEncoding.EncodeToString(picture.PNG())
	return out, nil
}

func (g *Gateway) confirmSecondFactor(
	ctx context.Context, who record.Account, in *codeInput,
) (*recoveryOutput, error) {
	me := who.Person.ID
	factor, err := g.Store.SecondFactor(ctx, me)
	switch {
	case err != nil:
		return nil, err
	case factor == nil:
		return nil, complaint.Refuse(complaint.Conflict, "factor.none", nil)
	case factor.Confirmed:
		return nil, complaint.Refuse(complaint.Conflict, "factor.already", nil)
	}
	secret, err := g.openFactor(me, factor.Secret)
	if err != nil {
		return nil, err
	}
	step, err := stepOfCode(secret, strings.TrimSpace(in.Body.Code), g.Now())
	if err != nil {
		return nil, err
	}
	if step == 0 {
		return nil, complaint.Refuse(complaint.Invalid, "factor.wrong", nil).At("code")
	}
	out, hashes := &recoveryOutput{}, []string{}
	for range recoveryCodes {
		b := make([]byte, recoveryCode)
		_, _ = rand.Read(b) // never fails
		code := strings.ToLower(base32.StdEncoding.EncodeToString(b)[:recoveryCode])
		out.Body.RecoveryCodes = append(out.Body.RecoveryCodes, code)
		hashes = append(hashes, g.hashOfRecoveryCode(me, code))
	}
	return out, g.Store.ConfirmSecondFactor(ctx, me, factor.Secret, step, hashes, requestOf(ctx).origin())
}

func (g *Gateway) giveUpSecondFactor(ctx context.Context, who record.Account, in *codeInput) (*nothingOutput, error) {
	if err := g.mustTakeCode(ctx, who, record.RemoveFactor, in.Body.Code); err != nil {
		return nil, err
	}
	return nil, g.administerFor(ctx, who).RemoveSecondFactor(ctx, who.Person.ID)
}

// mustTakeCode refuses a wrong code, and any after too many wrong ones.
func (g *Gateway) mustTakeCode(
	ctx context.Context, who record.Account, action record.SecurityAction, code string,
) error {
	forgive, ok := g.failedFactors.takeToken(string(who.Person.ID), g.Now())
	if !ok {
		return complaint.Refuse(tooMany, "signin.too_many_failures", nil)
	}
	taken, err := g.takeCode(ctx, who.Person.ID, code)
	if err != nil {
		forgive()
		return err
	}
	if !taken {
		if err := g.noteSecurity(ctx, who.Person.ID, action, record.WrongCode); err != nil {
			return err
		}
		return complaint.Refuse(complaint.Invalid, "factor.wrong", nil).At("code")
	}
	forgive()
	return nil
}

func (g *Gateway) removeSecondFactor(ctx context.Context, who record.Account, in *AccountPath) (*nothingOutput, error) {
	return nil, g.administerFor(ctx, who).RemoveSecondFactor(ctx, in.ID)
}
