;; Ten thousand components in one.
(component
  ;; repeat 10000: (component)
)
