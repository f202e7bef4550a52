use clearance::{Engine, Facts, Verdict};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::new()?;
    let policy = engine.load_policy("example-rules/demo/policy.yaml")?;
    let facts = Facts::from_json(&std::fs::read_to_string("example-rules/demo/denied.json")?)?;

    let decision = policy.decide(&facts, "2026-11-23T09:00:00Z".parse()?);

    println!("{}: {}", decision.verdict, decision.summary);
    for (entry, row) in decision.failing() {
        println!("{} {}: {}", entry.id, row.check.subject, row.check.message);
        println!("  remedy: {}", row.check.remedy.as_deref().unwrap_or("none"));
    }
    assert_eq!(decision.verdict, Verdict::Deny);
    Ok(())
}
