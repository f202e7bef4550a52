//! The limits within which every rule runs, and what is said about each: one table, from which the page `docs/limits.md`
//! and the policy file's schema are made.

use crate::EngineCheck;
use crate::error::{Error, ErrorCode};

macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $name:ident: $unit:ident, default $default:expr, ceiling $ceiling:expr, hit $hit:expr,
        in policy $in_policy:expr, protects $protects:literal, does not protect $does_not_protect:literal;)+) => {
        /// What one call of a rule (`describe`, `configure`, `evaluate`) may use. Every limit is on by default.
        ///
        /// The engine's limits are the most that any policy may ask for; a policy sets narrower ones for all of its
        /// entries, or for one, under `limits`.
        ///
        /// ```
        /// use clearance::{Engine, EngineOptions, Limits};
        ///
        /// let limits = Limits { memory_bytes: 16 << 20, ..Limits::default() };
        /// let engine = Engine::with_options(EngineOptions { limits, ..EngineOptions::default() })?;
        /// # Ok::<(), clearance::Error>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct Limits { $($(#[doc = $doc])+ pub $name: u64,)+ }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)+ }
            }
        }

        impl Limits {
            /// Every limit, for tables and for whoever sets one by its name.
            pub const ALL: &'static [Limit] = &[$(Limit {
                name: stringify!($name),
                unit: LimitUnit::$unit,
                default: $default,
                ceiling: $ceiling,
                hit: $hit,
                in_policy: $in_policy,
                protects: $protects,
                does_not_protect: $does_not_protect,
            },)+];

            fn field(&mut self, name: &str) -> Option<&mut u64> {
                match name { $(stringify!($name) => Some(&mut self.$name),)+ _ => None }
            }
        }
    };
}

limits! {
    /// WebAssembly instructions executed, counted, so that the same rule on the same facts hits the limit at the same
    /// place on every machine. Default 200 million; ceiling 2^60. A hit is the row `limit-instructions`.
    instructions: Instructions, default 200_000_000, ceiling 1 << 60, hit Some(EngineCheck::LimitInstructions),
        in policy true,
        protects "the processor, from a rule that does not end. Counted, so a decision that hit it replays to the same bytes",
        does not protect "from what the engine itself does for a call: handing over facts and reading the outcome, which the sizes of both bound";
    /// Wall-clock time in milliseconds, rounded up to the engine's tick of ten. It stands behind `instructions` for
    /// what counting does not see, such as a machine that is out of breath. Default 2,000; ceiling one hour. A hit is
    /// the row `limit-time`.
    time_ms: Milliseconds, default 2_000, ceiling 3_600_000, hit Some(EngineCheck::LimitTime),
        in policy true,
        protects "whoever waits, where instructions take unusually long",
        does not protect "the same bytes on every machine: of all limits this one alone depends on the machine";
    /// Linear memory in bytes, over all memories of the instance. Default 64 MiB; ceiling 4 GiB. A hit is the row
    /// `limit-memory`.
    memory_bytes: Bytes, default 64 << 20, ceiling 4 << 30, hit Some(EngineCheck::LimitMemory),
        in policy true,
        protects "the host's memory, from what a rule holds while it runs",
        does not protect "from many evaluations at once, each of which may hold as much";
    /// Elements over all tables of the instance. Default 20,000; ceiling 1,000,000. A hit is the row `limit-table`.
    table_elements: Elements, default 20_000, ceiling 1_000_000, hit Some(EngineCheck::LimitTable),
        in policy true,
        protects "the host's memory, of which each element takes eight bytes",
        does not protect "anything else";
    /// Call stack in bytes. A thread that has less left is lent it for the call. Default 512 KiB; ceiling 1 MiB. A hit
    /// is the row `limit-stack`. The engine's alone: code is compiled for it.
    stack_bytes: Bytes, default 512 << 10, ceiling 1 << 20, hit Some(EngineCheck::LimitStack),
        in policy false,
        protects "the calling thread's stack, from a rule that calls itself without end",
        does not protect "a rule's own stack in its linear memory, which its toolchain bounds";
    /// What a call may hand back: strings, lists, artifacts and derived facts together, in bytes as the host holds them.
    /// Default 16 MiB; ceiling 1 GiB. A hit is the row `limit-output`.
    output_bytes: Bytes, default 16 << 20, ceiling 1 << 30, hit Some(EngineCheck::LimitOutput),
        in policy true,
        protects "the host's memory, and whoever stores or shows decisions",
        does not protect "from many decisions that are kept";
    /// Checks in one outcome. Default 100,000; ceiling 10,000,000. A hit is the row `limit-output`.
    checks: Checks, default 100_000, ceiling 10_000_000, hit Some(EngineCheck::LimitOutput),
        in policy true,
        protects "whoever has to read the decision",
        does not protect "from long texts, which `output_bytes` bounds";
    /// The size of one function of a component in bytes. Default 512 KiB; ceiling 7 MiB. A component with a larger one is
    /// not loaded. The engine's alone: a component is compiled once for all.
    function_bytes: Bytes, default 512 << 10, ceiling 7 << 20, hit None,
        in policy false,
        protects "the time and memory that it takes to compile a component, which grow faster than its functions",
        does not protect "from many functions, which `functions` bounds";
    /// Functions of a component, over all modules in it. Default 20,000; ceiling 1,000,000. A component with more is not
    /// loaded. The engine's alone: a component is compiled once for all.
    functions: Functions, default 20_000, ceiling 1_000_000, hit None,
        in policy false,
        protects "the time and memory that it takes to compile a component: some six kilobytes a function, however small",
        does not protect "from large functions, which `function_bytes` bounds";
    /// The size of a component file in bytes. Default 64 MiB; ceiling 1 GiB. A larger file is not loaded.
    component_bytes: Bytes, default 64 << 20, ceiling 1 << 30, hit None,
        in policy true,
        protects "the time and memory that it takes to read and check a component",
        does not protect "whoever loads a policy from waiting: a component is compiled before anything is decided, about a second a megabyte";
}

