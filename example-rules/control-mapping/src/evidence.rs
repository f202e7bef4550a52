//! The rows about controls: for each in scope, whether what proves it is there, fresh and sound.

use crate::facts::Facts;
use crate::flaw::{Flaw, sha256};
use crate::params::ControlMapping;
use crate::scope::{Scoped, Wanted};
use clearance_rule::prelude::*;
use clearance_rule::sections::Digest;
use clearance_rule::table::Table;
use clearance_rule::text::count;

/// The code of its rows.
pub(crate) const CODE: &str = "evidence";

/// As many artifacts as a row names for one requirement; the index has all.
const FEW: usize = 3;

/// How a control stands.
#[derive(Debug)]
pub(crate) struct Standing<'r> {
    pub(crate) control: &'r Scoped,
    pub(crate) met: Vec<Met<'r>>,
}

/// What there is for one requirement.
#[derive(Debug)]
pub(crate) struct Met<'r> {
    pub(crate) wanted: &'r Wanted,
    /// The artifacts that count.
    pub(crate) counted: Vec<usize>,
    /// Those of the right kind that do not.
    pub(crate) flawed: Vec<(usize, Flaw)>,
    pub(crate) status: Status,
}

/// How each control in scope stands.
pub(crate) fn standings<'r>(rule: &'r ControlMapping, facts: &Facts<'_>, at: Timestamp) -> Vec<Standing<'r>> {
    let of_kind = OfKind::of(rule, facts);
    let controls = rule.scope.controls.iter();
    controls
        .map(|control| {
            let named = rule.explicit.then_some(control.id.as_str());
            let met = |wanted| Met::of(wanted, facts, &of_kind, named, at);
            let evidence = if control.excused.is_none() { control.evidence.as_slice() } else { &[] };
            Standing { control, met: evidence.iter().map(met).collect() }
        })
        .collect()
}

/// The artifacts of each kind that is asked for.
struct OfKind<'r> {
    numbers: &'r Table<usize>,
    artifacts: Vec<Vec<usize>>,
}

impl<'r> OfKind<'r> {
    fn of(rule: &'r ControlMapping, facts: &Facts<'_>) -> Self {
        let numbers = &rule.scope.kinds;
        let mut artifacts = vec![Vec::new(); numbers.entries().len()];
        for (i, artifact) in facts.artifacts().iter().enumerate() {
            if let Some(number) = artifact.kind.and_then(|kind| numbers.get(kind)) {
                artifacts[*number].push(i);
            }
        }
        Self { numbers, artifacts }
    }

    fn get(&self, kind: &str) -> &[usize] {
        self.numbers.get(kind).map_or(&[], |number| &self.artifacts[*number])
    }
}

impl<'r> Met<'r> {
    fn of(wanted: &'r Wanted, facts: &Facts<'_>, of_kind: &OfKind<'_>, mapped_to: Option<&str>, at: Timestamp) -> Self {
        let mut met = Self { wanted, counted: Vec::new(), flawed: Vec::new(), status: Status::Unknown };
        for (kind, terms) in &wanted.kinds {
            for &i in of_kind.get(kind) {
                match Flaw::of(facts, i, *terms, mapped_to, at) {
                    None => met.counted.push(i),
                    Some(flaw) => met.flawed.push((i, flaw)),
                }
            }
        }
        let least = wanted.min_count as usize;
        let counted = met.distinct(facts);
        let possible = met.flawed.iter().filter(|(_, flaw)| flaw.is_unknown()).count();
        met.status = if counted >= least {
            Status::Pass
        } else if facts.artifacts.is_none() || counted + possible >= least {
            Status::Unknown
        } else {
            Status::Fail
        };
        met
    }

    /// How many artifacts count. One that is listed twice is one: where several are required each has a digest.
    #[inline(never)]
    fn distinct(&self, facts: &Facts<'_>) -> usize {
        if self.wanted.min_count == 1 {
            return self.counted.len();
        }
        let digests = self.counted.iter().filter_map(|&i| sha256(&facts.artifacts()[i]));
        let digests: Vec<String> = digests.map(str::to_ascii_lowercase).collect();
        // The map that artifacts have: a set would be another, of kilobytes.
        let mut distinct = Digest::new();
        for digest in &digests {
            distinct.insert(digest, "");
        }
        distinct.len()
    }

