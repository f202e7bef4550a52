;; Traps after its outcome was read.
(func (export "cabi_post_clearance:rule/rule@0.1.0#evaluate") (param i32) (unreachable))
