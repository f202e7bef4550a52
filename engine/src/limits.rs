//! The limits within which every rule runs.

use crate::error::{Error, ErrorCode};
use std::time::Duration;

/// What one call of a rule (`describe`, `configure`, `evaluate`) may use. Every limit is on by default.
///
/// ```
/// use clearance::{Engine, EngineOptions, Limits};
///
/// let limits = Limits { memory_bytes: 16 << 20, ..Limits::default() };
/// let engine = Engine::with_options(EngineOptions { limits, ..EngineOptions::default() })?;
/// # Ok::<(), clearance::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limits {
    /// WebAssembly instructions executed. Counted, so that the same rule on the same facts hits it at the same place
    /// on every machine. Default 200 million; ceiling 2^60. A hit is the row `limit-instructions`.
    pub instructions: u64,
    /// Wall-clock time, rounded up to the engine's tick of ten milliseconds. It stands behind `instructions` for what
    /// counting does not see, such as a machine that is out of breath. Default 2 seconds; ceiling one hour. A hit is
    /// the row `limit-time`.
    pub time: Duration,
    /// Linear memory, in bytes, over all memories of the instance. Default 64 MiB; ceiling 4 GiB. A hit is the row
    /// `limit-memory`.
    pub memory_bytes: usize,
    /// Elements over all tables of the instance. Default 20,000; ceiling 1,000,000. A hit is the row `limit-table`.
    pub table_elements: usize,
    /// Call stack, in bytes. A thread that has less left is lent it for the call. Default 512 KiB; ceiling 1 MiB. A hit
    /// is the row `limit-stack`.
    pub stack_bytes: usize,
    /// What a call may hand back: strings, lists and artifacts together, in bytes as the host holds them. Default
    /// 16 MiB; ceiling 1 GiB. A hit is the row `limit-output`.
    pub output_bytes: usize,
    /// Checks in one outcome. Default 100,000; ceiling 10,000,000. A hit is the row `limit-output`.
    pub checks: usize,
    /// The size of a component file, in bytes. Default 64 MiB; ceiling 1 GiB. A larger file is not loaded.
    pub component_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            instructions: 200_000_000,
            time: Duration::from_secs(2),
            memory_bytes: 64 << 20,
            table_elements: 20_000,
            stack_bytes: 512 << 10,
            output_bytes: 16 << 20,
            checks: 100_000,
            component_bytes: 64 << 20,
        }
    }
}

impl Limits {
    /// Refuses a limit of nothing and a limit above its ceiling.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let limits: [(&str, u128, u128); 8] = [
            ("instructions", self.instructions.into(), 1 << 60),
            ("time (milliseconds)", self.time.as_millis(), 3_600_000),
            ("memory_bytes", self.memory_bytes as u128, 4 << 30),
            ("table_elements", self.table_elements as u128, 1_000_000),
            ("stack_bytes", self.stack_bytes as u128, 1 << 20),
            ("output_bytes", self.output_bytes as u128, 1 << 30),
            ("checks", self.checks as u128, 10_000_000),
            ("component_bytes", self.component_bytes as u128, 1 << 30),
        ];
        for (name, value, ceiling) in limits {
            if value == 0 || value > ceiling {
                let message = format!("the limit `{name}` is {value}, and should be from 1 to {ceiling}");
                return Err(Error::new(ErrorCode::Sandbox, message));
            }
        }
        Ok(())
    }
}
