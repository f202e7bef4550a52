//! The parts of lists, maps and enums.

use super::error::Segment;
use super::{DecodeError, Decoder, Token, text};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, Deserialize, DeserializeSeed, Visitor};

/// The elements of a list.
pub(super) struct Elements<'a, 'de> {
    decoder: &'a mut Decoder<'de>,
    next: u32,
    count: u32,
}

impl<'a, 'de> Elements<'a, 'de> {
    pub(super) fn new(decoder: &'a mut Decoder<'de>, count: u32) -> Self {
        Self { decoder, next: 0, count }
    }
}

impl<'de> de::SeqAccess<'de> for Elements<'_, 'de> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, DecodeError> {
        if self.next == self.count {
            return Ok(None);
        }
        let index = self.next;
        self.next += 1;
        match seed.deserialize(&mut *self.decoder) {
            Ok(element) => Ok(Some(element)),
            Err(error) => Err(error.within(Segment::Index(index))),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        // No more than there can be: each element takes a byte.
        let left = usize::try_from(self.count - self.next).unwrap_or(usize::MAX);
        Some(left.min(self.decoder.rest.len()))
    }
}

/// The entries of a map.
pub(super) struct Entries<'a, 'de> {
    decoder: &'a mut Decoder<'de>,
    left: u32,
    key: &'de [u8],
}

impl<'a, 'de> Entries<'a, 'de> {
    pub(super) fn new(decoder: &'a mut Decoder<'de>, count: u32) -> Self {
        Self { decoder, left: count, key: b"" }
    }

    /// The next key. Not for each type anew, as what reads it would be.
    #[inline(never)]
    fn next_key(&mut self) -> Result<Option<&'de [u8]>, DecodeError> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        match self.decoder.token()? {
            Token::String(key) => {
                self.key = key;
                Ok(Some(key))
            }
            token => Err(de::Error::invalid_type(token.unexpected(), &"a key, which is a string")),
        }
    }
}

impl<'de> de::MapAccess<'de> for Entries<'_, 'de> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DecodeError> {
        let Some(key) = self.next_key()? else { return Ok(None) };
        // What does not fit is the key itself: an unknown field, say.
        match seed.deserialize(Key(key)) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(error.within_key(key)),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, DecodeError> {
        match seed.deserialize(&mut *self.decoder) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.within_key(self.key)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(usize::try_from(self.left).unwrap_or(usize::MAX).min(self.decoder.rest.len()))
    }
}

/// The key of an entry. The name of a field is compared as bytes; the key of a map is read as text.
struct Key<'de>(&'de [u8]);

impl<'de> de::Deserializer<'de> for Key<'de> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_borrowed_str(text(self.0)?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_borrowed_bytes(self.0)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        BorrowedStrDeserializer::new(text(self.0)?).deserialize_enum(name, variants, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_some(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct ignored_any
    }
}

/// A variant of an enum, by itself or with content.
pub(super) struct Variant<'a, 'de> {
    decoder: &'a mut Decoder<'de>,
    name: &'de str,
    has_content: bool,
}

impl<'a, 'de> Variant<'a, 'de> {
    pub(super) fn unit(decoder: &'a mut Decoder<'de>, name: &'de str) -> Self {
        Self { decoder, name, has_content: false }
    }

    pub(super) fn with_content(decoder: &'a mut Decoder<'de>, name: &'de str) -> Self {
        Self { decoder, name, has_content: true }
    }

    fn content(self) -> Result<(&'a mut Decoder<'de>, &'de str), DecodeError> {
        if self.has_content {
            Ok((self.decoder, self.name))
        } else {
            Err(de::Error::custom(format_args!("the variant `{}` needs a value", self.name)))
        }
    }
}

impl<'de> de::EnumAccess<'de> for Variant<'_, 'de> {
    type Error = DecodeError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), DecodeError> {
        let variant = seed.deserialize(BorrowedStrDeserializer::new(self.name))?;
        Ok((variant, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_, 'de> {
    type Error = DecodeError;

    fn unit_variant(self) -> Result<(), DecodeError> {
        if self.has_content { <()>::deserialize(self.decoder) } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, DecodeError> {
        let (decoder, name) = self.content()?;
        seed.deserialize(decoder).map_err(|error| error.within(Segment::Key(name.to_owned())))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, DecodeError> {
        let (decoder, name) = self.content()?;
        de::Deserializer::deserialize_any(decoder, visitor).map_err(|error| error.within(Segment::Key(name.to_owned())))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let (decoder, name) = self.content()?;
        de::Deserializer::deserialize_struct(decoder, "", fields, visitor)
            .map_err(|error| error.within(Segment::Key(name.to_owned())))
    }
}
