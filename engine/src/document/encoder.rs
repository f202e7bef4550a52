//! Writes canonical MessagePack from a stream of events, whatever their source.

use super::{MAX_DEPTH, escape};

/// A writer of one canonical value.
#[derive(Debug)]
pub(crate) struct Encoder {
    out: Vec<u8>,
    frames: Vec<Frame>,
    /// Of each map that is being written, the outermost first: where each entry starts in the output, and where its key's
    /// text stands.
    entries: Vec<Entry>,
    /// What bringing a map into order needs, kept for the next.
    order: Vec<(Entry, usize)>,
    sorted: Vec<u8>,
}

/// A map or array that is being written. One byte is reserved for its header.
#[derive(Debug)]
struct Frame {
    header: usize,
    count: usize,
    /// Of a map: where its entries begin among all.
    entries: Option<usize>,
}

#[derive(Debug, Clone)]
struct Entry {
    start: usize,
    key: std::ops::Range<usize>,
}

/// What stands in the way of a canonical form, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) kind: ProblemKind,
    /// JSON Pointer to the place.
    pub(crate) pointer: String,
    /// Where in the input, for input that has no lines.
    pub(crate) offset: Option<usize>,
    pub(crate) message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProblemKind {
    Syntax,
    Key,
    Value,
    Limit,
}

/// The integer of at most 53 bits that a float is, and that stands for it in the canonical form.
pub(super) fn whole(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within bounds")]
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}

#[expect(clippy::unnecessary_wraps, reason = "some events can fail, and all are fed alike")]
impl Encoder {
    pub(crate) fn new() -> Self {
        Self::with_capacity(0)
    }

    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self {
            out: Vec::with_capacity(bytes),
            frames: Vec::new(),
            entries: Vec::new(),
            order: Vec::new(),
            sorted: Vec::new(),
        }
    }

    /// The bytes written so far.
    pub(crate) fn len(&self) -> usize {
        self.out.len()
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.out
    }

    pub(crate) fn null(&mut self) -> Result<(), Problem> {
        self.begin_value();
        self.out.push(0xc0);
        Ok(())
    }

    pub(crate) fn bool(&mut self, value: bool) -> Result<(), Problem> {
        self.begin_value();
        self.out.push(if value { 0xc3 } else { 0xc2 });
        Ok(())
    }

    pub(crate) fn unsigned(&mut self, value: u64) -> Result<(), Problem> {
        self.begin_value();
        infallible(rmp::encode::write_uint(&mut self.out, value));
        Ok(())
    }

    pub(crate) fn signed(&mut self, value: i64) -> Result<(), Problem> {
        self.begin_value();
        infallible(rmp::encode::write_sint(&mut self.out, value));
        Ok(())
    }

    pub(crate) fn float(&mut self, value: f64) -> Result<(), Problem> {
        if !value.is_finite() {
            self.begin_value();
            return Err(self.problem(ProblemKind::Value, format!("facts cannot hold the number {value}")));
        }
        if let Some(whole) = whole(value) {
            return self.signed(whole);
        }
        self.begin_value();
        infallible(rmp::encode::write_f64(&mut self.out, value));
        Ok(())
    }

    pub(crate) fn string(&mut self, text: &str) -> Result<(), Problem> {
        self.begin_value();
        infallible(rmp::encode::write_str(&mut self.out, text));
        Ok(())
    }

    pub(crate) fn begin_array(&mut self) -> Result<(), Problem> {
        self.begin(None)
    }

    pub(crate) fn end_array(&mut self) -> Result<(), Problem> {
        if let Some(frame) = self.frames.pop() {
            self.header(&frame, [0x90, 0xdc, 0xdd]);
        }
        Ok(())
    }

    pub(crate) fn begin_map(&mut self) -> Result<(), Problem> {
        self.begin(Some(self.entries.len()))
    }

    pub(crate) fn key(&mut self, key: &str) -> Result<(), Problem> {
        let start = self.out.len();
        infallible(rmp::encode::write_str(&mut self.out, key));
        let key = self.out.len() - key.len()..self.out.len();
        if let Some(Frame { entries: Some(_), count, .. }) = self.frames.last_mut() {
            self.entries.push(Entry { start, key });
            *count += 1;
        }
        Ok(())
    }

    pub(crate) fn end_map(&mut self) -> Result<(), Problem> {
        self.sort()?;
        if let Some(frame) = self.frames.pop() {
            self.entries.truncate(frame.entries.unwrap_or(self.entries.len()));
            self.header(&frame, [0x80, 0xde, 0xdf]);
        }
        Ok(())
    }

    /// A problem at the value that is being written.
    pub(crate) fn problem(&self, kind: ProblemKind, message: impl Into<String>) -> Problem {
        self.problem_below(&self.frames, kind, message.into())
    }

    /// A problem at the value that would be written next.
    pub(crate) fn refuse(&mut self, kind: ProblemKind, message: impl Into<String>) -> Problem {
        self.begin_value();
        self.problem(kind, message)
    }

    /// A problem at the map or array that is being written, whichever of its entries has been reached.
    pub(crate) fn problem_of_container(&self, kind: ProblemKind, message: impl Into<String>) -> Problem {
        let outer = self.frames.split_last().map_or(&[][..], |(_, outer)| outer);
        self.problem_below(outer, kind, message.into())
    }

    fn problem_below(&self, frames: &[Frame], kind: ProblemKind, message: String) -> Problem {
        let mut pointer = String::new();
        for (depth, frame) in frames.iter().enumerate() {
            match frame.entries {
                None => {
                    if let Some(index) = frame.count.checked_sub(1) {
                        pointer.push('/');
                        pointer.push_str(&index.to_string());
                    }
                }
                Some(first) => {
                    let next = self.frames[depth + 1..].iter().find_map(|inner| inner.entries);
                    if let Some(entry) = self.entries[first..next.unwrap_or(self.entries.len())].last() {
                        pointer.push('/');
                        pointer.push_str(&escape(&String::from_utf8_lossy(&self.out[entry.key.clone()])));
                    }
                }
            }
        }
        Problem { kind, pointer, offset: None, message }
    }

    fn begin_value(&mut self) {
        // A map counts its keys instead.
        if let Some(Frame { entries: None, count, .. }) = self.frames.last_mut() {
            *count += 1;
        }
    }

    fn begin(&mut self, entries: Option<usize>) -> Result<(), Problem> {
        self.begin_value();
        if self.frames.len() == MAX_DEPTH {
            let problem = self.problem(ProblemKind::Limit, "");
            // The whole path would be as long as the nesting is deep.
            let pointer: String = problem.pointer.chars().take(60).collect();
            let message = format!("maps and arrays nest deeper than {MAX_DEPTH} levels");
            return Err(Problem { message, pointer: format!("{pointer}…"), ..problem });
        }
        self.frames.push(Frame { header: self.out.len(), count: 0, entries });
        self.out.push(0);
        Ok(())
    }

    /// Brings the entries of the innermost map into order.
    fn sort(&mut self) -> Result<(), Problem> {
        let Some(&Frame { entries: Some(entries), header, .. }) = self.frames.last() else { return Ok(()) };
        let Self { out, order, sorted, .. } = self;
        let entries = &self.entries[entries..];
        if entries.windows(2).all(|pair| out[pair[0].key.clone()] < out[pair[1].key.clone()]) {
            return Ok(());
        }
        order.clear();
        for (i, entry) in entries.iter().enumerate() {
            order.push((entry.clone(), entries.get(i + 1).map_or(out.len(), |next| next.start)));
        }
        order.sort_by(|(a, _), (b, _)| out[a.key.clone()].cmp(&out[b.key.clone()]));
        if let Some(pair) = order.windows(2).find(|p| out[p[0].0.key.clone()] == out[p[1].0.key.clone()]) {
            // So that the pointer names the key that stands twice.
            let twice = pair[1].0.clone();
            self.entries.push(twice);
            return Err(self.problem(ProblemKind::Key, "this key stands twice in one map"));
        }
        sorted.clear();
        for (entry, end) in order {
            sorted.extend_from_slice(&out[entry.start..*end]);
        }
        out[header + 1..].copy_from_slice(sorted);
        Ok(())
    }

    /// Fills in the header that was left open, making room where one byte is not enough. `kinds` are the markers of
    /// the short, the 16-bit and the 32-bit form.
    fn header(&mut self, frame: &Frame, kinds: [u8; 3]) {
        let Frame { header, count, .. } = *frame;
        if let Ok(short) = u8::try_from(count)
            && short < 16
        {
            self.out[header] = kinds[0] | short;
        } else if let Ok(medium) = u16::try_from(count) {
            self.out[header] = kinds[1];
            self.out.splice((header + 1)..=header, medium.to_be_bytes());
        } else {
            // More than four thousand million entries do not fit into memory.
            let long = u32::try_from(count).unwrap_or(u32::MAX);
            self.out[header] = kinds[2];
            self.out.splice((header + 1)..=header, long.to_be_bytes());
        }
    }
}

