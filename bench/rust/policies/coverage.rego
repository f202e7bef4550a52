package bench

answer := [row |
	some component in input.components
	found := object.get(component, "line_coverage", null)
	required := data.minimum[format_int(component.tier, 10)]
	row := {"subject": component.name, "status": status(found, required), "found": found, "required": required}
]

status(null, _) := "unknown"

status(found, required) := "pass" if {
	is_number(found)
	found >= required
}

status(found, required) := "fail" if {
	is_number(found)
	found < required
}
