//! URLs: internal ones, ones with credentials in them, `file:` ones. Tells the other detectors which are public.

use super::{Sink, addresses, assignments};
use crate::hosts::{Standing, is_within};
use crate::kind::Kind;
use crate::settings::Settings;
use crate::text::Text;
use std::ops::Range;

/// Longer than any authority in earnest.
const AUTHORITY: usize = 1024;

/// Schemes of network services, whose host may be one bare label: `http://jenkins/`. With other schemes
/// (`app://settings`) a bare label names a place within a program.
const NETWORK: [&str; 42] = [
    "http",
    "https",
    "ws",
    "wss",
    "ftp",
    "ftps",
    "sftp",
    "ssh",
    "git",
    "svn",
    "ldap",
    "ldaps",
    "smb",
    "nfs",
    "rdp",
    "vnc",
    "amqp",
    "amqps",
    "redis",
    "rediss",
    "mongodb",
    "postgres",
    "postgresql",
    "mysql",
    "mariadb",
    "mssql",
    "sqlserver",
    "oracle",
    "kafka",
    "nats",
    "mqtt",
    "mqtts",
    "tcp",
    "udp",
    "grpc",
    "grpcs",
    "s3",
    "gs",
    "hdfs",
    "zookeeper",
    "elasticsearch",
    "memcached",
];

/// Last labels of internal hosts that would be too common a word outside of a URL.
const INTERNAL_ENDINGS: [&str; 9] =
    ["prod", "production", "staging", "stage", "preprod", "uat", "qa", "private", "home"];

/// Hosts that stand for the reader's own.
const STAND_INS: [&str; 9] = ["host", "hostname", "domain", "example", "bucket", "your", "my", "fqdn", "address"];

/// Hosted tools whose pages only the organisation's people can open: a domain and what its path holds.
const WORKPLACES: [(&str, &str); 17] = [
    ("atlassian.net", ""),
    ("sharepoint.com", ""),
    ("service-now.com", ""),
    ("opsgenie.com", ""),
    ("grafana.net", ""),
    ("splunkcloud.com", ""),
    ("app.datadoghq.com", ""),
    ("app.datadoghq.eu", ""),
    ("slack.com", "/archives/"),
    ("pagerduty.com", "/incidents"),
    ("sentry.io", "/issues/"),
    ("linear.app", "/issue/"),
    ("app.asana.com", ""),
    ("app.clickup.com", "/t/"),
    ("dev.azure.com", "/_workitems"),
    ("dev.azure.com", "/_build"),
    ("zendesk.com", "/agent/"),
];

/// Addresses whose knowledge is the permission.
const WEBHOOKS: [(&str, &str); 5] = [
    ("hooks.slack.com", "/services/"),
    ("discord.com", "/api/webhooks/"),
    ("discordapp.com", "/api/webhooks/"),
    ("webhook.office.com", "/webhook"),
    ("outlook.office.com", "/webhook/"),
];

