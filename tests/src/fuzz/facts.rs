//! The decoders of facts, the encoder, the index of sections and pointers into them, each compared with what serde
//! makes of the same input.

use super::check_error;
use clearance::{Digest, Error, ErrorCode, Facts, FactsEncoder};
use serde::Deserialize as _;
use serde_json::{Map, Value};

/// Reads the input as JSON text and as MessagePack. What is accepted has one encoding, whichever way it comes.
pub fn facts(input: &[u8]) {
    match Facts::from_messagepack(input) {
        Ok(facts) => check(&facts),
        Err(error) => {
            check_error(&error);
            assert!(error.place().offset.is_none_or(|offset| offset <= input.len() as u64), "{error}");
        }
    }
    if let Ok(text) = str::from_utf8(input) {
        json(text);
    }
}

fn json(text: &str) {
    let facts = Facts::from_json(text);
    // serde has no bound of its own, and facts refuse what is deeper than theirs before they come to its end.
    if depth(text) > 2 * Facts::MAX_DEPTH {
        return facts.map_or_else(|error| check_error(&error), |facts| check(&facts));
    }
    match (facts, read(text)) {
        (Ok(facts), Ok(value)) => {
            check(&facts);
            assert_eq!(Facts::from_serialize(&value), Ok(facts), "serde reads it as other facts");
        }
        (Ok(_), Err(error)) => panic!("serde does not read it: {error}"),
        (Err(error), Ok(value)) => {
            check_error(&error);
            // What serde takes and facts do not: a key twice, other than a map, too deep.
            match error.code() {
                ErrorCode::FactsNotAMap => assert!(!value.is_object(), "{error}"),
                ErrorCode::FactsKey | ErrorCode::FactsLimit => {}
                _ => panic!("serde reads it: {error}"),
            }
        }
        (Err(error), Err(_)) => {
            check_error(&error);
            assert!(error.place().line.is_some_and(|line| line <= text.split('\n').count() as u64), "{error}");
        }
    }
}

fn read(text: &str) -> serde_json::Result<Value> {
    let mut json = serde_json::Deserializer::from_str(text);
    json.disable_recursion_limit();
    let value = Value::deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

/// At least as deep as a JSON text nests; deeper where its strings have brackets.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// What holds of all facts.
fn check(facts: &Facts) {
    let names: Vec<&str> = facts.sections().collect();
    assert!(names.is_sorted_by(|a, b| a.as_bytes() < b.as_bytes()), "{names:?}");
    let mut whole = Map::new();
    for name in names {
        let value = facts.get(&format!("/{}", escaped(name))).unwrap();
        let alone = Facts::from_serialize(&Map::from_iter([(name.to_owned(), value.clone())])).unwrap();
        assert_eq!(alone.section_digest(name), facts.section_digest(name), "{name}");
        whole.insert(name.to_owned(), value);
    }
    let digests: Map<String, Value> =
        whole.keys().map(|name| (name.clone(), facts.section_digest(name).unwrap().to_string().into())).collect();
    let digests = Facts::from_serialize(&digests).unwrap();
    assert_eq!(facts.digest(), Digest::of(digests.as_messagepack()));
    let whole = Value::Object(whole);
    for again in [
        Facts::from_messagepack(facts.as_messagepack()),
        Facts::from_serialize(&whole),
        Facts::from_json(&whole.to_string()),
        written(&whole),
    ] {
        let again = again.unwrap();
        assert_eq!(again.as_messagepack(), facts.as_messagepack());
        assert_eq!(again.digest(), facts.digest());
    }
    let mut left = 200;
    walk(facts, &whole, &whole, &mut String::new(), &mut left);
}

/// The facts as a host writes them that holds them in a form of its own.
fn written(whole: &Value) -> Result<Facts, Error> {
    fn write(encoder: &mut FactsEncoder, value: &Value) -> Result<(), Error> {
        match value {
            Value::Null => encoder.null(),
            Value::Bool(value) => encoder.bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => encoder.unsigned(number),
                (None, Some(number)) => encoder.signed(number),
                (None, None) => encoder.float(number.as_f64().unwrap()),
            },
            Value::String(text) => encoder.string(text),
            Value::Array(items) => {
                encoder.begin_array()?;
                items.iter().try_for_each(|item| write(encoder, item))?;
                encoder.end_array()
            }
            Value::Object(entries) => {
                encoder.begin_map()?;
                // From the end, so that there is something to sort.
                for (key, value) in entries.iter().rev() {
                    encoder.key(key)?;
                    write(encoder, value)?;
                }
                encoder.end_map()
            }
        }
    }
    let mut encoder = FactsEncoder::new();
    write(&mut encoder, whole)?;
    encoder.finish()
}

/// Looks values up by their pointers, and takes texts for pointers.
fn walk(facts: &Facts, whole: &Value, value: &Value, pointer: &mut String, left: &mut usize) {
    if *left == 0 {
        return;
    }
    *left -= 1;
    let length = pointer.len();
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointer.push('/');
                pointer.push_str(&index.to_string());
                look_up(facts, whole, pointer);
                walk(facts, whole, item, pointer, left);
                pointer.truncate(length);
            }
            pointer.push('/');
            pointer.push_str(&items.len().to_string());
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                pointer.push('/');
                pointer.push_str(&escaped(key));
                look_up(facts, whole, pointer);
                walk(facts, whole, value, pointer, left);
                pointer.truncate(length);
            }
            pointer.push_str("/~0");
        }
        Value::String(text) => {
            let escapes = |text: &str| text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
            if !text.is_empty() && escapes(text) {
                look_up(facts, whole, text);
            } else {
                assert_eq!(facts.get(text), None, "{text} is no pointer into a section");
            }
            pointer.push_str("/0");
        }
        _ => pointer.push_str("/0"),
    }
    look_up(facts, whole, pointer);
    pointer.truncate(length);
}

fn look_up(facts: &Facts, whole: &Value, pointer: &str) {
    assert_eq!(facts.get(pointer).as_ref(), whole.pointer(pointer), "{pointer}");
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
