package rule

import (
	"cmp"
	"reflect"
	"strings"
)

// named is a field of a struct as documents have it.
type named struct {
	// field is its name in Go, and name the one in documents.
	field string
	name  string
	doc   string
	// optional is a field that may be absent.
	optional bool
	typ      reflect.Type
	tags     reflect.StructTag
	// within leads to the embedded struct of which it is a field, and index to it there.
	within []int
	index  int
}

// in is the field of a value.
func (n *named) in(value reflect.Value) reflect.Value {
	for _, index := range n.within {
		value = value.Field(index)
	}
	return value.Field(n.index)
}

// namedFields are the fields of a struct, those of structs that it embeds among them. It panics where a tag cannot be meant.
func namedFields(typ reflect.Type) []named {
	return appendFields(nil, typ, nil)
}

func appendFields(fields []named, typ reflect.Type, within []int) []named {
	for i := range typ.NumField() {
		of := typ.Field(i)
		json, tagged := of.Tag.Lookup("json")
		name, options, _ := strings.Cut(json, ",")
		place := "`" + typ.String() + "." + of.Name + "`"
		switch {
		case of.Name == "_" || json == "-":
			continue
		case of.Anonymous && name == "" && promotes(of.Type):
			fields = appendFields(fields, of.Type, append(within[:len(within):len(within)], i))
			continue
		case of.Anonymous && name == "" && of.Type.Kind() == reflect.Pointer:
			panic(place + " is an embedded pointer: embed the struct itself, or give the field a name")
		case !of.IsExported() && tagged:
			panic(place + " has a `json` tag, and nothing can stand in it: begin its name with a capital, or take the tag out")
		case !of.IsExported():
			continue
		}
		field := named{field: of.Name, name: cmp.Or(name, of.Name), doc: of.Tag.Get("doc"), typ: of.Type, tags: of.Tag, within: within, index: i}
		for option := range strings.SplitSeq(options, ",") {
			switch option {
			case "":
			case "omitzero", "omitempty":
				field.optional = true
			default:
				panic(place + ": the option `" + option + "` of its `json` tag is not known: there are `omitzero` and `omitempty`")
			}
		}
		fields = append(fields, field)
	}
	return fields
}

// promotes tells whether the fields of an embedded struct are those of the one that embeds it.
func promotes(typ reflect.Type) bool {
	pointer := reflect.PointerTo(typ)
	return typ.Kind() == reflect.Struct && typ != timeType && !pointer.Implements(unmarshalerType) &&
		!pointer.Implements(slotType) && !pointer.Implements(textType)
}

// closed tells whether a struct without named fields has others.
func closed(typ reflect.Type) bool {
	for i := range typ.NumField() {
		if name := typ.Field(i).Name; name != "_" && typ.Field(i).Tag.Get("json") != "-" {
			return true
		}
	}
	return false
}
