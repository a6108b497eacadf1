package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"fmt"

	"github.com/google/uuid"
)

// An envelope is
//
//	"JOSV" | version 1 | key id, 16 bytes | nonce, 12 | ciphertext | tag, 16
//
// AES-256-GCM with a random nonce (NIST SP 800-38D: at most 2^32 values a key,
// far above what one CV can hold). The header and the place are authenticated.
const (
	magic        = "JOSV"
	version      = 1
	header       = len(magic) + 1 + 16
	keySize      = 32
	nonceAndTag  = 12 + 16
	envelopeSize = header + nonceAndTag
)

// Overhead is how many bytes an envelope is longer than its value.
const Overhead = envelopeSize

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("seal: key: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("seal: key: %w", err)
	}
	return aead, nil
}

func sealEnvelope(aead cipher.AEAD, id uuid.UUID, at Place, value []byte) ([]byte, error) {
	if at.Column == "" || at.Row == "" || !at.Owner.Valid() {
		return nil, fmt.Errorf("seal: incomplete place %q", at.Column)
	}
	out := make([]byte, 0, len(value)+Overhead)
	out = append(out, magic...)
	out = append(out, version)
	out = append(out, id[:]...)
	return aead.Seal(out, nil, value, bind(out, at)), nil
}

func openEnvelope(aead cipher.AEAD, id uuid.UUID, at Place, envelope []byte) ([]byte, error) {
	return openInto(nil, aead, id, at, envelope)
}

// openInto appends the value to into, which may be the place of the ciphertext.
func openInto(into []byte, aead cipher.AEAD, id uuid.UUID, at Place, envelope []byte) ([]byte, error) {
	value, err := aead.Open(into, nil, envelope[header:], bind(envelope[:header], at))
	if err != nil {
		return nil, fmt.Errorf("%w: %s under key %s", ErrBroken, at.Column, id)
	}
	return value, nil
}

func keyOf(envelope []byte) (uuid.UUID, error) {
	if len(envelope) < envelopeSize || len(envelope) > MaxSize+Overhead {
		return uuid.Nil, fmt.Errorf("%w: %d bytes", ErrBroken, len(envelope))
	}
	if string(envelope[:len(magic)]) != magic || envelope[len(magic)] != version {
		return uuid.Nil, fmt.Errorf("%w: no envelope", ErrBroken)
	}
	return uuid.UUID(envelope[len(magic)+1 : header]), nil
}

// bind is the authenticated data: the header with the key id, then each part
// of the place after its length, so that no two places read the same.
func bind(head []byte, at Place) []byte {
	aad := append([]byte(nil), head...)
	for _, part := range []string{at.Column, at.Row, string(at.Owner)} {
		aad = binary.BigEndian.AppendUint32(aad, uint32(len(part)))
		aad = append(aad, part...)
	}
	return aad
}
