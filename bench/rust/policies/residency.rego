package bench

answer := [row |
	some component in input.components
	some row in rows(component)
]

rows(component) := [{
	"subject": component.name,
	"class": null,
	"region": component.region,
	"status": "not-applicable",
}] if {
	count(component.data) == 0
}

else := [row |
	some class in component.data
	row := {
		"subject": component.name,
		"class": class,
		"region": component.region,
		"status": status(class, component.region),
	}
]

status(class, region) := "pass" if region in data.allowed[class]

else := "fail" if data.allowed[class]

else := "pass"
