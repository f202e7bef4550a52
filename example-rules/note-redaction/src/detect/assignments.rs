//! Secrets by their surroundings: `password=…`, `"api_key": "…"`, `--token …`, `Authorization: Bearer …`, and values
//! that are too random to be anything else.

use super::{Scene, Sink};
use crate::kind::Kind;
use crate::text::{Text, Word};
use std::ops::Range;

/// A long value is judged by its beginning.
const JUDGED: usize = 512;

pub(super) fn find(scene: &Scene<'_>, sink: &mut Sink) {
    let text = scene.text;
    let mut ends = Ends::default();
    let mut past_random = 0;
    for &word in &text.words {
        if let Some(name) = secret_name(text, word) {
            if let Some(value) = value(text, word.end, start_of_key(text, word), &mut ends)
                && is_secret(text, &value, name, word)
            {
                sink.add(Kind::Secret, value.span, name);
            }
        } else if let Some(span) = authorization(text, word) {
            sink.add(Kind::Secret, span, "authorization header");
        } else if word.len() >= 12
            && word.has_digit()
            && word.has_lower()
            && word.has_upper()
            && word.start >= past_random
            && !scene.in_public_url(word.start)
        {
            let run = base64_run(text, word);
            past_random = run.end;
            if is_random(text, &run) {
                sink.add(Kind::Secret, run, "random value");
            }
        }
    }
}

/// Where values end, remembered: a key within a value ends where the value does.
#[derive(Default)]
struct Ends {
    known: [Range<usize>; 5],
}

impl Ends {
    fn of(&mut self, class: usize, at: usize, find: impl FnOnce() -> usize) -> usize {
        if !self.known[class].contains(&at) {
            self.known[class] = at..find();
        }
        self.known[class].end
    }
}

