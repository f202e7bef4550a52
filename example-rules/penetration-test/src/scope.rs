//! Whether the scope of a test has a piece of new surface.
//!
//! Of what is new altogether it suffices that the scope names it, for who tested it by name found it there. Of all else (what a
//! pattern or a whole API takes in, and a change of what was there before) it must be known that what is released was tested:
//! the scope names its version, or the test began when it was there to be tested.

use crate::glob::Pattern;
use crate::piece::{Piece, Target};
use crate::reports::{Holds, Report};
use crate::servers::normal;
use clearance_rule::sections::{Api, Integrations, TestedScope};
use clearance_rule::text;
use clearance_rule::time::At;
use std::collections::BTreeMap;

/// An entry of a scope, and whether what it names was tested as it is released.
#[derive(Debug, Clone)]
struct Claim<'f, 'a> {
    report: usize,
    /// Where the entry stands.
    pointer: String,
    methods: Option<&'f [&'a str]>,
    pattern: Option<Pattern>,
    /// Whether it names the API, rather than a component that serves it.
    by_name: bool,
    as_released: AsReleased,
}

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

/// What the scopes of all reports say of one API.
#[derive(Debug, Default)]
struct OfApi<'f, 'a> {
    is_new: bool,
    /// By the one path that is named.
    paths: BTreeMap<String, Vec<Claim<'f, 'a>>>,
    /// With a pattern, or for all paths.
    broad: Vec<Claim<'f, 'a>>,
    whole: Vec<Claim<'f, 'a>>,
    servers: BTreeMap<String, Vec<Claim<'f, 'a>>>,
    webhooks: BTreeMap<&'a str, Vec<Claim<'f, 'a>>>,
}

/// What the scopes of all reports say.
#[derive(Debug)]
pub(crate) struct Scopes<'r, 'f, 'a> {
    reports: &'r [Report<'f, 'a>],
    apis: Vec<OfApi<'f, 'a>>,
    integrations: BTreeMap<&'a str, Vec<Claim<'f, 'a>>>,
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

impl<'r, 'f, 'a> Scopes<'r, 'f, 'a> {
    pub(crate) fn of(
        reports: &'r [Report<'f, 'a>],
        apis: &'f [Api<'a>],
        integrations: Option<&'f Integrations<'a>>,
    ) -> Self {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_component: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, api) in apis.iter().enumerate() {
            by_name.entry(api.name.unwrap_or_default()).or_default().push(i);
            if let Some(component) = api.component {
                by_component.entry(component).or_default().push(i);
            }
        }
        let mut scopes = Self { reports, apis: apis.iter().map(OfApi::of).collect(), integrations: BTreeMap::new() };
        for (r, report) in reports.iter().enumerate() {
            for (i, entry) in report.facts.scope.iter().flatten().enumerate() {
                let pointer = text![report.pointer, "/scope/", i];
                let named = entry.api.and_then(|name| by_name.get(name)).map(Vec::as_slice).unwrap_or_default();
                for &place in named {
                    scopes.claim(place, &apis[place], (r, report), entry, &pointer, true);
                }
                let components = entry.components.iter().flatten();
                for &place in components.filter_map(|component| by_component.get(component)).flatten() {
                    if !named.contains(&place) {
                        scopes.claim(place, &apis[place], (r, report), entry, &pointer, false);
                    }
                }
                for name in entry.integrations.iter().flatten() {
                    let as_released = since(integrations.and_then(|both| both.since), report);
                    let claim = Claim {
                        report: r,
                        pointer: pointer.clone(),
                        methods: None,
                        pattern: None,
                        by_name: true,
                        as_released,
                    };
                    scopes.integrations.entry(name).or_default().push(claim);
                }
            }
        }
        scopes
    }

    fn claim(
        &mut self,
        place: usize,
        api: &Api<'a>,
        (r, report): (usize, &Report<'f, 'a>),
        entry: &'f TestedScope<'a>,
        pointer: &str,
        by_name: bool,
    ) {
        let released = api.after.as_ref().and_then(|after| after.text_at(&["info", "version"]));
        let as_released = match entry.version {
            Some(tested) if released == Some(tested) => AsReleased::Yes,
            Some(_) => AsReleased::OtherVersion,
            None => since(api.since, report),
        };
        let claim = Claim {
            report: r,
            pointer: pointer.to_owned(),
            methods: entry.methods.as_deref(),
            pattern: None,
            by_name,
            as_released,
        };
        let of_api = &mut self.apis[place];
        for path in entry.paths.iter().flatten() {
            let pattern = Pattern::new(path);
            match pattern.only() {
                Some(path) => of_api.paths.entry(path.to_owned()).or_default().push(claim.clone()),
                None => of_api.broad.push(Claim { pattern: Some(pattern), ..claim.clone() }),
            }
        }
        for url in entry.servers.iter().flatten() {
            of_api.servers.entry(normal(url)).or_default().push(claim.clone());
        }
        for name in entry.webhooks.iter().flatten() {
            of_api.webhooks.entry(name).or_default().push(claim.clone());
        }
        let names_parts = entry.servers.is_some() || entry.webhooks.is_some();
        match (&entry.paths, &entry.methods) {
            (None, None) if !names_parts => of_api.whole.push(claim),
            (None, Some(_)) => of_api.broad.push(claim),
            _ => {}
        }
    }

    /// Whether a piece was tested by a test that counts.
    pub(crate) fn tested(&self, piece: &Piece<'_, 'a>) -> Tested {
        let mut best: Option<(u8, &Claim<'f, 'a>, bool)> = None;
        self.each_claim(piece, &mut |claim, is_named| {
            let is_named = is_named && piece.novel;
            let rank = self.reports[claim.report].counts.rank().max(claim.rank(is_named));
            if best.is_none_or(|(so_far, ..)| rank < so_far) {
                best = Some((rank, claim, is_named));
            }
        });
        if best.is_none_or(|(rank, ..)| rank > 1)
            && let Some(silent) = self.silent()
        {
            return silent;
        }
        let Some((_, claim, is_named)) = best else {
            let why = if self.reports.is_empty() { "there is no report" } else { "no test has it in its scope" };
            return Tested::No(None, why.to_owned());
        };
        let report = &self.reports[claim.report];
        let covers = claim.covers(is_named, piece);
        let worse = if report.counts.rank() > covers.rank() { report.counts.clone() } else { covers };
        let told = |why: &str| text![report.name, " has it in its scope, and ", why];
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
        let why = text![report.name, " does not say what was tested"];
        Some(Tested::Unclear(place, why, text!["supply the fact `", report.pointer, "/scope`"]))
    }

    /// Every entry of a scope that has the piece, and whether it has it by its name.
    fn each_claim<'s>(&'s self, piece: &Piece<'_, 'a>, consider: &mut dyn FnMut(&'s Claim<'f, 'a>, bool)) {
        let of_api = piece.api.and_then(|place| self.apis.get(place));
        let method = match &piece.target {
            Target::Operation((_, method)) => Some(*method),
            _ => None,
        };
        let named = match (&piece.target, of_api) {
            (Target::Integration(name), _) => self.integrations.get(name),
            (Target::Operation((path, _)), Some(of_api)) => of_api.paths.get(path),
            (Target::Server(address), Some(of_api)) => of_api.servers.get(address),
            (Target::Webhook(name), Some(of_api)) => of_api.webhooks.get(name),
            (Target::Api, _) | (_, None) => None,
        };
        let has_method = |claim: &&Claim<'f, 'a>| method.is_none_or(|method| claim.has_method(method));
        named.into_iter().flatten().filter(has_method).for_each(|claim| consider(claim, true));
        let Some(of_api) = of_api else { return };
        // Who tested an API that is new tested what is new.
        let mut consider = |claim: &'s Claim<'f, 'a>| consider(claim, of_api.is_new && claim.by_name);
        of_api.whole.iter().for_each(&mut consider);
        if let Target::Operation((path, _)) = &piece.target {
            let fits = |claim: &&Claim<'f, 'a>| claim.pattern.as_ref().is_none_or(|pattern| pattern.matches(path));
            of_api.broad.iter().filter(has_method).filter(fits).for_each(consider);
        }
    }
}

