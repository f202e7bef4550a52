//! Accounts: cloud account ids, ARNs, resource ids, service accounts, subscriptions and tenants.

use super::{Scene, Sink, urls};
use crate::kind::Kind;
use crate::text::{Text, Word};
use std::ops::Range;

/// What may stand between a word and the id that it announces.
fn between(byte: u8) -> bool {
    matches!(byte, b' ' | b':' | b'=' | b'#' | b'`' | b'"' | b'\'' | b'*' | b'_' | b'-' | b'(' | b'.' | b'\t')
}

/// UUIDs, in ascending order.
pub(super) fn uuids(text: &Text<'_>) -> Vec<Range<usize>> {
    let is_group = |words: &[Word]| {
        let lengths = [8, 4, 4, 4, 12];
        words.iter().zip(lengths).all(|(word, length)| word.len() == length && word.is_hex())
            && words.windows(2).all(|pair| pair[0].end + 1 == pair[1].start && text.at(pair[0].end) == b'-')
    };
    let groups = text.words.windows(5).filter(|words| words[0].len() == 8 && is_group(words));
    groups.map(|words| words[0].start..words[4].end).collect()
}

pub(super) fn find(scene: &Scene<'_>, sink: &mut Sink) {
    let text = scene.text;
    let mut past = 0;
    for (index, &word) in text.words.iter().enumerate() {
        if word.start < past {
            continue;
        }
        let next = text.words.get(index + 1).copied();
        match text.word(word) {
            b"arn" => past = arn(text, word, sink).unwrap_or(past),
            b"projects" if text.at(word.end) == b'/' && !scene.in_public_url(word.start) => {
                past = project_path(text, word, sink).unwrap_or(past);
            }
            b"subscriptions" if text.at(word.end) == b'/' && scene.in_uuid(word.end + 1) => {
                past = urls::url_end(text, word.start);
                let start = word.start - usize::from(text.before(word.start) == b'/');
                sink.add(Kind::Account, start..past, "Azure resource id");
            }
            prefix if text.at(word.end) == b'-' && is_resource(prefix) => {
                let id = next.filter(|id| id.start == word.end + 1 && id.is_hex() && id.has_digit() && !id.has_upper());
                if let Some(id) = id.filter(|id| matches!(id.len(), 8 | 17)) {
                    sink.add(Kind::Account, word.start..id.end, "cloud resource id");
                }
            }
            _ if word.is_digits() => digits(scene, word, sink),
            _ => {}
        }
        assigned(text, word, sink);
    }
    for uuid in &scene.uuids {
        if is_account_word(&text.previous_word(uuid.start, 6, between)) || is_account_before(text, uuid.start) {
            sink.add(Kind::Account, uuid.clone(), "account id");
        }
    }
    for name in &text.names {
        if text.str[name.start..name.end].ends_with("gserviceaccount.com") && text.before(name.start) == b'@' {
            let is_local_part = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            let start = text.run_back(name.start - 1, 64, is_local_part);
            sink.add(Kind::Account, start..name.end, "service account");
        }
    }
}

/// Prefixes of the ids of AWS resources.
fn is_resource(prefix: &[u8]) -> bool {
    const PREFIXES: [&[u8]; 17] = [
        b"i",
        b"vpc",
        b"subnet",
        b"sg",
        b"eni",
        b"vol",
        b"snap",
        b"ami",
        b"igw",
        b"nat",
        b"rtb",
        b"acl",
        b"eipalloc",
        b"lt",
        b"tgw",
        b"vpce",
        b"fs",
    ];
    PREFIXES.contains(&prefix)
}

/// `arn:aws:iam::123456789012:role/deploy`; what AWS itself owns (`arn:aws:iam::aws:policy/…`) is everybody's. Returns
/// where it ends.
fn arn(text: &Text<'_>, word: Word, sink: &mut Sink) -> Option<usize> {
    if !text.has(word.end, b":aws") {
        return None;
    }
    let is_part = |byte: u8| byte.is_ascii_graphic() && !b"\"'`<>|,;()[]{}\\".contains(&byte);
    let end = text.run(word.start, usize::MAX, is_part);
    let end = text.run_back(end, end - word.start, |byte| matches!(byte, b'.' | b':' | b'*' | b'_' | b'!' | b'?'));
    let mut parts = text.str[word.start..end].splitn(6, ':').skip(4);
    let account = parts.next();
    if account.is_some() && account != Some("aws") && parts.next().is_some() {
        sink.add(Kind::Account, word.start..end, "ARN");
    }
    Some(end)
}

