//! Reads MessagePack that may be anything (transcoding) and MessagePack known to be canonical (skipping, decoding).

use super::encoder::{Encoder, Problem, ProblemKind, whole};
use rmp::Marker;
use serde_json::{Map, Number, Value};

/// A position in MessagePack bytes.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// One event: a scalar, or how many items follow.
#[derive(Debug)]
pub(crate) enum Token<'a> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    String(&'a [u8]),
    Array(usize),
    Map(usize),
    /// Binary data or an extension type, which facts do not hold.
    Foreign(&'static str),
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.at == self.bytes.len()
    }

    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    pub(crate) fn problem(&self, message: &str) -> Problem {
        let message = message.to_owned();
        Problem { kind: ProblemKind::Syntax, pointer: String::new(), offset: Some(self.at), message }
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }

    fn big_endian(&mut self, width: usize) -> Option<u64> {
        Some(self.take(width)?.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    fn length(&mut self, width: usize) -> Option<usize> {
        usize::try_from(self.big_endian(width)?).ok()
    }

    /// The next token; `None` where the bytes end too early.
    #[expect(clippy::cast_possible_wrap, clippy::cast_possible_truncation, reason = "reinterprets the bits read")]
    pub(crate) fn next(&mut self) -> Option<Token<'a>> {
        let marker = Marker::from_u8(*self.take(1)?.first()?);
        Some(match marker {
            Marker::Null => Token::Null,
            Marker::False => Token::Bool(false),
            Marker::True => Token::Bool(true),
            Marker::FixPos(value) => Token::Unsigned(u64::from(value)),
            Marker::FixNeg(value) => Token::Signed(i64::from(value)),
            Marker::U8 => Token::Unsigned(self.big_endian(1)?),
            Marker::U16 => Token::Unsigned(self.big_endian(2)?),
            Marker::U32 => Token::Unsigned(self.big_endian(4)?),
            Marker::U64 => Token::Unsigned(self.big_endian(8)?),
            Marker::I8 => Token::Signed(i64::from(self.big_endian(1)? as u8 as i8)),
            Marker::I16 => Token::Signed(i64::from(self.big_endian(2)? as u16 as i16)),
            Marker::I32 => Token::Signed(i64::from(self.big_endian(4)? as u32 as i32)),
            Marker::I64 => Token::Signed(self.big_endian(8)? as i64),
            Marker::F32 => Token::Float(f64::from(f32::from_bits(self.big_endian(4)? as u32))),
            Marker::F64 => Token::Float(f64::from_bits(self.big_endian(8)?)),
            Marker::FixStr(length) => Token::String(self.take(usize::from(length))?),
            Marker::Str8 => self.text(1)?,
            Marker::Str16 => self.text(2)?,
            Marker::Str32 => self.text(4)?,
            Marker::FixArray(length) => Token::Array(usize::from(length)),
            Marker::Array16 => Token::Array(self.length(2)?),
            Marker::Array32 => Token::Array(self.length(4)?),
            Marker::FixMap(length) => Token::Map(usize::from(length)),
            Marker::Map16 => Token::Map(self.length(2)?),
            Marker::Map32 => Token::Map(self.length(4)?),
            Marker::Bin8 | Marker::Bin16 | Marker::Bin32 => Token::Foreign("binary data"),
            Marker::Reserved => Token::Foreign("the reserved marker 0xc1"),
            _ => Token::Foreign("an extension type"),
        })
    }

    fn text(&mut self, width: usize) -> Option<Token<'a>> {
        let length = self.length(width)?;
        Some(Token::String(self.take(length)?))
    }

    /// Steps over one canonical value and returns its bytes.
    pub(crate) fn skip(&mut self) -> Option<&'a [u8]> {
        let start = self.at;
        let mut open = 1_usize;
        while open > 0 {
            open -= 1;
            match self.next()? {
                Token::Array(count) => open += count,
                Token::Map(count) => open += 2 * count,
                _ => {}
            }
        }
        self.bytes.get(start..self.at)
    }
}

