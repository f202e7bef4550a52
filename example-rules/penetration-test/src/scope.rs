//! Whether the scope of a test has a piece of new surface.
//!
//! Of what is new altogether it suffices that the scope names it, for who tested it by name found it there. Of all else (what a
//! pattern or a whole API takes in, and a change of what was there before) it must be known that what is released was tested:
//! the scope names its version, or the test began when it was there to be tested.

use crate::facts::Facts;
use crate::glob::Pattern;
use crate::piece::{Piece, Target};
use crate::reports::{Holds, Report};
use crate::servers::normal;
use crate::table::Table;
use crate::words::{digits, element};
use clearance_rule::joined;
use clearance_rule::node::Node;
use clearance_rule::sections::{Api, TestedScope};
use clearance_rule::time::At;

/// An entry of a scope that may have a piece.
#[derive(Debug)]
struct Claim<'f, 'a> {
    report: usize,
    /// Its place in the scope of the report.
    place: usize,
    entry: &'f TestedScope<'a>,
    pattern: Option<Pattern>,
}

/// Whether what is released was tested, rather than something before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AsReleased {
    Yes,
    OtherVersion,
    Before,
    /// The start of the test is not known.
    NoStart,
    /// Neither version nor time is known.
    NoProof,
}

/// What the scopes of all reports say of the APIs of one name, or of those that one component serves.
#[derive(Debug)]
struct Claims<'f, 'a> {
    /// By the one path that is named.
    paths: Table<Vec<Claim<'f, 'a>>>,
    /// With a pattern, or for all paths.
    broad: Vec<Claim<'f, 'a>>,
    whole: Vec<Claim<'f, 'a>>,
    servers: Table<Vec<Claim<'f, 'a>>>,
    webhooks: Table<Vec<Claim<'f, 'a>>>,
}

/// What the scopes of all reports say.
#[derive(Debug)]
pub(crate) struct Scopes<'f, 'a> {
    reports: &'f [Report<'f, 'a>],
    apis: &'f [Api<'a>],
    /// When the integrations were there to be tested.
    integrations_since: Option<At<'a>>,
    by_name: Table<Claims<'f, 'a>>,
    by_component: Table<Claims<'f, 'a>>,
    by_integration: Table<Vec<Claim<'f, 'a>>>,
}

/// Whether a piece was tested, with the place of the report that says most about it.
#[derive(Debug)]
pub(crate) enum Tested {
    /// It was.
    Yes(usize),
    /// It cannot be told: why, and what would tell it.
    Unclear(usize, String, String),
    /// It was not: why. No report need say anything about it.
    No(Option<usize>, String),
}

impl<'f, 'a> Scopes<'f, 'a> {
    pub(crate) fn of(reports: &'f [Report<'f, 'a>], facts: &'f Facts<'a>) -> Self {
        let mut scopes = Self {
            reports,
            apis: facts.apis.as_deref().unwrap_or_default(),
            integrations_since: facts.integrations.as_ref().and_then(|integrations| integrations.since),
            by_name: Table::new(),
            by_component: Table::new(),
            by_integration: Table::new(),
        };
        for (report, facts) in reports.iter().enumerate() {
            for (place, entry) in facts.facts.scope.iter().flatten().enumerate() {
                let claim = |pattern| Claim { report, place, entry, pattern };
                if let Some(name) = entry.api {
                    scopes.by_name.get_or_add(name.as_bytes(), Claims::new).add(entry, claim);
                }
                for component in entry.components.iter().flatten() {
                    scopes.by_component.get_or_add(component.as_bytes(), Claims::new).add(entry, claim);
                }
                for name in entry.integrations.iter().flatten() {
                    scopes.by_integration.get_or_add(name.as_bytes(), Vec::new).push(claim(None));
                }
            }
        }
        scopes
    }

    /// Whether a piece was tested by a test that counts.
    pub(crate) fn tested(&self, piece: &Piece<'_, 'a>) -> Tested {
        let mut best: Option<(u8, &Claim<'f, 'a>, AsReleased)> = None;
        self.each_claim(piece, &mut |claim, is_named| {
            let as_released = if is_named && piece.novel { AsReleased::Yes } else { self.as_released(claim, piece) };
            let rank = self.reports[claim.report].counts.rank().max(as_released.rank());
            if best.is_none_or(|(so_far, ..)| rank < so_far) {
                best = Some((rank, claim, as_released));
            }
        });
        if best.is_none_or(|(rank, ..)| rank > 1)
            && let Some(silent) = self.silent()
        {
            return silent;
        }
        let Some((_, claim, as_released)) = best else {
            let why = if self.reports.is_empty() { "there is no report" } else { "no test has it in its scope" };
            return Tested::No(None, why.to_owned());
        };
        let report = &self.reports[claim.report];
        let covers = claim.covers(as_released, piece, report);
        let worse = if report.counts.rank() > covers.rank() { report.counts.clone() } else { covers };
        let told = |why: &str| joined![report.name, " has it in its scope, and ", why];
        match worse {
            Holds::Yes => Tested::Yes(claim.report),
            Holds::Unclear(why, wanted) => Tested::Unclear(claim.report, told(&why), wanted),
            Holds::No(why) => Tested::No(Some(claim.report), told(&why)),
        }
    }

    /// A report that would count, were it known what was tested.
    fn silent(&self) -> Option<Tested> {
        let silent = |report: &Report<'f, 'a>| report.facts.scope.is_none() && report.counts.rank() < 2;
        let place = self.reports.iter().position(silent)?;
        let report = &self.reports[place];
        let why = joined![report.name, " does not say what was tested"];
        Some(Tested::Unclear(place, why, joined!["supply the fact `", report.pointer, "/scope`"]))
    }

