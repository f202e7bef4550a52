//! What each limit costs a rule while it is evaluated. The engine has no switch for its limits, so this is wasmtime as the
//! engine sets it up, and again with one thing less each time. The clock sees `evaluate` alone, in an instance of its own
//! that has taken its params.

use crate::compare::{Comparison, Entered};
use crate::contestants::clearance as ours;
use crate::facts::Question;
use crate::report::Report;
use crate::rules::Rule;
use crate::timing::Run;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::{Duration, Instant};
use wasmtime::component::{Component, Linker};
use wasmtime::{
    Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Store, StoreLimits, StoreLimitsBuilder,
};

wasmtime::component::bindgen!({ path: "../../wit", world: "release-rule" });

/// How many components the facts have.
const COMPONENTS: usize = 100;
const MEMORY: usize = 64 << 20;

/// What is on.
#[derive(Clone, Copy)]
struct Guards {
    instructions: bool,
    deadline: bool,
    numbers: bool,
    memory: bool,
}

const ALL: Guards = Guards { instructions: true, deadline: true, numbers: true, memory: true };
const NONE: Guards = Guards { instructions: false, deadline: false, numbers: false, memory: false };

/// By the names that the page has for them.
const VARIANTS: [(&str, Guards); 6] = [
    ("all on", ALL),
    ("without `instructions`", Guards { instructions: false, ..ALL }),
    ("without `time_ms`", Guards { deadline: false, ..ALL }),
    ("without canonical NaN", Guards { numbers: false, ..ALL }),
    ("without `memory_bytes` and `table_elements`", Guards { memory: false, ..ALL }),
    ("without any of them", NONE),
];

pub fn run(rounds: usize) -> Result<()> {
    let mut report = Report::without(&["limits"])?;
    for rule in Rule::ALL {
        let question = Question::read(rule, COMPONENTS)?;
        let mut entered = vec![];
        for (variant, guards) in VARIANTS {
            let mut evaluation = Evaluation::prepare(&question, guards)?;
            ensure!(evaluation.answer()?.as_u64() > Some(0), "`{}` found nothing", rule.name());
            entered.push(Entered { engine: "wasmtime", variant: variant.to_owned(), run: Box::new(evaluation) });
        }
        Comparison { table: "limits", rule: rule.name(), components: COMPONENTS }.run(entered, rounds, &mut report);
    }
    report.write()
}

/// One rule, compiled with some of the limits.
struct Evaluation {
    engine: Engine,
    rule: ReleaseRulePre<StoreLimits>,
    guards: Guards,
    params: Vec<u8>,
    facts: Vec<u8>,
    at: i64,
}

impl Evaluation {
    fn prepare(question: &Question, guards: Guards) -> Result<Self> {
        let engine = Engine::new(&config(guards))?;
        let component = Component::from_file(&engine, question.rule.component())?;
        let rule = ReleaseRulePre::new(Linker::new(&engine).instantiate_pre(&component)?)?;
        let section = question.rule.section();
        let params = rmp_serde::to_vec_named(&question.params)?;
        let facts = rmp_serde::to_vec_named(&json!({ section: question.facts[section] }))?;
        Ok(Self { engine, rule, guards, params, facts, at: ours::at()?.as_millis() })
    }

    /// Evaluates in an instance of its own, and says how long that took and how much came of it.
    fn evaluate(&self) -> Result<(Duration, usize)> {
        let limits = StoreLimitsBuilder::new().memory_size(MEMORY).table_elements(20_000).build();
        let mut store = Store::new(&self.engine, limits);
        if self.guards.memory {
            store.limiter(|limits| limits);
        }
        if self.guards.instructions {
            store.set_fuel(1 << 40)?;
        }
        if self.guards.deadline {
            store.set_epoch_deadline(1 << 40);
        }
        let rule = self.rule.instantiate(&mut store)?;
        let rule = rule.clearance_rule_rule();
        let params = rule.call_configure(&mut store, &self.params)?;
        ensure!(params.is_ok(), "the params are refused: {params:?}");
        let begun = Instant::now();
        let outcome = black_box(rule.call_evaluate(&mut store, self.at, &self.facts)?);
        let taken = begun.elapsed();
        let outcome = outcome.ok().context("the rule has no outcome")?;
        let scored = outcome.score.map_or(0, |score| score.contributions.len());
        Ok((taken, outcome.checks.len() + scored + outcome.artifacts.len()))
    }
}

impl Run for Evaluation {
    fn time(&mut self, calls: u32) -> Duration {
        // Whoever fails was asked before, and answered.
        (0..calls).map(|_| self.evaluate().map_or(Duration::MAX / calls, |(taken, _)| taken)).sum()
    }

    fn answer(&mut self) -> Result<Value> {
        Ok(json!(self.evaluate()?.1))
    }
}

/// As the engine's own, but for what is off.
fn config(guards: Guards) -> Config {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(4)
        .total_core_instances(64)
        .total_memories(16)
        .total_tables(64)
        .max_memory_size(MEMORY)
        .table_elements(20_000)
        .linear_memory_keep_resident(4 << 20)
        .table_keep_resident(1 << 16);
    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool))
        .consume_fuel(guards.instructions)
        .epoch_interruption(guards.deadline)
        .cranelift_nan_canonicalization(guards.numbers)
        .relaxed_simd_deterministic(guards.numbers)
        .max_wasm_stack(512 << 10)
        .generate_address_map(false)
        .native_unwind_info(false);
    config
}
