package rule

import (
	"cmp"
	"encoding"
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
	textForm
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
	named
	plan *plan
}

// planner makes plans, one a type.
type planner struct {
	plans map[reflect.Type]*plan
	open  []*plan
	// place is the field that is looked at.
	place string
}

func planOf(typ reflect.Type) *plan {
	p := &planner{plans: map[reflect.Type]*plan{}}
	return p.of(typ, bounds{})
}

var (
	unmarshalerType = reflect.TypeFor[Unmarshaler]()
	slotType        = reflect.TypeFor[slot]()
	timeType        = reflect.TypeFor[time.Time]()
	durationType    = reflect.TypeFor[time.Duration]()
	textType        = reflect.TypeFor[encoding.TextUnmarshaler]()
	jsonType        = reflect.TypeFor[interface{ UnmarshalJSON([]byte) error }]()
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
	p.suits(made)
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
	case typ == durationType:
		panic(p.what(typ) + ", of which documents do not say the unit: take a number and name it, as in `MaxAgeDays float64`")
	case reflect.PointerTo(typ).Implements(textType):
		made.form = textForm
		return
	case reflect.PointerTo(typ).Implements(jsonType):
		panic(p.what(typ) + ", which reads JSON by itself, and facts and params are none: give it the method `UnmarshalRule`")
	}
	switch typ.Kind() {
	case reflect.Interface:
		if typ.NumMethod() > 0 {
			panic(p.what(typ) + ", which cannot be read: give it a type of its own, or `any`")
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
			panic(p.what(typ) + ", and a map has keys that are strings")
		}
		inner(mapForm, typ.Elem())
	case reflect.Struct:
		made.form = structForm
		p.suits(made)
		p.fillStruct(made)
		if made.fields == nil && closed(typ) {
			panic(p.what(typ) + ", of which no field can be read: give it the method `UnmarshalRule`, or fields that begin with a " +
				"capital")
		}
	default:
		panic(p.what(typ) + ", which cannot be read: there are bools, numbers, strings, slices, maps with string keys, " +
			"structs, `any`, `time.Time`, and pointers to these")
	}
}

// what begins what is said of a type that cannot be read.
func (p *planner) what(typ reflect.Type) string {
	if p.place == "" {
		return "there is a `" + typ.String() + "`"
	}
	return "`" + p.place + "` is a `" + typ.String() + "`"
}

func (p *planner) fillStruct(made *plan) {
	if doc, ok := made.typ.FieldByName("_"); ok {
		made.doc = doc.Tag.Get("doc")
	}
	outer := p.place
	within := outer
	if made.typ.Name() != "" || outer == "" {
		within = made.typ.String()
	}
	for _, of := range namedFields(made.typ) {
		p.place = within + "." + of.field
		plan := p.of(of.typ, boundsOf(of.tags, p.place))
		of.optional = of.optional || plan.form == pointerForm || plan.form == factForm
		made.fields = append(made.fields, field{of, plan})
		made.placed = made.placed || plan.placed
	}
	p.place = outer
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

// suits holds the tags of a field to what they can say of its type.
func (p *planner) suits(made *plan) {
	b := made.bounds
	switch made.form {
	case listForm, mapForm, pointerForm, factForm:
		// They are about what is in it.
	case stringForm:
		if b.minimum != nil || b.maximum != nil {
			panic("`" + p.place + "`: the tags `minimum` and `maximum` are for numbers, and this is a string")
		}
	case signedForm, unsignedForm, floatForm:
		if b.enum != nil {
			panic("`" + p.place + "`: the tag `enum` is for strings, and this is a number")
		}
	default:
		if b.enum != nil || b.minimum != nil || b.maximum != nil {
			panic("`" + p.place + "`: the tag `enum` is for strings, and `minimum` and `maximum` are for numbers, and this is " +
				"neither")
		}
	}
}

// boundsOf reads the tags of a field that narrow what it may be.
func boundsOf(tags reflect.StructTag, place string) bounds {
	var b bounds
	if enum := tags.Get("enum"); enum != "" {
		for value := range strings.SplitSeq(enum, ",") {
			b.enum = append(b.enum, strings.TrimSpace(value))
		}
	}
	number := func(key string) *float64 {
		text, ok := tags.Lookup(key)
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