impl OfApi<'_, '_> {
    fn of(api: &Api<'_>) -> Self {
        Self { is_new: api.before == Some(clearance_rule::node::Node::Null), ..Self::default() }
    }
}

impl Claim<'_, '_> {
    fn has_method(&self, method: &str) -> bool {
        self.methods.is_none_or(|methods| methods.iter().any(|known| known.trim().eq_ignore_ascii_case(method)))
    }

    /// The rank of what [`Self::covers`] says.
    fn rank(&self, is_named: bool) -> u8 {
        match self.as_released {
            _ if is_named => 0,
            AsReleased::Yes => 0,
            AsReleased::NoStart | AsReleased::NoProof => 1,
            AsReleased::OtherVersion | AsReleased::Before => 2,
        }
    }

    /// Whether what was tested is what is released.
    fn covers(&self, is_named: bool, piece: &Piece<'_, '_>) -> Holds {
        if is_named {
            return Holds::Yes;
        }
        let section = piece.api.map_or_else(|| "/integrations".to_owned(), |place| text!["/apis/", place]);
        let version = piece
            .api
            .map_or_else(String::new, |_| text!["say in `", self.pointer, "/version` which version was tested, or "]);
        match self.as_released {
            AsReleased::Yes => Holds::Yes,
            AsReleased::OtherVersion => Holds::No("tested another version".to_owned()),
            AsReleased::Before => Holds::No("began before it was there to be tested".to_owned()),
            AsReleased::NoStart => Holds::Unclear(
                "does not say when it began".to_owned(),
                text![version, "supply the fact `/penetration_tests/", self.report, "/performed/start`"],
            ),
            AsReleased::NoProof => Holds::Unclear(
                "may have been made before it was there".to_owned(),
                text![version, "say in `", section, "/since` since when it could be tested"],
            ),
        }
    }
}

/// Whether a test began when something was there already.
fn since(since: Option<At<'_>>, report: &Report<'_, '_>) -> AsReleased {
    match (since, report.performed().0) {
        (None, _) => AsReleased::NoProof,
        (Some(_), None) => AsReleased::NoStart,
        (Some(since), Some(start)) if since <= start => AsReleased::Yes,
        _ => AsReleased::Before,
    }
}
