module clearance.rule/kit

go 1.24
