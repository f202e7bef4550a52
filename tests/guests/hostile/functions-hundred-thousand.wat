;; Has a hundred thousand functions that do nothing.
;; repeat 100000: (func)