/// Writing to a vector cannot fail.
fn infallible<T, E>(result: Result<T, E>) {
    drop(result);
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::super::{canonical, decode, encode};
    use super::*;
    use serde_json::json;

    #[test]
    fn one_value_has_one_form() {
        // {"b": 1.0, "a": [-1]}, the float and the order not canonical.
        let loose = b"\x82\xa1b\xcb\x3f\xf0\0\0\0\0\0\0\xa1a\x91\xff";
        let strict = b"\x82\xa1a\x91\xff\xa1b\x01";
        assert_eq!(canonical(loose).unwrap(), strict);
        assert_eq!(encode(&json!({ "b": 1.0, "a": [-1] })).unwrap(), strict);
        assert_eq!(canonical(strict).unwrap(), strict);
    }

    #[test]
    fn headers_of_every_size_read_back() {
        for size in [0, 15, 16, 65_535, 65_536] {
            let array = json!(vec![7; size]);
            assert_eq!(decode(&encode(&array).unwrap()), array);
        }
        let map: serde_json::Map<_, _> = (0..300).map(|i| (format!("k{i}"), json!([i]))).collect();
        assert_eq!(decode(&encode(&json!(map)).unwrap()), json!(map));
    }

    #[test]
    fn a_key_twice_is_named_with_its_place() {
        // {"a": {"x": 1, "y": 2, "x": 3}}
        let problem = canonical(b"\x81\xa1a\x83\xa1x\x01\xa1y\x02\xa1x\x03").unwrap_err();
        assert_eq!((problem.kind, problem.pointer.as_str()), (ProblemKind::Key, "/a/x"));
    }
}
