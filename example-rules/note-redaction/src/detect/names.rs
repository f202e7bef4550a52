//! Hostnames outside of URLs: names below internal domains, a host with its port, the names that clouds and clusters
//! give, and e-mail addresses of internal domains.

use super::{Scene, Sink, urls};
use crate::hosts::Standing;
use crate::kind::Kind;
use crate::text::{Name, Text};

/// Ports by which a bare word before a colon is a host: `redis:6379`. Round thousands are left out: `limit:5000`.
const PORTS: [u32; 40] = [
    443, 1433, 1521, 1883, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 4222, 4317, 4318, 5432, 5601, 5671, 5672, 5985,
    6379, 6443, 7077, 8080, 8081, 8086, 8200, 8443, 8500, 8888, 9042, 9090, 9092, 9093, 9200, 9300, 10250, 11211,
    15672, 27017, 50051,
];

/// Words before a colon that are no hosts.
const KEYS: [&str; 22] = [
    "host", "hostname", "domain", "example", "address", "ip", "port", "ports", "line", "code", "error", "errors",
    "status", "id", "limit", "size", "timeout", "max", "min", "width", "height", "index",
];

/// What machines are called after: `web-prod-03`, `db01`.
const ROLES: [&str; 38] = [
    "db", "web", "app", "api", "srv", "server", "host", "node", "vm", "redis", "kafka", "mysql", "postgres", "pg",
    "mongo", "es", "elastic", "cache", "queue", "mq", "rabbitmq", "lb", "proxy", "gw", "gateway", "worker", "jenkins",
    "runner", "bastion", "vpn", "nfs", "k8s", "kube", "master", "replica", "primary", "nginx", "zk",
];

/// Environments in the names of machines.
const ENVIRONMENTS: [&str; 10] =
    ["prod", "prd", "production", "staging", "stg", "stage", "preprod", "uat", "qa", "dev"];

pub(super) fn find(scene: &Scene<'_>, sink: &mut Sink) {
    let mut past = 0;
    for &name in &scene.text.names {
        // What stands in the path of an internal host goes with it.
        if name.start >= past
            && let Some(what) = judge(scene, name)
        {
            past = add(scene.text, name, what, sink);
        }
    }
}

