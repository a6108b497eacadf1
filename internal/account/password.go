package account

import (
	"context"
	_ "embed"
	"fmt"
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"jobops/internal/fault"
)

// Lengths of a password. Composition rules are left out on purpose: they make
// passwords worse (NIST SP 800-63B).
const (
	minPassword = 12  // characters
	maxPassword = 256 // bytes
)

// waiting is how many people may wait for the hasher; more are told to come back.
const waiting = 32

// Hasher hashes passwords with argon2id. As many run at once as there are
// processors; each takes 19 MiB, so that more would be an attack on memory.
type Hasher struct {
	params *argon2id.Params
	room   chan struct{} // who waits or hashes
	desk   chan struct{} // who hashes
	dummy  string
}

// NewHasher returns a hasher that takes so much memory a hash; 0 is the 19 MiB of
// OWASP (m=19456 KiB, t=2, p=1). Tests take less.
func NewHasher(kib uint32) (*Hasher, error) {
	if kib == 0 {
		kib = 19456
	}
	h := &Hasher{
		params: &argon2id.Params{Memory: kib, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		room:   make(chan struct{}, waiting+runtime.NumCPU()), desk: make(chan struct{}, runtime.NumCPU()),
	}
	var err error
	if h.dummy, err = argon2id.CreateHash("nobody's password", h.params); err != nil {
		return nil, fmt.Errorf("account: hasher: %w", err)
	}
	return h, nil
}

// seat waits for a place; fault.Unavailable when too many wait already.
func (h *Hasher) seat(ctx context.Context) (leave func(), err error) {
	select {
	case h.room <- struct{}{}:
	default:
		return nil, fault.New(fault.Unavailable, "account.busy")
	}
	select {
	case h.desk <- struct{}{}:
		return func() { <-h.desk; <-h.room }, nil
	case <-ctx.Done():
		<-h.room
		return nil, ctx.Err()
	}
}

// Hash returns the encoded hash of a password.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	leave, err := h.seat(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return argon2id.CreateHash(norm.NFC.String(password), h.params)
}

// Check compares a password with an encoded hash. "" is compared with a hash that
// nothing matches, which takes as long.
func (h *Hasher) Check(ctx context.Context, password, encoded string) (bool, error) {
	leave, err := h.seat(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	nobody := encoded == ""
	if nobody {
		encoded = h.dummy
	}
	same, err := argon2id.ComparePasswordAndHash(norm.NFC.String(password), encoded)
	if err != nil {
		return false, fmt.Errorf("account: compare: %w", err)
	}
	return same && !nobody, nil
}

//go:embed common.txt
var commonWords string

// common are words that guessers try first, in lower case and without digits.
var common = func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(commonWords) {
		words[word] = true
	}
	return words
}()

// checkPassword refuses what a guesser finds soon: short ones, a common word with
// digits around it, one thing repeated, a run of the keyboard, the person's own
// name or address.
func checkPassword(password, email, name string) error {
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return fault.New(fault.Invalid, "account.password_short", minPassword)
	case len(password) > maxPassword:
		return fault.New(fault.Invalid, "account.password_long")
	case guessable(password, email, name):
		return fault.New(fault.Invalid, "account.password_common")
	}
	return nil
}

func guessable(password, email, name string) bool {
	low := strings.ToLower(password)
	word := core(low)
	if common[word] || repeats(low) || repeats(word) || runs(low) {
		return true
	}
	local, _, _ := strings.Cut(strings.ToLower(email), "@")
	for _, own := range append(strings.Fields(strings.ToLower(name)), local) {
		if own = core(own); len(own) > 2 {
			word = strings.ReplaceAll(word, own, "")
		}
	}
	return utf8.RuneCountInString(word) < 4 && len(core(low)) > 0 && word != core(low) || twoCommon(core(low))
}

// stand are the digits and signs that stand for mails.
var stand = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// core is a password without what is stuck before and after its mails, with
// mails for the signs that stand for them.
func core(low string) string {
	inner := strings.TrimFunc(low, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("@$", r) })
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, stand.Replace(inner))
}

// twoCommon finds two common words side by side.
func twoCommon(word string) bool {
	for i := 3; i < len(word)-2; i++ {
		if common[word[:i]] && common[word[i:]] {
			return true
		}
	}
	return false
}

// repeats finds one piece of up to six characters again and again.
func repeats(text string) bool {
	for n := 1; n <= 6 && 2*n <= len(text); n++ {
		if strings.Repeat(text[:n], len(text)/n+1)[:len(text)] == text {
			return true
		}
	}
	return false
}

// rows are what lies side by side on keyboards and in the alphabet.
var rows = []string{"1234567890123456789012345", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "qwertzuiopasdfghjklyxcvbnm"}

// runs finds a password that is mostly made of neighbours.
func runs(low string) bool {
	best := 0
	for _, row := range rows {
		for _, line := range []string{row, reversed(row)} {
			n, run := 0, 1
			for i := 1; i < len(low); i++ {
				if strings.Contains(line, low[i-1:i+1]) {
					run++
				} else {
					run = 1
				}
				n = max(n, run)
			}
			best = max(best, n)
		}
	}
	return best*4 >= len(low)*3
}

func reversed(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}
