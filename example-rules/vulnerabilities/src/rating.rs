//! How bad a vulnerability is: of the ratings that count, the worst. Of one rating, the worst of what its vector gives, of the
//! score that it claims and of its severity in words. What one entry says holds for every other about the same vulnerability.

use crate::level::Level;
use crate::params::Ratings;
use crate::scores;
use clearance_rule::prelude::*;
use clearance_rule::sections::{Rating, Vulnerability};

/// How bad a vulnerability is.
#[derive(Debug)]
pub(crate) struct Rated<'f> {
    /// At least this.
    pub(crate) level: Level,
    /// Why it could be worse: a rating cannot be read, or there is none.
    pub(crate) open: Option<String>,
    /// What makes it so bad; empty where nothing does.
    pub(crate) because: String,
    /// The rating that decides.
    pub(crate) decides: Option<Placed<'f>>,
}

/// One rating that was read.
struct Read {
    level: Level,
    /// Breaks ties between ratings of one level.
    score: f64,
    because: String,
    open: Option<String>,
}

/// A rating with its place.
pub(crate) type Placed<'f> = (String, &'f Rating<'f>);

/// How bad the entries of one vulnerability say that it is.
pub(crate) fn rated<'f>(terms: &Ratings, entries: &[(String, &'f Vulnerability<'f>)]) -> Rated<'f> {
    let mut worst: Option<(Read, Placed<'f>)> = None;
    let mut open = None;
    for (pointer, rating) in counted(terms, entries) {
        let mut read = read(terms, &pointer, rating);
        open = open.or(read.open.take());
        let exceeds = |(so_far, _): &(Read, Placed<'f>)| (read.level, read.score) > (so_far.level, so_far.score);
        if worst.as_ref().is_none_or(exceeds) {
            worst = Some((read, (pointer, rating)));
        }
    }
    if let Some((read, decides)) = worst {
        return Rated { level: read.level, open, because: read.because, decides: Some(decides) };
    }
    let place = entries.first().map_or("", |(pointer, _)| pointer);
    let open = Some(text!["`", place, "/ratings` has no rating"]);
    Rated { level: Level::None, open, because: String::new(), decides: None }
}

/// The ratings of the most trusted source that has any, and those of no source; without one, all.
fn counted<'f>(terms: &Ratings, entries: &[(String, &'f Vulnerability<'f>)]) -> Vec<Placed<'f>> {
    let mut all: Vec<Placed<'f>> = Vec::new();
    for (pointer, entry) in entries {
        for (i, rating) in entry.ratings.as_deref().unwrap_or_default().iter().enumerate() {
            all.push((text![pointer, "/ratings/", i], rating));
        }
    }
    let by = |rating: &Rating<'_>, source: &str| name(rating).is_some_and(|name| name.eq_ignore_ascii_case(source));
    let trusted = terms.sources.iter().find(|source| all.iter().any(|(_, rating)| by(rating, source)));
    if let Some(source) = trusted {
        all.retain(|(_, rating)| name(rating).is_none() || by(rating, source));
    }
    all
}

fn name<'f>(rating: &Rating<'f>) -> Option<&'f str> {
    rating.source?.name.filter(|name| !name.is_empty())
}

fn read(terms: &Ratings, pointer: &str, rating: &Rating<'_>) -> Read {
    let said = |how: &str| name(rating).map_or_else(String::new, |name| text![how, "`", name, "`"]);
    let other_scale = rating.method.is_some_and(|method| !method.starts_with("CVSS"));
    let vector = rating.vector.filter(|vector| !other_scale && !vector.trim().is_empty());
    let by_vector = vector.and_then(|vector| scores::score(vector, rating.method, terms.environmental));
    let unread = vector.filter(|_| by_vector.is_none());
    // What is claimed beside a vector that cannot be read may have been lowered by it.
    let lowered = !terms.environmental && unread.is_some_and(lowers);
    let mut claimed = rating.score.filter(|_| !other_scale && !lowered);
    let strange = claimed.take_if(|score| !(0.0..=10.0).contains(score));
    let open = strange.map(|score| text!["`", pointer, "/score` is ", score, ", no score from 0 to 10"]);
    let in_words = rating.severity.filter(|_| !lowered).and_then(Level::from_word);
    let second = by_vector.map_or(rating.method == Some("CVSSv2"), |(_, second)| second);
    let of_score = |score| if second { Level::from_score_2(score) } else { Level::from_score(score) };
    let numbers = [by_vector.map(|(score, _)| of_score(score)), claimed.map(of_score)];
    let Some(level) = numbers.into_iter().flatten().chain(in_words).max() else {
        let why = if unread.is_some() {
            "has a vector that cannot be read"
        } else {
            "has no vector, score or severity that says how bad it is"
        };
        let open = open.or_else(|| Some(text!["`", pointer, "` ", why]));
        return Read { level: Level::None, score: 0.0, because: String::new(), open };
    };
    let mut because = match (by_vector, claimed) {
        (Some((vector, _)), claimed) if claimed.is_none_or(|claimed| vector >= claimed) => {
            text![vector, " by the CVSS vector", said(" of ")]
        }
        (_, Some(claimed)) => text!["a score of ", claimed, said(" by ")],
        _ => text!["the word", said(" of ")],
    };
    if let (Some((vector, _)), Some(claimed)) = (by_vector, claimed)
        && (vector - claimed).abs() > 0.05
    {
        let other = if vector > claimed { text!["a score of ", claimed] } else { text!["a vector of ", vector] };
        because.push_str(&text![", beside ", other]);
    }
    if let Some(word) = in_words.filter(|word| numbers.iter().flatten().any(|level| level != word)) {
        because.push_str(&text![", beside the word `", word.word(), "`"]);
    }
    if unread.is_some() {
        because.push_str(", beside a vector that cannot be read");
    }
    let score = by_vector.map_or(0.0, |(score, _)| score).max(claimed.unwrap_or_default());
    Read { level, score, because, open }
}

/// Whether a vector, readable or not, has metrics that may lower its base score: modified ones, requirements, temporal ones.
fn lowers(vector: &str) -> bool {
    let names = vector.split('/').filter_map(|metric| metric.split_once(':')).map(|(name, _)| name);
    names.into_iter().any(|name| {
        (name.len() > 1 && name.starts_with('M')) || ["CR", "IR", "AR", "E", "RL", "RC", "CDP", "TD"].contains(&name)
    })
}
