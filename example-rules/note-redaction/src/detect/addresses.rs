//! IP addresses: private, loopback, link-local and carrier-grade ones, with their ports and prefix lengths; public ones
//! where the params ask for them; hardware addresses.

use super::{Scene, Sink, urls};
use crate::kind::Kind;
use crate::text::Text;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

/// Whether the host of a URL is a private address.
pub(super) fn is_private(host: &str) -> bool {
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return reach_v4(address) == Reach::Private;
    }
    host.split('%').next().and_then(|host| host.parse().ok()).is_some_and(|address| reach_v6(address) == Reach::Private)
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Reach {
    Private,
    Public,
    /// Documentation, unspecified, multicast, reserved: says nothing about anybody.
    Nowhere,
}

fn reach_v4(address: Ipv4Addr) -> Reach {
    let [a, b, ..] = address.octets();
    let carrier_grade = a == 100 && b & 0xC0 == 64;
    if address.is_private() || address.is_loopback() || address.is_link_local() || carrier_grade {
        Reach::Private
    } else if a == 0 || a >= 224 || address.is_documentation() {
        Reach::Nowhere
    } else {
        Reach::Public
    }
}

fn reach_v6(address: Ipv6Addr) -> Reach {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return reach_v4(mapped);
    }
    let first = address.segments()[0];
    // Unique local, link-local and the site-local of old.
    if address.is_loopback() || first & 0xFE00 == 0xFC00 || first & 0xFF80 == 0xFE80 {
        Reach::Private
    } else if first & 0xE000 == 0x2000 && !(first == 0x2001 && address.segments()[1] == 0xDB8) {
        Reach::Public
    } else {
        Reach::Nowhere
    }
}

pub(super) fn find(scene: &Scene<'_>, sink: &mut Sink) {
    find_v4(scene, sink);
    find_v6(scene.text, sink);
}

fn find_v4(scene: &Scene<'_>, sink: &mut Sink) {
    let text = scene.text;
    let mut version = None;
    let mut past = 0;
    for word in &text.words {
        if word.start < past || word.len() > 3 || !word.is_digits() || text.at(word.end) != b'.' {
            continue;
        }
        let Some(quad) = quad(text, word.start) else { continue };
        let reach = reach_v4(quad.address);
        if reach == Reach::Nowhere {
            continue;
        }
        if is_version(scene, &quad, version) {
            version = Some(quad.span.end);
            continue;
        }
        let kind = if reach == Reach::Private { Kind::PrivateAddress } else { Kind::PublicAddress };
        let what = if reach == Reach::Private { "private address" } else { "public address" };
        let end = with_port_or_prefix(text, quad.span.end, 32);
        if reach == Reach::Private && text.at(end) == b'/' && text.at(end + 1).is_ascii_alphabetic() {
            past = urls::url_end(text, end);
            sink.add(Kind::InternalUrl, quad.span.start..past, "address with a path");
        } else {
            sink.add(kind, quad.span.start..end, what);
        }
    }
}

struct Quad {
    address: Ipv4Addr,
    span: Range<usize>,
}

/// Four numbers up to 255 with dots between, part of nothing longer. The last two may be `x` or `*`.
fn quad(text: &Text<'_>, start: usize) -> Option<Quad> {
    let before = text.before(start);
    if before == b'.' && text.before(start - 1).is_ascii_alphanumeric() {
        return None;
    }
    let mut octets = [0; 4];
    let mut at = start;
    for (index, octet) in octets.iter_mut().enumerate() {
        if index > 0 {
            if text.at(at) != b'.' {
                return None;
            }
            at += 1;
        }
        if index > 1 && matches!(text.at(at), b'x' | b'X' | b'*') {
            at += 1;
            continue;
        }
        let end = text.run(at, 3, |byte| byte.is_ascii_digit());
        *octet = text.str[at..end].parse().ok()?;
        at = end;
    }
    let goes_on = text.at(at).is_ascii_alphanumeric() || (text.at(at) == b'.' && text.at(at + 1).is_ascii_digit());
    (!goes_on).then_some(Quad { address: octets.into(), span: start..at })
}

