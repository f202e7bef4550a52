//! The languages that rules are written in.

use clap::ValueEnum;
use serde::Deserialize;

/// A language with a kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[value(rename_all = "lowercase")]
pub enum Language {
    /// C, compiled by Zig's clang.
    C,
    /// Go.
    Go,
    /// JavaScript with types in comments, run by `QuickJS`.
    JavaScript,
    /// Python, run by `CPython`.
    Python,
    /// Rust.
    Rust,
    /// TypeScript, run by `QuickJS`.
    TypeScript,
    /// Zig.
    Zig,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::C, Self::Go, Self::JavaScript, Self::Python, Self::Rust, Self::TypeScript, Self::Zig];

    /// Its name in `rule.toml` and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::C => "c",
            Self::Go => "go",
            Self::JavaScript => "javascript",
            Self::Python => "python",
            Self::Rust => "rust",
            Self::TypeScript => "typescript",
            Self::Zig => "zig",
        }
    }

    /// Its name as people write it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::C => "C",
            Self::Go => "Go",
            Self::JavaScript => "JavaScript",
            Self::Python => "Python",
            Self::Rust => "Rust",
            Self::TypeScript => "TypeScript",
            Self::Zig => "Zig",
        }
    }

    /// The folder of `rules-sdk` that has its kit.
    #[must_use]
    pub fn kit(self) -> &'static str {
        match self {
            Self::C | Self::Zig => "c",
            Self::JavaScript | Self::TypeScript => "typescript",
            Self::Go | Self::Python | Self::Rust => self.name(),
        }
    }

    /// The file that every project in this language has.
    #[must_use]
    pub fn entry(self) -> &'static str {
        match self {
            Self::C => "rule.c",
            Self::Go => "rule.go",
            Self::JavaScript => "rule.js",
            Self::Python => "rule.py",
            Self::Rust => "Cargo.toml",
            Self::TypeScript => "rule.ts",
            Self::Zig => "rule.zig",
        }
    }
}