/// What a key that ends with this word holds, where that is a secret.
fn secret_name(text: &Text<'_>, word: Word) -> Option<&'static str> {
    let bytes = text.word(word);
    let ends = |suffix: &[u8]| {
        bytes.len().checked_sub(suffix.len()).is_some_and(|cut| bytes[cut..].eq_ignore_ascii_case(suffix))
    };
    let whole = |name: &[u8]| bytes.eq_ignore_ascii_case(name);
    let name = match bytes.last()?.to_ascii_lowercase() {
        b'd' if ends(b"password") || ends(b"passwd") || ends(b"pwd") || ends(b"kennwort") => "password",
        b's' if whole(b"pass") => "password",
        b's' if ends(b"credentials") => "credentials",
        b't' if ends(b"passwort") => "password",
        b't' if ends(b"secret") => "secret",
        b'n' if ends(b"token") => "token",
        b'e' if ends(b"passphrase") => "passphrase",
        b'e' if ends(b"signature") || whole(b"pin") => "signature",
        b'g' if whole(b"sig") => "signature",
        b'y' if ends(b"key") && is_secret_key(text, word) => "key",
        _ => return None,
    };
    Some(name)
}

/// `api_key`, `SecretKey`, `private key`, but neither `primary_key` nor `key`.
fn is_secret_key(text: &Text<'_>, word: Word) -> bool {
    const OWNERS: [&str; 15] = [
        "api",
        "app",
        "secret",
        "access",
        "private",
        "encryption",
        "signing",
        "auth",
        "master",
        "account",
        "storage",
        "license",
        "shared",
        "deploy",
        "service",
    ];
    let owner = if word.len() == 3 {
        text.previous_word(word.start, 1, |byte| matches!(byte, b'_' | b'-' | b'.' | b' '))
    } else {
        text.str[word.start..word.end - 3].to_ascii_lowercase()
    };
    OWNERS.iter().any(|known| owner.ends_with(known))
}

/// Where the whole key begins: `--db-password` for `password`.
fn start_of_key(text: &Text<'_>, word: Word) -> usize {
    text.run_back(word.start, 40, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

struct Value {
    span: Range<usize>,
    quoted: bool,
    sign: Sign,
}

/// What stands between a key and its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// `=` with nothing around it, or the space after a flag: no sentence has that.
    Tight,
    /// `=` with spaces, `:=`, `=>`.
    Loose,
    Colon,
    /// `is`
    Told,
}

/// The value that is assigned to the key that ends at `end`.
fn value(text: &Text<'_>, end: usize, key: usize, ends: &mut Ends) -> Option<Value> {
    let decoration = |byte: u8| matches!(byte, b'"' | b'\'' | b'`' | b'*' | b']' | b')' | b'_');
    let after = text.run(end, 5, decoration);
    let spaced = text.run(after, 8, |byte| matches!(byte, b' ' | b'\t'));
    let flag = text.has(key, b"--");
    let equals = if spaced == after { Sign::Tight } else { Sign::Loose };
    let (sign_end, sign) = match (text.at(spaced), text.at(spaced + 1)) {
        (b':' | b'=', b'=') | (b'=', b'>') => (spaced + 2, equals),
        (b'=', _) => (spaced + 1, equals),
        (b':', _) => (spaced + 1, Sign::Colon),
        // The spaces after a flag are its sign.
        _ if flag && spaced > after && after == end => (spaced, Sign::Tight),
        _ if text.has(after, b" is ") => (after + 3, Sign::Told),
        _ => return None,
    };
    let mut at = text.run(sign_end, 8, |byte| matches!(byte, b' ' | b'\t' | b'*' | b'_'));
    // `password= required` is a sentence again.
    let sign = if sign == Sign::Tight && at > sign_end { Sign::Loose } else { sign };
    let quote = text.at(at);
    if let Some(class) = b"\"'`".iter().position(|&known| known == quote) {
        let close = ends.of(class, at + 1, || closing_quote(text, at + 1, quote));
        if text.at(close) == quote {
            return Some(Value { span: at + 1..close, quoted: true, sign });
        }
        at += 1;
    }
    // In the query of a URL the next parameter ends the value.
    let query = matches!(text.before(key), b'?' | b'&');
    let ends_value = |byte: u8| {
        byte.is_ascii_whitespace() || b",;)]}>|\"'`<".contains(&byte) || (query && matches!(byte, b'&' | b'#'))
    };
    let close = ends.of(3 + usize::from(query), at, || text.run(at, usize::MAX, |byte| !ends_value(byte)));
    // A sentence ends with the value; `;` and the like show that what stands before them is the value's.
    let ends_sentence = matches!(text.at(close), 0 | b' ' | b'\n' | b'\r' | b'\t');
    let is_punctuation = |byte: u8| match byte {
        b'*' => true,
        b'.' | b':' => ends_sentence,
        b'!' | b'?' => ends_sentence && sign != Sign::Tight,
        _ => false,
    };
    let close = text.run_back(close, close.saturating_sub(at), is_punctuation);
    Some(Value { span: at..close, quoted: false, sign })
}

/// The next quote that no backslash escapes, or the end of the line.
fn closing_quote(text: &Text<'_>, from: usize, quote: u8) -> usize {
    let mut at = from;
    loop {
        at = text.run(at, usize::MAX, |byte| byte != quote && !matches!(byte, b'\n' | b'\r'));
        if text.at(at) != quote || text.before(at) != b'\\' {
            return at;
        }
        at += 1;
    }
}

fn is_secret(text: &Text<'_>, value: &Value, name: &str, key: Word) -> bool {
    let Some(written) = text.str.get(value.span.clone()) else { return false };
    let written = &written[..written.floor_char_boundary(JUDGED)];
    let bytes = written.as_bytes();
    if !is_literal(written) || is_word_of_types(written) || written.as_bytes().eq_ignore_ascii_case(text.word(key)) {
        return false;
    }
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    if digits == bytes.len() && name != "password" {
        return false;
    }
    if name == "signature" {
        return bytes.len() >= 16 && digits > 0 && value.sign == Sign::Tight;
    }
    if value.sign == Sign::Told {
        return looks_random(written);
    }
    if value.quoted && name == "passphrase" {
        return true;
    }
    if value.quoted && (value.sign == Sign::Tight || !written.contains(' ')) {
        return true;
    }
    if value.quoted || written.contains(' ') {
        // What JSON says of a password rather than the password: `"password": "is too short"`.
        return value.sign != Sign::Colon || digits > 0 && !written.split(' ').all(is_plain_word);
    }
    if value.sign == Sign::Tight {
        return !is_code(written);
    }
    looks_random(written)
}

/// Whether a value is one, rather than a stand-in such as `<password>`, `${PASSWORD}`, `***` or `…`.
pub(super) fn is_literal(value: &str) -> bool {
    let bytes = value.as_bytes();
    let stand_in = matches!(bytes, [] | [b'<' | b'{' | b'$' | b'%' | b'[' | b'@' | b'(', ..])
        || bytes
            .iter()
            .all(|byte| matches!(byte, b'*' | b'x' | b'X' | b'.' | b'-' | b'_' | b'\\' | b'/' | b'=' | b':'))
        || value.contains('\u{2026}')
        || value.contains('\u{2022}')
        || value.ends_with("...");
    !stand_in
}

/// What documentation puts where a value goes.
fn is_word_of_types(value: &str) -> bool {
    const WORDS: [&str; 27] = [
        "string",
        "str",
        "text",
        "number",
        "int",
        "integer",
        "bool",
        "boolean",
        "true",
        "false",
        "null",
        "none",
        "nil",
        "undefined",
        "required",
        "optional",
        "any",
        "yes",
        "no",
        "on",
        "off",
        "default",
        "secret",
        "token",
        "value",
        "redacted",
        "empty",
    ];
    WORDS.contains(&value.to_ascii_lowercase().as_str())
}

/// `self.password`, `getPassword(`: an expression and not its value.
fn is_code(value: &str) -> bool {
    let is_identifier = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    value.contains('(') || (value.contains('.') && value.split('.').all(is_identifier))
}

fn is_plain_word(word: &str) -> bool {
    let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
    word.is_empty()
        || word.bytes().all(|byte| byte.is_ascii_alphabetic())
        || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// After `token: ` in a sentence a secret must look like one: letters with digits, and no technical term.
fn looks_random(value: &str) -> bool {
    const TERMS: [&str; 14] = [
        "oauth2", "oauth2.0", "base64", "base32", "sha256", "sha512", "hs256", "rs256", "es256", "argon2", "argon2id",
        "pbkdf2", "ed25519", "x25519",
    ];
    let lower = value.to_ascii_lowercase();
    let has = |test: fn(&u8) -> bool| value.as_bytes().iter().any(test);
    if value.len() < 6
        || TERMS.contains(&lower.as_str())
        || is_code(value)
        || value.contains('/') && !has(u8::is_ascii_digit)
    {
        return false;
    }
    let begins_with_number = value.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_measure = begins_with_number.len() < value.len()
        && begins_with_number.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        && begins_with_number.len() > 1
        && value.len() < 12;
    let is_version = lower.starts_with('v') && value.len() < 9;
    let has_letter = has(u8::is_ascii_alphabetic);
    let all_digits = value.bytes().all(|byte| byte.is_ascii_digit());
    all_digits || has_letter && has(u8::is_ascii_digit) && !is_measure && !is_version
}

/// `Bearer` or `Basic` with what follows, where that is not a word.
fn authorization(text: &Text<'_>, word: Word) -> Option<Range<usize>> {
    let bytes = text.word(word);
    let bearer = bytes.eq_ignore_ascii_case(b"bearer");
    if !bearer && !bytes.eq_ignore_ascii_case(b"basic") || text.at(word.end) != b' ' {
        return None;
    }
    let start = text.run(word.end, 4, |byte| byte == b' ');
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    let mut end = text.run(start, usize::MAX, is_token);
    while end > start && text.before(end) == b'.' {
        end -= 1;
    }
    let value = &text.str[start..end];
    let header =
        text.previous_word(word.start, 4, |byte| matches!(byte, b':' | b' ' | b'"' | b'\'')) == "authorization";
    let has = |test: fn(&u8) -> bool| value.as_bytes().iter().any(test);
    let is_secret = if bearer {
        value.len() >= if header { 6 } else { 12 } && has(u8::is_ascii_digit)
    } else {
        holds_credentials(value)
    };
    (is_secret && is_literal(value)).then_some(start..end)
}

/// Whether it is base64 of `user:password`.
fn holds_credentials(value: &str) -> bool {
    let mut decoded = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in value.trim_end_matches('=').bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return false,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            decoded.push((bits >> count & 0xFF) as u8);
        }
    }
    decoded.contains(&b':') && decoded.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The base64 around a word.
fn base64_run(text: &Text<'_>, word: Word) -> Range<usize> {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/_-".contains(&byte);
    let end = text.run(word.start, usize::MAX, is_base64);
    text.run_back(word.start, 200, is_base64)..text.run(end, 2, |byte| byte == b'=')
}

/// Whether it is a long value of many kinds of characters that something is set to, and no digest.
fn is_random(text: &Text<'_>, run: &Range<usize>) -> bool {
    let value = &text.bytes[run.clone()];
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let before = text.run_back(run.start, 3, |byte| matches!(byte, b'"' | b'\'' | b'`' | b' '));
    if value.len() < 24 || digits < 3 || !matches!(text.before(before), b'=' | b':') || entropy(value) < 4.0 {
        return false;
    }
    let between = |byte: u8| matches!(byte, b'=' | b':' | b' ' | b'"' | b'\'' | b'`' | b'-' | b'_');
    let key = text.previous_word(before, 4, between);
    let digests = ["sha", "md5", "integrity", "checksum", "digest", "hash", "fingerprint", "etag", "http"];
    !key.is_empty()
        && !digests.iter().any(|digest| key.starts_with(digest))
        && ![&b"sha256-"[..], b"sha384-", b"sha512-"].iter().any(|prefix| value.starts_with(prefix))
}

/// Shannon entropy in bits a byte.
fn entropy(value: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for &byte in value {
        counts[usize::from(byte)] += 1;
    }
    let total = f64::from(u32::try_from(value.len()).unwrap_or(u32::MAX));
    let share = |&count: &u32| f64::from(count) / total;
    counts.iter().filter(|&&count| count > 0).map(share).map(|share| -share * share.log2()).sum()
}