/// Versions have four parts too. Only numbers that begin with 10 (or, where public addresses are asked for, any public
/// one) are taken for one, and only where the words around say so: `version 10.2.3.4`, `driver-10.2.3.4.msi`, or the
/// next of a list of versions.
fn is_version(scene: &Scene<'_>, quad: &Quad, last: Option<usize>) -> bool {
    let text = scene.text;
    let Range { start, end } = quad.span;
    if reach_v4(quad.address) == Reach::Private && quad.address.octets()[0] != 10 {
        return false;
    }
    let is_alone = !matches!(text.at(end), b':' | b'/');
    if text.before(start) == b'-' && text.before(start.saturating_sub(1)).is_ascii_alphabetic() && is_alone {
        return matches!(text.at(end), b'.' | b'-') && text.at(end + 1).is_ascii_alphanumeric();
    }
    if scene.in_public_url(start) && matches!(text.before(start), b'/' | b'v') {
        return true;
    }
    if !is_alone {
        return false;
    }
    let names_version = matches!(
        text.previous_word(start, 4, |byte| matches!(byte, b' ' | b'.' | b':' | b'*' | b'`' | b'_')).as_str(),
        "version" | "versions" | "v" | "ver" | "release" | "releases" | "firmware" | "driver" | "drivers" | "build"
    );
    let follows_version = last.is_some_and(|last| {
        let between = text.str.get(last..start).unwrap_or_default();
        between.len() <= 12
            && between
                .split(|c: char| !c.is_alphanumeric())
                .all(|word| matches!(word, "" | "and" | "or" | "to" | "through"))
    });
    names_version || follows_version
}

/// The end of an address with its `/24` or `:8080`.
fn with_port_or_prefix(text: &Text<'_>, end: usize, longest: u8) -> usize {
    let number =
        |at, most| text.number(at, most).filter(|&end| !(text.at(end) == b'.' && text.at(end + 1).is_ascii_digit()));
    match text.at(end) {
        b'/' => number(end + 1, 3)
            .filter(|&after| text.str[end + 1..after].parse::<u8>().is_ok_and(|bits| bits <= longest))
            .unwrap_or(end),
        b':' => number(end + 1, 5).unwrap_or(end),
        _ => end,
    }
}

fn find_v6(text: &Text<'_>, sink: &mut Sink) {
    let mut past = 0;
    for (colon, _) in text.str.match_indices(':') {
        if colon < past {
            continue;
        }
        let start = text.run_back(colon, 5, |byte| byte.is_ascii_hexdigit());
        // The longest address in text has 45 characters.
        let end = text.run(start, 46, |byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
        past = end;
        if text.before(start).is_ascii_alphanumeric() || end - start > 45 {
            continue;
        }
        let mut end = start + text.str[start..end].trim_end_matches('.').len();
        if text.has(end.saturating_sub(1), b":") && !text.has(end.saturating_sub(2), b"::") {
            end -= 1;
        }
        if text.at(end).is_ascii_alphanumeric() {
            continue;
        }
        let run = &text.str[start..end];
        if is_hardware_address(run) {
            sink.add(Kind::PrivateAddress, start..end, "hardware address");
        } else if let Ok(address) = run.parse() {
            let (kind, what) = match reach_v6(address) {
                Reach::Private => (Kind::PrivateAddress, "private IPv6 address"),
                Reach::Public => (Kind::PublicAddress, "public IPv6 address"),
                Reach::Nowhere => continue,
            };
            let zone = text.run(end + 1, 16, |byte| byte.is_ascii_alphanumeric());
            let end = if text.at(end) == b'%' { zone } else { end };
            sink.add(kind, start..with_port_or_prefix(text, end, 128), what);
        }
    }
}

/// `00:1b:44:11:3a:b7`
fn is_hardware_address(run: &str) -> bool {
    run.len() == 17
        && run.split(':').count() == 6
        && run.split(':').all(|pair| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit()))
        && run.bytes().any(|byte| byte.is_ascii_alphabetic())
}