/// What is said about one limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limit {
    /// The name of the field in [`Limits`], and of the key in a policy.
    pub name: &'static str,
    /// What it is counted in.
    pub unit: LimitUnit,
    /// What holds where nothing is said.
    pub default: u64,
    /// The most that it can be set to.
    pub ceiling: u64,
    /// The row of a decision that a hit leads to; `None` where a rule beyond it is not loaded.
    pub hit: Option<EngineCheck>,
    /// Whether a policy may narrow it. What may not is the engine's alone.
    pub in_policy: bool,
    /// What it protects, and from what.
    pub protects: &'static str,
    /// What it does not protect, or from what.
    pub does_not_protect: &'static str,
}

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitUnit {
    /// WebAssembly instructions.
    Instructions,
    /// Milliseconds.
    Milliseconds,
    /// Bytes.
    Bytes,
    /// Elements of tables.
    Elements,
    /// Checks.
    Checks,
    /// Functions.
    Functions,
}

impl LimitUnit {
    /// The word for more than one of it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Instructions => "instructions",
            Self::Milliseconds => "milliseconds",
            Self::Bytes => "bytes",
            Self::Elements => "elements",
            Self::Checks => "checks",
            Self::Functions => "functions",
        }
    }
}

impl Limits {
    /// The limit of this name; `None` where there is none.
    #[must_use]
    pub fn get(mut self, name: &str) -> Option<u64> {
        self.field(name).copied()
    }

    /// Sets the limit of this name, and says whether there is one.
    pub fn set(&mut self, name: &str, value: u64) -> bool {
        self.field(name).map(|field| *field = value).is_some()
    }

    /// Refuses a limit of nothing and a limit above its ceiling.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for Limit { name, unit, ceiling, .. } in Self::ALL {
            let value = self.get(name).unwrap_or_default();
            if !(1..=*ceiling).contains(&value) {
                let unit = unit.as_str();
                let message = format!("the limit `{name}` is {value}, and should be from 1 to {ceiling} {unit}");
                return Err(Error::new(ErrorCode::Sandbox, message));
            }
        }
        Ok(())
    }
}

/// A limit as the size of something in memory. No ceiling is beyond what an address can be.
pub(crate) fn size(limit: u64) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
