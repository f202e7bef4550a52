package rule

import (
	"strconv"
	"strings"
)

// Fact is a fact with its place, so that a check can say what it read. As a field it is optional: absent and null are
// alike, and Present is false. It knows where it should stand even then, as do the facts in it.
type Fact[T any] struct {
	// Value is what was found; the zero value where nothing was.
	Value T
	// Present says whether there was something.
	Present bool

	at place
}

// FactAt is a fact found at a JSON Pointer, for a value that the rule read in its own way.
func FactAt[T any](pointer string, value T) Fact[T] {
	return Fact[T]{Value: value, Present: true, at: place{pointer: pointer}}
}

// Absent is a fact that should stand at a JSON Pointer and does not.
func Absent[T any](pointer string) Fact[T] {
	return Fact[T]{at: place{pointer: pointer}}
}

// Pointer is the RFC 6901 JSON Pointer of the fact.
func (f Fact[T]) Pointer() string { return f.at.String() }

// Or is the value, or fallback where the fact is absent.
func (f Fact[T]) Or(fallback T) T {
	if f.Present {
		return f.Value
	}
	return fallback
}

// Reading is a fact of any type, as checks take it. Every [Fact] is one.
type Reading interface {
	// Pointer is the RFC 6901 JSON Pointer of the fact.
	Pointer() string

	reading() (value any, present bool)
}

func (f Fact[T]) reading() (any, bool) { return f.Value, f.Present }

// slot is what decoding needs of a *Fact of any type.
type slot interface{ place(at place, present bool) }

func (f *Fact[T]) place(at place, present bool) { f.at, f.Present = at, present }

// place is where something stands. Its text is only put together where someone asks for it.
type place struct {
	within *place
	// pointer is the place itself where within is nil.
	pointer string
	key     string
	// index counts where key is empty; less than 0 it does not.
	index int
}

func (p *place) field(key string) place { return place{within: p, key: key, index: -1} }

func (p *place) element(index int) place { return place{within: p, index: index} }

// String is the RFC 6901 JSON Pointer.
func (p *place) String() string {
	var pointer strings.Builder
	p.write(&pointer)
	return pointer.String()
}

func (p *place) write(pointer *strings.Builder) {
	if p.within == nil {
		pointer.WriteString(p.pointer)
		return
	}
	p.within.write(pointer)
	pointer.WriteByte('/')
	if p.index >= 0 {
		pointer.WriteString(strconv.Itoa(p.index))
		return
	}
	pointer.WriteString(escaped(p.key))
}
