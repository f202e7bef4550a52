;; Grows its table without end.
(table $table 1 funcref)
(func $evaluate (param $at i64) (param $facts i32) (param $length i32) (result i32)
  (loop $more (drop (table.grow $table (ref.null func) (i32.const 1000))) (br $more))
  (unreachable))
