package gateway

import (
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"strconv"
	"strings"
	"unicode"

	"duban/complaint"
	"duban/internal/fold"
)

const (
	crockford   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	receiptSize = 26 // characters of five bits
	checkPrime  = 37
)

// receiptFor is what a filer may follow the case with: 130 bits that only the secret, the actor and the key
// determine, in Crockford's base 32 with his check character. Of his 37 check characters five are no letters or
// digits; derivations that would end in one are passed over.
func (g *Gateway) receiptFor(actor complaint.UserID, key string) string {
	for try := 0; ; try++ {
		text := encodeFirst130Bits(g.deriveBytes("receipt", string(actor), key, strconv.Itoa(try)))
		if check := checkValueOf(text); check < len(crockford) {
			return text + crockford[check:check+1]
		}
	}
}

// encodeFirst130Bits writes the first 130 bits.
func encodeFirst130Bits(b []byte) string {
	n := new(big.Int).SetBytes(b[:17])
	n.Rsh(n, 17*8-receiptSize*5)
	text := make([]byte, receiptSize)
	five := big.NewInt(int64(len(crockford)))
	digit := new(big.Int)
	for i := receiptSize - 1; i >= 0; i-- {
		n.DivMod(n, five, digit)
		text[i] = crockford[digit.Int64()]
	}
	return string(text)
}

// checkValueOf is the number of the check character: the value modulo 37.
func checkValueOf(text string) int {
	value := 0
	for _, c := range []byte(text) {
		value = (value*len(crockford) + strings.IndexByte(crockford, c)) % checkPrime
	}
	return value
}

var sameLooking = strings.NewReplacer("O", "0", "I", "1", "L", "1")

// hashOfReceipt is what is kept of a receipt. Letters may come in either case, full-width, mistaken for the digits they
// look like, and with hyphens, blanks or a full stop among them.
func hashOfReceipt(receipt string) string {
	typed := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, strings.ToUpper(fold.Text(receipt)))
	sum := sha256.Sum256([]byte(sameLooking.Replace(typed)))
	return hex.EncodeToString(sum[:])
}