fn judge(scene: &Scene<'_>, name: Name) -> Option<&'static str> {
    let text = scene.text;
    let host = &text.str[name.start..name.end];
    if !name.has_letter() {
        return None;
    }
    if name.has_dot() {
        let standing = scene.settings.domains.standing(host);
        if standing == Standing::Listed {
            return Some("internal hostname");
        }
        // `threading.local()` is code, `.env.local` and `conf/app.local` are files.
        let is_other = text.at(name.end) == b'('
            || name.hidden
            || (matches!(text.before(name.start), b'/' | b'\\') && !text.has(name.start.saturating_sub(2), b"//"))
            || scene.in_public_url(name.start)
            || scene.settings.domains.is_listed_public(host);
        return (standing == Standing::Likely && !is_other).then_some("internal hostname");
    }
    if scene.in_public_url(name.start) || scene.settings.domains.is_listed_public(host) {
        return None;
    }
    if scene.settings.domains.standing(host) == Standing::Listed {
        return Some("internal hostname");
    }
    if name.has_digit() && name.has_hyphen() {
        if is_cloud_instance(host) {
            return Some("cloud instance name");
        }
        if is_pod(host) {
            return Some("pod name");
        }
    }
    if name.has_digit() && is_machine(host) {
        return Some("machine name");
    }
    if text.before(name.start) == b'@' && is_login(text, name) {
        return Some("login");
    }
    (text.at(name.end) == b':' && is_host_before_port(text, name)).then_some("host and port")
}

/// `ssh deploy@build`, `scp x deploy@build:/tmp`
fn is_login(text: &Text<'_>, name: Name) -> bool {
    let at = name.start - 1;
    let user = text.run_back(at, 64, |byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    let is_copied = text.at(name.end) == b':' && matches!(text.at(name.end + 1), b'/' | b'~');
    let command = text.previous_word(user, 1, |byte| byte == b' ');
    user < at
        && !KEYS.contains(&text.str[name.start..name.end].to_ascii_lowercase().as_str())
        && (is_copied || matches!(command.as_str(), "ssh" | "scp" | "sftp" | "rsync"))
}

/// Adds the name with what belongs to it: the user before an `@`, a port, a path. Returns the end.
fn add(text: &Text<'_>, name: Name, what: &'static str, sink: &mut Sink) -> usize {
    let mut start = name.start;
    let mut what = what;
    let user = text.before(start) == b'@';
    if user {
        let is_local_part = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
        start = text.run_back(start - 1, 64, is_local_part);
        what = if what == "login" { what } else { "internal e-mail address" };
    }
    let mut end = name.end;
    if text.at(end) == b':' {
        end = text.number(end + 1, 5).unwrap_or(end);
    }
    let begins_path = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'~' | b'.' | b'?' | b'#');
    // `git@host:team/repository.git` has its path after a colon.
    let scp = user && end == name.end && text.at(end) == b':' && begins_path(text.at(end + 1));
    if scp || (text.at(end) == b'/' && begins_path(text.at(end + 1))) {
        end = urls::url_end(text, end);
        sink.add(Kind::InternalUrl, start..end, "internal host with a path");
    } else {
        sink.add(Kind::Hostname, start..end, what);
    }
    end
}

fn is_host_before_port(text: &Text<'_>, name: Name) -> bool {
    let host = &text.str[name.start..name.end];
    let digits = name.end + 1;
    let Some(end) = text.number(digits, 5) else { return false };
    let Ok(port) = text.str[digits..end].parse::<u32>() else { return false };
    // `12:34:56`, a version tag, or a line and a column.
    if matches!(text.at(end), b':' | b'.') && text.at(end + 1).is_ascii_alphanumeric() {
        return false;
    }
    let lower = host.to_ascii_lowercase();
    if lower == "localhost" {
        return true;
    }
    if !host.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic()) || KEYS.contains(&lower.as_str()) {
        return false;
    }
    PORTS.contains(&port)
        // `RHSA-2024:1234` is an advisory.
        || (name.has_digit() && host.bytes().any(|byte| byte.is_ascii_lowercase()) && (1024..65536).contains(&port) && !(1900..2100).contains(&port))
}

/// `ip-10-0-1-2`
fn is_cloud_instance(host: &str) -> bool {
    let mut parts = host.split('-');
    parts.next().is_some_and(|part| part.eq_ignore_ascii_case("ip"))
        && host.split('-').count() == 5
        && parts.all(|part| part.parse::<u8>().is_ok())
}

/// `payments-api-7d9f8b6c5d-x2k4q`: a replica set's hash and five characters, in the alphabet that Kubernetes uses.
fn is_pod(host: &str) -> bool {
    let is_safe = |part: &str| part.bytes().all(|byte| b"bcdfghjklmnpqrstvwxz2456789".contains(&byte));
    let mut parts = host.rsplit('-');
    let (Some(pod), Some(set), Some(name)) = (parts.next(), parts.next(), parts.next()) else { return false };
    !name.is_empty()
        && pod.len() == 5
        && (8..=10).contains(&set.len())
        && is_safe(pod)
        && is_safe(set)
        && set.bytes().any(|byte| byte.is_ascii_digit())
        && set.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// A role with a number that is written as machines are numbered, `db01` or `web-03`, or with an environment beside
/// it, `web-prod-3`.
fn is_machine(host: &str) -> bool {
    if host.len() > 63 {
        return false;
    }
    let digits = host.len() - host.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 {
        return false;
    }
    let (stem, number) = host.split_at(host.len() - digits);
    let lower = stem.trim_end_matches(['-', '_']).to_ascii_lowercase();
    let parts = || lower.split(['-', '_']);
    let last = parts().next_back().unwrap_or_default();
    if last == "v" || !parts().any(|part| ROLES.contains(&part)) {
        return false;
    }
    let padded = digits > 1 && digits < 5 && number.starts_with('0');
    padded || parts().any(|part| ENVIRONMENTS.contains(&part))
}
