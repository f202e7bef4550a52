package rule

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Unmarshaler is a type that reads itself. It calls decode with a pointer to what it expects, as often as it likes, and
// checks what came. The error that it returns is the message of the mismatch; one of decode's is returned as it is.
//
// Such a type should have a [Schemer]'s method, too.
type Unmarshaler interface {
	UnmarshalRule(decode func(into any) error) error
}

// Schemer is a type that knows its own JSON Schema (2020-12).
type Schemer interface {
	JSONSchema() string
}

// form is how values of a type are read.
type form uint8

const (
	anyForm form = iota
	boolForm
	signedForm
	unsignedForm
	floatForm
	stringForm
	timeForm
	listForm
	mapForm
	structForm
	pointerForm
	factForm
	ownForm
)

// plan is what is known of a type before a value comes. Plans are made once, when the rule is registered.
type plan struct {
	form   form
	typ    reflect.Type
	elem   *plan
	fields []field
	// byName has the numbers of the fields in the order of their names.
	byName []int
	doc    string
	// placed says whether there are facts in it, which are to know their places.
	placed bool
	// recursive says whether it contains itself.
	recursive bool
	bounds    bounds
}

// bounds are what tags say of the values of a field.
type bounds struct {
	enum             []string
	minimum, maximum *float64
}

// field is a field of a struct.
type field struct {
	tag
	index int
	plan  *plan
}

// tag is what the tags of a field say.
type tag struct {
	name string
	doc  string
	// optional is a field that may be absent.
	optional bool
}

// tagOf is the name of a field; ok is false for a field that is the rule's own.
func tagOf(of reflect.StructField) (t tag, ok bool) {
	named, options, _ := strings.Cut(of.Tag.Get("json"), ",")
	if !of.IsExported() || named == "-" {
		return tag{}, false
	}
	t.name, t.doc = cmp.Or(named, of.Name), of.Tag.Get("doc")
	for option := range strings.SplitSeq(options, ",") {
		t.optional = t.optional || option == "omitzero" || option == "omitempty"
	}
	return t, true
}

// planner makes plans, one a type.
type planner struct {
	plans map[reflect.Type]*plan
	open  []*plan
}

func planOf(typ reflect.Type) *plan {
	p := &planner{plans: map[reflect.Type]*plan{}}
	return p.of(typ, bounds{})
}

var (
	unmarshalerType = reflect.TypeFor[Unmarshaler]()
	slotType        = reflect.TypeFor[slot]()
	timeType        = reflect.TypeFor[time.Time]()
)

func (p *planner) of(typ reflect.Type, within bounds) *plan {
	bounded := within.enum != nil || within.minimum != nil || within.maximum != nil
	if known := p.plans[typ]; known != nil && !bounded {
		for i := len(p.open) - 1; i >= 0; i-- {
			if p.open[i] == known {
				known.recursive, known.placed = true, true
			}
		}
		return known
	}
	made := &plan{typ: typ, bounds: within}
	if !bounded {
		p.plans[typ] = made
	}
	p.open = append(p.open, made)
	p.fill(made)
	p.open = p.open[:len(p.open)-1]
	return made
}

func (p *planner) fill(made *plan) {
	typ := made.typ
	inner := func(form form, elem reflect.Type) {
		made.form, made.elem = form, p.of(elem, made.bounds)
		made.placed = made.placed || made.elem.placed
	}
	switch {
	case reflect.PointerTo(typ).Implements(unmarshalerType):
		made.form = ownForm
		return
	case reflect.PointerTo(typ).Implements(slotType):
		value, _ := typ.FieldByName("Value")
		inner(factForm, value.Type)
		made.placed = true
		return
	case typ == timeType:
		made.form = timeForm
		return
	}
	switch typ.Kind() {
	case reflect.Interface:
		if typ.NumMethod() > 0 {
			panic("a field of the type `" + typ.String() + "` cannot be read: give it a type of its own, or `any`")
		}
	case reflect.Bool:
		made.form = boolForm
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		made.form = signedForm
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		made.form = unsignedForm
	case reflect.Float32, reflect.Float64:
		made.form = floatForm
	case reflect.String:
		made.form = stringForm
	case reflect.Pointer:
		inner(pointerForm, typ.Elem())
	case reflect.Slice:
		inner(listForm, typ.Elem())
	case reflect.Map:
		if typ.Key().Kind() != reflect.String {
			panic("a map has keys that are strings, not `" + typ.Key().String() + "`")
		}
		inner(mapForm, typ.Elem())
	case reflect.Struct:
		made.form = structForm
		p.fillStruct(made)
	default:
		panic("a field of the type `" + typ.String() + "` cannot be read: there are bools, numbers, strings, slices, " +
			"maps with string keys, structs, `any`, `time.Time`, and pointers to these")
	}
}

func (p *planner) fillStruct(made *plan) {
	for i := range made.typ.NumField() {
		of := made.typ.Field(i)
		if of.Name == "_" {
			made.doc = of.Tag.Get("doc")
			continue
		}
		tag, ok := tagOf(of)
		if !ok {
			continue
		}
		place := made.typ.String() + "." + of.Name
		if of.Anonymous {
			panic("`" + place + "` is embedded: give the field a name")
		}
		plan := p.of(of.Type, boundsOf(of, place))
		tag.optional = tag.optional || plan.form == pointerForm || plan.form == factForm
		made.fields = append(made.fields, field{tag, i, plan})
		made.placed = made.placed || plan.placed
	}
	for i := range made.fields {
		made.byName = append(made.byName, i)
	}
	slices.SortFunc(made.byName, func(a, b int) int { return cmp.Compare(made.fields[a].name, made.fields[b].name) })
	for i := 1; i < len(made.byName); i++ {
		if name := made.fields[made.byName[i]].name; name == made.fields[made.byName[i-1]].name {
			panic("`" + made.typ.String() + "` has two fields named `" + name + "`")
		}
	}
}

// boundsOf reads the tags of a field that narrow what it may be.
func boundsOf(of reflect.StructField, place string) bounds {
	var b bounds
	if enum := of.Tag.Get("enum"); enum != "" {
		b.enum = strings.Split(enum, ",")
	}
	number := func(key string) *float64 {
		text, ok := of.Tag.Lookup(key)
		if !ok {
			return nil
		}
		value, err := strconv.ParseFloat(text, 64)
		if err != nil {
			panic("`" + place + "`: the tag `" + key + "` is a number, not `" + text + "`")
		}
		return &value
	}
	b.minimum, b.maximum = number("minimum"), number("maximum")
	return b
}

// find is the number of the field with this name; it is most likely the one after the last that was found.
func (p *plan) find(name string, after *int) (int, bool) {
	if i := *after; i < len(p.byName) && p.fields[p.byName[i]].name == name {
		*after = i + 1
		return p.byName[i], true
	}
	i, ok := slices.BinarySearchFunc(p.byName, name, func(i int, name string) int {
		return cmp.Compare(p.fields[i].name, name)
	})
	if !ok {
		return 0, false
	}
	*after = i + 1
	return p.byName[i], true
}
