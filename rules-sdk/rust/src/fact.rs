//! A fact with its place, so that a check can say what it read.

use crate::guest::escape;
use crate::text::Decimal;

/// One fact: where it stands and what was found there.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact<T> {
    /// RFC 6901 JSON Pointer into the facts.
    pub pointer: String,
    /// The value; `None` where the fact is absent.
    pub value: Option<T>,
}

impl<T> Fact<T> {
    /// A fact that may be absent.
    pub fn new(pointer: impl Into<String>, value: Option<T>) -> Self {
        Self { pointer: pointer.into(), value }
    }

    /// The same place with another view of the value.
    pub fn map<U>(self, view: impl FnOnce(T) -> U) -> Fact<U> {
        Fact { pointer: self.pointer, value: self.value.map(view) }
    }
}

/// Reads a fact together with its JSON Pointer, both from one path.
///
/// The path starts at the facts and follows fields and indices; `?` steps into an optional part. The fields are to be
/// named as the facts name them (no `#[serde(rename)]`).
///
/// ```
/// # use clearance_rule::fact;
/// struct Facts { components: Vec<Component> }
/// struct Component { coverage: Option<Coverage> }
/// struct Coverage { lines: Option<f64> }
///
/// let facts = Facts { components: vec![Component { coverage: Some(Coverage { lines: Some(71.5) }) }] };
/// let lines = fact!(facts.components[0].coverage?.lines);
/// assert_eq!(lines.pointer, "/components/0/coverage/lines");
/// assert_eq!(lines.value, Some(71.5));
/// ```
#[macro_export]
macro_rules! fact {
    ($facts:ident . $($path:tt)+) => {
        $crate::fact!(@ [$facts] [$crate::Path::new()] . $($path)+)
    };
    (@ [$($value:tt)*] [$pointer:expr] . $field:ident $($rest:tt)*) => {
        $crate::fact!(@ [$($value)* . $field] [$pointer.field(::core::stringify!($field))] $($rest)*)
    };
    (@ [$($value:tt)*] [$pointer:expr] [$index:expr] $($rest:tt)*) => {
        $crate::fact!(@ [$($value)* [$index]] [$pointer.index(&$index)] $($rest)*)
    };
    (@ [$($value:tt)*] [$pointer:expr] ? $($rest:tt)*) => {
        $crate::fact!(@ [$($value)* .as_ref()?] [$pointer] $($rest)*)
    };
    (@ [$($value:tt)*] [$pointer:expr]) => {{
        #[allow(unused_imports, clippy::allow_attributes, reason = "one of the two serves")]
        use $crate::{ViaOption as _, ViaPlain as _};
        #[allow(clippy::redundant_closure_call, clippy::allow_attributes, reason = "gives `?` a scope of its own")]
        let value = (|| (&&$crate::Wrap(&$($value)*)).fact_value())();
        $crate::Fact::new($pointer.0, value)
    }};
}

/// The pointer that [`fact!`](crate::fact!) writes, with room for most.
#[doc(hidden)]
#[derive(Debug)]
pub struct Path(pub String);

impl Path {
    #[must_use]
    #[expect(clippy::new_without_default, reason = "a part of a macro")]
    pub fn new() -> Self {
        Self(String::with_capacity(32))
    }

    #[must_use]
    pub fn field(mut self, name: &str) -> Self {
        self.0.push('/');
        self.0.push_str(name);
        self
    }

    #[must_use]
    pub fn index(mut self, index: &impl Index) -> Self {
        self.0.push('/');
        index.push_to(&mut self.0);
        self
    }
}

/// What stands between the brackets of a path.
#[doc(hidden)]
pub trait Index {
    /// Writes it as a token of an RFC 6901 pointer.
    fn push_to(&self, pointer: &mut String);
}

impl Index for usize {
    fn push_to(&self, pointer: &mut String) {
        pointer.push_str(Decimal::of(*self).as_str());
    }
}

impl<T: Index + ?Sized> Index for &T {
    fn push_to(&self, pointer: &mut String) {
        (**self).push_to(pointer);
    }
}

impl Index for str {
    fn push_to(&self, pointer: &mut String) {
        pointer.push_str(&escape(self));
    }
}

impl Index for String {
    fn push_to(&self, pointer: &mut String) {
        self.as_str().push_to(pointer);
    }
}

/// Lets [`fact!`](crate::fact!) take optional and plain fields alike.
#[doc(hidden)]
#[derive(Debug)]
pub struct Wrap<'a, T>(pub &'a T);

/// The way of an optional field.
#[doc(hidden)]
pub trait ViaOption {
    /// What the field holds.
    type Value;
    /// A copy of the value.
    fn fact_value(&self) -> Option<Self::Value>;
}

impl<T: Clone> ViaOption for &Wrap<'_, Option<T>> {
    type Value = T;
    fn fact_value(&self) -> Option<T> {
        self.0.clone()
    }
}

/// The way of a plain field.
#[doc(hidden)]
pub trait ViaPlain {
    /// What the field holds.
    type Value;
    /// A copy of the value.
    fn fact_value(&self) -> Option<Self::Value>;
}

impl<T: Clone> ViaPlain for Wrap<'_, T> {
    type Value = T;
    fn fact_value(&self) -> Option<T> {
        Some(self.0.clone())
    }
}
