//! Texts put together from parts, without the standard library's formatting: a component is spared its machinery, and an
//! evaluation most of its time.

use super::{Decimal, with_number};
use std::borrow::Cow;

/// Puts a text together from its parts: texts, whole numbers, and numbers as [`number`](crate::text::number) writes them. In a
/// sandbox it takes a fraction of the time that `format!` does.
///
/// ```
/// use clearance_rule::prelude::*;
/// let (found, least) = (71.25, 80_u32);
/// assert_eq!(text!["covers ", found, "% of its lines, not ", least, "%"], "covers 71.25% of its lines, not 80%");
/// ```
#[macro_export]
macro_rules! text {
    ($($part:expr),+ $(,)?) => {{
        let mut text = $crate::text::empty();
        $($crate::text::Part::push_to(&$part, &mut text);)+
        text
    }};
}

/// Puts a text together from texts, as [`text!`](crate::text!) does, by one call rather than one for each part. A rule that words
/// very much is smaller with it.
///
/// ```
/// use clearance_rule::joined;
/// let name = String::from("api");
/// assert_eq!(joined!["list `", name, "`"], "list `api`");
/// ```
#[macro_export]
macro_rules! joined {
    ($($part:expr),+ $(,)?) => { $crate::text::joined(&[$(::core::convert::AsRef::<str>::as_ref(&$part)),+]) };
}

/// The texts, one after the other. [`joined!`](crate::joined!) takes them as they stand.
#[must_use]
#[inline(never)]
pub fn joined(parts: &[&str]) -> String {
    let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    for part in parts {
        push(&mut text, part);
    }
    text
}

/// A text to which parts will be added.
#[doc(hidden)]
#[must_use]
#[inline(never)]
pub fn empty() -> String {
    String::with_capacity(64)
}

/// Adds a part. A rule has hundreds of places that do: what they do stands in one.
#[inline(never)]
pub(crate) fn push(text: &mut String, part: &str) {
    text.push_str(part);
}

#[inline(never)]
fn push_whole(text: &mut String, negative: bool, size: u128) {
    text.push_str(Decimal::of_size(size, negative).as_str());
}

/// What [`text!`](crate::text!) puts together.
pub trait Part {
    /// Writes it at the end of a text.
    fn push_to(&self, text: &mut String);
}

macro_rules! texts {
    ($($type:ty)+) => {
        $(
            impl Part for $type {
                #[inline]
                fn push_to(&self, text: &mut String) {
                    push(text, self);
                }
            }
        )+
    };
}

texts! { str String Cow<'_, str> }

impl Part for char {
    #[inline]
    fn push_to(&self, text: &mut String) {
        text.push(*self);
    }
}

impl Part for f64 {
    #[inline]
    fn push_to(&self, text: &mut String) {
        with_number(*self, |number| push(text, number));
    }
}

impl<T: Part + ?Sized> Part for &T {
    #[inline]
    fn push_to(&self, text: &mut String) {
        (**self).push_to(text);
    }
}

/// A whole number of any of Rust's types.
pub trait Whole {
    /// Whether it is less than nothing, and how much it is otherwise.
    fn sign_and_size(self) -> (bool, u128);
}

macro_rules! whole {
    ($($number:ident: $negative:expr, $size:expr, [$($type:ty)+];)+) => {
        $($(
            impl Whole for $type {
                fn sign_and_size(self) -> (bool, u128) {
                    let $number = self;
                    #[allow(clippy::allow_attributes, clippy::cast_lossless, reason = "of every type alike")]
                    ($negative, $size as u128)
                }
            }

            impl Part for $type {
                #[inline]
                fn push_to(&self, text: &mut String) {
                    let (negative, size) = self.sign_and_size();
                    push_whole(text, negative, size);
                }
            }
        )+)+
    };
}

whole! {
    number: false, number, [u8 u16 u32 u64 usize u128];
    number: number < 0, number.unsigned_abs(), [i8 i16 i32 i64 isize i128];
}
