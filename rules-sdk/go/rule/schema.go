package rule

import (
	"reflect"
	"strconv"
	"strings"
)

const dialect = "https://json-schema.org/draft/2020-12/schema"

// SchemaOf is the JSON Schema (2020-12) of a type, as a [Schemer] for a type made of others wants it.
// It panics for a type that contains itself, which only a whole schema can describe.
func SchemaOf[T any]() string {
	var s schemas
	text := s.of(planOf(reflect.TypeFor[T]()), reflect.Value{}).text()
	if len(s.definitions) > 0 {
		panic("`rule.SchemaOf` cannot describe a type that contains itself, as `" + s.definitions[0].plan.typ.String() + "` does")
	}
	return text
}

// schema is the keywords of a JSON Schema in their order.
type schema struct {
	keys   []string
	values []string
}

func (s *schema) set(key, value string) {
	for i := range s.keys {
		if s.keys[i] == key {
			s.values[i] = value
			return
		}
	}
	s.keys, s.values = append(s.keys, key), append(s.values, value)
}

func (s *schema) get(key string) string {
	for i := range s.keys {
		if s.keys[i] == key {
			return s.values[i]
		}
	}
	return ""
}

func (s *schema) text() string {
	var text []byte
	for i := range s.keys {
		text = append(text, ',')
		text = append(appendQuoted(text, s.keys[i]), ':')
		text = append(text, s.values[i]...)
	}
	return "{" + strings.TrimPrefix(string(text), ",") + "}"
}

// schemas makes the schemas of one document. A type that contains itself stands among its definitions.
type schemas struct {
	strict      bool
	definitions []*definition
}

type definition struct {
	plan *plan
	name string
	text string
}

// of is the schema of a type; defaults has its values where a field is absent.
func (s *schemas) of(p *plan, defaults reflect.Value) *schema {
	made := &schema{}
	if !p.recursive || p.form != structForm {
		s.fill(made, p, defaults)
		return made
	}
	made.set("$ref", quoted("#/$defs/"+s.defined(p).name))
	return made
}

// defined is the definition of a type. Its name is that of the type, as far as it may be part of a reference and no other has it.
func (s *schemas) defined(p *plan) *definition {
	plain, _, _ := strings.Cut(p.typ.Name(), "[")
	name, others := plain, 1
	for _, known := range s.definitions {
		if known.plan == p {
			return known
		}
		if known.name == name {
			others++
			name = plain + strconv.Itoa(others)
		}
	}
	made := &definition{plan: p, name: name}
	s.definitions = append(s.definitions, made)
	inner := &schema{}
	s.fill(inner, p, reflect.Value{})
	made.text = inner.text()
	return made
}

func (s *schemas) fill(made *schema, p *plan, defaults reflect.Value) {
	if p.doc != "" {
		made.set("description", quoted(p.doc))
	}
	if schemer, ok := reflect.New(p.typ).Interface().(Schemer); ok {
		made.parse(schemer.JSONSchema())
		return
	}
	switch p.form {
	case anyForm:
	case boolForm:
		made.set("type", `"boolean"`)
	case signedForm, unsignedForm:
		s.whole(made, p)
	case floatForm:
		made.set("type", `"number"`)
		p.bounds.set(made)
	case stringForm:
		made.set("type", `"string"`)
		if p.bounds.enum != nil {
			made.set("enum", list(p.bounds.enum))
		}
	case timeForm:
		made.set("type", `"string"`)
		made.set("format", `"date-time"`)
	case listForm:
		made.set("type", `"array"`)
		made.set("items", s.of(p.elem, reflect.Value{}).text())
	case mapForm:
		made.set("type", `"object"`)
		made.set("additionalProperties", s.of(p.elem, reflect.Value{}).text())
	case pointerForm, factForm:
		*made = *s.of(p.elem, reflect.Value{})
		made.nullable()
	case ownForm:
		// It may be anything.
	case textForm:
		made.set("type", `"string"`)
	case structForm:
		s.object(made, p, defaults)
	}
}

