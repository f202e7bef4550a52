;; Has a hundred thousand types of functions of twenty params, no two alike.
;; repeat 100000: (type (func (param {bits})))
