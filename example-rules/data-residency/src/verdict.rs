//! From what was found of a resource to the rows: one for the class of its data and one for each thing it does with it.

use crate::finding::{Class, Fix, Holding, Resource, Seen, Told, Untold, Whereabouts};
use crate::policy::{Policy, Role, Rules, abridged};
use crate::region::{self, Cloud};
use clearance_rule::{Check, Severity, text};

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
    fn data(&self) -> String {
        match self {
            Classes::Known(classes) => {
                let names: Vec<String> = classes.iter().map(|class| text!["`", class.name, "`"]).collect();
                text![names.join(" and "), " data"]
            }
            Classes::Unknown => "data of any class".to_owned(),
        }
    }

    fn required(&self, role: Role) -> String {
        match self {
            Classes::Known(classes) => {
                let lists: Vec<String> = classes
                    .iter()
                    .map(|class| text!["`", class.name, "` data may ", role.may(), " in ", class.allowed(role).words])
                    .collect();
                lists.join("; ")
            }
            Classes::Unknown => text!["a region where data of its class may ", role.may()],
        }
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

/// The rows of a resource.
pub(crate) fn rows(policy: &Policy, resource: &Resource<'_>) -> Vec<Check> {
    if let [Holding { role, place: Whereabouts::Nowhere(why), .. }] = resource.holdings.as_slice() {
        return vec![Check::not_applicable(role.code(), resource.subject.as_str(), *why).severity(Severity::High)];
    }
    let (classes, row) = class_row(policy, resource);
    let mut rows = vec![row];
    for role in [Role::Storage, Role::Replication, Role::Backup] {
        let holdings: Vec<&Holding<'_>> = resource.holdings.iter().filter(|holding| holding.role == role).collect();
        if !holdings.is_empty() {
            rows.push(region_row(policy, resource, &classes, role, &holdings));
        }
    }
    rows
}

fn class_row<'p>(policy: &'p Policy, resource: &Resource<'_>) -> (Classes<'p>, Check) {
    let subject = resource.subject.as_str();
    let fix = text!["set ", resource.class_fix, " to one of ", policy.class_names()];
    let required = text!["one of ", policy.class_names()];
    let (classes, check) = match &resource.class {
        Class::Stated(stated) => {
            let mut known: Vec<&Rules> = Vec::new();
            let mut strange = Vec::new();
            for name in stated.iter().flat_map(|(text, _)| class_names(policy, text)) {
                match policy.class(name) {
                    Some(class) if known.iter().any(|other| other.name == class.name) => {}
                    Some(class) => known.push(class),
                    None => strange.push(text!["`", name, "`"]),
                }
            }
            let check = if strange.is_empty() {
                let names: Vec<String> = known.iter().map(|class| text!["`", class.name, "`"]).collect();
                let noun = if names.len() == 1 { "class" } else { "classes" };
                Check::pass(DATA_CLASS, subject, text!["states the ", noun, " ", names.join(" and ")])
            } else {
                let message = text!["states the class ", strange.join(" and "), ", which the policy does not know"];
                Check::fail(DATA_CLASS, subject, message).remedy(fix)
            };
            let classes = if strange.is_empty() { Classes::Known(known) } else { Classes::Unknown };
            (classes, observe(check, stated.iter().map(|(_, seen)| seen)))
        }
        Class::Absent(pointer) => {
            if let Some(class) = policy.default_class() {
                let message = text!["states no class: the policy's default, `", class.name, "`, applies"];
                (Classes::Known(vec![class]), Check::pass(DATA_CLASS, subject, message).missing(pointer))
            } else {
                let check = Check::unknown(DATA_CLASS, subject, "states no class of data").missing(pointer);
                (Classes::Unknown, check.remedy_if_unknown(fix))
            }
        }
        Class::Later(seen) => {
            let check = Check::unknown(DATA_CLASS, subject, "its class will be known only after the plan is applied");
            (Classes::Unknown, observe(check.remedy_if_unknown(fix), [seen]))
        }
    };
    (classes, check.required(required))
}

