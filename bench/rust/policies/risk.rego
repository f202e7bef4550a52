package bench

answer := {"points": sum([term.points | some term in contributions]), "contributions": contributions}

contributions := [term |
	some component in input.components
	own := min([data.cap, weight(component) + age(component)])
	term := {"factor": component.name, "points": own + data.weights.tier[format_int(component.tier, 10)]}
]

weight(component) := (component.changed_lines * data.weights.lines) + (component.incidents * data.weights.incident)

age(component) := data.weights.stale if component.days_since_release > data.stale_days

else := 0
