//! Decodes the canonical MessagePack that the host hands over.
//!
//! A reader of this one form, borrowing strings and knowing the place of a mismatch, is a small part of the size of a
//! general one: each rule carries a copy of it for every type it reads. It differs from general readers in one more
//! way: a list is not taken for a struct.

mod access;
mod error;

pub(crate) use error::DecodeError;

use access::{Elements, Entries, Variant};
use serde::de::{self, Deserialize, Unexpected, Visitor};

/// Decodes one value.
pub(crate) fn from_slice<'de, T: Deserialize<'de>>(document: &'de [u8]) -> Result<T, DecodeError> {
    T::deserialize(&mut Decoder { rest: document })
}

/// What is left to decode.
pub(crate) struct Decoder<'de> {
    rest: &'de [u8],
}

/// The head of a value: a scalar, or how many items follow.
enum Token<'de> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    /// A text that nobody has read yet.
    String(&'de [u8]),
    Array(u32),
    Map(u32),
}

impl<'de> Decoder<'de> {
    fn take(&mut self, length: usize) -> Result<&'de [u8], DecodeError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(DecodeError::truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    fn number<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (number, rest) = self.rest.split_first_chunk().ok_or_else(DecodeError::truncated)?;
        self.rest = rest;
        Ok(*number)
    }

    fn text(&mut self, length: u32) -> Result<Token<'de>, DecodeError> {
        self.take(usize::try_from(length).unwrap_or(usize::MAX)).map(Token::String)
    }

    fn token(&mut self) -> Result<Token<'de>, DecodeError> {
        let [head] = self.number()?;
        Ok(match head {
            0x00..=0x7f => Token::Unsigned(u64::from(head)),
            0x80..=0x8f => Token::Map(u32::from(head & 0x0f)),
            0x90..=0x9f => Token::Array(u32::from(head & 0x0f)),
            0xa0..=0xbf => self.text(u32::from(head & 0x1f))?,
            0xc0 => Token::Null,
            0xc2 => Token::Bool(false),
            0xc3 => Token::Bool(true),
            0xca => Token::Float(f64::from(f32::from_be_bytes(self.number()?))),
            0xcb => Token::Float(f64::from_be_bytes(self.number()?)),
            0xcc => Token::Unsigned(u64::from(u8::from_be_bytes(self.number()?))),
            0xcd => Token::Unsigned(u64::from(u16::from_be_bytes(self.number()?))),
            0xce => Token::Unsigned(u64::from(u32::from_be_bytes(self.number()?))),
            0xcf => Token::Unsigned(u64::from_be_bytes(self.number()?)),
            0xd0 => Token::Signed(i64::from(i8::from_be_bytes(self.number()?))),
            0xd1 => Token::Signed(i64::from(i16::from_be_bytes(self.number()?))),
            0xd2 => Token::Signed(i64::from(i32::from_be_bytes(self.number()?))),
            0xd3 => Token::Signed(i64::from_be_bytes(self.number()?)),
            0xd9 => {
                let length = u8::from_be_bytes(self.number()?);
                self.text(u32::from(length))?
            }
            0xda => {
                let length = u16::from_be_bytes(self.number()?);
                self.text(u32::from(length))?
            }
            0xdb => {
                let length = u32::from_be_bytes(self.number()?);
                self.text(length)?
            }
            0xdc => Token::Array(u32::from(u16::from_be_bytes(self.number()?))),
            0xdd => Token::Array(u32::from_be_bytes(self.number()?)),
            0xde => Token::Map(u32::from(u16::from_be_bytes(self.number()?))),
            0xdf => Token::Map(u32::from_be_bytes(self.number()?)),
            0xe0..=0xff => Token::Signed(i64::from(head.cast_signed())),
            _ => return Err(de::Error::custom("the document is not in canonical form")),
        })
    }

    /// How many fields follow. They have names: a list would be taken by position.
    #[inline(never)]
    fn fields(&mut self) -> Result<u32, DecodeError> {
        match self.token()? {
            Token::Map(count) => Ok(count),
            token => Err(de::Error::invalid_type(token.unexpected(), &"a map")),
        }
    }

    /// Steps over one value.
    fn skip(&mut self) -> Result<(), DecodeError> {
        let mut open = 1_u64;
        while open > 0 {
            open -= 1;
            match self.token()? {
                Token::Array(count) => open += u64::from(count),
                Token::Map(count) => open += 2 * u64::from(count),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The text of a string that is read.
fn text(bytes: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(bytes).map_err(|_| de::Error::custom("a text is not valid UTF-8"))
}

impl Token<'_> {
    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Unsigned(value) => Unexpected::Unsigned(*value),
            Self::Signed(value) => Unexpected::Signed(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::String(bytes) => std::str::from_utf8(bytes).map_or(Unexpected::Bytes(bytes), Unexpected::Str),
            Self::Array(_) => Unexpected::Seq,
            Self::Map(_) => Unexpected::Map,
        }
    }
}

impl<'de> de::Deserializer<'de> for &mut Decoder<'de> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.token()? {
            Token::Null => visitor.visit_unit(),
            Token::Bool(value) => visitor.visit_bool(value),
            Token::Unsigned(value) => visitor.visit_u64(value),
            Token::Signed(value) => visitor.visit_i64(value),
            Token::Float(value) => visitor.visit_f64(value),
            Token::String(bytes) => visitor.visit_borrowed_str(text(bytes)?),
            Token::Array(count) => visitor.visit_seq(Elements::new(self, count)),
            Token::Map(count) => visitor.visit_map(Entries::new(self, count)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if self.rest.first() == Some(&0xc0) {
            self.token()?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let count = self.fields()?;
        visitor.visit_map(Entries::new(self, count))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match self.token()? {
            Token::String(name) => visitor.visit_enum(Variant::unit(self, text(name)?)),
            Token::Map(1) => match self.token()? {
                Token::String(name) => visitor.visit_enum(Variant::with_content(self, text(name)?)),
                token => Err(de::Error::invalid_type(token.unexpected(), &"the name of a variant")),
            },
            token => Err(de::Error::invalid_type(token.unexpected(), &"the name of a variant")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.skip()?;
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier
    }
}

#[cfg(test)]
mod tests;