enum Finding {
    Leak(Kind, &'static str),
    Public,
    /// A template such as `https://<host>/` or `app://settings`.
    Nothing,
}

/// Adds the leaks; returns the public URLs in ascending order.
pub(super) fn find(text: &Text<'_>, settings: &Settings, sink: &mut Sink) -> Vec<Range<usize>> {
    let mut public = Vec::new();
    // One URL may hold others; they end where it ends, which is found once.
    let mut end = 0;
    for (at, _) in text.str.match_indices("://") {
        let start = scheme_start(text, at);
        if start == at {
            continue;
        }
        if at >= end {
            end = url_end(text, at + 3);
        }
        let url = start..end;
        match judge(text, settings, &url, at) {
            Finding::Leak(kind, what) => sink.add(kind, url, what),
            Finding::Public => public.push(url),
            Finding::Nothing => {}
        }
    }
    public
}

/// Where the scheme before `://` begins, a `jdbc:` before it included.
fn scheme_start(text: &Text<'_>, at: usize) -> usize {
    let start = text.run_back(at, 24, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    let start = text.run(start, at - start, |byte| !byte.is_ascii_alphabetic());
    match start.checked_sub(5) {
        Some(outer) if start < at && text.has_ignoring_case(outer, b"jdbc:") => outer,
        _ => start,
    }
}

/// The end of the URL (or of the path, or of anything like it) that holds `start`: without the punctuation of the
/// sentence around it, and without a bracket that it did not open.
pub(super) fn url_end(text: &Text<'_>, start: usize) -> usize {
    let (mut round, mut square) = (0_usize, 0_usize);
    let mut end = text.bytes.len();
    for (offset, character) in text.str[start..].char_indices() {
        let stop = match character {
            '(' => {
                round += 1;
                false
            }
            '[' => {
                square += 1;
                false
            }
            ')' => close(&mut round),
            ']' => close(&mut square),
            '<' | '>' | '"' | '\'' | '`' | '|' | '\\' | '^' => true,
            // Beyond U+2E80 are scripts that are set without spaces.
            other => {
                other.is_whitespace()
                    || other.is_control()
                    || (!other.is_ascii() && (!other.is_alphanumeric() || other >= '\u{2E80}'))
            }
        };
        if stop {
            end = start + offset;
            break;
        }
    }
    let trimmed = text.bytes[start..end].iter().rev();
    end - trimmed
        .take_while(|byte| matches!(byte, b'.' | b',' | b';' | b':' | b'!' | b'?' | b'*' | b'_' | b'~'))
        .count()
}

/// Whether a closing bracket ends the URL, for it was opened before.
fn close(open: &mut usize) -> bool {
    let ends = *open == 0;
    *open = open.saturating_sub(1);
    ends
}

fn judge(text: &Text<'_>, settings: &Settings, url: &Range<usize>, colon: usize) -> Finding {
    let scheme_start = text.run_back(colon, colon - url.start, |byte| byte != b':');
    let scheme = text.str[scheme_start..colon].to_ascii_lowercase();
    if scheme == "file" {
        return Finding::Leak(Kind::Path, "file URL");
    }
    let start = colon + 3;
    let limit = (start + AUTHORITY).min(url.end);
    let is_authority = |byte: u8| !matches!(byte, b'/' | b'?' | b'#' | b';');
    let authority_end = text.run(start, limit.saturating_sub(start), is_authority).max(start);
    let Some(authority) = text.str.get(start..authority_end) else { return Finding::Nothing };
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if let Some((_, password)) = user.split_once(':')
        && assignments::is_literal(password)
    {
        return Finding::Leak(Kind::Secret, "URL with credentials");
    }
    if host.contains(['{', '}', '$', '%', '*']) || host.starts_with('.') || host.is_empty() {
        return Finding::Nothing;
    }
    let path = &text.str.as_bytes()[authority_end.min(url.end)..url.end];
    let path = &path[..path.len().min(300)];
    let internal = Finding::Leak(Kind::InternalUrl, "internal URL");
    // Of several hosts (`mongodb://a:1,b:2/`) the first tells of all.
    let host = host.split(',').next().unwrap_or_default();
    let bare = match host.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    if settings.domains.is_listed_public(bare) {
        return Finding::Public;
    }
    if addresses::is_private(bare) || bare.eq_ignore_ascii_case("localhost") {
        return internal;
    }
    if !bare.contains(['.', ':']) {
        let stand_in = bare.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let is_internal = NETWORK.contains(&scheme.as_str())
            && !STAND_INS.contains(&stand_in.as_str())
            && bare.bytes().any(|byte| byte.is_ascii_alphanumeric());
        return if is_internal || settings.domains.standing(bare) != Standing::Open {
            internal
        } else {
            Finding::Nothing
        };
    }
    if WEBHOOKS.iter().any(|&(domain, part)| is_within(bare, domain) && path.starts_with(part.as_bytes())) {
        return Finding::Leak(Kind::Secret, "webhook URL");
    }
    let holds = |part: &str| part.is_empty() || path.windows(part.len()).any(|window| window == part.as_bytes());
    let ending = bare.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if settings.domains.standing(bare) != Standing::Open
        || INTERNAL_ENDINGS.contains(&ending.as_str())
        || WORKPLACES.iter().any(|&(domain, part)| is_within(bare, domain) && holds(part))
        || (is_within(bare, "amazonaws.com") && has_account(path))
    {
        return internal;
    }
    Finding::Public
}

/// Whether twelve digits stand alone, as in the URL of a queue.
fn has_account(path: &[u8]) -> bool {
    path.split(|byte| !byte.is_ascii_alphanumeric()).any(|part| part.len() == 12 && part.iter().all(u8::is_ascii_digit))
}
