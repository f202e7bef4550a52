;; Traps while it is instantiated.
(func $begin (unreachable))
(start $begin)
