//! Whether a host is the organisation's own business, anybody's, or one of which nothing is known.

use clearance_rule::Mismatch;

/// What is known of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A domain that the params name as internal.
    Listed,
    /// It looks internal: a reserved suffix, a cloud endpoint, a telling label.
    Likely,
    /// Public, or not known to be internal.
    Open,
}

/// The domains that the params name.
#[derive(Debug, Default)]
pub(crate) struct Domains {
    internal: Vec<String>,
    public: Vec<String>,
}

/// Suffixes that no public domain name has, or that name machines within a cloud account.
const INTERNAL_SUFFIXES: [&str; 33] = [
    "internal",
    "local",
    "localdomain",
    "localhost",
    "lan",
    "corp",
    "intranet",
    "home.arpa",
    "svc",
    "consul",
    "compute.amazonaws.com",
    "compute-1.amazonaws.com",
    "rds.amazonaws.com",
    "docdb.amazonaws.com",
    "cache.amazonaws.com",
    "elb.amazonaws.com",
    "es.amazonaws.com",
    "eks.amazonaws.com",
    "redshift.amazonaws.com",
    "database.windows.net",
    "redis.cache.windows.net",
    "servicebus.windows.net",
    "documents.azure.com",
    "vault.azure.net",
    "azurecr.io",
    "azmk8s.io",
    "internal.cloudapp.net",
    "nip.io",
    "sslip.io",
    "xip.io",
    "ts.net",
    "in-addr.arpa",
    "ip6.arpa",
];

/// Labels that say so themselves, where they stand below a registered domain.
const INTERNAL_LABELS: [&str; 9] = ["corp", "internal", "intranet", "intra", "lan", "staging", "stg", "preprod", "uat"];

/// What the names of Java packages and the like begin with, and host names do not.
const REVERSED: [&str; 12] =
    ["com", "org", "net", "io", "edu", "gov", "java", "javax", "jdk", "sun", "kotlin", "jakarta"];

impl Domains {
    pub(crate) fn new(internal: &[String], public: &[String]) -> Result<Self, Mismatch> {
        Ok(Self { internal: suffixes("internal_domains", internal)?, public: suffixes("public_domains", public)? })
    }

    /// Judges a host by its name. The longest suffix that the params list decides; only then what it looks like.
    pub(crate) fn standing(&self, host: &str) -> Standing {
        let host = host.trim_end_matches('.');
        let internal = longest(&self.internal, host);
        let public = longest(&self.public, host);
        if internal.is_some() && internal >= public {
            Standing::Listed
        } else if public.is_none() && (has_internal_suffix(host) || has_internal_label(host)) {
            Standing::Likely
        } else {
            Standing::Open
        }
    }

    /// Whether the params list the host as public.
    pub(crate) fn is_listed_public(&self, host: &str) -> bool {
        let public = longest(&self.public, host);
        public.is_some() && public > longest(&self.internal, host)
    }
}

/// Whether `host` is `suffix` or lies below it.
pub(crate) fn is_within(host: &str, suffix: &str) -> bool {
    let (host, suffix) = (host.as_bytes(), suffix.as_bytes());
    host.len()
        .checked_sub(suffix.len())
        .is_some_and(|cut| host[cut..].eq_ignore_ascii_case(suffix) && (cut == 0 || host[cut - 1] == b'.'))
}

fn longest(suffixes: &[String], host: &str) -> Option<usize> {
    suffixes.iter().filter(|suffix| is_within(host, suffix)).map(String::len).max()
}

/// Domains as written: `corp.example.com`, `.corp.example.com` and `*.corp.example.com` mean the same.
fn suffixes(param: &str, domains: &[String]) -> Result<Vec<String>, Mismatch> {
    let suffix = |(index, domain): (usize, &String)| {
        let suffix = domain.strip_prefix('*').unwrap_or(domain).trim_matches('.').to_ascii_lowercase();
        let is_name = |label: &str| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        if suffix.split('.').all(is_name) {
            Ok(suffix)
        } else {
            Err(Mismatch {
                pointer: format!("/{param}/{index}"),
                message: format!("`{domain}` is not a domain such as `corp.example.com` or `*.internal`"),
            })
        }
    };
    domains.iter().enumerate().map(suffix).collect()
}

fn has_internal_suffix(host: &str) -> bool {
    let Some((first, _)) = host.split_once('.') else { return false };
    if REVERSED.contains(&first) {
        return false;
    }
    INTERNAL_SUFFIXES.iter().any(|suffix| is_within(host, suffix) && host.len() > suffix.len())
        || (is_within(host, "amazonaws.com") && host.split('.').any(|label| label == "dkr"))
}

/// `wiki.corp.example.com`, but neither `corp.com` nor the package `com.example.internal.util`.
fn has_internal_label(host: &str) -> bool {
    // No host name is longer.
    if host.len() > 253 {
        return false;
    }
    let labels: Vec<&str> = host.split('.').collect();
    let [below @ .., _, last] = labels.as_slice() else { return false };
    below.first().is_some_and(|first| !REVERSED.contains(first))
        && is_common_ending(last)
        && below.iter().any(|label| {
            INTERNAL_LABELS.iter().any(|internal| label.eq_ignore_ascii_case(internal))
                || label.eq_ignore_ascii_case("privatelink")
        })
}

fn is_common_ending(label: &str) -> bool {
    const ENDINGS: [&str; 22] = [
        "com",
        "net",
        "org",
        "dev",
        "app",
        "cloud",
        "tech",
        "info",
        "biz",
        "gov",
        "edu",
        "mil",
        "int",
        "systems",
        "services",
        "software",
        "solutions",
        "online",
        "digital",
        "example",
        "test",
        "bank",
    ];
    let lower = label.to_ascii_lowercase();
    ENDINGS.contains(&lower.as_str()) || (lower.len() == 2 && lower.bytes().all(|byte| byte.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(host: &str) -> Standing {
        let internal = ["*.corp.example.com".to_owned(), "example.net".to_owned()];
        let public = ["status.corp.example.com".to_owned(), "staging.example.org".to_owned()];
        Domains::new(&internal, &public).map_or(Standing::Open, |domains| domains.standing(host))
    }

    #[test]
    fn the_longest_listed_suffix_decides() {
        assert_eq!(standing("Jenkins.Corp.Example.com"), Standing::Listed);
        assert_eq!(standing("corp.example.com."), Standing::Listed);
        assert_eq!(standing("status.corp.example.com"), Standing::Open);
        assert_eq!(standing("notcorp.example.com"), Standing::Open);
        assert_eq!(standing("shop.staging.example.org"), Standing::Open);
    }

    #[test]
    fn names_that_tell_of_themselves() {
        for host in [
            "db.eu-west-1.compute.internal",
            "printer.local",
            "api.payments.svc.cluster.local",
            "redis.default.svc",
            "wiki.corp.acme.com",
            "shop.staging.acme.de",
            "mydb.abc.eu-west-1.rds.amazonaws.com",
            "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
        ] {
            assert_eq!(standing(host), Standing::Likely, "{host}");
        }
        for host in
            ["www.acme.com", "corp.com", "internal.io", "com.acme.internal", "com.acme.internal.util.io", "local"]
        {
            assert_eq!(standing(host), Standing::Open, "{host}");
        }
    }

    #[test]
    fn what_is_not_a_domain_is_refused() {
        let refused = |domain: &str| Domains::new(&[domain.to_owned()], &[]).is_err();
        assert!(refused("https://corp.example.com") && refused("") && refused("*") && refused("a..b"));
    }
}