    /// What is there, or what is wrong.
    #[inline(never)]
    pub(crate) fn words(&self, facts: &Facts<'_>) -> String {
        let wanted = self.wanted.words();
        if self.status == Status::Pass {
            return text![wanted, ": ", listed(&self.counted, |i| text!["`", facts.name(i), "`"])];
        }
        let mut words = if self.counted.is_empty() {
            text!["no ", wanted]
        } else {
            text!["only ", self.distinct(facts), " of ", wanted]
        };
        if !self.flawed.is_empty() {
            let flaws = listed(&self.flawed, |(i, flaw)| text!["`", facts.name(i), "` ", flaw.words(facts, i)]);
            words.push_str(": ");
            words.push_str(&flaws);
        }
        words
    }

    fn remedy(&self, facts: &Facts<'_>) -> String {
        let nearest = self.flawed.iter().find(|(_, flaw)| flaw.is_unknown() == (self.status == Status::Unknown));
        if let Some((i, flaw)) = nearest {
            return flaw.remedy(facts, *i);
        }
        let lacking = (self.wanted.min_count as usize).saturating_sub(self.distinct(facts));
        text!["supply ", count(lacking, "artifact"), " of the kind ", self.wanted.either(), " in `/artifacts`"]
    }
}

impl Standing<'_> {
    /// Whether the control is proven. What fails is told before what is not known.
    #[inline(never)]
    pub(crate) fn status(&self) -> Status {
        let is = |status| self.met.iter().any(|met| met.status == status);
        if self.control.excused.is_some() {
            Status::NotApplicable
        } else {
            [Status::Fail, Status::Unknown].into_iter().find(|status| is(*status)).unwrap_or(Status::Pass)
        }
    }

    /// The row of the control.
    pub(crate) fn check(&self, facts: &Facts<'_>) -> Check {
        let id = self.control.id.as_str();
        if let Some(reason) = &self.control.excused {
            return Check::not_applicable(CODE, id, reason.as_str());
        }
        let required: Vec<String> = self.met.iter().map(|met| met.wanted.words()).collect();
        let required = required.join("; ");
        if facts.artifacts.is_none() {
            return Check::unknown(CODE, id, "`/artifacts` is absent")
                .missing("/artifacts")
                .required(required)
                .remedy_if_unknown("supply the fact `/artifacts`");
        }
        let status = self.status();
        let told = self.met.iter().filter(|met| met.status == Status::Pass || status != Status::Pass);
        let message: Vec<String> = told.map(|met| met.words(facts)).collect();
        let message = message.join("; ");
        let mut check = match status {
            Status::Fail => Check::fail(CODE, id, message),
            Status::Unknown => Check::unknown(CODE, id, message),
            _ => Check::pass(CODE, id, message),
        };
        if status == Status::Fail && self.met.iter().all(|met| met.counted.is_empty()) {
            check = check.severity(Severity::High);
        }
        for met in &self.met {
            for &i in met.counted.iter().take(FEW) {
                check = check.observe(text!["/artifacts/", i, "/created"], facts.artifacts()[i].created);
            }
            if met.status != Status::Pass {
                for &(i, flaw) in met.flawed.iter().take(FEW) {
                    check = flaw.seen(check, facts, i);
                }
            }
        }
        let lacking = self.met.iter().filter(|met| met.status != Status::Pass);
        let remedy: Vec<String> = lacking.map(|met| met.remedy(facts)).collect();
        let remedy = remedy.join("; ");
        check.required(required).remedy(remedy.as_str()).remedy_if_unknown(remedy)
    }
}

fn listed<T: Copy>(items: &[T], words: impl Fn(T) -> String) -> String {
    let mut list: Vec<String> = items.iter().take(FEW).map(|item| words(*item)).collect();
    if items.len() > FEW {
        list.push(text!["and ", count(items.len() - FEW, "other")]);
    }
    list.join(", ")
}
