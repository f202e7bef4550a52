module rules/reads-the-clock-at-the-start

go 1.25

require clearance.rule/kit v0.0.0

replace clearance.rule/kit => ../..
