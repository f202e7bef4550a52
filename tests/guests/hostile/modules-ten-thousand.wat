;; Ten thousand modules in one component, each with an instance.
(component
  ;; repeat 10000: (core module $m{i} (memory 1)) (core instance (instantiate $m{i}))
)
