package gateway

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"maps"

	"duban/complaint"
)

const saltSize = 16

// sealer turns texts into their ids, on behalf of one author in one case.
type sealer struct {
	id     complaint.CaseID
	author complaint.UserID
	// salt is the salt for the text of a field.
	salt  func(field string) []byte
	texts []complaint.Text
}

// sealText keeps a text and returns its id, "" for no text.
func (s *sealer) sealText(field, body string, scope complaint.TextScope) complaint.TextID {
	if body == "" {
		return ""
	}
	salt := s.salt(field)
	id := complaint.TextCommitment(salt, body)
	s.texts = append(s.texts, complaint.Text{
		ID:     id,
		Case:   s.id,
		Author: s.author,
		Scope:  scope,
		Salt:   salt,
		Body:   body,
	})
	return id
}

// sealData is the form with ids in place of its texts, each of its field's scope.
func (s *sealer) sealData(
	data map[string]any, texts func(field string) bool, scope func(field string) complaint.TextScope,
) map[string]any {
	sealed := make(map[string]any, len(data))
	for name, value := range data {
		if body, ok := value.(string); ok && texts(name) {
			value = string(s.sealText("data."+name, body, scope(name)))
		}
		sealed[name] = mapRows(value, func(i int, row map[string]any) map[string]any {
			return s.sealRow(fmt.Sprintf("data.%s.%d.", name, i), row, texts)
		})
	}
	return sealed
}

// sealRow is a row of a form with ids in place of its texts.
func (s *sealer) sealRow(at string, row map[string]any, texts func(field string) bool) map[string]any {
	sealed := maps.Clone(row)
	for name, value := range row {
		if body, ok := value.(string); ok && texts(name) {
			sealed[name] = string(s.sealText(at+name, body, complaint.ScopeCase))
		}
	}
	return sealed
}

// mapRows is the value of a field with other rows in place of its own, which have their number; a value that is no rows
// as it stands.
func mapRows(value any, other func(i int, row map[string]any) map[string]any) any {
	list, ok := value.([]any)
	if !ok {
		return value
	}
	rows := make([]any, len(list))
	for i, one := range list {
		rows[i] = one
		if row, ok := one.(map[string]any); ok {
			rows[i] = other(i, row)
		}
	}
	return rows
}

func randomSalt(string) []byte {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	return salt
}

// saltFor derives salts from an idempotency key, so that a command sent again carries the same text ids. Nobody
// without the secret can tell such a salt from a random one.
func (g *Gateway) saltFor(actor complaint.UserID, key string) func(field string) []byte {
	return func(field string) []byte { return g.deriveBytes("salt", string(actor), key, field)[:saltSize] }
}

// deriveBytes is HMAC-SHA256 of the parts under the server's secret; no two lists of parts are alike.
func (g *Gateway) deriveBytes(parts ...string) []byte {
	mac := hmac.New(sha256.New, g.Secret)
	for _, p := range parts {
		sum := sha256.Sum256([]byte(p))
		mac.Write(sum[:])
	}
	return mac.Sum(nil)
}
