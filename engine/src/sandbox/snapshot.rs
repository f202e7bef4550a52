//! Turns a component and an instance of it that was configured into a component that begins where the instance is.
//!
//! wasmtime-wizer rewrites the component twice: once so that its memories and globals can be read, once so that they
//! begin with what was read. Between the two the component is run here, under the limits of every other call.

use super::lean;
use super::store::Growth;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use wasmtime::component::{ComponentNamedList, Instance, Lift, WasmList};
use wasmtime::{AsContextMut, Store};
use wasmtime_wizer::{ComponentInstanceState, Wizer};

/// The most memory that is kept as an image, in bytes. wasmtime maps an image up to this size wherever its contents
/// stand, and copies a larger one into each instance.
const MOST_IMAGE: usize = 16 << 20;

/// The component with its state to be read.
///
/// # Errors
/// Why that cannot be had: modules in nested components, tables that change, and the like.
pub(super) fn readable(component: &[u8]) -> Result<Vec<u8>, String> {
    guarded(|| Wizer::new().instrument_component(component).map(|(_, readable)| readable))
}

/// The component as it is after what was called in `instance`, which is an instance of the component made
/// [`readable`].
///
/// # Errors
/// Why it cannot be had.
pub(super) fn of(component: &[u8], store: &mut Store<Growth>, instance: Instance) -> Result<Vec<u8>, String> {
    let mut state = State { store, instance, problem: None };
    let taken = guarded(|| {
        let wizer = Wizer::new();
        let (context, _) = wizer.instrument_component(component)?;
        let mut reading = pin!(wizer.snapshot_component(&context, &mut state));
        match reading.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(taken) => Ok(lean::component(&taken?)?),
            Poll::Pending => Err(wasmtime::Error::msg("reading the state waits for something")),
        }
    });
    match state.problem {
        Some(problem) => Err(problem),
        None => taken,
    }
}

/// The component is foreign, and the library that rewrites it is not made for those that are hostile.
fn guarded<T>(work: impl FnOnce() -> wasmtime::Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| format!("{error:#}")),
        Err(_) => Err("the component is made in a way that cannot be rewritten".to_owned()),
    }
}

/// Reads an instance through the functions that [`readable`] added.
struct State<'s> {
    store: &'s mut Store<Growth>,
    instance: Instance,
    problem: Option<String>,
}

impl State<'_> {
    fn call<R>(&mut self, interface: &str, function: &str) -> Option<R>
    where
        (R,): ComponentNamedList + Lift,
    {
        let called = self.try_call(interface, function);
        called.map_err(|error| self.problem = Some(format!("its state cannot be read: {error:#}"))).ok()
    }

    fn try_call<R>(&mut self, interface: &str, function: &str) -> wasmtime::Result<R>
    where
        (R,): ComponentNamedList + Lift,
    {
        let missing = || wasmtime::Error::msg(format!("`{interface}` has no `{function}`"));
        let mut store = self.store.as_context_mut();
        let interface = self.instance.get_export_index(&mut store, None, interface).ok_or_else(missing)?;
        let function = self.instance.get_export_index(&mut store, Some(&interface), function).ok_or_else(missing)?;
        let function = self.instance.get_typed_func::<(), (R,)>(&mut store, function)?;
        Ok(function.call(&mut store, ())?.0)
    }
}

impl ComponentInstanceState for State<'_> {
    async fn call_func_ret_list_u8(&mut self, instance: &str, func: &str, contents: impl FnOnce(&[u8]) + Send) {
        let list = self.call::<WasmList<u8>>(instance, func);
        let memory = list.as_ref().map_or(&[][..], |list| list.as_le_slice(&*self.store));
        if memory.len() > MOST_IMAGE {
            self.problem = Some(format!("its memory has {} bytes, more than {MOST_IMAGE}", memory.len()));
            return contents(&[]);
        }
        contents(memory);
    }

    async fn call_func_ret_s32(&mut self, instance: &str, func: &str) -> i32 {
        self.call(instance, func).unwrap_or_default()
    }

    async fn call_func_ret_s64(&mut self, instance: &str, func: &str) -> i64 {
        self.call(instance, func).unwrap_or_default()
    }

    async fn call_func_ret_f32(&mut self, instance: &str, func: &str) -> u32 {
        self.call::<f32>(instance, func).unwrap_or_default().to_bits()
    }

    async fn call_func_ret_f64(&mut self, instance: &str, func: &str) -> u64 {
        self.call::<f64>(instance, func).unwrap_or_default().to_bits()
    }
}
