module rules/{{name}}

go 1.24

require clearance.rule/kit v0.0.0

replace clearance.rule/kit => ./.clearance/kit
