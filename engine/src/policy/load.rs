//! From a policy file to a policy that can decide: everything that can be wrong with it is found here.

use super::condition::Condition;
use super::file::{BandsFile, EntryFile, PolicyFile, WaiverFile};
use super::located::{error, invalid};
use super::period::{Period, timestamp};
use super::waiver::Waiver;
use super::{Bands, Entry, Policy, graph, limits, params, wording};
use crate::cores::on_all_cores;
use crate::decision::Effect;
use crate::document;
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::manifest::is_identifier;
use crate::sandbox::{Configured, RuleComponent};
use crate::{Digest, EngineCheck, Limits, Text, bounded, facts};
use rayon::prelude::*;
use serde_saphyr::{Location, Spanned};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// Days that a waiver may last where the policy does not say.
const WAIVER_DAYS: u32 = 90;

/// The largest policy file, in bytes.
const MAX_BYTES: u64 = 4 << 20;

/// How a policy is loaded.
#[derive(Clone, Copy, Default)]
pub struct LoadOptions<'a> {
    /// Told how far the load is, from any of the threads that load.
    pub progress: Option<&'a (dyn Fn(LoadProgress<'_>) + Sync)>,
}

impl fmt::Debug for LoadOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoadOptions").field("progress", &self.progress.is_some()).finish()
    }
}

/// How far the load of a policy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadProgress<'a> {
    /// The id of the entry that this is about.
    pub entry: &'a str,
    /// What has become of it.
    pub step: LoadStep,
    /// Entries that are ready.
    pub ready: usize,
    /// Entries of the policy.
    pub entries: usize,
}

/// What has become of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadStep {
    /// Its rule has to be compiled, which takes the most part of a second. Said at most once of an entry.
    Compiling,
    /// Its rule is loaded and has its params.
    Ready,
}

impl LoadStep {
    /// The text of the step.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Compiling => "compiling",
            Self::Ready => "ready",
        }
    }
}

pub(crate) fn read(engine: &Engine, path: &Path, options: LoadOptions<'_>) -> Result<Policy, Error> {
    let unreadable = |problem: &dyn std::fmt::Display| {
        Error::new(ErrorCode::PolicyUnreadable, format!("cannot read the policy: {problem}")).in_file(path)
    };
    let bytes = bounded::read(path, MAX_BYTES)
        .map_err(|error| unreadable(&error))?
        .ok_or_else(|| unreadable(&format!("it is larger than {MAX_BYTES} bytes")))?;
    let text = std::str::from_utf8(&bytes).map_err(|error| unreadable(&error))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    parse(engine, text, folder, options).map_err(|error| error.in_file(path))
}

pub(crate) fn parse(engine: &Engine, text: &str, folder: &Path, options: LoadOptions<'_>) -> Result<Policy, Error> {
    let file = deserialise(text)?;
    let ids = entry_ids(&file.entries)?;
    let limits = entry_limits(engine, &file)?;
    let rules = load_rules(engine, &file.entries.value, &limits, folder, options)?;
    let entries = file.entries.value.iter().zip(rules).map(|(entry, rule)| bind(entry, rule, &ids));
    let entries = entries.collect::<Result<Vec<_>, _>>()?;
    let needs: Vec<Vec<usize>> = entries.iter().map(|entry| entry.needs.clone()).collect();
    let order = graph::order(&needs).map_err(|circle| {
        let names: Vec<&str> = circle.iter().map(|&at| entries[at].id.as_str()).collect();
        // The need that closes the circle, so that an editor jumps to a line that can be deleted.
        let closing = file.entries.value[circle[circle.len() - 2]].needs.iter();
        let at = closing.clone().find(|need| need.value == names[names.len() - 1]).map(|need| need.referenced);
        let message = format!("entries need each other in a circle: `{}`", names.join("` needs `"));
        error(ErrorCode::PolicyCycle, at.unwrap_or(Location::UNKNOWN), message)
    })?;
    let waivers = waivers(&file, &entries, &ids)?;
    Ok(Policy {
        name: named(&file.policy)?,
        version: file.version.map(Text::from),
        digest: Digest::of(text.as_bytes()),
        entries,
        waves: graph::waves(&order, &needs),
        waivers,
        workers: engine.workers(),
    })
}

fn deserialise(text: &str) -> Result<PolicyFile, Error> {
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(text, options).map_err(|problem| wording::reading(&problem, text))
}

fn named(name: &Spanned<String>) -> Result<Text, Error> {
    let text = name.value.trim();
    if text.is_empty() {
        return Err(invalid(name.referenced, "expected the name of the policy, found nothing"));
    }
    Ok(text.into())
}

