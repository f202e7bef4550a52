//! Finding leaks: one module for each family. Every detector reads the pieces of a [`Text`], each of them a bounded
//! number of times, so that hostile notes cost no more than long ones.

mod urls;

mod accounts;
mod addresses;
mod assignments;
mod commits;
mod debug;
mod names;
mod paths;
mod patterns;
mod private_keys;
mod standards;
mod tickets;
mod tokens;
mod traces;

pub(crate) use patterns::Patterns;

use crate::kind::Kind;
use crate::leaks::Leak;
use crate::reading::Reading;
use crate::settings::Settings;
use crate::text::Text;
use std::ops::Range;

/// Where a detector puts what it finds.
pub(crate) struct Sink {
    enabled: u16,
    found: Vec<Found>,
}

struct Found {
    kind: Kind,
    span: Range<usize>,
    what: &'static str,
}

impl Sink {
    fn add(&mut self, kind: Kind, span: Range<usize>, what: &'static str) {
        if self.enabled & kind.bit() != 0 && !span.is_empty() {
            self.found.push(Found { kind, span, what });
        }
    }
}

/// What a detector may ask.
pub(crate) struct Scene<'a> {
    text: &'a Text<'a>,
    settings: &'a Settings,
    /// Public URLs in ascending order; what they hold is public, as far as it is only a name.
    public_urls: Vec<Range<usize>>,
    /// UUIDs in ascending order; their groups are neither commits nor tickets.
    uuids: Vec<Range<usize>>,
}

impl Scene<'_> {
    fn in_public_url(&self, at: usize) -> bool {
        holds(&self.public_urls, at)
    }

    fn in_uuid(&self, at: usize) -> bool {
        holds(&self.uuids, at)
    }

    /// Whether the span stands in the text of a Markdown link whose public destination shows the same words.
    fn is_text_of_public_link(&self, span: &Range<usize>) -> bool {
        let text = self.text;
        let limit = text.run(span.end, 200, |byte| !matches!(byte, b'\n' | b'\r' | b'['));
        let Some(close) = text.bytes[span.end..limit].windows(2).position(|pair| pair == b"](") else { return false };
        let mut destination = span.end + close + 2;
        destination += usize::from(text.at(destination) == b'<');
        let Ok(index) = self.public_urls.binary_search_by_key(&destination, |url| url.start) else { return false };
        let url = &text.bytes[destination..self.public_urls[index].end.min(destination + 500)];
        url.windows(span.len()).any(|part| part == &text.bytes[span.clone()])
    }
}

fn holds(spans: &[Range<usize>], at: usize) -> bool {
    let after = spans.partition_point(|span| span.start <= at);
    after.checked_sub(1).is_some_and(|index| spans[index].contains(&at))
}

/// All leaks of a source, in both its readings, their places in the source.
pub(crate) fn leaks(source: &str, plain: &Text<'_>, settings: &Settings) -> Vec<Leak> {
    let mut leaks = Vec::new();
    collect(&Reading::plain(source), plain, settings, &mut leaks);
    if let Some(reading) = Reading::decoded(source) {
        collect(&reading, &Text::new(&reading.text), settings, &mut leaks);
    }
    leaks
}

fn collect(reading: &Reading<'_>, text: &Text<'_>, settings: &Settings, leaks: &mut Vec<Leak>) {
    let mut sink = Sink { enabled: settings.enabled, found: Vec::new() };
    let public_urls = urls::find(text, settings, &mut sink);
    let scene = Scene { text, settings, public_urls, uuids: accounts::uuids(text) };
    names::find(&scene, &mut sink);
    addresses::find(&scene, &mut sink);
    accounts::find(&scene, &mut sink);
    tokens::find(&scene, &mut sink);
    private_keys::find(&scene, &mut sink);
    assignments::find(&scene, &mut sink);
    traces::find(&scene, &mut sink);
    paths::find(&scene, &mut sink);
    tickets::find(&scene, &mut sink);
    commits::find(&scene, &mut sink);
    debug::find(&scene, &mut sink);
    settings.patterns.find(&scene, &mut sink);
    if sink.found.is_empty() {
        return;
    }
    let untouchable = settings.untouchable(text);
    for Found { kind, span, what } in sink.found {
        if !untouchable.cover(&span) {
            let span = reading.source_start(span.start)..reading.source_end(span.end);
            leaks.push(Leak { kind, what, own: span.clone(), span });
        }
    }
}
