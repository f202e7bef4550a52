package rule

import (
	"cmp"
	"encoding"
	"reflect"
	"slices"
	"strconv"
	"time"
)

// Encode writes a value as canonical MessagePack, which is what facts are made of.
//
// A struct is a map of its fields, named by their json tags; a field with omitzero or omitempty is left out where it is
// zero, and the fields of an embedded struct are its own. A [Fact] is its value, or null. A time is an RFC 3339 text, and a
// type with the method MarshalText is what that says. Encode panics where the value cannot be a fact, as a channel or a
// function cannot.
func Encode(value any) []byte {
	var w writer
	w.any(value)
	return w.bytes
}

func (w *writer) any(value any) {
	switch value := value.(type) {
	case nil:
		w.null()
	case string:
		w.string(value)
	case float64:
		w.float(value)
	case int:
		w.signed(int64(value))
	case uint64:
		w.unsigned(value)
	case bool:
		w.bool(value)
	default:
		w.reflected(reflect.ValueOf(value))
	}
}

func (w *writer) reflected(value reflect.Value) {
	if value.Kind() == reflect.Interface {
		value = value.Elem()
	}
	if !value.IsValid() || value.Kind() == reflect.Pointer && value.IsNil() {
		w.null()
		return
	}
	if value.CanInterface() && w.known(value) {
		return
	}
	switch value.Kind() {
	case reflect.Bool:
		w.bool(value.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.signed(value.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		w.unsigned(value.Uint())
	case reflect.Float32, reflect.Float64:
		w.float(value.Float())
	case reflect.String:
		w.string(value.String())
	case reflect.Pointer:
		w.reflected(value.Elem())
	case reflect.Slice, reflect.Array:
		w.list(value.Len())
		for i := range value.Len() {
			w.reflected(value.Index(i))
		}
	case reflect.Map:
		w.reflectedMap(value)
	case reflect.Struct:
		w.reflectedStruct(value)
	default:
		panic("a value of the type `" + value.Type().String() + "` cannot be among facts")
	}
}

// known writes what says itself what it is; ok is false for all else.
func (w *writer) known(value reflect.Value) (ok bool) {
	switch known := value.Interface().(type) {
	case Reading:
		value, present := known.reading()
		if !present {
			value = nil
		}
		w.any(value)
		return true
	case time.Time:
		w.string(known.UTC().Format(time.RFC3339Nano))
		return true
	case encoding.TextMarshaler:
		w.text(known)
		return true
	}
	if value.Type().PkgPath() == "" {
		return false
	}
	// A method of the pointer is one of the value, too, where it can be pointed to.
	pointer := reflect.New(value.Type())
	pointer.Elem().Set(value)
	switch known := pointer.Interface().(type) {
	case encoding.TextMarshaler:
		w.text(known)
		return true
	case interface{ MarshalJSON() ([]byte, error) }:
		panic("a value of the type `" + value.Type().String() + "` writes JSON by itself, and facts are none: give the map or the " +
			"struct that is meant")
	}
	return false
}

func (w *writer) text(value encoding.TextMarshaler) {
	text, err := value.MarshalText()
	if err != nil {
		panic(err)
	}
	w.string(string(text))
}

func (w *writer) reflectedMap(value reflect.Value) {
	if value.Type().Key().Kind() != reflect.String {
		panic("a map among facts has keys that are strings, not of the type `" + value.Type().Key().String() + "`")
	}
	keys := value.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	w.mapping(len(keys))
	for _, key := range keys {
		w.string(key.String())
		w.reflected(value.MapIndex(key))
	}
}

func (w *writer) reflectedStruct(value reflect.Value) {
	type entry struct {
		name  string
		value reflect.Value
	}
	var entries []entry
	fields := namedFields(value.Type())
	if fields == nil && closed(value.Type()) {
		panic("a value of the type `" + value.Type().String() + "` has no field that begins with a capital, so nothing of it would " +
			"be among facts: give a text, a number or a map")
	}
	for i := range fields {
		field := fields[i].in(value)
		if !fields[i].optional || !field.IsZero() {
			entries = append(entries, entry{fields[i].name, field})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	w.mapping(len(entries))
	for i, entry := range entries {
		if i > 0 && entry.name == entries[i-1].name {
			panic("`" + value.Type().String() + "` has two fields named `" + entry.name + "`")
		}
		w.string(entry.name)
		w.reflected(entry.value)
	}
}

// appendJSON writes the next value of a document as JSON.
func (r *reader) appendJSON(text []byte) []byte {
	head, err := r.next()
	if err != nil {
		panic(err.message)
	}
	switch head.kind {
	case nullToken:
		return append(text, "null"...)
	case boolToken:
		return strconv.AppendBool(text, head.bits != 0)
	case unsignedToken:
		return strconv.AppendUint(text, head.bits, 10)
	case signedToken:
		return strconv.AppendInt(text, int64(head.bits), 10)
	case floatToken:
		return strconv.AppendFloat(text, head.float(), 'g', -1, 64)
	case stringToken:
		return appendQuoted(text, head.text)
	}
	open, end := byte('['), byte(']')
	if head.kind == mapToken {
		open, end = '{', '}'
	}
	text = append(text, open)
	for i := range head.bits {
		if i > 0 {
			text = append(text, ',')
		}
		if head.kind == mapToken {
			text = append(r.appendJSON(text), ':')
		}
		text = r.appendJSON(text)
	}
	return append(text, end)
}

// appendQuoted writes a text as JSON has it.
func appendQuoted(to []byte, text string) []byte {
	const digits = "0123456789abcdef"
	to = append(to, '"')
	for _, c := range valid(text) {
		switch {
		case c == '"' || c == '\\':
			to = append(to, '\\', byte(c))
		case c < 0x20:
			to = append(to, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		default:
			to = append(to, string(c)...)
		}
	}
	return append(to, '"')
}
