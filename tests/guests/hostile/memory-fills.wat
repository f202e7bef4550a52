;; Fills its memory again and again, with one instruction for as much as it has.
(func $evaluate (param $at i64) (param $facts i32) (param $length i32) (result i32)
  (drop (memory.grow (i32.const 960)))
  (loop $more
    (memory.fill (i32.const 65536) (i32.const 1) (i32.const 62914560))
    (br $more))
  (unreachable))
