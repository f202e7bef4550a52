//! From what was found of a resource to the rows: one for the class of its data and one for each thing it does with it.

use crate::finding::{Class, Fix, Holding, Resource, Seen, Told, Whereabouts};
use crate::kept::Kept;
use crate::policy::{Policy, Role, Rules, abridged, texts};
use crate::region::{self, Cloud};
use clearance_rule::{Check, Outcome, Severity, text};

pub(crate) const DATA_CLASS: &str = "data-class";

impl Role {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Role::Storage => "storage-region",
            Role::Replication => "replication-region",
            Role::Backup => "backup-region",
        }
    }

    /// “It … eu-west-1.”
    fn does(self) -> &'static str {
        match self {
            Role::Storage => "rests in",
            Role::Replication => "is copied to",
            Role::Backup => "is backed up in",
        }
    }

    /// “Data may …”
    fn may(self) -> &'static str {
        match self {
            Role::Storage => "rest",
            Role::Replication => "be copied",
            Role::Backup => "be backed up",
        }
    }

    /// “Where it … cannot be told.”
    fn wants(self) -> &'static str {
        match self {
            Role::Storage => "rests",
            Role::Replication => "is copied to",
            Role::Backup => "is backed up",
        }
    }
}

/// The classes that a resource's data is of.
enum Classes<'p> {
    Known(Vec<&'p Rules>),
    /// No telling which.
    Unknown,
}

impl Classes<'_> {
    /// Whether the data may be in a region; none where that depends on its class.
    fn permit(&self, policy: &Policy, role: Role, region: &str) -> Option<bool> {
        let permits = |class: &Rules| class.allowed(role).permits(region);
        match self {
            Classes::Known(classes) => Some(classes.iter().all(|class| permits(class))),
            Classes::Unknown => {
                if policy.classes().iter().any(permits) {
                    None
                } else {
                    Some(false)
                }
            }
        }
    }

    fn anywhere(&self, role: Role) -> bool {
        matches!(self, Classes::Known(classes) if classes.iter().all(|class| class.allowed(role).anywhere()))
    }

    /// “`personal` data”
    #[inline(never)]
    fn data(&self) -> String {
        let Classes::Known(classes) = self else { return "data of any class".to_owned() };
        text![names(classes), " data"]
    }

    fn required(&self, role: Role) -> String {
        let Classes::Known(classes) = self else {
            return text!["a region where data of its class may ", role.may()];
        };
        let mut list = String::new();
        for class in classes {
            if !list.is_empty() {
                list.push_str("; ");
            }
            list.push_str(&text!["`", class.name, "` data may ", role.may(), " in ", class.allowed(role).words]);
        }
        list
    }

    /// The regions to choose from, in words: those of one cloud, where it is known which.
    fn choices(&self, role: Role, cloud: Option<Cloud>) -> Option<String> {
        let Classes::Known(classes) = self else { return None };
        let (first, others) = classes.split_first()?;
        let mut choices = first.allowed(role).choices(cloud);
        choices.retain(|choice| {
            let sample = choice.strip_suffix('*').unwrap_or(choice);
            others.iter().all(|class| class.allowed(role).permits(sample))
        });
        match choices.as_slice() {
            [] => None,
            [one] if !one.ends_with('*') => Some((*one).to_owned()),
            several => Some(text!["one of ", abridged(several)]),
        }
    }
}

/// “`personal` and `payment`”
fn names(classes: &[&Rules]) -> String {
    let mut names = String::new();
    for class in classes {
        if !names.is_empty() {
            names.push_str(" and ");
        }
        names.push_str(&text!["`", class.name, "`"]);
    }
    names
}

/// Adds the rows of a resource.
pub(crate) fn add_rows<'f>(policy: &'f Policy, kept: &'f Kept<'f>, resource: &Resource<'f>, outcome: &mut Outcome) {
    if let [Holding { role, place: Whereabouts::Nowhere(why), .. }] = resource.holdings.as_slice() {
        outcome.push(Check::not_applicable(role.code(), resource.subject, *why).severity(Severity::High));
        return;
    }
    let (classes, row) = class_row(policy, resource);
    outcome.push(row);
    for role in [Role::Storage, Role::Replication, Role::Backup] {
        if resource.holdings.iter().any(|holding| holding.role == role) {
            outcome.push(region_row(policy, kept, resource, &classes, role));
        }
    }
}