/// `projects/acme-prod/topics/orders`, as Google Cloud names resources. Returns where it ends.
fn project_path(text: &Text<'_>, word: Word, sink: &mut Sink) -> Option<usize> {
    const COLLECTIONS: [&str; 18] = [
        "locations",
        "zones",
        "regions",
        "instances",
        "topics",
        "subscriptions",
        "secrets",
        "serviceAccounts",
        "global",
        "datasets",
        "databases",
        "buckets",
        "clusters",
        "repositories",
        "services",
        "keyRings",
        "logs",
        "roles",
    ];
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let project = text.run(word.end + 1, 31, is_part);
    let collection = text.run(project + 1, 20, is_part);
    if !is_project(&text.str[word.end + 1..project])
        || text.at(project) != b'/'
        || !COLLECTIONS.contains(&&text.str[project + 1..collection])
    {
        return None;
    }
    // The full name of a resource begins with its service: `//pubsub.googleapis.com/projects/…`.
    let start = text.run_back(word.start, 64, |byte| byte.is_ascii_alphanumeric() || b"./".contains(&byte));
    let start = if text.has(start, b"//") { start } else { word.start };
    let end = urls::url_end(text, word.start);
    sink.add(Kind::Account, start..end, "cloud project");
    Some(end)
}

fn is_project(id: &str) -> bool {
    (6..=30).contains(&id.len())
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Twelve digits (also as `1234-5678-9012`) after a word such as `account`.
fn digits(scene: &Scene<'_>, word: Word, sink: &mut Sink) {
    let text = scene.text;
    let end = match word.len() {
        12 => word.end,
        4 => {
            let group = |at: usize| (text.at(at) == b'-').then(|| text.number(at + 1, 4)).flatten();
            let Some(end) = group(word.end).and_then(group) else { return };
            if end != word.start + 14 || text.at(end) == b'-' || text.before(word.start) == b'-' {
                return;
            }
            end
        }
        _ => return,
    };
    if !scene.in_uuid(word.start) && is_account_before(text, word.start) {
        sink.add(Kind::Account, word.start..end, "account id");
    }
}

/// Whether one of the few words before speaks of an account.
fn is_account_before(text: &Text<'_>, start: usize) -> bool {
    let mut at = start;
    for _ in 0..3 {
        let gap = text.run_back(at, 6, |byte| !byte.is_ascii_alphanumeric() && (between(byte) || byte == b'/'));
        let word = text.run_back(gap, 24, |byte| byte.is_ascii_alphanumeric());
        if word == gap {
            return false;
        }
        if is_account_word(&text.str[word..gap].to_ascii_lowercase()) {
            return true;
        }
        at = word;
    }
    false
}

fn is_account_word(word: &str) -> bool {
    matches!(
        word,
        "account"
            | "accounts"
            | "acct"
            | "accountid"
            | "aws"
            | "subscription"
            | "subscriptionid"
            | "tenant"
            | "tenantid"
    )
}

/// `account_id=48121`, `tenant id: 7f3a…`, `gcp project: acme-prod-1`: an id with digits after its name.
fn assigned(text: &Text<'_>, word: Word, sink: &mut Sink) {
    let bytes = text.word(word);
    let is_joined = |byte: u8| matches!(byte, b'_' | b'-' | b' ' | b'.');
    let owner = if bytes.eq_ignore_ascii_case(b"id") {
        text.previous_word(word.start, 1, is_joined)
    } else if bytes.len() > 2 && (bytes.ends_with(b"Id") || bytes.ends_with(b"ID")) {
        text.str[word.start..word.end - 2].to_ascii_lowercase()
    } else if bytes == b"project" && text.previous_word(word.start, 1, is_joined).ends_with("gcp") {
        "project".to_owned()
    } else {
        return;
    };
    let known = ["account", "tenant", "customer", "subscription", "organisation", "organization", "project"];
    if !known.contains(&owner.as_str()) {
        return;
    }
    let after = text.run(word.end, 3, |byte| matches!(byte, b'"' | b'\'' | b'*' | b'`' | b' '));
    let sign = matches!(text.at(after), b':' | b'=');
    let start = text.run(after + usize::from(sign), 4, |byte| matches!(byte, b' ' | b'"' | b'\'' | b'`' | b'*'));
    let end = text.run(start, 64, |byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let end = text.run_back(end, end - start, |byte| byte == b'-' || byte == b'_');
    let digits = text.bytes[start..end].iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_id = if owner == "project" { sign && digits > 0 && is_project(&text.str[start..end]) } else { digits > 3 };
    if is_id && (sign || start > word.end) {
        sink.add(Kind::Account, start..end, "account id");
    }
}
