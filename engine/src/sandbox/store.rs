//! What belongs to one call: its store, with every limit set.

use super::deadline::{Running, TICK_MS};
use super::failure::Failure;
use super::runtime::{Runtime, Slot};
use crate::Limits;
use crate::engine_check::EngineCheck;
use crate::limits::size;
use std::fmt;
use wasmtime::{ResourceLimiter, Store};

/// A store's data: its limits, how much it has grown and may still.
#[derive(Debug)]
pub(super) struct Growth {
    pub(super) limits: Limits,
    memory: Allowance,
    table: Allowance,
}

#[derive(Debug)]
struct Allowance {
    used: usize,
    most: usize,
}

/// What one evaluation used of its [limits](crate::Limits).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// WebAssembly instructions executed by `evaluate`. The same rule on the same facts executes the same on every machine.
    pub instructions: u64,
    /// Linear memory of the instance, in bytes, over all its memories.
    pub memory_bytes: usize,
}

/// A rule wanted to grow beyond its limits. Raised as a trap, because a rule that is merely told so would abort
/// without saying why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outgrown {
    Memory,
    Table,
}

impl fmt::Display for Outgrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Memory => "memory limit",
            Self::Table => "table limit",
        })
    }
}

impl std::error::Error for Outgrown {}

impl Allowance {
    fn grow(&mut self, current: usize, desired: usize) -> bool {
        let used = self.used.saturating_add(desired.saturating_sub(current));
        let within = used <= self.most;
        if within {
            self.used = used;
        }
        within
    }
}

impl ResourceLimiter for Growth {
    fn memory_growing(&mut self, current: usize, desired: usize, _max: Option<usize>) -> wasmtime::Result<bool> {
        if self.memory.grow(current, desired) { Ok(true) } else { Err(wasmtime::Error::new(Outgrown::Memory)) }
    }

    fn table_growing(&mut self, current: usize, desired: usize, _max: Option<usize>) -> wasmtime::Result<bool> {
        if self.table.grow(current, desired) { Ok(true) } else { Err(wasmtime::Error::new(Outgrown::Table)) }
    }
}

/// Everything that one call holds while it runs. The fields are dropped in this order: the instance goes back to the
/// pool before its slot is given to the next.
pub(super) struct Session<'r> {
    pub(super) store: Store<Growth>,
    _running: Running,
    _slot: Slot<'r>,
}

impl<'r> Session<'r> {
    /// Waits for a slot and opens a store with nothing used yet of these limits.
    pub(super) fn open(runtime: &'r Runtime, limits: &Limits) -> wasmtime::Result<Self> {
        let slot = runtime.slot();
        let growth = Growth {
            limits: *limits,
            memory: Allowance { used: 0, most: size(limits.memory_bytes) },
            table: Allowance { used: 0, most: size(limits.table_elements) },
        };
        let mut store = Store::new(&runtime.engine, growth);
        store.limiter(|growth| growth);
        store.set_hostcall_fuel(size(limits.output_bytes));
        store.epoch_deadline_trap();
        let mut session = Self { store, _running: runtime.ticker.run()?, _slot: slot };
        session.rearm()?;
        Ok(session)
    }

    /// As [`Session::open`], with the reason why there is none as the rule's failure.
    pub(super) fn for_rule(runtime: &'r Runtime, limits: &Limits) -> Result<Self, Failure> {
        Self::open(runtime, limits)
            .map_err(|error| Failure::of_rule(EngineCheck::RuleTrapped, format!("no sandbox could be opened: {error}")))
    }

    /// What the last call in this store used.
    pub(super) fn usage(&self) -> Usage {
        let left = self.store.get_fuel().unwrap_or_default();
        let Growth { limits, memory, .. } = self.store.data();
        Usage { instructions: limits.instructions.saturating_sub(left), memory_bytes: memory.used }
    }

    /// Gives the next call in this store its full share of instructions and time.
    pub(super) fn rearm(&mut self) -> wasmtime::Result<()> {
        let Limits { instructions, time_ms, .. } = self.store.data().limits;
        self.store.set_fuel(instructions)?;
        // One tick more, because the one that is under way counts for nothing.
        self.store.set_epoch_deadline(time_ms.div_ceil(TICK_MS) + 1);
        Ok(())
    }
}
