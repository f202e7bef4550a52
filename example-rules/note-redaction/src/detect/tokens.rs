//! Credentials that their issuer's prefix gives away, JSON Web Tokens, and the like.

use super::{Scene, Sink};
use crate::kind::Kind;
use crate::text::{Text, Word};
use std::ops::Range;

/// What a token is made of after its prefix.
#[derive(Clone, Copy)]
enum Alphabet {
    Plain,
    /// `-` and `_` too.
    Url,
    /// `-`, `_`, `.`, `+`, `/` and `=` too.
    Wide,
}

struct Issuer {
    prefix: &'static str,
    /// The fewest characters after the prefix: fewer than the issuer's, so that a cut one is found too.
    least: usize,
    alphabet: Alphabet,
    what: &'static str,
}

const fn issuer(prefix: &'static str, least: usize, alphabet: Alphabet, what: &'static str) -> Issuer {
    Issuer { prefix, least, alphabet, what }
}

/// Sorted by prefix.
const ISSUERS: [Issuer; 73] = {
    use Alphabet::{Plain, Url, Wide};
    [
        issuer("AGE-SECRET-KEY-1", 20, Plain, "age key"),
        issuer("AIza", 30, Url, "Google API key"),
        issuer("ATATT3", 20, Wide, "Atlassian token"),
        issuer("ATCTT3", 20, Wide, "Atlassian token"),
        issuer("EAAA", 60, Plain, "Facebook token"),
        issuer("GOCSPX-", 16, Url, "Google client secret"),
        issuer("NRAK-", 20, Plain, "New Relic key"),
        issuer("NRJS-", 16, Plain, "New Relic key"),
        issuer("SG.", 40, Wide, "SendGrid key"),
        issuer("dapi", 32, Plain, "Databricks token"),
        issuer("dckr_oat_", 16, Url, "Docker token"),
        issuer("dckr_pat_", 16, Url, "Docker token"),
        issuer("doo_v1_", 32, Plain, "DigitalOcean token"),
        issuer("dop_v1_", 32, Plain, "DigitalOcean token"),
        issuer("dor_v1_", 32, Plain, "DigitalOcean token"),
        issuer("dp.pt.", 20, Plain, "Doppler token"),
        issuer("dp.st.", 20, Wide, "Doppler token"),
        issuer("dt0c01.", 24, Wide, "Dynatrace token"),
        issuer("dt0s16.", 24, Wide, "Dynatrace token"),
        issuer("gho_", 16, Plain, "GitHub token"),
        issuer("ghp_", 16, Plain, "GitHub token"),
        issuer("ghr_", 16, Plain, "GitHub token"),
        issuer("ghs_", 16, Plain, "GitHub token"),
        issuer("ghu_", 16, Plain, "GitHub token"),
        issuer("github_pat_", 16, Url, "GitHub token"),
        issuer("glagent-", 16, Url, "GitLab token"),
        issuer("glc_", 20, Wide, "Grafana token"),
        issuer("glcbt-", 16, Url, "GitLab token"),
        issuer("gldt-", 12, Url, "GitLab token"),
        issuer("glft-", 16, Url, "GitLab token"),
        issuer("glimt-", 16, Url, "GitLab token"),
        issuer("gloas-", 16, Url, "GitLab token"),
        issuer("glpat-", 12, Url, "GitLab token"),
        issuer("glptt-", 16, Url, "GitLab token"),
        issuer("glrt-", 12, Url, "GitLab token"),
        issuer("glsa_", 20, Url, "Grafana token"),
        issuer("glsoat-", 16, Url, "GitLab token"),
        issuer("hf_", 24, Plain, "Hugging Face token"),
        issuer("hvb.", 20, Url, "Vault token"),
        issuer("hvr.", 20, Url, "Vault token"),
        issuer("hvs.", 20, Url, "Vault token"),
        issuer("lin_api_", 16, Plain, "Linear key"),
        issuer("lin_oauth_", 16, Plain, "Linear token"),
        issuer("npm_", 24, Plain, "npm token"),
        issuer("ntn_", 24, Plain, "Notion token"),
        issuer("pscale_pw_", 16, Wide, "PlanetScale password"),
        issuer("pscale_tkn_", 16, Wide, "PlanetScale token"),
        issuer("pul-", 32, Plain, "Pulumi token"),
        issuer("pypi-Ag", 14, Url, "PyPI token"),
        issuer("rk_live_", 10, Plain, "Stripe key"),
        issuer("rk_test_", 10, Plain, "Stripe key"),
        issuer("rubygems_", 32, Plain, "RubyGems key"),
        issuer("secret_", 32, Plain, "Notion token"),
        issuer("shpat_", 24, Plain, "Shopify token"),
        issuer("shpca_", 24, Plain, "Shopify token"),
        issuer("shppa_", 24, Plain, "Shopify token"),
        issuer("shpss_", 24, Plain, "Shopify secret"),
        issuer("sk-", 20, Url, "API key"),
        issuer("sk_live_", 10, Plain, "Stripe key"),
        issuer("sk_test_", 10, Plain, "Stripe key"),
        issuer("sntrys_", 20, Wide, "Sentry token"),
        issuer("sntryu_", 20, Plain, "Sentry token"),
        issuer("sq0atp-", 16, Url, "Square token"),
        issuer("sq0csp-", 16, Url, "Square secret"),
        issuer("whsec_", 16, Wide, "webhook secret"),
        issuer("xapp-", 12, Url, "Slack token"),
        issuer("xoxa-", 8, Url, "Slack token"),
        issuer("xoxb-", 8, Url, "Slack token"),
        issuer("xoxc-", 8, Url, "Slack token"),
        issuer("xoxd-", 8, Wide, "Slack token"),
        issuer("xoxe", 8, Wide, "Slack token"),
        issuer("xoxp-", 8, Url, "Slack token"),
        issuer("xoxs-", 8, Url, "Slack token"),
    ]
};