/// The classes that one text names: the text as a whole where it is a class, else its parts.
fn class_names<'t>(policy: &Policy, text: &'t str) -> Vec<&'t str> {
    let text = text.trim();
    if policy.class(text).is_some() {
        return vec![text];
    }
    let names: Vec<&str> = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    // A text that names nothing is a class nobody knows, not the absence of one.
    if names.is_empty() { vec![text] } else { names }
}

fn region_row(
    policy: &Policy,
    resource: &Resource<'_>,
    classes: &Classes<'_>,
    role: Role,
    holdings: &[&Holding<'_>],
) -> Check {
    let mut seen: Vec<&Seen<'_>> = Vec::new();
    let mut found = Found { cloud: resource.cloud, ..Found::default() };
    let located = policy.located(&resource.subject).map(|regions| Told::by("located", regions));
    for holding in holdings {
        let told = match &holding.place {
            Whereabouts::Told(told) => told,
            Whereabouts::Nowhere(_) => continue,
            Whereabouts::Untold(untold) => {
                seen.extend(&untold.seen);
                let Some(told) = &located else {
                    found.untold(untold, &holding.fix);
                    continue;
                };
                told
            }
        };
        for told in told {
            seen.extend(&told.seen);
            found.told(told, classes.permit(policy, role, &told.region), &holding.fix);
        }
    }
    let check = found.judge(classes, role, &resource.subject, &resource.class_fix);
    observe(check, seen).required(classes.required(role)).severity(Severity::High)
}

/// What the places of one role come to.
#[derive(Default)]
struct Found<'h> {
    allowed: Vec<String>,
    refused: Vec<(String, &'h Fix)>,
    depends: Vec<String>,
    untold: Vec<(&'h str, &'h Fix)>,
    by: Vec<&'static str>,
    cloud: Option<Cloud>,
}

impl<'h> Found<'h> {
    fn told(&mut self, told: &Told<'_>, permitted: Option<bool>, fix: &'h Fix) {
        if let Some(param) = told.by.filter(|param| !self.by.contains(param)) {
            self.by.push(param);
        }
        match permitted {
            Some(true) => add(&mut self.allowed, told.region.clone()),
            Some(false) => add(&mut self.refused, (told.region.clone(), fix)),
            None => add(&mut self.depends, told.region.clone()),
        }
    }

    fn untold(&mut self, untold: &'h Untold<'_>, fix: &'h Fix) {
        add(&mut self.untold, (untold.why.as_str(), fix));
    }

    fn judge(&self, classes: &Classes<'_>, role: Role, subject: &str, class_fix: &str) -> Check {
        let code = role.code();
        let by = match self.by.as_slice() {
            [] => String::new(),
            params => text![" (`", params.join("`, `"), "` of the policy)"],
        };
        let why = self.untold.iter().map(|(why, _)| *why).collect::<Vec<_>>().join("; ");
        if !self.refused.is_empty() {
            let regions: Vec<&str> = self.refused.iter().map(|(region, _)| region.as_str()).collect();
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
            let choices = choices.unwrap_or_else(|| "a region that the class of its data allows".to_owned());
            add(&mut steps, fix.with(&choices));
        }
        steps.join("; ")
    }

    fn tell(&self, classes: &Classes<'_>, role: Role, subject: &str) -> String {
        let mut steps = Vec::new();
        for (_, fix) in &self.untold {
            let choices = classes.choices(role, self.cloud);
            add(&mut steps, fix.with(&choices.unwrap_or_else(|| "the region it is in".to_owned())));
        }
        text![steps.join("; "), "; or give its regions in the policy, as `located: {\"", subject, "\": […]}`"]
    }
}

impl Fix {
    fn with(&self, choices: &str) -> String {
        match self {
            Fix::Set(what) => text!["set ", what, " to ", choices],
            Fix::Stand(what) => text![what, " in ", choices],
            Fix::Do(sentence) => sentence.clone(),
        }
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Records facts, each place once.
pub(crate) fn observe<'s>(mut check: Check, seen: impl IntoIterator<Item = &'s Seen<'s>>) -> Check {
    for Seen { pointer, value } in seen {
        if check.observed.iter().all(|observation| observation.pointer != *pointer) {
            check = match value {
                Some(value) => check.observe_node(pointer, value),
                None => check.missing(pointer),
            };
        }
    }
    check
}
