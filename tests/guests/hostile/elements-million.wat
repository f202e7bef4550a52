;; Has one function, and refers to it a million times.
(func $one)
(elem declare func
  ;; repeat 1000000: $one
)
