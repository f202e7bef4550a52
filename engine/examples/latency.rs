//! How long a warm decision takes: `cargo run --release --package clearance --example latency [POLICY FACTS [ROUNDS]]`.

use clearance::{Engine, Facts, Text};
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let policy = arguments.next().unwrap_or_else(|| "example-rules/demo/policy.yaml".to_owned());
    let facts = arguments.next().unwrap_or_else(|| "example-rules/demo/denied.json".to_owned());

    let rounds: usize = arguments.next().map_or(Ok(2_000), |rounds| rounds.parse())?;

    let loading = Instant::now();
    let policy = Engine::new()?.load_policy(policy)?;
    println!("loading the policy: {:.0?}", loading.elapsed());

    let facts = Facts::from_json(&std::fs::read_to_string(facts)?)?;
    let at = "2026-11-23T09:00:00Z".parse()?;
    let mut whole = Vec::new();
    let mut entries: Vec<(Text, Vec<Duration>)> = Vec::new();
    for round in 0..rounds + 200 {
        let (_, timings) = policy.decide_timed(&facts, at);
        // The first rounds fill the pool.
        if round < 200 {
            continue;
        }
        whole.push(timings.total);
        for (position, (id, time)) in timings.entries.into_iter().enumerate() {
            if entries.len() <= position {
                entries.push((id, Vec::new()));
            }
            entries[position].1.push(time);
        }
    }
    for (id, times) in &mut entries {
        println!("{id}: {}", spread(times));
    }
    println!("decision: {}", spread(&mut whole));
    Ok(())
}

/// Median and the middle half.
fn spread(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    format!("{:.1?} (quartiles {:.1?} to {:.1?})", at(50), at(25), at(75))
}
