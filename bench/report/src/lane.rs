//! What is known of each lane beforehand: its names for what it measures. Who was fast is not.

/// The rules, as every lane names them.
pub(crate) const RULES: [&str; 4] = ["coverage", "risk", "residency", "redaction"];
/// How many components the releases have.
pub(crate) const SIZES: [usize; 4] = [1, 10, 100, 1000];
/// Our own engine.
pub(crate) const OURS: &str = "clearance";
/// The table of single evaluations, which every lane has.
pub(crate) const EVALUATE: &str = "evaluate";

/// One language in which there are measurements.
#[derive(Debug, PartialEq)]
pub(crate) struct Lane {
    /// Its file, and how `cargo xtask bench --lane` names it.
    pub(crate) name: &'static str,
    /// The heading of its part of the page.
    pub(crate) title: &'static str,
    /// What its clock sees.
    pub(crate) about: &'static str,
    /// The rule without an engine: a limit and no peer.
    pub(crate) limit: &'static str,
    /// Our evaluation of one rule, in a fresh sandbox.
    pub(crate) fresh: &'static str,
    /// Our decision, where the outcome is known.
    pub(crate) cached: &'static str,
    /// Peers that run compiled code, and so are no interpreters.
    pub(crate) compiled: &'static [&'static str],
    /// Variants of peers that are drawn beside the engine's fastest.
    pub(crate) also_drawn: &'static [(&'static str, &'static str)],
    /// The tables that it must have, each with the rounds of a full run.
    pub(crate) tables: &'static [(&'static str, usize)],
}

/// The lanes, in the page's order.
pub(crate) const LANES: [Lane; 3] = [
    Lane {
        name: "rust",
        title: "In Rust",
        about: "Every engine has the facts in its own form. `native` is the same rule as a Rust function. Clearance and \
                `native` return complete outcomes, with messages, facts read and remedies; the others the bare answer.",
        limit: "native",
        fresh: "fresh sandbox",
        cached: "outcome cache",
        compiled: &["extism"],
        also_drawn: &[("extism", "fresh plug-in")],
        tables: &[
            (EVALUATE, 31),
            ("from-json", 31),
            ("catalogue", 31),
            ("limits", 31),
            ("policies", 31),
            ("start", 15),
            ("memory", 15),
            ("peak-memory", 15),
            ("throughput", 15),
        ],
    },
    Lane {
        name: "python",
        title: "From Python",
        about: "Facts are dicts, and what comes back is read as objects of Python. `plain-python` has no engine.",
        limit: "plain-python",
        fresh: "evaluate",
        cached: "outcome cache",
        compiled: &[],
        also_drawn: &[],
        tables: &[(EVALUATE, 31)],
    },
    Lane {
        name: "node",
        title: "From Node",
        about: "Facts are plain objects, and so is what comes back. `plain-javascript` has no engine.",
        limit: "plain-javascript",
        fresh: "evaluateSync",
        cached: "outcome cache",
        compiled: &[],
        also_drawn: &[],
        tables: &[(EVALUATE, 31)],
    },
];
