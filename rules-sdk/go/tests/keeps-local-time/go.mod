module rules/keeps-local-time

go 1.25

require clearance.rule/kit v0.0.0

replace clearance.rule/kit => ../..
