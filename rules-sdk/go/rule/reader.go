package rule

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// reader steps through the canonical MessagePack that the host hands over.
type reader struct {
	rest string
}

// kind is what a token is.
type kind uint8

const (
	nullToken kind = iota
	boolToken
	unsignedToken
	signedToken
	floatToken
	stringToken
	listToken
	mapToken
)

// token is the head of a value: a scalar, or how many items follow.
type token struct {
	kind kind
	// bits is the bool, the integer, or the float's bits; the number of items of a list or map.
	bits uint64
	text string
}

func (t token) float() float64 { return math.Float64frombits(t.bits) }

// found words a token that was not expected.
func (t token) found() string {
	switch t.kind {
	case nullToken:
		return "null"
	case boolToken:
		return "boolean `" + strconv.FormatBool(t.bits != 0) + "`"
	case unsignedToken:
		return "integer `" + strconv.FormatUint(t.bits, 10) + "`"
	case signedToken:
		return "integer `" + strconv.FormatInt(int64(t.bits), 10) + "`"
	case floatToken:
		return "floating point `" + strconv.FormatFloat(t.float(), 'f', -1, 64) + "`"
	case stringToken:
		return "string " + strconv.Quote(t.text)
	case listToken:
		return "list"
	default:
		return "map"
	}
}

func (t token) unexpected(expected string) *mismatch {
	return mismatched("invalid type: " + t.found() + ", expected " + expected)
}

// take reads so many bytes; ok is false where the document ends before.
func (r *reader) take(length uint64) (taken string, ok bool) {
	if length > uint64(len(r.rest)) {
		return "", false
	}
	taken, r.rest = r.rest[:length], r.rest[length:]
	return taken, true
}

// number reads a big-endian number of so many bytes.
func (r *reader) number(bytes int) (uint64, bool) {
	taken, ok := r.take(uint64(bytes))
	var number uint64
	for i := range len(taken) {
		number = number<<8 | uint64(taken[i])
	}
	return number, ok
}

// next reads the head of a value.
func (r *reader) next() (token, *mismatch) {
	head, ok := r.number(1)
	if !ok {
		return token{}, truncated()
	}
	switch {
	case head <= 0x7f:
		return token{kind: unsignedToken, bits: head}, nil
	case head <= 0x8f:
		return token{kind: mapToken, bits: head & 0x0f}, nil
	case head <= 0x9f:
		return token{kind: listToken, bits: head & 0x0f}, nil
	case head <= 0xbf:
		return r.text(head & 0x1f)
	case head >= 0xe0:
		return token{kind: signedToken, bits: uint64(int64(int8(head)))}, nil
	}
	switch head {
	case 0xc0:
		return token{kind: nullToken}, nil
	case 0xc2, 0xc3:
		return token{kind: boolToken, bits: head & 1}, nil
	case 0xca:
		bits, ok := r.number(4)
		return token{kind: floatToken, bits: math.Float64bits(float64(math.Float32frombits(uint32(bits))))}, unless(ok)
	case 0xcb:
		bits, ok := r.number(8)
		return token{kind: floatToken, bits: bits}, unless(ok)
	case 0xcc, 0xcd, 0xce, 0xcf:
		bits, ok := r.number(1 << (head - 0xcc))
		return token{kind: unsignedToken, bits: bits}, unless(ok)
	case 0xd0, 0xd1, 0xd2, 0xd3:
		bytes := 1 << (head - 0xd0)
		bits, ok := r.number(bytes)
		unused := 64 - 8*bytes
		return token{kind: signedToken, bits: uint64(int64(bits<<unused) >> unused)}, unless(ok)
	case 0xd9, 0xda, 0xdb:
		length, ok := r.number(1 << (head - 0xd9))
		if !ok {
			return token{}, truncated()
		}
		return r.text(length)
	case 0xdc, 0xdd:
		count, ok := r.number(2 << (head - 0xdc))
		return token{kind: listToken, bits: count}, unless(ok)
	case 0xde, 0xdf:
		count, ok := r.number(2 << (head - 0xde))
		return token{kind: mapToken, bits: count}, unless(ok)
	}
	return token{}, mismatched("the document is not in canonical form")
}

func (r *reader) text(length uint64) (token, *mismatch) {
	text, ok := r.take(length)
	return token{kind: stringToken, text: text}, unless(ok)
}

// key reads the key of a map's entry.
func (r *reader) key() (string, *mismatch) {
	key, err := r.next()
	if err != nil {
		return "", err
	}
	if key.kind != stringToken {
		return "", key.unexpected("a key, which is a string")
	}
	if !utf8.ValidString(key.text) {
		return "", notText()
	}
	return key.text, nil
}

// skip steps over one value and is its bytes.
func (r *reader) skip() (string, *mismatch) {
	all := r.rest
	for open := uint64(1); open > 0; open-- {
		head, err := r.next()
		if err != nil {
			return "", err
		}
		switch head.kind {
		case listToken:
			open += head.bits
		case mapToken:
			open += 2 * head.bits
		}
	}
	return all[:len(all)-len(r.rest)], nil
}

// atNull tells whether the next value is null.
func (r *reader) atNull() bool { return r.rest != "" && r.rest[0] == 0xc0 }

func unless(ok bool) *mismatch {
	if ok {
		return nil
	}
	return truncated()
}

func truncated() *mismatch { return mismatched("the document ends in the middle of a value") }

func notText() *mismatch { return mismatched("a text is not valid UTF-8") }
