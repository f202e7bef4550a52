//! Does what a rule cannot or should not do, as the param says; `cases.yaml` has what its author is told.

use clearance_rule::prelude::*;
use std::hint::black_box;
use std::time::{Instant, SystemTime};
use std::{env, fs, net, process, thread};

/// It misbehaves.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Misbehaves {
    /// The misdeed.
    how: String,
}

/// What it reads.
#[derive(Deserialize, JsonSchema)]
struct Facts {
    /// The release.
    release: Option<String>,
}

#[derive(Serialize)]
struct Derived {
    ratio: f64,
}

impl Rule for Misbehaves {
    type Facts<'a> = Facts;

    const ABOUT: About = About {
        id: "misbehaves",
        version: "1.0.0",
        title: "Misbehaves",
        summary: "It misbehaves.",
        checks: &[("does", "It does.")],
        practices: &["2.5"],
        controls: &[],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        assert!(self.how != "panics-in-prepare", "nothing fits");
        Ok(())
    }

    fn evaluate(&self, facts: &Facts, _at: Timestamp) -> Outcome {
        let none: usize = facts.release.as_ref().map_or(0, String::len);
        let does = |text: String| Outcome { checks: vec![Check::pass("does", "it", text)], ..Outcome::new() };
        match self.how.as_str() {
            "panics" => panic!("nothing fits"),
            "panics-at-length" => panic!("{}", "nothing fits ".repeat(100)),
            "panics-with-something" => std::panic::panic_any(3),
            "asserts" => assert_eq!(none, 1, "counted wrongly"),
            "reads-beyond-the-end" => return does(["a"][none + 1].to_owned()),
            "unwraps-nothing" => return does(facts.release.clone().unwrap()),
            "reaches-the-unreachable" => unreachable!("it was {none}"),
            "overflows" => return does((none - 1).to_string()),
            "divides-by-zero" => return does((7 / none).to_string()),
            "reads-the-clock" => return does(format!("{:?}", SystemTime::now())),
            "measures-time" => return does(format!("{:?}", Instant::now())),
            "sleeps" => thread::sleep(std::time::Duration::from_secs(1)),
            "opens-a-file" => return does(fs::read_to_string("secrets").unwrap()),
            "opens-a-connection" => drop(net::TcpStream::connect("127.0.0.1:80").unwrap()),
            "reads-the-environment" => return does(env::var("HOME").unwrap()),
            "lists-the-environment" => return does(env::vars().count().to_string()),
            "asks-for-a-folder" => return does(env::temp_dir().display().to_string()),
            "starts-a-thread" => drop(thread::spawn(|| 3).join()),
            "starts-a-program" => drop(process::Command::new("ls").output().unwrap()),
            "exits" => process::exit(3),
            "aborts" => process::abort(),
            "allocates-without-end" => {
                let mut held = vec![];
                loop {
                    held.push(black_box(vec![0_u8; 1 << 20]));
                }
            }
            "wants-all-memory" => return does(black_box(vec![0_u8; 3 << 30]).len().to_string()),
            "recurses-without-end" => return does(recurse(0).to_string()),
            "loops-without-end" => loop {
                black_box(());
            },
            "bears-an-unknown-code" => return Outcome { checks: vec![Check::pass("undeclared", "it", "so")], ..Outcome::new() },
            "derives-no-number" => return Outcome::new().with_derived(&Derived { ratio: f64::NAN }),
            _ => {}
        }
        does("so".to_owned())
    }
}

/// Not inlined, and not a loop.
#[expect(unconditional_recursion, reason = "it is the misdeed")]
#[inline(never)]
fn recurse(depth: usize) -> usize {
    let held = black_box([depth; 100]);
    recurse(depth + 1) + held[depth % 100]
}

clearance_rule::export!(Misbehaves);
