;; Ten thousand components, each in the other.
;; nest 10000
