;; Has one function of two megabytes, all of which hangs together.
(func $large (export "large") (param $a i32) (param $b i32) (result i32)
  ;; repeat 150000: (local.set $a (i32.rotl (i32.add (local.get $a) (local.get $b)) (local.tee $b (i32.mul (local.get $b) (local.get $a)))))
  (local.get $a))
