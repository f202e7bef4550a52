//! What can go wrong before a decision: reading facts, loading policies and rules. Deciding itself never errs.

use crate::{NotATimestamp, printable};
use std::fmt;
use std::path::{Path, PathBuf};

/// Why facts, a policy or a rule could not be used. Its text says where, what was found, what was expected and what
/// to do, on one line where that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    // Boxed, so that a `Result` is no larger for what seldom happens.
    details: Box<Details>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Details {
    code: ErrorCode,
    place: Place,
    message: String,
    remedy: Option<String>,
}

/// Where an error stands. Each part is present only where it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The file.
    pub file: Option<PathBuf>,
    /// The line, counted from 1.
    pub line: Option<u64>,
    /// The column in characters, counted from 1.
    pub column: Option<u64>,
    /// The RFC 6901 JSON Pointer inside the facts or params.
    pub pointer: Option<String>,
    /// The byte offset, for input that has no lines.
    pub offset: Option<u64>,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident => $text:literal,)+) => {
        /// What kind of error it is. The text of a code never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode { $($(#[doc = $doc])+ $variant,)+ }

        impl ErrorCode {
            /// Every code, for tables and for tests of completeness.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable text of the code.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

codes! {
    /// The facts are not well-formed JSON or MessagePack.
    FactsSyntax => "facts-syntax",
    /// The facts are not a map of sections.
    FactsNotAMap => "facts-not-a-map",
    /// A map in the facts has one key twice, or a key that is not a string.
    FactsKey => "facts-key",
    /// A value that facts cannot hold: NaN, an infinity, binary data, an extension type.
    FactsValue => "facts-value",
    /// The facts nest deeper, or are larger, than the engine takes.
    FactsLimit => "facts-limit",
    /// The policy file cannot be read.
    PolicyUnreadable => "policy-unreadable",
    /// The policy is not well-formed YAML.
    PolicySyntax => "policy-syntax",
    /// A key or value of the policy is not what is expected there.
    PolicyInvalid => "policy-invalid",
    /// The policy has no rule at the path it names.
    PolicyUnknownRule => "policy-unknown-rule",
    /// The policy names an entry or a check that does not exist, or one id twice.
    PolicyReference => "policy-reference",
    /// Entries of the policy need each other in a circle.
    PolicyCycle => "policy-cycle",
    /// The rule's file cannot be read.
    RuleUnreadable => "rule-unreadable",
    /// The file is not a WebAssembly component: truncated, damaged, a core module, something else.
    RuleNotAComponent => "rule-not-a-component",
    /// The component wants imports. A rule has none.
    RuleImports => "rule-imports",
    /// The component does not export the `clearance:rule/rule` interface.
    RuleWrongWorld => "rule-wrong-world",
    /// The rule's manifest breaks the contract.
    RuleManifest => "rule-manifest",
    /// The rule trapped or hit a limit while it was loaded.
    RuleFailed => "rule-failed",
    /// The rule refuses its params.
    RuleParams => "rule-params",
    /// The time of a decision is not one: without an offset, out of range, or no time at all.
    Timestamp => "timestamp",
    /// The text is not a decision, or not of a format that this engine reads.
    Decision => "decision",
    /// The sandbox cannot be set up on this machine.
    Sandbox => "sandbox",
    /// The folder named for compiled code cannot be used, or others could write to it.
    CodeCache => "code-cache",
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Error {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let details = Details { code, place: Place::default(), message: message.into(), remedy: None };
        Self { details: Box::new(details) }
    }

    pub(crate) fn advise(mut self, remedy: impl Into<String>) -> Self {
        self.details.remedy = Some(remedy.into());
        self
    }

    pub(crate) fn in_file(mut self, file: &Path) -> Self {
        self.details.place.file.get_or_insert_with(|| file.to_owned());
        self
    }

    pub(crate) fn at_line(mut self, line: u64, column: u64) -> Self {
        // Zero is how parsers say that they do not know.
        if line > 0 {
            self.details.place.line = Some(line);
            self.details.place.column = Some(column);
        }
        self
    }

    pub(crate) fn at_pointer(mut self, pointer: impl Into<String>) -> Self {
        self.details.place.pointer = Some(pointer.into());
        self
    }

    pub(crate) fn at_offset(mut self, offset: usize) -> Self {
        self.details.place.offset = Some(offset as u64);
        self
    }

    /// What kind of error it is.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.details.code
    }

    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.details.place
    }

    /// What was found and what was expected.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.details.message
    }

    /// What to do about it, where there is more to say than the message does.
    #[must_use]
    pub fn remedy(&self) -> Option<&str> {
        self.details.remedy.as_deref()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        match (&self.file, self.line, self.column) {
            (Some(file), Some(line), Some(column)) => parts.push(format!("{}:{line}:{column}", file.display())),
            (Some(file), ..) => parts.push(file.display().to_string()),
            (None, Some(line), Some(column)) => parts.push(format!("line {line}, column {column}")),
            (None, ..) => {}
        }
        if let Some(offset) = self.offset {
            parts.push(format!("byte {offset}"));
        }
        if let Some(pointer) = &self.pointer {
            parts.push(format!("`{pointer}`"));
        }
        f.write_str(&parts.join(", "))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { place, message, remedy, .. } = &*self.details;
        // What a rule or a file says is part of it.
        let place = place.to_string();
        if !place.is_empty() {
            write!(f, "{}: ", printable(&place))?;
        }
        f.write_str(&printable(message))?;
        match remedy {
            Some(remedy) => write!(f, "; {}", printable(remedy)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

impl From<NotATimestamp> for Error {
    fn from(error: NotATimestamp) -> Self {
        Self::new(ErrorCode::Timestamp, error.to_string())
    }
}
