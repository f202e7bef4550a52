package rule

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// decoder reads one document into Go's own types.
type decoder struct {
	reader
	// strict refuses fields that the type does not know, as among params.
	strict bool
}

// decode reads a document into a value that is addressable.
func decode(document string, p *plan, into reflect.Value, strict bool) *mismatch {
	d := decoder{reader{document}, strict}
	return d.value(p, into, &place{})
}

func (d *decoder) value(p *plan, into reflect.Value, at *place) *mismatch {
	switch p.form {
	case factForm, pointerForm:
		return d.optional(p, into, at)
	case ownForm:
		return d.own(into.Addr().Interface().(Unmarshaler), at)
	case anyForm:
		value, err := d.anything()
		if err == nil && value != nil {
			into.Set(reflect.ValueOf(value))
		} else if err == nil {
			into.SetZero()
		}
		return err
	}
	head, err := d.next()
	if err != nil {
		return err
	}
	switch p.form {
	case listForm:
		return d.list(p, head, into, at)
	case mapForm:
		return d.mapping(p, head, into, at)
	case structForm:
		return d.fields(p, head, into, at)
	}
	return p.scalar(head, into)
}

// optional reads null as nothing. Nothing is left of what stood there before.
func (d *decoder) optional(p *plan, into reflect.Value, at *place) *mismatch {
	into.SetZero()
	if d.atNull() {
		_, err := d.next()
		p.bind(into, at)
		return err
	}
	if p.form == pointerForm {
		into.Set(reflect.New(p.elem.typ))
		return d.value(p.elem, into.Elem(), at)
	}
	into.Addr().Interface().(slot).place(*at, true)
	return d.value(p.elem, into.FieldByName("Value"), at)
}

// bind tells the facts of a value that is absent where they should stand.
func (p *plan) bind(into reflect.Value, at *place) {
	switch p.form {
	case factForm:
		into.Addr().Interface().(slot).place(*at, false)
		if !p.recursive {
			p.elem.bind(into.FieldByName("Value"), at)
		}
	case structForm:
		if p.recursive {
			return
		}
		for _, field := range p.fields {
			if field.plan.placed {
				inner := at.field(field.name)
				field.plan.bind(into.Field(field.index), &inner)
			}
		}
	}
}

func (d *decoder) list(p *plan, head token, into reflect.Value, at *place) *mismatch {
	if head.kind != listToken {
		return head.unexpected("a list")
	}
	// No more than there can be: each element takes a byte.
	count := int(min(head.bits, uint64(len(d.rest))))
	list := reflect.MakeSlice(p.typ, count, count)
	for i := range int(head.bits) {
		if i == count {
			return truncated()
		}
		inner := at
		if p.elem.placed {
			element := at.element(i)
			inner = &element
		}
		if err := d.value(p.elem, list.Index(i), inner); err != nil {
			return err.within(strconv.Itoa(i))
		}
	}
	into.Set(list)
	return nil
}

func (d *decoder) mapping(p *plan, head token, into reflect.Value, at *place) *mismatch {
	if head.kind != mapToken {
		return head.unexpected("a map")
	}
	entries := reflect.MakeMap(p.typ)
	for range head.bits {
		key, err := d.key()
		if err != nil {
			return err
		}
		value := reflect.New(p.elem.typ).Elem()
		inner := at.field(key)
		if err := d.value(p.elem, value, &inner); err != nil {
			return err.within(key)
		}
		entries.SetMapIndex(reflect.ValueOf(key).Convert(p.typ.Key()), value)
	}
	into.Set(entries)
	return nil
}

func (d *decoder) fields(p *plan, head token, into reflect.Value, at *place) *mismatch {
	if head.kind != mapToken {
		return head.unexpected("a map")
	}
	seen := make([]bool, len(p.fields))
	after := 0
	for range head.bits {
		key, err := d.key()
		if err != nil {
			return err
		}
		i, known := p.find(key, &after)
		if !known {
			if d.strict {
				return p.unknown(key).within(key)
			}
			if _, err := d.skip(); err != nil {
				return err.within(key)
			}
			continue
		}
		seen[i] = true
		field := &p.fields[i]
		inner := at
		if field.plan.placed {
			place := at.field(key)
			inner = &place
		}
		if err := d.value(field.plan, into.Field(field.index), inner); err != nil {
			return err.within(key)
		}
	}
	for i := range p.fields {
		field := &p.fields[i]
		if seen[i] {
			continue
		}
		if !field.optional {
			return &mismatch{message: "missing field `" + field.name + "`", missing: field.name}
		}
		if field.plan.placed {
			inner := at.field(field.name)
			field.plan.bind(into.Field(field.index), &inner)
		}
	}
	return nil
}

func (p *plan) unknown(key string) *mismatch {
	names := make([]string, len(p.fields))
	for i, field := range p.fields {
		names[i] = field.name
	}
	return mismatched("unknown field `" + key + "`, " + choice(names))
}

// choice words what was expected instead.
func choice(names []string) string {
	switch len(names) {
	case 0:
		return "there are no fields"
	case 1:
		return "expected `" + names[0] + "`"
	}
	return "expected one of `" + strings.Join(names, "`, `") + "`"
}

// own lets a type read itself, from the beginning for each call.
func (d *decoder) own(value Unmarshaler, at *place) *mismatch {
	start := d.reader
	err := value.UnmarshalRule(func(into any) error {
		target := reflect.ValueOf(into)
		if target.Kind() != reflect.Pointer || target.IsNil() {
			panic("`decode` takes a pointer to what is expected")
		}
		again := decoder{start, d.strict}
		if err := again.value(planOf(target.Type().Elem()), target.Elem(), at); err != nil {
			return err
		}
		return nil
	})
	if _, skipped := d.skip(); skipped != nil {
		return skipped
	}
	switch err := err.(type) {
	case nil:
		return nil
	case *mismatch:
		return err
	default:
		return mismatched(err.Error())
	}
}

// anything reads a value of which nothing is known.
func (d *decoder) anything() (any, *mismatch) {
	head, err := d.next()
	if err != nil {
		return nil, err
	}
	switch head.kind {
	case nullToken:
		return nil, nil
	case boolToken:
		return head.bits != 0, nil
	case unsignedToken:
		if head.bits > math.MaxInt64 {
			return head.bits, nil
		}
		return int64(head.bits), nil
	case signedToken:
		return int64(head.bits), nil
	case floatToken:
		return head.float(), nil
	case stringToken:
		return head.string()
	case listToken:
		list := make([]any, 0, min(head.bits, uint64(len(d.rest))))
		for i := range head.bits {
			value, err := d.anything()
			if err != nil {
				return nil, err.within(strconv.FormatUint(i, 10))
			}
			list = append(list, value)
		}
		return list, nil
	}
	entries := map[string]any{}
	for range head.bits {
		key, err := d.key()
		if err != nil {
			return nil, err
		}
		value, err := d.anything()
		if err != nil {
			return nil, err.within(key)
		}
		entries[key] = value
	}
	return entries, nil
}

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
