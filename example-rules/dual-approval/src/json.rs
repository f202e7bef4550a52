//! The JSON of a signed payload (RFC 8259). A general reader would be a quarter of the component, numbers of every size included,
//! which no approval has. Stricter than most: a name that an object has twice is refused, for another reader might take the other
//! value.

/// A value. Numbers matter to nobody here, so their digits are checked and dropped.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool,
    Number,
    Text(String),
    List(Vec<Json>),
    Map(Vec<(String, Json)>),
}

impl Json {
    /// Reads a document; `None` where it is none, nests deeper than any approval, or has an object of too many members.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader { rest: str::from_utf8(bytes).ok()? };
        let value = reader.value(0)?;
        reader.space();
        reader.rest.is_empty().then_some(value)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Map(members) => members.iter().find(|(member, _)| member == name).map(|(_, value)| value),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn items(&self) -> Option<&[Json]> {
        match self {
            Json::List(items) => Some(items),
            _ => None,
        }
    }
}

const MAX_DEPTH: u32 = 32;
/// Names are compared with each other: more would take the square of their number.
const MAX_MEMBERS: usize = 256;

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Takes what stands next, blanks before it aside.
    fn take(&mut self, token: &str) -> bool {
        self.space();
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn value(&mut self, depth: u32) -> Option<Json> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.space();
        match self.rest.bytes().next()? {
            b'{' => self.map(depth),
            b'[' => self.list(depth),
            b'"' => self.text().map(Json::Text),
            b'n' => self.take("null").then_some(Json::Null),
            b't' => self.take("true").then_some(Json::Bool),
            b'f' => self.take("false").then_some(Json::Bool),
            _ => self.number().then_some(Json::Number),
        }
    }

    fn map(&mut self, depth: u32) -> Option<Json> {
        let mut members: Vec<(String, Json)> = Vec::new();
        self.take("{");
        if self.take("}") {
            return Some(Json::Map(members));
        }
        loop {
            self.space();
            let name = self.text()?;
            if members.len() == MAX_MEMBERS || members.iter().any(|(other, _)| *other == name) || !self.take(":") {
                return None;
            }
            members.push((name, self.value(depth + 1)?));
            if self.take("}") {
                return Some(Json::Map(members));
            }
            self.take(",").then_some(())?;
        }
    }

    fn list(&mut self, depth: u32) -> Option<Json> {
        let mut items = Vec::new();
        self.take("[");
        if self.take("]") {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.take("]") {
                return Some(Json::List(items));
            }
            self.take(",").then_some(())?;
        }
    }

    fn text(&mut self) -> Option<String> {
        let mut rest = self.rest.strip_prefix('"')?;
        let mut text = String::new();
        loop {
            let end = rest.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < b' ')?;
            let (plain, special) = rest.split_at(end);
            text.push_str(plain);
            if let Some(rest) = special.strip_prefix('"') {
                self.rest = rest;
                return Some(text);
            }
            self.rest = special.strip_prefix('\\')?;
            text.push(self.escaped()?);
            rest = self.rest;
        }
    }

    /// What an escape means, its backslash taken.
    fn escaped(&mut self) -> Option<char> {
        let (escape, rest) = self.rest.split_at_checked(1)?;
        self.rest = rest;
        Some(match escape {
            "\"" | "\\" | "/" => escape.chars().next()?,
            "b" => '\u{8}',
            "f" => '\u{c}',
            "n" => '\n',
            "r" => '\r',
            "t" => '\t',
            "u" => {
                let first = self.unit()?;
                if first & 0xfc00 == 0xd800 {
                    // The first half of a pair.
                    self.rest = self.rest.strip_prefix("\\u")?;
                    let second = self.unit().filter(|second| second & 0xfc00 == 0xdc00)?;
                    char::from_u32(0x1_0000 + ((first & 0x3ff) << 10) + (second & 0x3ff))?
                } else {
                    char::from_u32(first)?
                }
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        digits.chars().try_fold(0, |unit, digit| Some(unit * 16 + digit.to_digit(16)?))
    }

    fn number(&mut self) -> bool {
        let rest = self.rest.strip_prefix('-').unwrap_or(self.rest);
        let (whole, mut rest) = digits(rest);
        if whole == 0 || (whole > 1 && self.rest.trim_start_matches('-').starts_with('0')) {
            return false;
        }
        if let Some(after) = rest.strip_prefix('.') {
            let (fraction, after) = digits(after);
            if fraction == 0 {
                return false;
            }
            rest = after;
        }
        if let Some(after) = rest.strip_prefix(['e', 'E']) {
            let (exponent, after) = digits(after.strip_prefix(['+', '-']).unwrap_or(after));
            if exponent == 0 {
                return false;
            }
            rest = after;
        }
        self.rest = rest;
        true
    }
}

/// How many digits a text begins with, and what follows them.
fn digits(text: &str) -> (usize, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (text.len() - rest.len(), rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    /// What a general reader makes of the same.
    fn oracle(bytes: &[u8]) -> Option<Json> {
        fn convert(value: Value) -> Json {
            match value {
                Value::Null => Json::Null,
                Value::Bool(_) => Json::Bool,
                Value::Number(_) => Json::Number,
                Value::String(text) => Json::Text(text),
                Value::Array(items) => Json::List(items.into_iter().map(convert).collect()),
                Value::Object(members) => Json::Map(members.into_iter().map(|(n, v)| (n, convert(v))).collect()),
            }
        }
        serde_json::from_slice(bytes).ok().map(convert)
    }

    fn sorted(json: Json) -> Json {
        match json {
            Json::List(items) => Json::List(items.into_iter().map(sorted).collect()),
            Json::Map(members) => {
                let mut members: Vec<_> = members.into_iter().map(|(name, value)| (name, sorted(value))).collect();
                members.sort_by(|a, b| a.0.cmp(&b.0));
                Json::Map(members)
            }
            other => other,
        }
    }

    #[test]
    fn what_is_no_json_is_refused_and_so_is_a_name_twice() {
        let texts = [
            "",
            " ",
            "nul",
            "01",
            "-",
            "+1",
            "1.",
            ".5",
            "1e",
            "-01",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\udc00\"",
            "\"\\ud800\\u0041\"",
            "\"\t\"",
            "[1,]",
            "[1 2]",
            "[",
            "{\"a\"}",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\":1,\"a\":1}",
            "1 1",
            "{\"a\":1,\"\\u0061\":2}",
            "\u{feff}1",
        ];
        for text in texts {
            assert_eq!(Json::read(text.as_bytes()), None, "{text}");
        }
        assert_eq!(Json::read(b"\"\xff\""), None);
        let nested = |depth: usize| [vec![b'['; depth], vec![b']'; depth]].concat();
        assert!(Json::read(&nested(32)).is_some());
        assert_eq!(Json::read(&nested(100_000)), None);
    }

    #[test]
    fn escapes_are_worked_in() {
        let read = Json::read(br#" {"a\u00e9\ud83d\ude80" : "\"\\\/\b\f\n\r\t" , "n":[-0.5e+3, 0, 10] } "#);
        let text = "\"\\/\u{8}\u{c}\n\r\t".to_owned();
        let numbers = Json::List(vec![Json::Number, Json::Number, Json::Number]);
        let members = vec![("aé🚀".to_owned(), Json::Text(text)), ("n".to_owned(), numbers)];
        assert_eq!(read, Some(Json::Map(members)));
    }

    proptest! {
        #[test]
        fn what_a_general_reader_writes_is_read_alike(text in any::<String>(), names in prop::collection::btree_set(any::<String>(), 0..5), number in any::<f64>()) {
            let value = serde_json::json!({ "text": text, "list": [number, null, true, {}, []],
                "map": names.iter().map(|name| (name.clone(), Value::from(name.as_str()))).collect::<serde_json::Map<_, _>>() });
            for bytes in [serde_json::to_vec(&value).unwrap_or_default(), serde_json::to_vec_pretty(&value).unwrap_or_default()] {
                prop_assert_eq!(Json::read(&bytes).map(sorted), oracle(&bytes).map(sorted));
            }
        }

        #[test]
        fn nothing_is_read_that_a_general_reader_refuses(text in r#"[\[\]{}:,"\\u0-9a-f.eE+\-truefalsn \n]{0,24}"#) {
            if let Some(read) = Json::read(text.as_bytes()) {
                prop_assert_eq!(Some(sorted(read)), oracle(text.as_bytes()).map(sorted));
            }
        }
    }
}