/// Whether an issuer's prefix begins with a byte, so that most words are passed over at a glance.
const FIRST: [bool; 256] = {
    let mut first = [false; 256];
    let mut index = 0;
    while index < ISSUERS.len() {
        first[ISSUERS[index].prefix.as_bytes()[0] as usize] = true;
        index += 1;
    }
    first
};

pub(super) fn find(scene: &Scene<'_>, sink: &mut Sink) {
    let text = scene.text;
    let mut past = 0;
    let mut plain = 0;
    for &word in &text.words {
        if word.start < past {
            continue;
        }
        let found = by_prefix(text, word, &mut plain).or_else(|| by_shape(text, word));
        if let Some((what, end)) = found {
            sink.add(Kind::Secret, word.start..end, what);
            past = end;
        } else if text.has(word.start, b"eyJ") {
            let token = web_token(text, word.start);
            past = token.end;
            if token.whole {
                sink.add(Kind::Secret, word.start..token.end, "JSON Web Token");
            }
        }
    }
}

/// Up to `plain` no token by prefix can be, for there is no digit.
fn by_prefix(text: &Text<'_>, word: Word, plain: &mut usize) -> Option<(&'static str, usize)> {
    // The prefix is a word of its own or begins a long one.
    let is_likely = matches!(text.at(word.end), b'_' | b'-' | b'.') || word.len() >= 24;
    if !is_likely || word.start < *plain || !FIRST[usize::from(text.at(word.start))] {
        return None;
    }
    let issuer = ISSUERS.iter().find(|issuer| text.has(word.start, issuer.prefix.as_bytes()))?;
    let start = word.start + issuer.prefix.len();
    let end = token_end(text, start, issuer.alphabet);
    let body = &text.bytes[start..end];
    // A name such as `sk-learn-extensions-for-pandas` has no digits.
    if !body.iter().any(u8::is_ascii_digit) {
        *plain = end;
    }
    (body.len() >= issuer.least && *plain < end).then_some((issuer.what, end))
}

fn token_end(text: &Text<'_>, start: usize, alphabet: Alphabet) -> usize {
    let end = match alphabet {
        Alphabet::Plain => text.run(start, usize::MAX, |byte| byte.is_ascii_alphanumeric()),
        Alphabet::Url => text.run(start, usize::MAX, |byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
        Alphabet::Wide => text.run(start, usize::MAX, |byte| byte.is_ascii_alphanumeric() || b"-_.+/=".contains(&byte)),
    };
    // A full stop ends the sentence, an underscore the emphasis.
    text.run_back(end, end - start, |byte| matches!(byte, b'.' | b'_' | b'-'))
}

/// Tokens that one word's length and letters give away.
fn by_shape(text: &Text<'_>, word: Word) -> Option<(&'static str, usize)> {
    let bytes = text.word(word);
    let rest_is = |from: usize, test: fn(&u8) -> bool| bytes[from..].iter().all(test);
    match (bytes, word.len()) {
        ([b'A', b'K' | b'S', b'I', b'A', ..], 16..=24) if !word.has_lower() => Some(("AWS access key", word.end)),
        ([b'A', b'C', ..] | [b'S', b'K', ..], 34) if rest_is(2, u8::is_ascii_hexdigit) => {
            Some(("Twilio key", word.end))
        }
        (b"ya29", 4) if text.at(word.end) == b'.' => {
            let end = token_end(text, word.end + 1, Alphabet::Url);
            (end > word.end + 20).then_some(("Google access token", end))
        }
        (b"key", 3) if text.at(word.end) == b'-' => {
            let end = token_end(text, word.end + 1, Alphabet::Plain);
            let is_hex = text.bytes[word.end + 1..end].iter().all(u8::is_ascii_hexdigit);
            (end == word.end + 33 && is_hex).then_some(("Mailgun key", end))
        }
        (_, 8..=10) if word.is_digits() && text.has(word.end, b":AA") => {
            let end = token_end(text, word.end + 1, Alphabet::Url);
            (end > word.end + 30).then_some(("Telegram token", end))
        }
        _ => None,
    }
}

struct WebToken {
    end: usize,
    whole: bool,
}

/// Three base64url parts with dots between, the first two JSON objects; the third may be missing or empty.
fn web_token(text: &Text<'_>, start: usize) -> WebToken {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let part = |from: usize| -> Range<usize> { from..text.run(from, usize::MAX, is_part) };
    let header = part(start);
    let claims = part(header.end + 1);
    if header.len() < 10 || text.at(header.end) != b'.' || claims.len() < 10 || !text.has(claims.start, b"eyJ") {
        return WebToken { end: header.end, whole: false };
    }
    let signature = if text.at(claims.end) == b'.' { part(claims.end + 1) } else { claims.clone() };
    // A full stop after the claims is the sentence's.
    WebToken { end: if signature.is_empty() { claims.end } else { signature.end }, whole: true }
}
