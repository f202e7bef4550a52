//! Scores of CVSS vectors. Computed here rather than by a library, which would be a quarter of what a component may be; the tests
//! compare with one.

mod fourth;
mod metrics;
mod second;
mod third;

use metrics::Metrics;

/// The score of a vector, and whether it is of CVSS 2. None where the vector cannot be read. Without `environmental`, its base
/// metrics alone count. A vector without its version is read by the method of its rating, or by what it has.
pub(crate) fn score(vector: &str, method: Option<&str>, environmental: bool) -> Option<(f64, bool)> {
    let vector = vector.trim().trim_start_matches('(').trim_end_matches([')', '/']);
    let (version, vector) = match vector.strip_prefix("CVSS:") {
        Some(versioned) => versioned.split_once('/')?,
        None => (version(vector, method), vector),
    };
    let score = match version {
        "2.0" => second::score(&Metrics::read(vector, second::BASE, second::OTHER)?, environmental),
        "3.0" | "3.1" => {
            third::score(&Metrics::read(vector, third::BASE, third::OTHER)?, version == "3.0", environmental)
        }
        "4.0" => fourth::score(&Metrics::read(vector, fourth::BASE, fourth::OTHER)?, environmental),
        _ => return None,
    };
    Some((score, version == "2.0"))
}

fn version(vector: &str, method: Option<&str>) -> &'static str {
    match method {
        Some("CVSSv2") => "2.0",
        Some("CVSSv3") => "3.0",
        Some("CVSSv31") => "3.1",
        Some("CVSSv4") => "4.0",
        _ if has(vector, "Au:") => "2.0",
        _ if has(vector, "AT:") => "4.0",
        _ => "3.1",
    }
}

fn has(vector: &str, metric: &str) -> bool {
    vector.split('/').any(|one| one.starts_with(metric))
}

#[cfg(test)]
mod tests;
