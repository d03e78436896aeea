package lookup

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
)

// markBytes of a term's MAC are kept. Of a million million marks one in some hundred thousand searches meets another
// term's, and shows a case too many that its reader may read anyway.
const markBytes = 5

// Key marks terms. Whoever has the marks and not the key can only count how often one comes.
type Key struct {
	// ID tells this key from others and nothing of it.
	ID      string
	derived []byte
	sets    sync.Map // of *Set, by name
}

// NewKey is the key that follows from a secret of the program.
func NewKey(secret []byte) (*Key, error) {
	derived, err := hkdf.Key(sha256.New, secret, nil, "duban search index", sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("derive the key of the search index: %w", err)
	}
	k := &Key{derived: derived}
	k.ID = hex.EncodeToString(macOf(derived, "id")[:8])
	return k, nil
}

func macOf(key []byte, said string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(said))
	return mac.Sum(nil)
}

// Set marks the terms of one set: one term has another mark in each.
type Set struct {
	key   []byte
	block cipher.Block
}

// Set is the set of that name.
func (k *Key) Set(name string) *Set {
	if known, ok := k.sets.Load(name); ok {
		return known.(*Set)
	}
	key := macOf(k.derived, "set "+name)
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // not with 32 bytes
	}
	known, _ := k.sets.LoadOrStore(name, &Set{key: key, block: block})
	return known.(*Set)
}

// Mark is how a term stands in the index; it is written as eight letters and digits.
type Mark uint64

// Mark marks a term: by AES-256 as the MAC of what fits into one block with its length, which nearly all terms do, and
// by HMAC-SHA256 of what does not.
func (s *Set) Mark(term []byte) Mark {
	var sum [sha256.Size]byte
	if len(term) < aes.BlockSize {
		sum[0] = byte(len(term))
		copy(sum[1:aes.BlockSize], term)
		s.block.Encrypt(sum[:aes.BlockSize], sum[:aes.BlockSize])
	} else {
		copy(sum[:], macOf(s.key, string(term)))
	}
	return Mark(binary.BigEndian.Uint64(sum[:8]) >> (64 - 8*markBytes))
}

// Marks are the marks of a text's terms in the sets, added to others; some may come more than once.
func Marks(marks []Mark, text string, at Place, sets ...*Set) []Mark {
	EachTerm(text, at, func(term []byte) {
		for _, s := range sets {
			marks = append(marks, s.Mark(term))
		}
	})
	return marks
}

// digits spell a mark. None is a 0, 1, 8 or 9.
const digits = "abcdefghijklmnopqrstuvwxyz234567"

// String is the mark as it is written.
func (m Mark) String() string { return string(m.append(nil)) }

func (m Mark) append(b []byte) []byte {
	for shift := 8*markBytes - 5; shift >= 0; shift -= 5 {
		b = append(b, digits[m>>shift&31])
	}
	return b
}

// JoinMarks are the marks, sorted and each once, with blanks between them.
func JoinMarks(marks []Mark) string {
	marks = slices.Compact(slices.Sorted(slices.Values(marks)))
	b := make([]byte, 0, len(marks)*9)
	for i, m := range marks {
		if i > 0 {
			b = append(b, ' ')
		}
		b = m.append(b)
	}
	return string(b)
}
