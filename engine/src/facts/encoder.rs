//! Facts written value by value, for those who hold them in a form of their own.

use super::{Facts, error};
use crate::document::{Encoder, Problem, ProblemKind};
use crate::error::{Error, ErrorCode};

/// Writes facts value by value into their canonical encoding, for those who hold them in a form that neither
/// [`Facts::from_json`] nor [`Facts::from_serialize`] takes: another language's objects, a database's rows.
///
/// Each value is one call; a map's value follows its key. What facts cannot hold is refused where it stands, with its
/// pointer.
///
/// ```
/// use clearance::FactsEncoder;
///
/// let mut facts = FactsEncoder::new();
/// facts.begin_map()?;
/// facts.key("release")?;
/// facts.begin_map()?;
/// facts.key("name")?;
/// facts.string("web")?;
/// facts.end_map()?;
/// facts.end_map()?;
/// assert_eq!(facts.finish()?.get("/release/name"), Some("web".into()));
/// # Ok::<(), clearance::Error>(())
/// ```
#[derive(Debug)]
pub struct FactsEncoder {
    encoder: Encoder,
    /// What may come next in each map and array that is open, the innermost last.
    open: Vec<Next>,
    begun: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Item,
    Key,
    Value,
}

impl Default for FactsEncoder {
    fn default() -> Self {
        Self::new()
    }
}

impl FactsEncoder {
    /// Nothing written yet.
    #[must_use]
    pub fn new() -> Self {
        // Most releases fit, so that the buffer is not grown step by step.
        Self { encoder: Encoder::with_capacity(4096), open: Vec::new(), begun: false }
    }

    /// Writes null: known to be nothing.
    ///
    /// # Errors
    /// The facts are larger than [`Facts::MAX_BYTES`]. So with every other call.
    pub fn null(&mut self) -> Result<(), Error> {
        self.value(Encoder::null)
    }

    /// Writes a boolean.
    pub fn bool(&mut self, value: bool) -> Result<(), Error> {
        self.value(|encoder| encoder.bool(value))
    }

    /// Writes an integer that is not negative.
    pub fn unsigned(&mut self, value: u64) -> Result<(), Error> {
        self.value(|encoder| encoder.unsigned(value))
    }

    /// Writes an integer.
    pub fn signed(&mut self, value: i64) -> Result<(), Error> {
        self.value(|encoder| encoder.signed(value))
    }

    /// Writes a number; one without a fraction is the integer of the same value.
    ///
    /// # Errors
    /// It is NaN or infinite.
    pub fn float(&mut self, value: f64) -> Result<(), Error> {
        self.value(|encoder| encoder.float(value))
    }

    /// Writes a string.
    pub fn string(&mut self, text: &str) -> Result<(), Error> {
        self.value(|encoder| encoder.string(text))
    }

    /// Begins an array. Its items follow, then [`end_array`](Self::end_array).
    ///
    /// # Errors
    /// It nests deeper than [`Facts::MAX_DEPTH`].
    pub fn begin_array(&mut self) -> Result<(), Error> {
        self.value(Encoder::begin_array)?;
        self.open.push(Next::Item);
        Ok(())
    }

    /// Ends the array that was begun last.
    pub fn end_array(&mut self) -> Result<(), Error> {
        self.end(Next::Item, Encoder::end_array)
    }

    /// Begins a map. Its keys and values follow in turn, then [`end_map`](Self::end_map).
    ///
    /// # Errors
    /// It nests deeper than [`Facts::MAX_DEPTH`].
    pub fn begin_map(&mut self) -> Result<(), Error> {
        self.value(Encoder::begin_map)?;
        self.open.push(Next::Key);
        Ok(())
    }

    /// Writes the key of the value that follows.
    pub fn key(&mut self, key: &str) -> Result<(), Error> {
        match self.open.last_mut() {
            Some(next @ Next::Key) => *next = Next::Value,
            _ => return Err(out_of_turn("a key")),
        }
        self.event(|encoder| encoder.key(key))
    }

    /// Ends the map that was begun last.
    ///
    /// # Errors
    /// A key stands in it twice.
    pub fn end_map(&mut self) -> Result<(), Error> {
        self.end(Next::Key, Encoder::end_map)
    }