// whole has the bounds of the type where they are narrower than 64 bits.
func (s *schemas) whole(made *schema, p *plan) {
	made.set("type", `"integer"`)
	low, high := rangeOf(p.typ)
	if p.form == unsignedForm || p.typ.Bits() < 64 {
		made.set("minimum", low)
	}
	if p.typ.Bits() < 64 {
		made.set("maximum", high)
	}
	p.bounds.set(made)
}

func (b *bounds) set(made *schema) {
	if b.minimum != nil {
		made.set("minimum", plain(*b.minimum))
	}
	if b.maximum != nil {
		made.set("maximum", plain(*b.maximum))
	}
}

func (s *schemas) object(made *schema, p *plan, defaults reflect.Value) {
	made.set("type", `"object"`)
	var properties schema
	var required []string
	for i := range p.fields {
		field := &p.fields[i]
		properties.set(field.name, s.property(field, defaults).text())
		if !field.optional {
			required = append(required, field.name)
		}
	}
	made.set("properties", properties.text())
	if required != nil {
		made.set("required", list(required))
	}
	if s.strict {
		made.set("additionalProperties", "false")
	}
}

// property is the schema of a field with what is said of it there.
func (s *schemas) property(of *field, defaults reflect.Value) *schema {
	var inner reflect.Value
	if defaults.IsValid() {
		inner = of.in(defaults)
	}
	made := s.of(of.plan, inner)
	if of.doc != "" {
		made.set("description", quoted(of.doc))
	}
	if of.optional && inner.IsValid() && of.plan.form != ownForm {
		r := reader{string(Encode(inner.Interface()))}
		made.set("default", string(r.appendJSON(nil)))
	}
	return made
}

// nullable lets null do, too.
func (s *schema) nullable() {
	kind := s.get("type")
	switch {
	case strings.HasPrefix(kind, `"`):
		s.set("type", "["+kind+`,"null"]`)
		if enum := s.get("enum"); enum != "" {
			s.set("enum", strings.TrimSuffix(enum, "]")+",null]")
		}
	case kind == "" && s.get("$ref") != "":
		*s = schema{[]string{"anyOf"}, []string{"[" + s.text() + `,{"type":"null"}]`}}
	}
}

// parse takes a schema that a type wrote: an object in JSON, of which the outermost keywords are told apart.
func (s *schema) parse(text string) {
	text = strings.TrimSpace(text)
	if text == "true" {
		return
	}
	if !strings.HasPrefix(text, "{") || !strings.HasSuffix(text, "}") {
		panic("`JSONSchema` gives an object in JSON, not `" + text + "`")
	}
	for _, member := range split(text[1:len(text)-1], ',') {
		pair := split(member, ':')
		key, err := strconv.Unquote(strings.TrimSpace(pair[0]))
		if err != nil || len(pair) < 2 {
			panic("`JSONSchema` gives an object in JSON, and `" + member + "` is no member of one")
		}
		s.set(key, strings.TrimSpace(strings.Join(pair[1:], ":")))
	}
}

// split cuts JSON at a byte that stands in no string, list or object.
func split(text string, at byte) []string {
	var parts []string
	depth, start, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case c == at && depth == 0:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	if strings.TrimSpace(text[start:]) != "" {
		parts = append(parts, text[start:])
	}
	return parts
}

// close gives a schema that stands alone what it needs.
func (s *schemas) close(made *schema) string {
	whole := &schema{}
	whole.set("$schema", quoted(dialect))
	for i := range made.keys {
		whole.set(made.keys[i], made.values[i])
	}
	if len(s.definitions) > 0 {
		var defs schema
		for _, definition := range s.definitions {
			defs.set(definition.name, definition.text)
		}
		whole.set("$defs", defs.text())
	}
	return whole.text()
}

func quoted(text string) string { return string(appendQuoted(nil, text)) }

func list(texts []string) string {
	var list []byte
	for _, text := range texts {
		list = appendQuoted(append(list, ','), text)
	}
	return "[" + strings.TrimPrefix(string(list), ",") + "]"
}
