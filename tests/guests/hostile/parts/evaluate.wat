(func $evaluate (param $at i64) (param $facts i32) (param $length i32) (result i32) (i32.const 4096))