/// Copies one value, bringing it into canonical form.
pub(crate) fn transcode(reader: &mut Reader<'_>, encoder: &mut Encoder) -> Result<(), Problem> {
    let offset = reader.offset();
    let placed = |problem: Problem| Problem { offset: Some(offset), ..problem };
    let ended =
        |encoder: &Encoder| placed(encoder.problem(ProblemKind::Syntax, "the input ends in the middle of a value"));
    let token = reader.next().ok_or_else(|| ended(encoder))?;
    match token {
        Token::Null => encoder.null(),
        Token::Bool(value) => encoder.bool(value),
        Token::Unsigned(value) => encoder.unsigned(value),
        Token::Signed(value) => encoder.signed(value),
        Token::Float(value) => encoder.float(value),
        Token::String(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => encoder.string(text),
            Err(_) => Err(encoder.problem(ProblemKind::Syntax, "a string is not valid UTF-8")),
        },
        Token::Array(count) => {
            encoder.begin_array().map_err(placed)?;
            for _ in 0..count {
                transcode(reader, encoder)?;
            }
            encoder.end_array()
        }
        Token::Map(count) => {
            encoder.begin_map().map_err(placed)?;
            for _ in 0..count {
                match reader.next().ok_or_else(|| ended(encoder))? {
                    Token::String(bytes) => match std::str::from_utf8(bytes) {
                        Ok(key) => encoder.key(key)?,
                        Err(_) => return Err(placed(encoder.problem(ProblemKind::Key, "a key is not valid UTF-8"))),
                    },
                    _ => return Err(placed(encoder.problem(ProblemKind::Key, "a key of this map is not a string"))),
                }
                transcode(reader, encoder)?;
            }
            encoder.end_map()
        }
        Token::Foreign(what) => Err(encoder.problem(ProblemKind::Value, format!("facts cannot hold {what}"))),
    }
    .map_err(placed)
}

/// The value of bytes that hold one scalar and have a canonical form. `None` for all else, which may be a value or none.
pub(crate) fn scalar(bytes: &[u8]) -> Option<Value> {
    let mut reader = Reader::new(bytes);
    let value = match reader.next()? {
        Token::Null => Value::Null,
        Token::Bool(value) => Value::Bool(value),
        Token::Unsigned(value) => Value::from(value),
        Token::Signed(value) => Value::from(value),
        Token::Float(value) => match whole(value) {
            Some(whole) => Value::from(whole),
            None => Value::Number(Number::from_f64(value)?),
        },
        Token::String(bytes) => Value::String(std::str::from_utf8(bytes).ok()?.to_owned()),
        Token::Array(_) | Token::Map(_) | Token::Foreign(_) => return None,
    };
    reader.is_at_end().then_some(value)
}

/// What the value of canonical bytes takes in memory, at most.
pub(super) fn size_in_memory(canonical: &[u8]) -> usize {
    // A map is a tree whose nodes are half empty at worst.
    const ENTRY: usize = 2 * (size_of::<String>() + size_of::<Value>());
    let mut reader = Reader::new(canonical);
    let (mut bytes, mut keys) = (0, 0);
    while let Some(token) = reader.next() {
        bytes += match token {
            Token::String(text) => size_of::<Value>() + text.len(),
            Token::Map(entries) => {
                keys += entries;
                size_of::<Value>()
            }
            _ => size_of::<Value>(),
        };
    }
    // Every key was counted as a value.
    bytes + keys * (ENTRY - size_of::<Value>())
}

/// Decodes one canonical value. Bytes that are not canonical decode to null; they do not occur.
pub(crate) fn decode(bytes: &[u8]) -> Value {
    value(&mut Reader::new(bytes)).unwrap_or(Value::Null)
}