fn class_row<'p>(policy: &'p Policy, resource: &Resource<'_>) -> (Classes<'p>, Check) {
    let subject = resource.subject;
    let required = text!["one of ", policy.class_names()];
    let fix = text!["set ", resource.class_fix, " to ", required];
    let (classes, check, seen) = match &resource.class {
        Class::Stated(stated) => {
            let mut known: Vec<&Rules> = Vec::new();
            let mut strange = String::new();
            for seen in *stated {
                for name in class_names(policy, seen.text().unwrap_or_default()) {
                    let Some(class) = policy.class(name) else {
                        let and = if strange.is_empty() { "" } else { " and " };
                        strange = text![strange, and, "`", name, "`"];
                        continue;
                    };
                    if known.iter().all(|other| other.name != class.name) {
                        known.push(class);
                    }
                }
            }
            if strange.is_empty() {
                let noun = if known.len() == 1 { "class" } else { "classes" };
                let check = Check::pass(DATA_CLASS, subject, text!["states the ", noun, " ", names(&known)]);
                (Classes::Known(known), check, *stated)
            } else {
                let message = text!["states the class ", strange, ", which the policy does not know"];
                (Classes::Unknown, Check::fail(DATA_CLASS, subject, message), *stated)
            }
        }
        Class::Absent(pointer) => {
            let seen = &[Seen::absent(pointer)][..];
            if let Some(class) = policy.default_class() {
                let message = text!["states no class: the policy's default, `", class.name, "`, applies"];
                let check = observe(Check::pass(DATA_CLASS, subject, message), seen);
                return (Classes::Known(vec![class]), check.required(required));
            }
            let check = observe(Check::unknown(DATA_CLASS, subject, "states no class of data"), seen);
            return (Classes::Unknown, check.remedy_if_unknown(fix).required(required));
        }
        Class::Later(seen) => {
            let check = Check::unknown(DATA_CLASS, subject, "its class will be known only after the plan is applied");
            (Classes::Unknown, check, std::slice::from_ref(seen))
        }
    };
    (classes, observe(check.remedy(fix.clone()).remedy_if_unknown(fix), seen).required(required))
}

/// The classes that one text names: the text as a whole where it is a class, else its parts.
fn class_names<'t>(policy: &Policy, text: &'t str) -> Vec<&'t str> {
    let text = text.trim();
    if policy.class(text).is_some() {
        return vec![text];
    }
    let mut names = Vec::new();
    for name in text.split([',', ';']) {
        let name = name.trim();
        if !name.is_empty() {
            names.push(name);
        }
    }
    // A text that names nothing is a class nobody knows, not the absence of one.
    if names.is_empty() { vec![text] } else { names }
}

fn region_row<'f>(
    policy: &'f Policy,
    kept: &'f Kept<'f>,
    resource: &Resource<'f>,
    classes: &Classes<'_>,
    role: Role,
) -> Check {
    let mut seen: Vec<Seen<'_>> = Vec::new();
    let mut found = Found { cloud: resource.cloud, ..Found::default() };
    let located = policy.located(resource.subject).map(|regions| Told::by(kept, "located", regions, &[]));
    for Holding { role: does, place, fix } in &resource.holdings {
        if *does != role {
            continue;
        }
        let told = match place {
            Whereabouts::Told(told) => told,
            Whereabouts::Nowhere(_) => continue,
            Whereabouts::Untold(untold) => {
                seen.extend_from_slice(untold.seen);
                let Some(told) = located else {
                    add(&mut found.untold, (untold.why, *fix));
                    continue;
                };
                told
            }
        };
        for told in told {
            seen.extend_from_slice(told.seen);
            found.told(told, classes.permit(policy, role, told.region), *fix);
        }
    }
    let check = found.judge(classes, role, resource.subject, resource.class_fix);
    observe(check, &seen).required(classes.required(role)).severity(Severity::High)
}

