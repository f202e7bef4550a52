package rule

import (
	"encoding"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

func (t token) string() (string, *mismatch) {
	if !utf8.ValidString(t.text) {
		return "", notText()
	}
	return t.text, nil
}

func (p *plan) scalar(head token, into reflect.Value) *mismatch {
	switch p.form {
	case boolForm:
		if head.kind != boolToken {
			return head.unexpected("a boolean")
		}
		into.SetBool(head.bits != 0)
	case stringForm:
		return p.text(head, into)
	case textForm:
		text, err := head.string()
		if head.kind != stringToken || err != nil {
			return head.unexpected("a string")
		}
		if err := into.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)); err != nil {
			return mismatched("invalid value: " + head.found() + ": " + err.Error())
		}
	case timeForm:
		text, err := head.string()
		at, bad := time.Parse(time.RFC3339, text)
		if head.kind != stringToken || err != nil || bad != nil {
			return head.unexpected("a time such as \"2026-01-31T12:00:00Z\"")
		}
		into.Set(reflect.ValueOf(at.UTC()))
	case floatForm:
		number, ok := head.number()
		if !ok {
			return head.unexpected("a number")
		}
		into.SetFloat(number)
		return p.bounds.check(head, number)
	case signedForm:
		if head.kind != unsignedToken && head.kind != signedToken {
			return head.unexpected("a whole number")
		}
		if int64(head.bits) < 0 && head.kind == unsignedToken || into.OverflowInt(int64(head.bits)) {
			return head.outside(p.typ)
		}
		into.SetInt(int64(head.bits))
		number, _ := head.number()
		return p.bounds.check(head, number)
	case unsignedForm:
		if head.kind != unsignedToken && head.kind != signedToken {
			return head.unexpected("a whole number")
		}
		if head.kind == signedToken && int64(head.bits) < 0 || into.OverflowUint(head.bits) {
			return head.outside(p.typ)
		}
		into.SetUint(head.bits)
		number, _ := head.number()
		return p.bounds.check(head, number)
	}
	return nil
}

func (p *plan) text(head token, into reflect.Value) *mismatch {
	if head.kind != stringToken {
		return head.unexpected("a string")
	}
	text, err := head.string()
	if err != nil {
		return err
	}
	if enum := p.bounds.enum; enum != nil && !slices.Contains(enum, text) {
		return mismatched("unknown value `" + text + "`, " + choice(enum))
	}
	into.SetString(text)
	return nil
}

// number is a token as a float.
func (t token) number() (float64, bool) {
	switch t.kind {
	case unsignedToken:
		return float64(t.bits), true
	case signedToken:
		return float64(int64(t.bits)), true
	case floatToken:
		return t.float(), true
	}
	return 0, false
}

// outside is the mismatch of a whole number that its type does not hold.
func (t token) outside(typ reflect.Type) *mismatch {
	low, high := rangeOf(typ)
	return mismatched("invalid value: " + t.found() + ", expected a whole number from " + low + " to " + high)
}

func rangeOf(typ reflect.Type) (low, high string) {
	bits := typ.Bits()
	switch typ.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(-1<<(bits-1), 10), strconv.FormatInt(1<<(bits-1)-1, 10)
	}
	return "0", strconv.FormatUint(math.MaxUint64>>(64-bits), 10)
}

// check holds a number to the tags of its field.
func (b *bounds) check(head token, number float64) *mismatch {
	switch {
	case b.minimum != nil && number < *b.minimum:
		return mismatched("invalid value: " + head.found() + ", expected at least " + plain(*b.minimum))
	case b.maximum != nil && number > *b.maximum:
		return mismatched("invalid value: " + head.found() + ", expected at most " + plain(*b.maximum))
	}
	return nil
}

func plain(number float64) string { return strconv.FormatFloat(number, 'f', -1, 64) }
