package rule

import "strconv"

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
	return Fact[T]{Value: value, Present: true, at: place{key: pointer}}
}

// Absent is a fact that should stand at a JSON Pointer and does not.
func Absent[T any](pointer string) Fact[T] {
	return Fact[T]{at: place{key: pointer}}
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
	// within is the place of what it stands in; nil for a place that key names as a whole.
	within *place
	key    string
	// index counts where it is not less than 0.
	index int
}

func (p *place) field(key string) place { return place{p, key, -1} }

func (p *place) element(index int) place { return place{p, "", index} }

// String is the RFC 6901 JSON Pointer.
func (p *place) String() string {
	if p.within == nil {
		return p.key
	}
	var room [64]byte
	return string(p.append(room[:0]))
}

func (p *place) append(pointer []byte) []byte {
	if p.within == nil {
		return append(pointer, p.key...)
	}
	pointer = append(p.within.append(pointer), '/')
	if p.index >= 0 {
		return strconv.AppendInt(pointer, int64(p.index), 10)
	}
	return append(pointer, escaped(p.key)...)
}
