package rule

import (
	"errors"
	"path"
	"reflect"
	"runtime"
	"strconv"
	"strings"
)

// own begins the names of this package's functions.
const own = "clearance.rule/kit/rule."

// caller is the folder of the file from which the package was called, and the line in brackets.
func caller() (home, line string) {
	all := frames()
	for _, frame := range all {
		if !strings.HasPrefix(frame.Function, own) {
			home = path.Dir(frame.File)
			return home, at(home, all)
		}
	}
	return ".", ""
}

// recovered makes an error of a panic, with the line of the author's on which it began.
func (r *Registered) recovered(err *error) {
	cause := recover()
	if cause == nil {
		return
	}
	*err = errors.New("panic: " + worded(cause) + at(r.home, frames()))
}

// worded is what was panicked with; its type, where it panics when it is asked.
func worded(cause any) (text string) {
	defer func() {
		if recover() != nil {
			text = reflect.TypeOf(cause).String()
		}
	}()
	switch cause := cause.(type) {
	case error:
		return cause.Error()
	case interface{ String() string }:
		return cause.String()
	}
	switch value := reflect.ValueOf(cause); value.Kind() {
	case reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return value.Type().String()
	default:
		return shown(cause)
	}
}

// shown is a value that was panicked with: a string as it is, anything else as JSON.
func shown(cause any) string {
	if text, ok := cause.(string); ok {
		return text
	}
	return string((&reader{string(Encode(cause))}).appendJSON(nil))
}

// at is the first place in the author's own files, in brackets; empty where there is none.
func at(home string, frames []runtime.Frame) string {
	for _, frame := range frames {
		file, ok := strings.CutPrefix(frame.File, home+"/")
		if ok && !strings.HasPrefix(frame.Function, own) {
			return " (" + file + ":" + strconv.Itoa(frame.Line) + ")"
		}
	}
	return ""
}

// frames are the calls that led here, from the innermost out.
func frames() []runtime.Frame {
	callers := make([]uintptr, 256)
	callers = callers[:runtime.Callers(3, callers)]
	var all []runtime.Frame
	for next := runtime.CallersFrames(callers); ; {
		frame, more := next.Next()
		all = append(all, frame)
		if !more {
			return all
		}
	}
}
