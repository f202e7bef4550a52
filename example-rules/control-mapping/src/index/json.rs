//! `evidence-index.json`.

use super::{Counts, Index, word};
use crate::evidence::{Met, Standing};
use clearance_rule::prelude::*;
use clearance_rule::time::utc;

/// The index, for machines.
pub(crate) fn written(index: &Index<'_, '_, '_>) -> String {
    let mut json = Json::default();
    json.open('{');
    json.member("at", &utc(index.at));
    if let Some(id) = index.facts.release_id() {
        json.member("release", id);
    }
    json.key("frameworks");
    json.open('{');
    for (framework, counts) in &index.frameworks.0 {
        json.key(framework);
        json.counts(*counts);
    }
    json.close('}');
    json.key("controls");
    json.open('[');
    for standing in index.standings {
        json.item();
        json.control(index, standing);
    }
    json.close(']');
    json.key("artifacts");
    json.open('[');
    for (i, number) in index.numbers.iter().enumerate().filter(|(_, number)| **number > 0) {
        json.item();
        json.artifact(index, i, *number);
    }
    json.close(']');
    json.close('}');
    json.text.push('\n');
    json.text
}

/// JSON that is being written, two spaces a level.
#[derive(Default)]
struct Json {
    text: String,
    depth: usize,
    /// Whether nothing stands yet in what was opened last.
    empty: bool,
}

impl Json {
    fn control(&mut self, index: &Index<'_, '_, '_>, standing: &Standing<'_>) {
        let control = standing.control;
        self.open('{');
        self.member("id", &control.id);
        self.member("framework", control.framework());
        self.member("title", &control.title);
        self.member("status", word(standing.status()));
        if let Some(reason) = &control.excused {
            self.member("reason", reason);
        }
        self.key("requirements");
        self.open('[');
        for met in &standing.met {
            self.item();
            self.requirement(index, met);
        }
        self.close(']');
        self.close('}');
    }

    fn requirement(&mut self, index: &Index<'_, '_, '_>, met: &Met<'_>) {
        self.open('{');
        self.key("anyOf");
        self.open('[');
        for (kind, terms) in &met.wanted.kinds {
            self.item();
            self.open('{');
            self.member("kind", kind);
            self.whole("maxAgeDays", u64::from(terms.max_age_days));
            for (key, asked) in [("digest", terms.digest), ("uri", terms.uri), ("ofRelease", terms.of_release)] {
                self.key(key);
                self.text.push_str(if asked { "true" } else { "false" });
            }
            self.close('}');
        }
        self.close(']');
        self.whole("minCount", u64::from(met.wanted.min_count));
        self.member("status", word(met.status));
        self.key("artifacts");
        self.open('[');
        for i in &met.counted {
            self.item();
            self.text.push_str(&text![index.numbers[*i]]);
        }
        self.close(']');
        self.key("flawed");
        self.open('[');
        for &(i, flaw) in &met.flawed {
            self.item();
            self.open('{');
            self.member("name", &index.facts.name(i));
            self.member("pointer", &text!["/artifacts/", i]);
            self.member("flaw", &flaw.words(index.facts, i));
            self.close('}');
        }
        self.close(']');
        self.close('}');
    }

    fn artifact(&mut self, index: &Index<'_, '_, '_>, i: usize, number: usize) {
        let artifact = &index.facts.artifacts()[i];
        self.open('{');
        self.whole("number", number as u64);
        self.member("name", &index.facts.name(i));
        self.member("pointer", &text!["/artifacts/", i]);
        let texts = [
            ("kind", artifact.kind),
            ("uri", artifact.uri),
            ("mediaType", artifact.media_type),
            ("created", artifact.created.map(|created| created.text)),
            ("release", artifact.release),
        ];
        for (key, value) in texts {
            if let Some(value) = value {
                self.member(key, value);
            }
        }
        if let Some(digest) = &artifact.digest {
            self.key("digest");
            self.open('{');
            for (algorithm, value) in digest {
                self.member(algorithm, value);
            }
            self.close('}');
        }
        self.close('}');
    }

    fn counts(&mut self, counts: Counts) {
        self.open('{');
        let Counts { covered, uncovered, unknown, not_applicable } = counts;
        let all =
            [("covered", covered), ("uncovered", uncovered), ("unknown", unknown), ("notApplicable", not_applicable)];
        for (key, count) in all {
            self.whole(key, count);
        }
        self.close('}');
    }

    #[inline(never)]
    fn open(&mut self, bracket: char) {
        self.text.push(bracket);
        self.depth += 1;
        self.empty = true;
    }

    #[inline(never)]
    fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        if !self.empty {
            self.line();
        }
        self.text.push(bracket);
        self.empty = false;
    }

    /// Begins an item of a list or a member of a map.
    #[inline(never)]
    fn item(&mut self) {
        if !self.empty {
            self.text.push(',');
        }
        self.empty = false;
        self.line();
    }

    fn line(&mut self) {
        self.text.push('\n');
        (0..self.depth).for_each(|_| self.text.push_str("  "));
    }

    #[inline(never)]
    fn key(&mut self, key: &str) {
        self.item();
        self.string(key);
        self.text.push_str(": ");
    }

    #[inline(never)]
    fn member(&mut self, key: &str, value: &str) {
        self.key(key);
        self.string(value);
    }

    #[inline(never)]
    fn whole(&mut self, key: &str, number: u64) {
        self.key(key);
        self.text.push_str(&text![number]);
    }

    #[inline(never)]
    fn string(&mut self, text: &str) {
        self.text.push('"');
        for character in text.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\0'..='\x1f' => {
                    let code = character as u32;
                    let digit = |nibble| char::from_digit(nibble, 16).unwrap_or('0');
                    self.text.push_str("\\u00");
                    self.text.push(digit(code >> 4));
                    self.text.push(digit(code & 15));
                }
                _ => self.text.push(character),
            }
        }
        self.text.push('"');
    }
}
