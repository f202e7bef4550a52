//! The kinds of leak: what each is called, what it means for notes to be free of it, and how much one matters.

use clearance_rule::Severity;

/// What a leak is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Secret,
    InternalUrl,
    Hostname,
    PrivateAddress,
    PublicAddress,
    Account,
    StackTrace,
    Path,
    Ticket,
    Commit,
    DebugReference,
    /// One of the organisation's own patterns, by its index.
    Custom(usize),
}

impl Kind {
    /// The kinds that the rule brings with it, in the order in which rows without findings are shown.
    pub(crate) const BUILT_IN: [Self; 11] = [
        Self::Secret,
        Self::InternalUrl,
        Self::Hostname,
        Self::PrivateAddress,
        Self::PublicAddress,
        Self::Account,
        Self::StackTrace,
        Self::Path,
        Self::Ticket,
        Self::Commit,
        Self::DebugReference,
    ];

    /// The code of the checks of this kind.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::InternalUrl => "internal-url",
            Self::Hostname => "hostname",
            Self::PrivateAddress => "private-address",
            Self::PublicAddress => "public-address",
            Self::Account => "account",
            Self::StackTrace => "stack-trace",
            Self::Path => "path",
            Self::Ticket => "ticket",
            Self::Commit => "commit",
            Self::DebugReference => "debug-reference",
            Self::Custom(_) => "custom-pattern",
        }
    }

    /// What a placeholder calls it; a pattern of the organisation has a name of its own.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::InternalUrl => "internal URL",
            Self::Hostname => "hostname",
            Self::PrivateAddress => "private address",
            Self::PublicAddress => "public address",
            Self::Account => "account id",
            Self::StackTrace => "stack trace",
            Self::Path => "path",
            Self::Ticket => "ticket id",
            Self::Commit => "commit id",
            Self::DebugReference => "debug reference",
            Self::Custom(_) => "custom pattern",
        }
    }

    /// More than one of them.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Secret => "secrets",
            Self::InternalUrl => "internal URLs",
            Self::Hostname => "internal hostnames",
            Self::PrivateAddress => "private addresses",
            Self::PublicAddress => "public addresses",
            Self::Account => "account ids",
            Self::StackTrace => "stack traces",
            Self::Path => "file paths",
            Self::Ticket => "ticket ids",
            Self::Commit => "commit ids",
            Self::DebugReference => "debug references",
            Self::Custom(_) => "matches of the organisation's patterns",
        }
    }

    /// How much a leak of this kind matters; a pattern of the organisation brings its own.
    pub(crate) fn severity(self) -> Severity {
        match self {
            Self::Secret => Severity::Critical,
            Self::InternalUrl | Self::Hostname | Self::PrivateAddress | Self::Account => Severity::High,
            Self::PublicAddress | Self::StackTrace | Self::Path | Self::Custom(_) => Severity::Medium,
            Self::Ticket | Self::Commit | Self::DebugReference => Severity::Low,
        }
    }

    /// One bit for each built-in kind and one for all patterns.
    pub(crate) fn bit(self) -> u16 {
        match self {
            Self::Secret => 1,
            Self::InternalUrl => 1 << 1,
            Self::Hostname => 1 << 2,
            Self::PrivateAddress => 1 << 3,
            Self::PublicAddress => 1 << 4,
            Self::Account => 1 << 5,
            Self::StackTrace => 1 << 6,
            Self::Path => 1 << 7,
            Self::Ticket => 1 << 8,
            Self::Commit => 1 << 9,
            Self::DebugReference => 1 << 10,
            Self::Custom(_) => 1 << 11,
        }
    }
}