/// The position of each entry by its id.
fn entry_ids(entries: &Spanned<Vec<EntryFile>>) -> Result<HashMap<&str, usize>, Error> {
    if entries.value.is_empty() {
        return Err(invalid(entries.referenced, "expected at least one entry: a policy without rules clears nothing"));
    }
    let mut ids = HashMap::new();
    for (at, entry) in entries.value.iter().enumerate() {
        let id = entry.id.value.as_str();
        if !is_identifier(id) {
            let message = format!("expected an id of lower-case letters, digits and hyphens, found `{id}`");
            return Err(invalid(entry.id.referenced, message));
        }
        if ids.insert(id, at).is_some() {
            let message = format!("two entries have the id `{id}`");
            return Err(error(ErrorCode::PolicyReference, entry.id.referenced, message));
        }
    }
    Ok(ids)
}

/// The limits of each entry.
fn entry_limits(engine: &Engine, file: &PolicyFile) -> Result<Vec<Limits>, Error> {
    let most = engine.limits();
    let of_policy = limits::narrowed(*most, most, file.limits.as_ref())?;
    file.entries.value.iter().map(|entry| limits::narrowed(of_policy, most, entry.limits.as_ref())).collect()
}

/// Loads each component once, however many entries use it, and gives each entry's rule its params. Components are loaded side
/// by side; of several errors the first in the file is told.
fn load_rules(
    engine: &Engine,
    entries: &[EntryFile],
    limits: &[Limits],
    folder: &Path,
    options: LoadOptions<'_>,
) -> Result<Vec<Configured>, Error> {
    let mut by_path: HashMap<PathBuf, Vec<usize>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        by_path.entry(folder.join(&entry.rule.value)).or_default().push(at);
    }
    let said = entries.iter().map(|_| false.into()).collect();
    let watch = Watch { options, entries, limits, ready: AtomicUsize::new(0), said };
    let _loading = engine.runtime().loading();
    let mut rules: Vec<(usize, Result<Configured, Error>)> = on_all_cores(|| {
        by_path.par_iter().flat_map_iter(|(path, users)| load_rule(engine, path, users, &watch)).collect()
    });
    rules.sort_unstable_by_key(|(at, _)| *at);
    rules.into_iter().map(|(_, rule)| rule).collect()
}

/// The entries that are loaded. Tells whoever wants to know how far that is.
struct Watch<'a> {
    options: LoadOptions<'a>,
    entries: &'a [EntryFile],
    limits: &'a [Limits],
    ready: AtomicUsize,
    /// Of which entries it was said that they are compiled.
    said: Vec<AtomicBool>,
}

impl Watch<'_> {
    fn compiling(&self, at: usize) {
        if !self.said[at].swap(true, Ordering::Relaxed) {
            self.tell(at, LoadStep::Compiling, self.ready.load(Ordering::Relaxed));
        }
    }

    fn ready(&self, at: usize) {
        self.tell(at, LoadStep::Ready, self.ready.fetch_add(1, Ordering::Relaxed) + 1);
    }

    fn tell(&self, at: usize, step: LoadStep, ready: usize) {
        if let Some(progress) = self.options.progress {
            progress(LoadProgress { entry: &self.entries[at].id.value, step, ready, entries: self.entries.len() });
        }
    }
}

/// The rule of each of the entries `users`, which name it by the same path.
fn load_rule(
    engine: &Engine,
    path: &Path,
    users: &[usize],
    watch: &Watch<'_>,
) -> Vec<(usize, Result<Configured, Error>)> {
    let component = if path.is_file() {
        let most = users.iter().map(|&at| watch.limits[at].component_bytes).max().unwrap_or_default();
        engine.load_component(path, most, &|| watch.compiling(users[0])).map_err(|problem| {
            let message = format!("the rule `{}`: {}", path.display(), problem.message());
            (problem.code(), message, problem.remedy().map(str::to_owned))
        })
    } else {
        let message = format!("there is no rule component at `{}`", path.display());
        let remedy = "the path is relative to the policy file; build the rule first if it is yours";
        Err((ErrorCode::PolicyUnknownRule, message, Some(remedy.to_owned())))
    };
    let configured = users.iter().map(|&at| {
        let entry = &watch.entries[at];
        let rule = match &component {
            Ok(component) => configure(entry, component, watch.limits[at], &|| watch.compiling(at)),
            Err((code, message, remedy)) => {
                let located = error(*code, entry.rule.referenced, message.clone());
                Err(match remedy {
                    Some(remedy) => located.advise(remedy.clone()),
                    None => located,
                })
            }
        };
        if rule.is_ok() {
            watch.ready(at);
        }
        (at, rule)
    });
    configured.collect()
}