fn value(reader: &mut Reader<'_>) -> Option<Value> {
    Some(match reader.next()? {
        Token::Null | Token::Foreign(_) => Value::Null,
        Token::Bool(value) => Value::Bool(value),
        Token::Unsigned(value) => Value::from(value),
        Token::Signed(value) => Value::from(value),
        Token::Float(value) => Number::from_f64(value).map_or(Value::Null, Value::Number),
        Token::String(bytes) => Value::String(String::from_utf8_lossy(bytes).into_owned()),
        Token::Array(count) => {
            let mut items = Vec::with_capacity(count.min(reader.bytes.len()));
            for _ in 0..count {
                items.push(value(reader)?);
            }
            Value::Array(items)
        }
        Token::Map(count) => {
            let mut entries = Map::new();
            for _ in 0..count {
                let Token::String(key) = reader.next()? else { return None };
                entries.insert(String::from_utf8_lossy(key).into_owned(), value(reader)?);
            }
            Value::Object(entries)
        }
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::super::canonical;
    use super::*;

    #[test]
    fn what_facts_cannot_hold_is_refused_with_its_place() {
        let problem = |bytes: &[u8]| canonical(bytes).unwrap_err();
        assert_eq!(problem(b"\x81\xa1a\xc4\x01x").pointer, "/a");
        assert_eq!(problem(b"\x81\xa1a\xcb\x7f\xf8\0\0\0\0\0\0").kind, ProblemKind::Value);
        assert_eq!(problem(b"\x81\x01\x02").kind, ProblemKind::Key);
        assert_eq!(problem(b"\x81\xa1a\xa2\xff\xff").kind, ProblemKind::Syntax);
        assert_eq!(problem(b"\xd4\0\0").kind, ProblemKind::Value);
    }

    #[test]
    fn a_scalar_is_what_its_canonical_form_is() {
        let scalars: [&[u8]; 15] = [
            b"\xc0",
            b"\xc2",
            b"\xc3",
            b"\x07",
            b"\xff",
            b"\xcd\x00\x07",
            b"\xd3\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\xcf\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\xcb\x40\x54\x00\0\0\0\0\0",
            b"\xca\x3f\x00\0\0",
            b"\xcb\x80\0\0\0\0\0\0\0",
            b"\xcb\x43\x40\0\0\0\0\0\0",
            b"\xcb\x7e\x37\xe4\x3c\x88\0\x75\x9c",
            b"\xa2ab",
            b"\xa0",
        ];
        for bytes in scalars {
            assert_eq!(scalar(bytes), Some(decode(&canonical(bytes).unwrap())), "{bytes:?}");
        }
        for bytes in
            [&b"\x01\x02"[..], b"\xa2\xff\xff", b"\xcb\x7f\xf8\0\0\0\0\0\0", b"", b"\xcd\x01", b"\x90", b"\xc4\x01x"]
        {
            assert_eq!(scalar(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn truncated_and_overlong_input_is_refused_without_reserving_what_it_claims() {
        // An array that claims four thousand million items.
        assert_eq!(canonical(b"\xdd\xff\xff\xff\xff\x01").unwrap_err().offset, Some(6));
        assert_eq!(canonical(b"\x01\x02").unwrap_err().offset, Some(1));
        assert_eq!(canonical(b"").unwrap_err().kind, ProblemKind::Syntax);
    }

    #[test]
    fn what_a_value_takes_in_memory_is_told_before_it_is_made() {
        let nulls = [&b"\xdc\x03\xe8"[..], &[0xc0; 1000]].concat();
        assert_eq!(size_in_memory(&nulls), 1001 * size_of::<Value>());
        assert!(size_in_memory(b"\x81\xa1a\xc0") > size_in_memory(b"\x91\xc0"));
        let told = std::cell::Cell::new(0);
        let refuse = |size| {
            told.set(size);
            false
        };
        assert_eq!(super::super::value(&nulls, refuse), Ok(None));
        assert_eq!(told.get(), 1001 * size_of::<Value>());
        assert_eq!(super::super::value(b"\x91\xc0", |_| true), Ok(Some(serde_json::json!([null]))));
    }

    #[test]
    fn a_million_nested_arrays_are_refused() {
        assert_eq!(canonical(&vec![0x91; 1_000_000]).unwrap_err().kind, ProblemKind::Limit);
    }
}