    /// Every entry of a scope that has the piece, and whether it has it by its name.
    fn each_claim<'s>(&'s self, piece: &Piece<'_, 'a>, consider: &mut dyn FnMut(&'s Claim<'f, 'a>, bool)) {
        let Some(api) = piece.api.and_then(|place| self.apis.get(place)) else {
            if let Target::Integration(name) = piece.target {
                self.by_integration.get(name.as_bytes()).into_iter().flatten().for_each(|claim| consider(claim, true));
            }
            return;
        };
        // Who tested an API that is new, by its name, tested what is new.
        let is_new = api.before == Some(Node::Null);
        if let Some(claims) = api.name.and_then(|name| self.by_name.get(name.as_bytes())) {
            claims.each(&piece.target, is_new, consider);
        }
        if let Some(claims) = api.component.and_then(|component| self.by_component.get(component.as_bytes())) {
            claims.each(&piece.target, false, consider);
        }
    }

    fn as_released(&self, claim: &Claim<'f, 'a>, piece: &Piece<'_, 'a>) -> AsReleased {
        let api = piece.api.and_then(|place| self.apis.get(place));
        let released = api.and_then(|api| api.after.as_ref()?.text_at(&["info", "version"]));
        let since = api.map_or(self.integrations_since, |api| api.since);
        match (claim.entry.version.filter(|_| api.is_some()), since, self.reports[claim.report].performed().0) {
            (Some(tested), ..) if released == Some(tested) => AsReleased::Yes,
            (Some(_), ..) => AsReleased::OtherVersion,
            (None, None, _) => AsReleased::NoProof,
            (None, Some(_), None) => AsReleased::NoStart,
            (None, Some(since), Some(start)) if since <= start => AsReleased::Yes,
            (None, ..) => AsReleased::Before,
        }
    }
}

impl<'f, 'a> Claims<'f, 'a> {
    fn new() -> Self {
        Self {
            paths: Table::new(),
            broad: Vec::new(),
            whole: Vec::new(),
            servers: Table::new(),
            webhooks: Table::new(),
        }
    }

    fn add(&mut self, entry: &'f TestedScope<'a>, claim: impl Fn(Option<Pattern>) -> Claim<'f, 'a>) {
        for path in entry.paths.iter().flatten() {
            let pattern = Pattern::new(path);
            match pattern.only() {
                Some(path) => self.paths.get_or_add(path.as_bytes(), Vec::new).push(claim(None)),
                None => self.broad.push(claim(Some(pattern))),
            }
        }
        for url in entry.servers.iter().flatten() {
            self.servers.get_or_add(normal(url).as_bytes(), Vec::new).push(claim(None));
        }
        for name in entry.webhooks.iter().flatten() {
            self.webhooks.get_or_add(name.as_bytes(), Vec::new).push(claim(None));
        }
        match (&entry.paths, &entry.methods) {
            (None, Some(_)) => self.broad.push(claim(None)),
            (None, None) if entry.servers.is_none() && entry.webhooks.is_none() => self.whole.push(claim(None)),
            _ => {}
        }
    }

    /// Those that have what is looked for; whether what is broader than it names it is the caller's to say.
    fn each<'s>(&'s self, target: &Target<'a>, broad: bool, consider: &mut dyn FnMut(&'s Claim<'f, 'a>, bool)) {
        let named = match target {
            Target::Operation((path, _)) => self.paths.get(path.as_bytes()),
            Target::Server(address) => self.servers.get(address.as_bytes()),
            Target::Webhook(name) => self.webhooks.get(name.as_bytes()),
            Target::Api | Target::Integration(_) => None,
        };
        let fits = |claim: &Claim<'f, 'a>| match target {
            Target::Operation((path, method)) => {
                claim.has_method(method) && claim.pattern.as_ref().is_none_or(|pattern| pattern.matches(path))
            }
            _ => true,
        };
        named.into_iter().flatten().filter(|claim| fits(claim)).for_each(|claim| consider(claim, true));
        self.whole.iter().for_each(|claim| consider(claim, broad));
        if matches!(target, Target::Operation(_)) {
            self.broad.iter().filter(|claim| fits(claim)).for_each(|claim| consider(claim, broad));
        }
    }
}

impl AsReleased {
    fn rank(self) -> u8 {
        match self {
            Self::Yes => 0,
            Self::NoStart | Self::NoProof => 1,
            Self::OtherVersion | Self::Before => 2,
        }
    }
}

impl Claim<'_, '_> {
    fn has_method(&self, method: &str) -> bool {
        let methods = self.entry.methods.as_ref();
        methods.is_none_or(|methods| methods.iter().any(|known| known.trim().eq_ignore_ascii_case(method)))
    }

    /// Whether what was tested is what is released, in words.
    fn covers(&self, as_released: AsReleased, piece: &Piece<'_, '_>, report: &Report<'_, '_>) -> Holds {
        let section = piece.api.map_or_else(|| "/integrations".to_owned(), |place| element("/apis", place));
        let or_version = || {
            let version = joined![
                "say in `",
                report.pointer,
                "/scope/",
                digits(self.place),
                "/version` which version was tested, or "
            ];
            piece.api.map_or_else(String::new, |_| version)
        };
        match as_released {
            AsReleased::Yes => Holds::Yes,
            AsReleased::OtherVersion => Holds::No("tested another version".to_owned()),
            AsReleased::Before => Holds::No("began before it was there to be tested".to_owned()),
            AsReleased::NoStart => Holds::Unclear(
                "does not say when it began".to_owned(),
                joined![or_version(), "supply the fact `", report.pointer, "/performed/start`"],
            ),
            AsReleased::NoProof => Holds::Unclear(
                "may have been made before it was there".to_owned(),
                joined![or_version(), "say in `", section, "/since` since when it could be tested"],
            ),
        }
    }
}
