//! A rule that is small enough to be compiled in milliseconds, and that returns whatever its facts say, byte for byte.

use crate::root;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::LazyLock;
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::{Resolve, WorldId};

/// Where the rule's own data stands in its memory; below it is what its facts say.
const DATA: u32 = 40_000;

/// The bytes that the rule returns at most.
const MOST: usize = 32_000;

/// The encodings that a component may have for its texts.
pub(super) const ENCODINGS: [StringEncoding; 3] =
    [StringEncoding::UTF8, StringEncoding::UTF16, StringEncoding::CompactUTF16];

/// The folder that holds the rule in every encoding, as `utf8.wasm`, `utf16.wasm` and `latin1.wasm`. Policies find it there.
pub(super) fn folder() -> &'static PathBuf {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = root().join("target/fuzz/rules");
        std::fs::create_dir_all(&folder).unwrap();
        for encoding in ENCODINGS {
            // In one step: another process may read it.
            let mut file = tempfile::NamedTempFile::new_in(&folder).unwrap();
            std::io::Write::write_all(&mut file, &encoded(&module(encoding), encoding).unwrap()).unwrap();
            file.persist(folder.join(name(encoding))).unwrap();
        }
        folder
    });
    &FOLDER
}

/// The file of the rule with this encoding.
pub(super) fn name(encoding: StringEncoding) -> &'static str {
    match encoding {
        StringEncoding::UTF8 => "utf8.wasm",
        StringEncoding::UTF16 => "utf16.wasm",
        StringEncoding::CompactUTF16 => "latin1.wasm",
    }
}

/// The facts with which the rule returns what stands at the beginning of `image`, which is the beginning of its memory.
pub(super) fn facts(image: &[u8]) -> clearance::Facts {
    // Two letters a byte, because facts hold no bytes; padded, so that the text has a header of three bytes.
    let mut text = String::with_capacity(2 * image.len().max(200));
    for byte in
        image[..image.len().min(MOST)].iter().chain(std::iter::repeat_n(&0, 200_usize.saturating_sub(image.len())))
    {
        text.extend([char::from(b'@' | byte >> 4), char::from(b'@' | byte & 15)]);
    }
    clearance::Facts::from_serialize(&serde_json::json!({ "image": text })).unwrap()
}

/// The component that has `module` for its code, and the contract's types whatever `module` is.
pub(super) fn encoded(module: &[u8], encoding: StringEncoding) -> Option<Vec<u8>> {
    static WORLD: LazyLock<(Resolve, WorldId)> = LazyLock::new(|| {
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_dir(root().join("wit")).unwrap();
        let world = resolve.select_world(&[package], None).unwrap();
        (resolve, world)
    });
    let mut module = module.to_vec();
    wit_component::embed_component_metadata(&mut module, &WORLD.0, WORLD.1, encoding, false).ok()?;
    ComponentEncoder::default().module(&module).ok()?.encode().ok()
}

/// The rule's code.
pub(super) fn module(encoding: StringEncoding) -> Vec<u8> {
    wat::parse_str(text(encoding, "true")).unwrap()
}

/// The rule's code as text, with this schema of its params.
pub(super) fn text(encoding: StringEncoding, schema: &str) -> String {
    let (data, manifest) = manifest(encoding, schema);
    let mut escaped = String::new();
    for byte in &data {
        match byte {
            b' '..=b'~' if !matches!(byte, b'"' | b'\\') => escaped.push(char::from(*byte)),
            // Writing to a string cannot fail.
            _ => drop(write!(escaped, "\\{byte:02x}")),
        }
    }
    // `{"image": "…"}` has ten bytes before the text: those of the map, of the key and of the text's length.
    format!(
        r#"(module
  (memory (export "memory") 2)
  (global $free (mut i32) (i32.const 65536))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
    (global.set $free (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (func (export "clearance:rule/rule@0.1.0#describe") (result i32) (i32.const {manifest}))
  (func (export "clearance:rule/rule@0.1.0#configure") (param i32 i32) (result i32) (i32.const {DATA}))
  (func (export "clearance:rule/rule@0.1.0#evaluate") (param i64 i32 i32) (result i32)
    (local $from i32) (local $to i32)
    (local.set $from (i32.add (local.get 1) (i32.const 10)))
    (loop $next
      (i32.store8 (local.get $to)
        (i32.or (i32.shl (i32.load8_u (local.get $from)) (i32.const 4))
          (i32.and (i32.load8_u offset=1 (local.get $from)) (i32.const 15))))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (local.set $from (i32.add (local.get $from) (i32.const 2)))
      (br_if $next (i32.lt_u (local.get $from) (i32.add (local.get 1) (local.get 2)))))
    (i32.const 0))
  (data (i32.const {DATA}) "{escaped}"))
"#
    )
}

/// The rule's data, which begins with an answer of `configure` that takes the params, and where its manifest is.
fn manifest(encoding: StringEncoding, schema: &str) -> (Vec<u8>, u32) {
    let mut image = Image::new(DATA, 24, encoding);
    let section = [&image.text("image")[..], &[1, 0, 0, 0], &image.text("true")].concat();
    let reads = image.list(&[section]);
    let kinds = ["a", "b"].map(|code| [image.text(code), image.text("It holds.")].concat());
    let kinds = image.list(&kinds);
    let texts = ["fuzzed", "1.0.0", "Fuzzed", "Returns what its facts say."].map(|text| image.text(text));
    let (schema, none) = (image.text(schema), image.list(&[]));
    let manifest = [&texts.concat()[..], &reads, &schema, &kinds, &none, &none, &[0, 0, 0, 0]].concat();
    let at = image.put(&manifest);
    (image.bytes, at)
}

/// What lies in a rule's memory, as the canonical ABI has it.
pub(super) struct Image {
    base: u32,
    pub(super) bytes: Vec<u8>,
    encoding: StringEncoding,
}

impl Image {
    /// Memory from `base` on, its first `reserved` bytes left free.
    pub(super) fn new(base: u32, reserved: usize, encoding: StringEncoding) -> Self {
        Self { base, bytes: vec![0; reserved], encoding }
    }

    /// Where `bytes` were put.
    pub(super) fn put(&mut self, bytes: &[u8]) -> u32 {
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        let at = self.base + u32::try_from(self.bytes.len()).unwrap();
        self.bytes.extend_from_slice(bytes);
        at
    }

    /// A text's place and length.
    pub(super) fn text(&mut self, text: &str) -> [u8; 8] {
        if self.encoding == StringEncoding::UTF16 {
            let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let at = self.put(&units);
            return pair(at, units.len() / 2);
        }
        // What is ASCII is Latin-1, too.
        let at = self.put(text.as_bytes());
        pair(at, text.len())
    }

    /// A list's place and length.
    pub(super) fn list(&mut self, items: &[Vec<u8>]) -> [u8; 8] {
        let at = self.put(&items.concat());
        pair(at, items.len())
    }

    /// A document's place and length.
    pub(super) fn document(&mut self, bytes: &[u8]) -> [u8; 8] {
        let at = self.put(bytes);
        pair(at, bytes.len())
    }
}

/// Place and length, or whatever else two numbers are.
pub(super) fn pair(at: u32, length: usize) -> [u8; 8] {
    let length = u32::try_from(length).unwrap();
    let mut pair = [0; 8];
    pair[..4].copy_from_slice(&at.to_le_bytes());
    pair[4..].copy_from_slice(&length.to_le_bytes());
    pair
}
