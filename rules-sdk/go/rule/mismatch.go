package rule

import (
	"errors"
	"strconv"
	"strings"
)

// Mismatch says that params or facts are not what the rule can work with.
type Mismatch struct {
	// Pointer is the RFC 6901 JSON Pointer to the place; empty for the whole.
	Pointer string
	// Message says what was found and what was expected.
	Message string
}

// Error is the message behind its place.
func (m *Mismatch) Error() string {
	if m.Pointer == "" {
		return m.Message
	}
	return "`" + m.Pointer + "`: " + m.Message
}

// Refuse is an error for [Rule].Prepare: the param at pointer, such as "/minimum", is not what the rule can work with.
func Refuse(pointer, message string) error { return &Mismatch{pointer, message} }

// The codes of an [EvaluationError].
const (
	CodeMissingFact   = "missing-fact"
	CodeMalformedFact = "malformed-fact"
	CodeFailed        = "failed"
)

// MissingFact is an error for [Rule].Evaluate: without the fact at pointer nothing can be said of the release.
func MissingFact(pointer string) error {
	return &EvaluationError{Code: CodeMissingFact, Pointer: pointer}
}

// MalformedFact is an error for [Rule].Evaluate: the fact at pointer has the wrong shape. The message says what was found
// and what was expected.
func MalformedFact(pointer, message string) error {
	return &EvaluationError{CodeMalformedFact, pointer, message}
}

// EvaluationError says why an evaluation has no outcome. The host makes it a row that counts as a failure.
type EvaluationError struct {
	// Code is [CodeMissingFact], [CodeMalformedFact] or [CodeFailed].
	Code string
	// Pointer leads to the fact that is missing or malformed.
	Pointer string
	// Message says what was found and what was expected, or what failed. A missing fact needs none.
	Message string
}

// Error is the message behind its code and place.
func (e *EvaluationError) Error() string {
	text := e.Code
	if e.Pointer != "" {
		text += " `" + e.Pointer + "`"
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// Pointer makes an RFC 6901 JSON Pointer of names and indices.
//
//	rule.Pointer("components", 0, "line_coverage") // "/components/0/line_coverage"
func Pointer(tokens ...any) string {
	var pointer strings.Builder
	for _, token := range tokens {
		pointer.WriteByte('/')
		switch token := token.(type) {
		case int:
			pointer.WriteString(strconv.Itoa(token))
		case string:
			pointer.WriteString(escaped(token))
		default:
			panic("`rule.Pointer` takes names, which are of type string, and indices, which are of type int")
		}
	}
	return pointer.String()
}

// escaped is a name as a token of an RFC 6901 pointer.
func escaped(token string) string {
	plain := true
	for i := range len(token) {
		plain = plain && token[i] != '~' && token[i] != '/'
	}
	if plain {
		return token
	}
	return strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
}

// mismatch is a Mismatch while decoding, which learns its place on the way out: a value that fits pays nothing for it.
type mismatch struct {
	message string
	// missing is the name of the field that is absent, if that is the matter.
	missing string
	// path is the place, from the innermost out.
	path []string
}

// Error is for an [Unmarshaler] that hands a mismatch on.
func (m *mismatch) Error() string { return m.message }

func mismatched(message string) *mismatch { return &mismatch{message: message} }

// within is the mismatch as seen from outside of a value.
func (m *mismatch) within(token string) *mismatch {
	m.path = append(m.path, token)
	return m
}

func (m *mismatch) pointer() string {
	var pointer strings.Builder
	for i := len(m.path) - 1; i >= 0; i-- {
		pointer.WriteByte('/')
		pointer.WriteString(escaped(m.path[i]))
	}
	return pointer.String()
}

// fact is the mismatch as the engine is told of it.
func (m *mismatch) fact() error {
	if m.missing != "" {
		return MissingFact(m.pointer() + "/" + escaped(m.missing))
	}
	return MalformedFact(m.pointer(), m.message)
}

// failure is what an evaluation ends with where it has no outcome.
func failure(err error) *EvaluationError {
	var known *EvaluationError
	if errors.As(err, &known) {
		return known
	}
	return &EvaluationError{Code: CodeFailed, Message: err.Error()}
}

// refusal is what params are refused with.
func refusal(err error) *Mismatch {
	var known *Mismatch
	if errors.As(err, &known) {
		return known
	}
	return &Mismatch{Message: err.Error()}
}
