;; Has texts in its manifest that are made to be taken for something else where they are shown: a terminal's escapes, HTML,
;; Markdown, and characters that turn the direction of text. Its schemas have them too, and its one check repeats them and
;; fails.
(data (i32.const 8192)
  "\1b[2J\1b]0;owned\07\1b[32mALLOW\1b[0m\r\n\u{9b}31m"
  "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
  "[cleared](javascript:alert(3)) | `x` **bold** <!-- \n\n# Allowed\n"
  "\u{202e}drawolla\u{2066}\u{200b}\u{feff}\u{0}")
(data (i32.const 12288)
  "{\"properties\":{\"\\u001b[2J\\u009b31m<b>**x**\\u202e\":{\"description\":\"\\u001b]0;owned\\u0007<script>\\u2066\",\"default\":\"\\u0085\"}},"
  "\"description\":\"\\u001b[2J\\u202e\\n# Allowed\"}\u{0}")
(func $place-schema (param $text i32)
  (i32.store (local.get $text) (i32.const 12288))
  (i32.store offset=4 (local.get $text) (call $length (i32.const 12288))))
(func $place (param $text i32)
  (i32.store (local.get $text) (i32.const 8192))
  (i32.store offset=4 (local.get $text) (call $length (i32.const 8192))))
(func $describe (result i32)
  (call $place (i32.const 264))
  (call $place (i32.const 272))
  (call $place (i32.const 280))
  (call $place (i32.const 456))
  (call $place-schema (i32.const 296))
  (call $place-schema (i32.const 396))
  (i32.store (i32.const 312) (i32.const 272))
  (i32.store (i32.const 316) (i32.const 1))
  (i32.store (i32.const 320) (i32.const 272))
  (i32.store (i32.const 324) (i32.const 1))
  (i32.const 256))
(func $evaluate (param $at i64) (param $facts i32) (param $length i32) (result i32)
  (call $place (i32.const 520))
  (call $place (i32.const 532))
  (i32.store8 (i32.const 528) (i32.const 1))
  (i32.store (i32.const 548) (i32.const 1))
  (call $place (i32.const 552))
  (i32.store (i32.const 560) (i32.const 1))
  (call $place (i32.const 564))
  (i32.const 4096))