/// What the places of one role come to.
#[derive(Default)]
struct Found<'f> {
    allowed: Vec<&'f str>,
    refused: Vec<(&'f str, Fix<'f>)>,
    depends: Vec<&'f str>,
    untold: Vec<(&'f str, Fix<'f>)>,
    by: Vec<&'f str>,
    cloud: Option<Cloud>,
}

impl<'f> Found<'f> {
    fn told(&mut self, told: &Told<'f>, permitted: Option<bool>, fix: Fix<'f>) {
        if let Some(param) = told.by {
            add(&mut self.by, param);
        }
        match permitted {
            Some(true) => add(&mut self.allowed, told.region),
            Some(false) => add(&mut self.refused, (told.region, fix)),
            None => add(&mut self.depends, told.region),
        }
    }

    fn judge(&self, classes: &Classes<'_>, role: Role, subject: &str, class_fix: &str) -> Check {
        let code = role.code();
        let by = match self.by.as_slice() {
            [] => String::new(),
            params => text![" (`", params.join("`, `"), "` of the policy)"],
        };
        let why = firsts(&self.untold).join("; ");
        if !self.refused.is_empty() {
            let regions = firsts(&self.refused);
            let (regions, data, does) = (abridged(&regions), classes.data(), role.does());
            let mut message = text![does, " ", regions, by, ", where ", data, " may not ", role.may()];
            if !why.is_empty() {
                message = text![message, "; where else it ", role.wants(), " cannot be told: ", why];
            }
            return Check::fail(code, subject, message).remedy(self.move_out(classes, role));
        }
        if !self.untold.is_empty() {
            if classes.anywhere(role) {
                let message = text![classes.data(), " may ", role.may(), " anywhere"];
                return Check::not_applicable(code, subject, message);
            }
            let message = text!["where it ", role.wants(), " cannot be told: ", why];
            return Check::unknown(code, subject, message).remedy_if_unknown(self.tell(classes, role, subject));
        }
        if !self.depends.is_empty() {
            let message = text![
                role.does(),
                " ",
                abridged(&self.depends),
                by,
                "; whether it may depends on the class of its data, which is not known"
            ];
            return Check::unknown(code, subject, message).remedy_if_unknown(text!["set ", class_fix]);
        }
        let message =
            text![role.does(), " ", abridged(&self.allowed), by, ", where ", classes.data(), " may ", role.may()];
        Check::pass(code, subject, message)
    }

    fn move_out(&self, classes: &Classes<'_>, role: Role) -> String {
        let mut steps = Vec::new();
        for (region, fix) in &self.refused {
            let choices = classes.choices(role, region::cloud(region).or(self.cloud));
            add_step(&mut steps, *fix, choices.as_deref(), "a region that the class of its data allows");
        }
        texts(&steps).join("; ")
    }

    fn tell(&self, classes: &Classes<'_>, role: Role, subject: &str) -> String {
        let mut steps = Vec::new();
        for (_, fix) in &self.untold {
            add_step(&mut steps, *fix, classes.choices(role, self.cloud).as_deref(), "the region it is in");
        }
        text![texts(&steps).join("; "), "; or give its regions in the policy, as `located: {\"", subject, "\": […]}`"]
    }
}

#[inline(never)]
fn firsts<'f>(list: &[(&'f str, Fix<'f>)]) -> Vec<&'f str> {
    let mut firsts = Vec::new();
    for (first, _) in list {
        firsts.push(*first);
    }
    firsts
}

#[inline(never)]
fn add_step(steps: &mut Vec<String>, fix: Fix<'_>, choices: Option<&str>, otherwise: &str) {
    let choices = choices.unwrap_or(otherwise);
    let step = match fix {
        Fix::Set(what) => text!["set ", what, " to ", choices],
        Fix::Stand(what) => text![what, " in ", choices],
        Fix::Do(sentence) => sentence.to_owned(),
    };
    if !steps.contains(&step) {
        steps.push(step);
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Records facts, each place once.
#[inline(never)]
fn observe(mut check: Check, seen: &[Seen<'_>]) -> Check {
    for Seen { pointer, value } in seen {
        if check.observed.iter().all(|observation| observation.pointer != *pointer) {
            check = match value {
                Some(value) => check.observe_node(*pointer, value),
                None => check.missing(*pointer),
            };
        }
    }
    check
}
