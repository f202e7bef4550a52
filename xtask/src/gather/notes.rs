//! The release notes: the newest section of a changelog.

/// The first section of the second level in `changelog` that says anything, its heading included. A heading inside a
/// code block is none.
pub(super) fn newest_section(changelog: &str) -> Option<String> {
    let mut fence: Option<&str> = None;
    let mut section: Option<Vec<&str>> = None;
    for line in changelog.lines() {
        let heading = fence.is_none() && line.starts_with("## ");
        fence = match (fence, opening_fence(line)) {
            (None, opening) => opening,
            (Some(open), Some(close)) if close.starts_with(open) && line.trim() == close => None,
            (open, _) => open,
        };
        if heading {
            if let Some(lines) = section.filter(|lines| says_anything(lines)) {
                return Some(text(&lines));
            }
            section = Some(vec![line]);
        } else if let Some(lines) = &mut section {
            lines.push(line);
        }
    }
    section.filter(|lines| says_anything(lines)).map(|lines| text(&lines))
}

/// The backquotes or tildes with which `line` opens or closes a code block.
fn opening_fence(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let length = |mark: char| line.len() - line.trim_start_matches(mark).len();
    let length = length('`').max(length('~'));
    (length >= 3).then(|| &line[..length])
}

fn says_anything(section: &[&str]) -> bool {
    section.iter().any(|line| !line.trim().is_empty() && !line.starts_with('#'))
}

fn text(section: &[&str]) -> String {
    format!("{}\n", section.join("\n").trim_end())
}
