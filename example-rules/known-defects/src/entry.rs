//! One defect with its place and its severity, and the rows that say what it has.

use crate::params::{Field, KnownDefects, Level};
use clearance_rule::prelude::*;
use clearance_rule::sections::Defect;

/// One defect among the facts.
pub(crate) struct Entry<'e> {
    pub(crate) rule: &'e KnownDefects,
    pub(crate) defect: &'e Defect<'e>,
    /// Where it stands.
    pub(crate) place: String,
    /// Its identifier, or its place where it has none of its own.
    pub(crate) subject: String,
    /// The place of another that has the same identifier.
    pub(crate) twin: Option<usize>,
    /// The place of its severity among those of the policy, from the gravest.
    pub(crate) rank: Option<usize>,
}

impl<'e> Entry<'e> {
    /// What its severity needs; `None` where the severity is not known.
    pub(crate) fn level(&self) -> Option<&'e Level> {
        self.rule.severities.get(self.rank?)
    }

    /// Whether it must have something. One whose severity is not known must have whatever any severity needs.
    pub(crate) fn needs(&self, field: Field) -> bool {
        match self.level() {
            Some(level) => level.required.contains(&field),
            None => self.rule.severities.iter().any(|level| level.required.contains(&field)),
        }
    }

    /// The severities that it may have.
    pub(crate) fn levels(&self) -> &'e [Level] {
        match self.rank {
            Some(rank) => self.rule.severities.get(rank..=rank).unwrap_or_default(),
            None => &self.rule.severities,
        }
    }

    /// A row that fails by what a severity needs. Where the severity is not known, it may not need it.
    pub(crate) fn as_sure_as_its_severity(&self, mut check: Check) -> Check {
        if self.rank.is_none() && check.status == Status::Fail {
            check.status = Status::Unknown;
            check.message.push_str(", which may do for its severity, were that known");
            check = check.remedy_if_unknown(self.name_its_severity());
        }
        check
    }

    /// What to do where its severity is not known.
    pub(crate) fn name_its_severity(&self) -> String {
        text!["write a severity that the policy knows at `", self.place, "/severity`"]
    }

    pub(crate) fn pointer(&self, field: &str) -> String {
        text![self.place, "/", field]
    }

    /// What a text says; `None` where it is empty or one of the policy's placeholders.
    pub(crate) fn says<'t>(&self, text: &'t str) -> Option<&'t str> {
        let text = text.trim();
        let nothing = self.rule.placeholders.iter().any(|word| word.eq_ignore_ascii_case(text));
        (!text.is_empty() && !nothing).then_some(text)
    }

    /// How much it matters what a row about it says.
    pub(crate) fn gravity(&self) -> Severity {
        match self.rank {
            Some(0) => Severity::Critical,
            Some(1) | None => Severity::High,
            Some(2) => Severity::Medium,
            Some(_) => Severity::Low,
        }
    }

    pub(crate) fn row(&self, check: Check) -> Check {
        check.severity(self.gravity())
    }

    pub(crate) fn absent(&self, code: &str, pointer: &str) -> Check {
        Check::unknown(code, &self.subject, text!["the fact `", pointer, "` is absent"])
            .missing(pointer)
            .remedy_if_unknown(text!["supply the fact `", pointer, "`"])
    }

    /// Whether it can be told from every other defect.
    pub(crate) fn identified(&self) -> Check {
        let pointer = self.pointer("id");
        let fact = Fact::new(&pointer, self.defect.id);
        let check = match (self.defect.id, self.twin) {
            (None, _) => self.absent("identified", &pointer),
            (Some(id), _) if self.says(id).is_none() => {
                Check::fail("identified", &self.subject, "it has no identifier")
                    .remedy("give it the identifier that it is tracked by")
                    .seen(&fact)
            }
            (Some(id), Some(twin)) => {
                Check::fail("identified", &self.subject, text!["`/defects/", twin, "` is called `", id, "`, too"])
                    .remedy("put what is known of it into one entry, or give the other its own identifier")
                    .seen(&fact)
            }
            (Some(id), None) => Check::pass("identified", &self.subject, text!["`", id, "`"]).seen(&fact),
        };
        self.row(check.required("an identifier of its own"))
    }

    /// Whether it may be carried.
    pub(crate) fn severity(&self) -> Check {
        let pointer = self.pointer("severity");
        let Some(word) = self.defect.severity else { return self.row(self.absent("severity", &pointer)) };
        let known = self.rule.severities.iter().filter(|level| level.carried);
        let known: Vec<&str> = known.map(|level| level.name.as_str()).collect();
        let known = known.join(", ");
        let check = match self.level() {
            None => Check::unknown("severity", &self.subject, text!["the policy knows no severity `", word, "`"])
                .remedy_if_unknown(self.name_its_severity()),
            Some(level) if !level.carried => Check::fail(
                "severity",
                &self.subject,
                text!["`", level.name, "` defects may not be carried into production"],
            )
            .remedy("fix it before the release, or mitigate it so far that its severity is lower"),
            Some(level) => Check::pass("severity", &self.subject, text!["`", level.name, "` may be carried"]),
        };
        self.row(check.observe(pointer, word).required(text!["one of: ", known]))
    }

    /// The rows about what it must have, the target apart.
    pub(crate) fn fields(&self, outcome: &mut Outcome) {
        let defect = self.defect;
        for field in Field::ALL.into_iter().filter(|field| self.needs(*field)) {
            let check = match field {
                Field::Title => self.text("described", "title", "a title", defect.title),
                Field::Component => self.text("component", "component", "a component", defect.component),
                Field::Owner => self.text("owner", "owner", "an owner", defect.owner),
                Field::Mitigation => self.text("mitigation", "mitigation", "a mitigation", defect.mitigation),
                Field::CustomerNote => {
                    self.text("customer-note", "customer_note", "a note for customers", defect.customer_note)
                }
                Field::Monitor => self.monitor(),
                Field::Target => continue,
            };
            outcome.push(self.row(check));
        }
    }

    /// Whether a text says something; `thing` is what it is to name, with its article.
    fn text(&self, code: &str, field: &str, thing: &str, text: Option<&str>) -> Check {
        let pointer = self.pointer(field);
        let noun = thing.split_once(' ').map_or(thing, |(_, noun)| noun);
        let check = match text {
            None => self.absent(code, &pointer),
            Some(text) => match self.says(text) {
                None => Check::fail(code, &self.subject, text!["it has no ", noun])
                    .remedy(text!["give it ", thing, " at `", pointer, "`"]),
                Some(says) => Check::pass(code, &self.subject, says),
            }
            .observe(pointer, text),
        };
        check.required(thing)
    }

    fn monitor(&self) -> Check {
        let monitor = self.defect.monitor.as_ref();
        let name = monitor.and_then(|monitor| monitor.name);
        let named = self.text("monitor", "monitor/name", "a monitor", name);
        let mut particular = self.levels().iter().filter(|level| !level.monitor_kinds.is_empty()).peekable();
        let Some(first) = particular.peek().filter(|_| named.status == Status::Pass) else { return named };
        let kinds = first.monitor_kinds.join(" or ");
        let pointer = self.pointer("monitor/kind");
        let Some(kind) = monitor.and_then(|monitor| monitor.kind) else {
            return self
                .absent("monitor", &pointer)
                .observe(self.pointer("monitor/name"), name)
                .required(of_kind(&kinds));
        };
        let suits = |level: &Level| level.monitor_kinds.iter().any(|wanted| wanted.eq_ignore_ascii_case(kind.trim()));
        let check = match particular.find(|level| !suits(level)) {
            None => named.required(of_kind(&kinds)),
            Some(level) => {
                let kinds = level.monitor_kinds.join(" or ");
                let check =
                    Check::fail("monitor", &self.subject, text!["a monitor of the kind `", kind, "` watches it"])
                        .remedy(text!["have it watched by a monitor of the kind ", kinds])
                        .observe(self.pointer("monitor/name"), name)
                        .required(of_kind(&kinds));
                self.as_sure_as_its_severity(check)
            }
        };
        check.observe(pointer, kind)
    }
}

fn of_kind(kinds: &str) -> String {
    text!["a monitor of the kind ", kinds]
}
