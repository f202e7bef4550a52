//! The parameters, as a policy sets them.

use crate::detect::Patterns;
use crate::hosts::Domains;
use crate::kind::Kind;
use crate::placeholders::Placeholders;
use crate::settings::{Allowed, Settings};
use clearance_rule::expressions::{Compiler, Expression};
use clearance_rule::{Mismatch, Severity};
use schemars::JsonSchema;
use serde::Deserialize;

/// Customer-facing notes name nothing that is internal. Every parameter may be left out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteRedaction {
    /// Domains whose hosts are internal, with all below them: `corp.example.com`, `*.example.net`. Names that end in
    /// `internal`, `local`, `localdomain`, `lan`, `corp`, `intranet`, `svc` or `svc.cluster.local`, endpoints within
    /// cloud accounts, and names with a label such as `intranet` or `staging` below a registered domain are internal
    /// without being listed.
    #[serde(default)]
    pub internal_domains: Vec<String>,
    /// Domains whose hosts are public although they look internal. Of several domains that fit a host the longest
    /// decides, and of an internal and a public one that are equal the internal.
    #[serde(default)]
    pub public_domains: Vec<String>,
    /// Prefixes of the organisation's tickets: with `["PAY", "OPS"]` only `PAY-123`, `ops-7` and `OPS0012345` are tickets,
    /// in public URLs too. Without this, every `ABC-123` is one whose prefix is not known for something else (`CVE`,
    /// `RFC`, `SHA`, `UTF` and some hundreds more), and so are `AB#123`, `ticket #123` and `INC0012345`.
    #[serde(default)]
    pub ticket_prefixes: Option<Vec<String>>,
    /// Which kinds of leak are looked for.
    #[serde(default)]
    pub kinds: Kinds,
    /// The organisation's own patterns: code names, customers, systems.
    #[serde(default)]
    pub patterns: Vec<Pattern>,
    /// Texts that are never leaks. A finding stays in the notes when it lies within one of these texts.
    #[serde(default)]
    pub allow: Vec<String>,
    /// Regular expressions for what is never a leak, matched within a line. A finding stays in the notes when it lies
    /// within a match.
    #[serde(default)]
    pub allow_patterns: Vec<String>,
    /// What replaces a leak. `{kind}` stands for what was found, such as `ticket id`; one pair of square brackets may
    /// enclose the whole. Within URLs a form without spaces is used: `redacted-ticket`.
    #[serde(default = "placeholder")]
    pub placeholder: String,
    #[serde(skip)]
    pub(crate) settings: Settings,
}

/// Which kinds of leak are looked for; all are but public addresses.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "a policy switches each kind by its name")]
pub struct Kinds {
    /// Tokens, keys, passwords, URLs with credentials in them.
    pub secret: bool,
    /// URLs of internal hosts, private addresses, `localhost` and workplace tools.
    pub internal_url: bool,
    /// Internal hosts outside of URLs, with their ports; e-mail addresses of internal domains.
    pub hostname: bool,
    /// Private, loopback, link-local and carrier-grade IP addresses; hardware addresses.
    pub private_address: bool,
    /// Every other IP address outside of the ranges for documentation. Off unless asked for: versions have four parts
    /// too, and public addresses are often meant to be known.
    pub public_address: bool,
    /// Cloud account ids, ARNs, resource ids, service accounts, subscriptions and tenants.
    pub account: bool,
    /// Stack traces of any common language.
    pub stack_trace: bool,
    /// File paths, and source files with a line.
    pub path: bool,
    /// Ticket ids.
    pub ticket: bool,
    /// Commit ids of 7 to 40 hexadecimal digits.
    pub commit: bool,
    /// Developers' remarks, debug calls and flags, ids of requests, comments in the source of the notes.
    pub debug_reference: bool,
}

/// A pattern of the organisation's own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// What rows and placeholders call it, such as `code name`.
    pub name: String,
    /// A regular expression, matched within a line; `(?i)` at its start ignores case.
    pub regex: String,
    /// What replaces a match, word for word. Without it the placeholder with the pattern's name does.
    #[serde(default)]
    pub replacement: Option<String>,
    /// How much a match matters.
    #[serde(default)]
    pub severity: Weight,
}

/// How much a leak matters.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// Worth knowing.
    Info,
    /// Untidy.
    Low,
    /// Not meant for customers.
    #[default]
    Medium,
    /// Helps an attacker or hurts a partner.
    High,
    /// Harm is done the moment it is read.
    Critical,
}

