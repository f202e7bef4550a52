//! The way back from the engine's threads to one JavaScript environment. A process may have many, one a
//! `worker_threads` worker, and each may end at any time, with answers still under way.

use crate::policy::Policy;
use crate::refusal;
use crate::rule::Rule;
use napi::bindgen_prelude::{Either5, FnArgs, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode, UnknownReturnValue};
use napi::{Env, Status};
use napi_derive::napi;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// An answer as three items of one flat list: the call's number, whether it went well, and text or a loaded thing. Where
/// the second item is text, the answer is still to come, and the third says how far it is.
type Item = Either5<u32, bool, String, Policy, Rule>;
type Answers = FnArgs<(Vec<Item>,)>;
type Signal = ThreadsafeFunction<(), UnknownReturnValue, Answers, Status, false, true>;

/// What a call was asked for.
pub(crate) enum Payload {
    Text(String),
    Policy(Policy),
    Rule(Rule),
}

/// Ports stay here until their environment has closed them. A port must not be dropped for good while its environment
/// ends: Node frees what the last owner on another thread would then still release.
static OPEN: Mutex<Vec<Arc<Inner>>> = Mutex::new(Vec::new());

struct Inner {
    signal: Mutex<Signal>,
    answers: Arc<Mutex<Vec<Item>>>,
}

/// Takes answers to the JavaScript function it was made with.
#[napi]
pub struct Port {
    inner: Arc<Inner>,
}

#[napi]
impl Port {
    /// A port to `dispatch`, which gets lists of answers. The process may end while nobody holds it.
    #[napi(constructor, catch_unwind)]
    pub fn new(dispatch: Function<'_, Answers, UnknownReturnValue>) -> napi::Result<Self> {
        let answers = Arc::<Mutex<Vec<Item>>>::default();
        let waiting = Arc::clone(&answers);
        let signal = dispatch
            .build_threadsafe_function::<()>()
            .weak::<true>()
            .build_callback(move |_| Ok(FnArgs::from((std::mem::take(&mut *lock(&waiting)),))))?;
        let inner = Arc::new(Inner { signal: Mutex::new(signal), answers });
        let mut open = lock(&OPEN);
        open.retain(|port| !lock(&port.signal).aborted());
        open.push(Arc::clone(&inner));
        Ok(Self { inner })
    }

    /// Keeps the event loop running, because a call waits for its answer.
    #[napi(catch_unwind)]
    pub fn hold(&self, env: Env) -> napi::Result<()> {
        hold(&mut lock(&self.inner.signal), env)
    }

    /// Lets the event loop end.
    #[napi(catch_unwind)]
    pub fn release(&self, env: Env) -> napi::Result<()> {
        release(&mut lock(&self.inner.signal), env)
    }

    pub(crate) fn reply(&self, call: u32) -> Reply {
        Reply { inner: Arc::clone(&self.inner), call, answered: false }
    }
}

#[expect(deprecated, reason = "the advice, to count owners, does not hold the event loop")]
fn hold(signal: &mut Signal, env: Env) -> napi::Result<()> {
    signal.refer(&env)
}

#[expect(deprecated, reason = "as above")]
fn release(signal: &mut Signal, env: Env) -> napi::Result<()> {
    signal.unref(&env)
}

/// The right to answer one call. A call that is dropped unanswered, because its job panicked, is answered with that.
pub(crate) struct Reply {
    inner: Arc<Inner>,
    call: u32,
    answered: bool,
}

impl Reply {
    /// Answers; an error is the text of [`refusal`].
    pub(crate) fn send(mut self, answer: Result<Payload, String>) {
        self.answer(answer);
    }

    /// Says how far the answer is, as JSON text.
    pub(crate) fn say(&self, progress: String) {
        self.push([Either5::A(self.call), Either5::C("progress".to_owned()), Either5::C(progress)]);
    }

    fn answer(&mut self, answer: Result<Payload, String>) {
        self.answered = true;
        let (fine, value) = match answer {
            Ok(Payload::Text(text)) => (true, Either5::C(text)),
            Ok(Payload::Policy(policy)) => (true, Either5::D(policy)),
            Ok(Payload::Rule(rule)) => (true, Either5::E(rule)),
            Err(refusal) => (false, Either5::C(refusal)),
        };
        self.push([Either5::A(self.call), Either5::B(fine), value]);
    }

    fn push(&self, items: [Item; 3]) {
        let first = {
            let mut answers = lock(&self.inner.answers);
            let first = answers.is_empty();
            answers.extend(items);
            first
        };
        // Whoever takes the answers takes all of them, so one signal is enough for those that came meanwhile.
        if first {
            let signal = lock(&self.inner.signal);
            if signal.call((), ThreadsafeFunctionCallMode::NonBlocking) != Status::Ok {
                // The environment has ended, and its promises with it.
                lock(&self.inner.answers).clear();
            }
        }
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        if !self.answered {
            self.answer(Err(refusal::lost()));
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
