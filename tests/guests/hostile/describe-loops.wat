;; Never ends while it describes itself.
(func $describe (result i32) (loop $forever (br $forever)) (unreachable))
