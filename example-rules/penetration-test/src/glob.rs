//! Patterns for paths of an API. `*` stands for anything within a segment, `**` for any number of segments; what a path's
//! parameters are called matters neither in a pattern nor in a path.

use clearance_rule::joined;

/// A path without the names of its parameters: `/orders/{id}` and `/orders/{orderId}` are both `/orders/{}`.
pub(crate) fn nameless(path: &str) -> String {
    let mut nameless = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, parameter)) = rest.split_once('{') {
        let Some((_, after)) = parameter.split_once('}') else { break };
        nameless.push_str(before);
        nameless.push_str("{}");
        rest = after;
    }
    nameless.push_str(rest);
    nameless
}

/// A pattern for paths.
#[derive(Debug, Clone)]
pub(crate) struct Pattern(String);

impl Pattern {
    /// Any text is a pattern; one without a star is one path.
    pub(crate) fn new(text: &str) -> Self {
        Self(nameless(text))
    }

    /// What is wrong with a pattern, so that no path or another than was meant would match.
    pub(crate) fn mistake(text: &str) -> Option<String> {
        if !text.starts_with('/') {
            return Some(joined!["`", text, "` is not a path: it is to begin with `/`"]);
        }
        let joined =
            text.split('/').any(|segment| segment != "**" && segment.as_bytes().windows(2).any(|two| two == b"**"));
        joined.then(|| joined!["in `", text, "` there is more than `**` between two slashes"])
    }

    /// The one path that the pattern stands for, where it is one.
    pub(crate) fn only(&self) -> Option<&str> {
        (!self.0.contains('*')).then_some(self.0.as_str())
    }

    /// Whether it stands for a path, given without names of parameters.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let pattern: Vec<&str> = self.0.split('/').collect();
        let path: Vec<&str> = path.split('/').collect();
        wild(
            &pattern,
            &path,
            |part| *part == "**",
            |part, segment| wild(part.as_bytes(), segment.as_bytes(), |byte| *byte == b'*', |a, b| a == b),
        )
    }
}

/// Matches with stars that stand for any number of items. What a star took is taken back from the last star only, so the time is
/// the product of both lengths at most.
fn wild<T>(pattern: &[T], items: &[T], is_star: impl Fn(&T) -> bool, same: impl Fn(&T, &T) -> bool) -> bool {
    let (mut p, mut i) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while i < items.len() {
        if pattern.get(p).is_some_and(&is_star) {
            retry = Some((p + 1, i));
            p += 1;
        } else if pattern.get(p).is_some_and(|part| same(part, &items[i])) {
            p += 1;
            i += 1;
        } else if let Some((after_star, taken)) = retry {
            retry = Some((after_star, taken + 1));
            (p, i) = (after_star, taken + 1);
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(is_star)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_the_paths_they_mean() {
        let cases = [
            ("/orders", "/orders", true),
            ("/orders", "/orders/", false),
            ("/orders/{orderId}", "/orders/{id}", true),
            ("/orders/{id}", "/orders/1", false),
            ("/orders/*", "/orders/{id}", true),
            ("/orders/*", "/orders", false),
            ("/orders/*", "/orders/{id}/refund", false),
            ("/orders/**", "/orders", true),
            ("/orders/**", "/orders/{id}/refund", true),
            ("/**", "/", true),
            ("/**", "/a/b/c", true),
            ("/**/refund", "/orders/{id}/refund", true),
            ("/**/refund", "/refund", true),
            ("/**/refund", "/refund/x", false),
            ("/**/a/**/b", "/a/a/b/a/b", true),
            ("/internal-*", "/internal-health", true),
            ("/files/*.json", "/files/{name}.json", true),
            ("/files/*.json", "/files/{name}.xml", false),
            ("/*a*b", "/xaxbxb", true),
        ];
        for (pattern, path, matches) in cases {
            assert_eq!(Pattern::new(pattern).matches(&nameless(path)), matches, "{pattern} {path}");
        }
    }

    #[test]
    fn names_of_parameters_are_left_out() {
        for (path, expected) in
            [("/a/{id}/b/{x}.{y}", "/a/{}/b/{}.{}"), ("/{", "/{"), ("/}{a}", "/}{}"), ("", ""), ("/{a{b}", "/{}")]
        {
            assert_eq!(nameless(path), expected);
        }
    }
}
