(func $configure (param $params i32) (param $length i32) (result i32) (i32.const 640))
