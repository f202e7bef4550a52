package main

import (
	"strconv"
	"strings"

	"clearance.rule/kit/rule"
)

// named is a component and the places of its entries.
type named struct {
	name            string
	tests, coverage entries
}

// entries are the places of the entries that a section has for a component.
type entries struct {
	section string
	places  []int
	absent  bool
}

// components are those that any section names, those of the release first.
func components(facts *Facts) []*named {
	var all []*named
	byName := map[string]*named{}
	of := func(name string) *named {
		found := byName[name]
		if found == nil {
			found = &named{
				name:     name,
				tests:    entries{section: "tests", absent: !facts.Tests.Present},
				coverage: entries{section: "coverage", absent: !facts.Coverage.Present},
			}
			byName[name] = found
			all = append(all, found)
		}
		return found
	}
	for _, component := range facts.Components.Value {
		of(component.Name)
	}
	for i, entry := range facts.Tests.Value {
		of := of(entry.Component)
		of.tests.places = append(of.tests.places, i)
	}
	for i, entry := range facts.Coverage.Value {
		of := of(entry.Component)
		of.coverage.places = append(of.coverage.places, i)
	}
	return all
}

// only is the place of the only entry.
func (e *entries) only() (place int, ok bool) {
	if len(e.places) != 1 {
		return 0, false
	}
	return e.places[0], true
}

// gap is the row of a component that has no entry to judge by.
func (e *entries) gap(code, component string) rule.Check {
	supply := "supply an entry for `" + component + "` in `/" + e.section + "`"
	if e.absent {
		return rule.Unknown(code, component, "`/"+e.section+"` is absent").Missing("/" + e.section).WithRemedyIfUnknown(supply)
	}
	if len(e.places) == 0 {
		message := "`/" + e.section + "` has no entry for `" + component + "`"
		return rule.Unknown(code, component, message).WithRemedyIfUnknown(supply)
	}
	var listed []string
	for _, place := range e.places {
		listed = append(listed, "`"+e.pointer(place)+"`")
	}
	check := rule.Unknown(code, component, "several entries are for it: "+strings.Join(listed, ", ")).
		WithRemedyIfUnknown("keep one entry for `" + component + "` in `/" + e.section + "`")
	for _, place := range e.places {
		check = check.Observe(e.pointer(place)+"/component", component)
	}
	return check
}

func (e *entries) pointer(place int) string { return "/" + e.section + "/" + strconv.Itoa(place) }