/// Gives an entry's rule its params.
fn configure(
    entry: &EntryFile,
    rule: &Arc<RuleComponent>,
    limits: Limits,
    watch: &dyn Fn(),
) -> Result<Configured, Error> {
    // Others that name the same file may allow more.
    rule.check_size(&limits)
        .map_err(|problem| problem.at_line(entry.rule.referenced.line(), entry.rule.referenced.column()))?;
    let here = entry.id.referenced;
    let manifest = &rule.identity().manifest;
    params::check(manifest, entry.params.as_ref(), here)?;
    let params_at = |pointer: &str| entry.params.as_ref().map_or(here, |params| params.locate(pointer));
    let params = document::encode(&params::value(entry.params.as_ref())).map_err(|problem| {
        let at = params_at(&problem.pointer);
        error(ErrorCode::RuleParams, at, facts::error(problem).message())
    })?;
    rule.configure(params, limits, true, watch).map_err(|problem| {
        let pointer = problem.place().pointer.clone();
        let at = params_at(pointer.as_deref().unwrap_or_default());
        let message = format!("the rule `{}` does not take its params: {}", manifest.id, problem.message());
        let located = error(problem.code(), at, message);
        match pointer {
            Some(pointer) => located.at_pointer(pointer),
            None => located,
        }
    })
}

fn bind(entry: &EntryFile, rule: Configured, ids: &HashMap<&str, usize>) -> Result<Entry, Error> {
    let here = entry.id.referenced;
    let mut needs = Vec::with_capacity(entry.needs.len());
    for need in &entry.needs {
        let Some(&at) = ids.get(need.value.as_str()) else {
            let message = format!("there is no entry `{}` that this one could need", need.value);
            return Err(error(ErrorCode::PolicyReference, need.referenced, message));
        };
        needs.push(at);
    }
    Ok(Entry {
        id: entry.id.value.as_str().into(),
        line: here.line(),
        enforce: entry.enforce,
        when: entry.when.as_ref().map(Condition::parse).transpose()?,
        effective: effective(entry)?,
        needs,
        bands: entry.bands.as_ref().map(bands).transpose()?,
        params: rule.params_digest(),
        rule,
        took: AtomicU64::new(Entry::FIRST_TIME),
    })
}

fn effective(entry: &EntryFile) -> Result<Period, Error> {
    let Some(effective) = &entry.effective else { return Ok(Period::default()) };
    let from = effective.from.as_ref().map(timestamp).transpose()?;
    let until = effective.until.as_ref().map(timestamp).transpose()?;
    Period::new(from, until).ok_or_else(|| {
        let at = effective.until.as_ref().map_or(Location::UNKNOWN, |until| until.referenced);
        invalid(at, format!("the entry `{}` would end before it begins", entry.id.value))
    })
}

fn bands(file: &Spanned<BandsFile>) -> Result<Bands, Error> {
    let at = file.referenced;
    let BandsFile { review, deny } = file.value;
    if review.into_iter().chain(deny).any(|bound| !bound.is_finite()) {
        return Err(invalid(at, "expected finite numbers of points"));
    }
    match (review, deny) {
        (None, None) => Err(invalid(at, "expected `review`, `deny` or both, found neither")),
        (Some(review), Some(deny)) if review >= deny => Err(invalid(
            at,
            format!("the band `review` begins at {review} and should begin below `deny`, which begins at {deny}"),
        )),
        _ => {
            let bands = [(deny, Effect::Deny), (review, Effect::Review)];
            Ok(bands.into_iter().filter_map(|(from, effect)| from.map(|from| (from, effect))).collect())
        }
    }
}

fn waivers(file: &PolicyFile, entries: &[Entry], ids: &HashMap<&str, usize>) -> Result<Vec<Waiver>, Error> {
    let most_days = match &file.waiver_days {
        None => WAIVER_DAYS,
        Some(days) if (1..=3650).contains(&days.value) => days.value,
        Some(days) => {
            return Err(invalid(days.referenced, format!("expected from 1 to 3650 days, found {}", days.value)));
        }
    };
    let mut seen = HashSet::new();
    file.waivers
        .iter()
        .map(|waiver| {
            if !seen.insert(waiver.id.value.as_str()) {
                let message = format!("two waivers have the id `{}`", waiver.id.value);
                return Err(error(ErrorCode::PolicyReference, waiver.id.referenced, message));
            }
            check_reference(waiver, entries, ids)?;
            Waiver::parse(waiver, most_days)
        })
        .collect()
}

/// A waiver for a check that cannot occur is a mistake that would surface on the day it is needed.
fn check_reference(waiver: &WaiverFile, entries: &[Entry], ids: &HashMap<&str, usize>) -> Result<(), Error> {
    let Some(&at) = ids.get(waiver.entry.value.as_str()) else {
        let message = format!("there is no entry `{}` whose checks could be waived", waiver.entry.value);
        return Err(error(ErrorCode::PolicyReference, waiver.entry.referenced, message));
    };
    let code = waiver.check.value.as_str();
    let manifest = entries[at].manifest();
    if manifest.has_check(code) || EngineCheck::from_code(code).is_some() {
        return Ok(());
    }
    let codes: Vec<&str> = manifest.checks.iter().map(|kind| kind.code.as_str()).collect();
    let message = format!("the rule `{}` has no check `{code}`, expected one of `{}`", manifest.id, codes.join("`, `"));
    Err(error(ErrorCode::PolicyReference, waiver.check.referenced, message))
}
