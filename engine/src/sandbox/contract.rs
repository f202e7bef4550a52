//! The contract as wasmtime sees it: its functions in a component, and its types as they lie in a rule's memory.

use super::checks::Checks;
use super::runtime::Runtime;
use super::store::Growth;
use wasmtime::Store;
use wasmtime::component::{
    Component, ComponentExportIndex, ComponentType, Instance, InstancePre, Lift, Linker, TypedFunc,
};

mod generated {
    //! Generated from `wit/`.
    wasmtime::component::bindgen!({ path: "../wit", world: "release-rule" });
}

pub(super) use generated::clearance::rule::types::{EvaluationError, Manifest, Mismatch, Severity, Status};

const INTERFACE: &str = "clearance:rule/rule@0.1.0";

type Describe = TypedFunc<(), (Manifest,)>;
type Configure<'p> = TypedFunc<(&'p [u8],), (Result<(), Mismatch>,)>;
type Evaluate<'f> = TypedFunc<(i64, &'f [u8]), (Result<Outcome, EvaluationError>,)>;

/// A component whose functions were found.
pub(super) struct Template {
    instances: InstancePre<Growth>,
    describe: ComponentExportIndex,
    configure: ComponentExportIndex,
    evaluate: ComponentExportIndex,
}

impl Template {
    /// It fails where the component imports something or lacks a function.
    pub(super) fn of(runtime: &Runtime, component: &Component) -> wasmtime::Result<Self> {
        let instances = Linker::<Growth>::new(&runtime.engine).instantiate_pre(component)?;
        let missing = |name: &str| wasmtime::Error::msg(format!("no `{name}` is exported"));
        let interface = component.get_export_index(None, INTERFACE).ok_or_else(|| missing(INTERFACE))?;
        let function = |name: &str| component.get_export_index(Some(&interface), name).ok_or_else(|| missing(name));
        let (describe, configure, evaluate) = (function("describe")?, function("configure")?, function("evaluate")?);
        Ok(Self { instances, describe, configure, evaluate })
    }

    pub(super) fn component(&self) -> &Component {
        self.instances.component()
    }

    pub(super) fn instantiate(&self, store: &mut Store<Growth>) -> wasmtime::Result<Instance> {
        self.instances.instantiate(store)
    }

    /// It fails where a function is not of the contract's type.
    pub(super) fn check_types(&self, store: &mut Store<Growth>, instance: &Instance) -> wasmtime::Result<()> {
        let _: Describe = instance.get_typed_func(&mut *store, self.describe)?;
        let _: Configure<'_> = instance.get_typed_func(&mut *store, self.configure)?;
        let _: Evaluate<'_> = instance.get_typed_func(&mut *store, self.evaluate)?;
        Ok(())
    }

    pub(super) fn describe(&self, store: &mut Store<Growth>, instance: &Instance) -> wasmtime::Result<Manifest> {
        let function: Describe = instance.get_typed_func(&mut *store, self.describe)?;
        Ok(function.call(store, ())?.0)
    }

    pub(super) fn configure(
        &self,
        store: &mut Store<Growth>,
        instance: &Instance,
        params: &[u8],
    ) -> wasmtime::Result<Result<(), Mismatch>> {
        let function: Configure<'_> = instance.get_typed_func(&mut *store, self.configure)?;
        Ok(function.call(store, (params,))?.0)
    }

    pub(super) fn evaluate(
        &self,
        store: &mut Store<Growth>,
        instance: &Instance,
        at: i64,
        facts: &[u8],
    ) -> wasmtime::Result<Result<Outcome, EvaluationError>> {
        let function: Evaluate<'_> = instance.get_typed_func(&mut *store, self.evaluate)?;
        Ok(function.call(store, (at, facts))?.0)
    }
}

#[derive(ComponentType, Lift)]
#[component(record)]
pub(super) struct Outcome {
    pub(super) checks: Checks,
    pub(super) score: Option<Score>,
    pub(super) artifacts: Vec<Artifact>,
    pub(super) derived: Option<Vec<u8>>,
}

#[derive(ComponentType, Lift)]
#[component(record)]
pub(super) struct Score {
    pub(super) points: f64,
    #[component(name = "out-of")]
    pub(super) out_of: f64,
    pub(super) contributions: Vec<Contribution>,
}

#[derive(ComponentType, Lift)]
#[component(record)]
pub(super) struct Contribution {
    pub(super) factor: String,
    pub(super) points: f64,
    pub(super) reason: String,
}

#[derive(ComponentType, Lift)]
#[component(record)]
pub(super) struct Artifact {
    pub(super) name: String,
    #[component(name = "media-type")]
    pub(super) media_type: String,
    pub(super) content: Vec<u8>,
}
