;; Gives the engine a place outside its memory to write to.
(func $realloc (param i32 i32 i32 i32) (result i32) (i32.const -64))
