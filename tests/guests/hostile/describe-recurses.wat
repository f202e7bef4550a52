;; Calls itself without end while it describes itself.
(func $describe (result i32) (call $describe))
