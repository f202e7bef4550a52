module rules/service-owners

go 1.24

require clearance.rule/kit v0.0.0

replace clearance.rule/kit => ../..
