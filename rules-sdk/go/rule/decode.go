package rule

import (
	"errors"
	"math"
	"reflect"
	"strconv"
	"strings"
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
		for i := range p.fields {
			field := &p.fields[i]
			if field.plan.placed {
				inner := at.field(field.name)
				field.plan.bind(field.in(into), &inner)
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
		if err := d.value(field.plan, field.in(into), inner); err != nil {
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
			field.plan.bind(field.in(into), &inner)
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
	if err == nil {
		return nil
	}
	// What is said around a mismatch is said at its place.
	var inner *mismatch
	if errors.As(err, &inner) {
		inner.message = err.Error()
		return inner
	}
	return mismatched(err.Error())
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