impl Default for Kinds {
    fn default() -> Self {
        Self {
            secret: true,
            internal_url: true,
            hostname: true,
            private_address: true,
            public_address: false,
            account: true,
            stack_trace: true,
            path: true,
            ticket: true,
            commit: true,
            debug_reference: true,
        }
    }
}

impl Kinds {
    fn bits(&self) -> u16 {
        let switches = [
            (Kind::Secret, self.secret),
            (Kind::InternalUrl, self.internal_url),
            (Kind::Hostname, self.hostname),
            (Kind::PrivateAddress, self.private_address),
            (Kind::PublicAddress, self.public_address),
            (Kind::Account, self.account),
            (Kind::StackTrace, self.stack_trace),
            (Kind::Path, self.path),
            (Kind::Ticket, self.ticket),
            (Kind::Commit, self.commit),
            (Kind::DebugReference, self.debug_reference),
        ];
        switches.iter().filter(|(_, on)| *on).fold(0, |bits, (kind, _)| bits | kind.bit())
    }
}

impl Weight {
    pub(crate) fn severity(self) -> Severity {
        match self {
            Self::Info => Severity::Info,
            Self::Low => Severity::Low,
            Self::Medium => Severity::Medium,
            Self::High => Severity::High,
            Self::Critical => Severity::Critical,
        }
    }
}

fn placeholder() -> String {
    "[redacted: {kind}]".to_owned()
}

impl NoteRedaction {
    /// Compiles the params.
    pub(crate) fn compile(&self) -> Result<Settings, Mismatch> {
        let compiler = &mut Compiler::new();
        let mut patterns = Patterns::default();
        for (index, pattern) in self.patterns.iter().enumerate() {
            patterns.push(expression(compiler, &pattern.regex, format!("/patterns/{index}/regex"))?);
        }
        for (index, text) in self.allow.iter().enumerate() {
            if text.is_empty() {
                return Err(Mismatch {
                    pointer: format!("/allow/{index}"),
                    message: "an empty text allows nothing".into(),
                });
            }
        }
        let allowed = self.allow_patterns.iter().enumerate();
        let allowed = allowed.map(|(index, regex)| expression(compiler, regex, format!("/allow_patterns/{index}")));
        let names = self.patterns.iter().map(|pattern| (pattern.name.as_str(), pattern.replacement.as_deref()));
        Ok(Settings {
            enabled: self.kinds.bits() | if self.patterns.is_empty() { 0 } else { Kind::Custom(0).bit() },
            domains: Domains::new(&self.internal_domains, &self.public_domains)?,
            ticket_prefixes: self.compiled_prefixes()?,
            patterns,
            placeholders: Placeholders::new(&self.placeholder, names)?,
            allowed: Allowed { texts: self.allow.clone(), expressions: allowed.collect::<Result<_, _>>()? },
        })
    }

    fn compiled_prefixes(&self) -> Result<Vec<String>, Mismatch> {
        let Some(prefixes) = &self.ticket_prefixes else { return Ok(Vec::new()) };
        let refused = |pointer: &str, message: String| Err(Mismatch { pointer: pointer.to_owned(), message });
        if prefixes.is_empty() {
            let message =
                "no prefix is given: leave `ticket_prefixes` out to find every `ABC-123`, or switch `kinds.ticket` off";
            return refused("/ticket_prefixes", message.to_owned());
        }
        let mut compiled = Vec::new();
        for (index, prefix) in prefixes.iter().enumerate() {
            let prefix = prefix.strip_suffix('-').unwrap_or(prefix);
            let is_key = prefix.starts_with(|c: char| c.is_ascii_alphanumeric())
                && prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if !is_key {
                let message = format!("`{prefix}` is not the prefix of a ticket such as `PAY`");
                return refused(&format!("/ticket_prefixes/{index}"), message);
            }
            compiled.push(prefix.to_ascii_lowercase());
        }
        Ok(compiled)
    }
}

fn expression(compiler: &mut Compiler, regex: &str, pointer: String) -> Result<Expression, Mismatch> {
    if regex.is_empty() {
        return Err(Mismatch { pointer, message: "an empty expression finds nothing".to_owned() });
    }
    compiler.compile(regex).map_err(|error| {
        let message = format!("`{regex}` is not a regular expression: {error}");
        Mismatch { pointer, message }
    })
}