    /// The error by which a value is refused that facts cannot hold, at the place where it would stand.
    #[must_use]
    pub fn refuse_value(&mut self, message: impl Into<String>) -> Error {
        error(self.encoder.refuse(ProblemKind::Value, message))
    }

    /// The error by which a key is refused that is not a string, in the map that is being written.
    #[must_use]
    pub fn refuse_key(&self, message: impl Into<String>) -> Error {
        error(self.encoder.problem_of_container(ProblemKind::Key, message))
    }

    /// The facts.
    ///
    /// # Errors
    /// What was written is not one whole map.
    pub fn finish(self) -> Result<Facts, Error> {
        if !self.begun || !self.open.is_empty() {
            return Err(Error::new(ErrorCode::FactsSyntax, "the facts end before they are whole"));
        }
        Facts::from_canonical(self.encoder.finish())
    }

    fn value(&mut self, write: impl FnOnce(&mut Encoder) -> Result<(), Problem>) -> Result<(), Error> {
        match self.open.last_mut() {
            Some(Next::Item) => {}
            Some(next @ Next::Value) => *next = Next::Key,
            None if !self.begun => self.begun = true,
            Some(Next::Key) | None => return Err(out_of_turn("a value")),
        }
        self.event(write)
    }

    fn end(&mut self, of: Next, write: impl FnOnce(&mut Encoder) -> Result<(), Problem>) -> Result<(), Error> {
        if self.open.last() != Some(&of) {
            return Err(out_of_turn("an end"));
        }
        self.open.pop();
        self.event(write)
    }

    fn event(&mut self, write: impl FnOnce(&mut Encoder) -> Result<(), Problem>) -> Result<(), Error> {
        write(&mut self.encoder).map_err(error)?;
        super::check_size(self.encoder.len())
    }
}

fn out_of_turn(what: &str) -> Error {
    Error::new(ErrorCode::FactsSyntax, format!("{what} stands where it cannot stand"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::ErrorCode;

    #[test]
    fn what_facts_cannot_hold_is_refused_where_it_stands() {
        let mut facts = FactsEncoder::new();
        facts.begin_map().unwrap();
        facts.key("tests").unwrap();
        facts.begin_array().unwrap();
        facts.null().unwrap();
        let error = facts.float(f64::NAN).unwrap_err();
        assert_eq!(error.code(), ErrorCode::FactsValue);
        assert_eq!(error.place().pointer.as_deref(), Some("/tests/1"));
        let mut facts = FactsEncoder::new();
        facts.begin_array().unwrap();
        facts.null().unwrap();
        assert_eq!(facts.refuse_value("a set").place().pointer.as_deref(), Some("/1"));
        let mut facts = FactsEncoder::new();
        facts.begin_map().unwrap();
        facts.key("a").unwrap();
        facts.begin_map().unwrap();
        facts.key("b").unwrap();
        facts.null().unwrap();
        let error = facts.refuse_key("the key 3 is no string");
        assert_eq!((error.code(), error.place().pointer.as_deref()), (ErrorCode::FactsKey, Some("/a")));
    }

    #[test]
    fn what_is_not_whole_is_no_facts() {
        type Step = fn(&mut FactsEncoder) -> Result<(), Error>;
        let key: Step = |facts| facts.key("a");
        let null: Step = FactsEncoder::null;
        let cases: [(&[Step], ErrorCode); 7] = [
            (&[], ErrorCode::FactsSyntax),
            (&[null], ErrorCode::FactsNotAMap),
            (&[null, null], ErrorCode::FactsSyntax),
            (&[FactsEncoder::begin_map], ErrorCode::FactsSyntax),
            (&[FactsEncoder::begin_map, key, FactsEncoder::end_map], ErrorCode::FactsSyntax),
            (&[FactsEncoder::begin_map, null], ErrorCode::FactsSyntax),
            (&[FactsEncoder::begin_map, key, null, FactsEncoder::end_array], ErrorCode::FactsSyntax),
        ];
        for (steps, code) in cases {
            let mut facts = FactsEncoder::new();
            let written = steps.iter().try_for_each(|step| step(&mut facts));
            let error = written.and_then(|()| facts.finish().map(drop)).unwrap_err();
            assert_eq!(error.code(), code, "{} steps", steps.len());
        }
    }
}
