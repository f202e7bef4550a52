;; Never ends while it is configured.
(func $configure (param $params i32) (param $length i32) (result i32) (loop $forever (br $forever)) (unreachable))
