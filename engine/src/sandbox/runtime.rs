//! The wasmtime engine: what is allowed, how memory is pooled, how many instances live at once.

use super::bounds;
use super::compiler::Functions;
use super::configured::Specialised;
use super::deadline::Ticker;
use crate::code_cache::Store;
use crate::error::{Error, ErrorCode};
use crate::limits::size;
use crate::{Digest, Limits};
use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use wasmtime::{Config, Enabled, InstanceAllocationStrategy, PoolingAllocationConfig, WasmFeatures};

/// Instances that may live at once. A caller beyond it waits for one to end.
const INSTANCES: u32 = 64;
/// Memories that stay as one rule's, by thread, so that its next evaluation finds its image in place: to put another's there
/// costs ten times an evaluation. They are address space, four gigabytes each, until a rule has used them.
const WARM_MEMORIES: u32 = 128;
/// Where there is not that much address space.
const FEW_WARM_MEMORIES: u32 = 8;
/// wasmtime deals the memories out to as many groups of threads as there are cores, up to this.
const MOST_GROUPS: u32 = 16;
/// The stack that the host itself needs around a rule's, in bytes.
const HOST_STACK: usize = 256 << 10;
/// What one component may be made of. A rule needs one of each; `QuickJS` comes with three memories, `CPython` in 38 instances.
const MEMORIES_PER_COMPONENT: u32 = 4;
const TABLES_PER_COMPONENT: u32 = 8;
const CORE_INSTANCES_PER_COMPONENT: u32 = 64;

/// The digests of a component and of its params, and the limits within which it was configured: what fits these need not
/// fit others.
pub(super) type SpecialisedIds = (Digest, Digest, Limits);

/// A configured wasmtime engine with its limits.
pub(crate) struct Runtime {
    pub(super) engine: wasmtime::Engine,
    pub(super) ticker: Ticker,
    pub(super) limits: Limits,
    pub(crate) code_cache: Store,
    /// Code by what it depends on, for as long as somebody uses it.
    specialised: Mutex<HashMap<SpecialisedIds, Weak<Specialised>>>,
    functions: Arc<Functions>,
    slots: Mutex<Slots>,
    freed: Condvar,
}

/// How many instances may still be made, and who waits to make one.
struct Slots {
    free: u32,
    waiting: u32,
}

/// The right to one live instance.
pub(super) struct Slot<'r>(&'r Runtime);

impl Runtime {
    pub(crate) fn new(limits: Limits, code_cache: Store) -> Result<Self, Error> {
        limits.check()?;
        let unavailable = |error: wasmtime::Error| {
            Error::new(ErrorCode::Sandbox, format!("the sandbox cannot be set up: {error:#}"))
                .advise("it reserves address space for its memories: lift any `ulimit -v`")
        };
        let functions = Arc::<Functions>::default();
        let engine = |memories: u32| {
            let mut config = config(&limits, memories);
            config.enable_incremental_compilation(Arc::clone(&functions) as _)?;
            wasmtime::Engine::new(&config)
        };
        let engine = engine(WARM_MEMORIES).or_else(|_| engine(FEW_WARM_MEMORIES)).map_err(unavailable)?;
        let ticker = Ticker::start(engine.weak())
            .map_err(|error| Error::new(ErrorCode::Sandbox, format!("cannot start the deadline thread: {error}")))?;
        let specialised = Mutex::default();
        let (slots, freed) = (Mutex::new(Slots { free: INSTANCES, waiting: 0 }), Condvar::new());
        Ok(Self { engine, ticker, limits, code_cache, specialised, functions, slots, freed })
    }

    /// Code that somebody uses already.
    pub(super) fn specialised(&self, ids: SpecialisedIds) -> Option<Arc<Specialised>> {
        let specialised = self.specialised.lock().unwrap_or_else(PoisonError::into_inner);
        specialised.get(&ids).and_then(Weak::upgrade)
    }

    /// Lets others use the code, too.
    pub(super) fn share(&self, ids: SpecialisedIds, code: &Arc<Specialised>) {
        let mut specialised = self.specialised.lock().unwrap_or_else(PoisonError::into_inner);
        specialised.retain(|_, code| code.strong_count() > 0);
        specialised.insert(ids, Arc::downgrade(code));
    }

    /// While the guard lives, functions that were compiled are remembered: rules that are loaded together share many.
    pub(crate) fn loading(&self) -> super::compiler::Loading<'_> {
        self.functions.loading()
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Calls into a rule with the whole of the stack that it may use, whatever the calling thread has left.
    pub(super) fn with_stack<T>(&self, call: impl FnOnce() -> T) -> T {
        let needed = size(self.limits.stack_bytes) + HOST_STACK;
        stacker::maybe_grow(needed, needed + HOST_STACK, call)
    }

    pub(super) fn slot(&self) -> Slot<'_> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        while slots.free == 0 {
            slots.waiting += 1;
            slots = self.freed.wait(slots).unwrap_or_else(PoisonError::into_inner);
            slots.waiting -= 1;
        }
        slots.free -= 1;
        Slot(self)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        let mut slots = self.0.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.free += 1;
        // To wake somebody is a call of the system, whether anybody sleeps or not.
        if slots.waiting > 0 {
            self.0.freed.notify_one();
        }
    }
}

fn config(limits: &Limits, memories: u32) -> Config {
    let cores = std::thread::available_parallelism().ok().and_then(|cores| u32::try_from(cores.get()).ok());
    let memories = (memories * cores.unwrap_or(1).min(MOST_GROUPS)).max(INSTANCES * MEMORIES_PER_COMPONENT);
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(INSTANCES)
        .total_core_instances(INSTANCES * CORE_INSTANCES_PER_COMPONENT)
        .total_memories(memories)
        .total_tables(INSTANCES * TABLES_PER_COMPONENT)
        .max_core_instances_per_component(CORE_INSTANCES_PER_COMPONENT)
        .max_memories_per_component(MEMORIES_PER_COMPONENT)
        .max_tables_per_component(TABLES_PER_COMPONENT)
        .max_memory_size(size(limits.memory_bytes))
        .table_elements(size(limits.table_elements))
        // A slot is reset by copying the pages that were written back, not by handing them to the kernel.
        .linear_memory_keep_resident(4 << 20)
        .table_keep_resident(1 << 16)
        .max_unused_warm_slots(memories)
        .pagemap_scan(Enabled::Auto);

    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool))
        .wasm_features(WasmFeatures::all().difference(bounds::FEATURES), false)
        .wasm_features(bounds::FEATURES, true)
        // A rule never waits for anything.
        .concurrency_support(false)
        .consume_fuel(true)
        .epoch_interruption(true)
        .max_wasm_stack(size(limits.stack_bytes))
        // Nothing asks for the place of an instruction, and nothing unwinds through a rule but wasmtime itself.
        .generate_address_map(false)
        .native_unwind_info(false)
        // The same bytes on every machine.
        .cranelift_nan_canonicalization(true)
        .relaxed_simd_deterministic(true)
        // A trapped rule's memory may hold the message of its panic.
        .coredump_on_trap(true);
    config
}
