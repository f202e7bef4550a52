//! Package URLs, read as their specification has it, so that two ways to write one package are the same.

use std::borrow::Cow;

/// A package URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Purl {
    /// Type, namespace and name in their normal form: what it is, of whatever version.
    pub(crate) package: String,
    /// The version, decoded.
    pub(crate) version: Option<String>,
    /// What it is qualified by, names in lower case. A qualifier without a value is none.
    qualifiers: Vec<(String, String)>,
    subpath: String,
}

/// Types whose namespaces and names are the same in any case.
const CASELESS: [&str; 13] = [
    "alpm",
    "apk",
    "bitbucket",
    "bitnami",
    "composer",
    "deb",
    "github",
    "gitlab",
    "golang",
    "hex",
    "npm",
    "oci",
    "pypi",
];

/// Types whose versions are written with and without a `v` in front.
const V_VERSIONS: [&str; 2] = ["composer", "golang"];

impl Purl {
    /// Reads a package URL; none where the text is no such thing.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let scheme = text.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("pkg:"))?;
        let rest = text.get(scheme.len()..)?.trim_start_matches('/');
        let (rest, subpath) = rest.rsplit_once('#').unwrap_or((rest, ""));
        let (rest, qualifiers) = rest.rsplit_once('?').unwrap_or((rest, ""));
        let (kind, rest) = rest.split_once('/')?;
        let rest = rest.trim_matches('/');
        // An `@` before the last slash is of a scope that was not encoded: `pkg:npm/@angular/core`.
        let name_at = rest.rfind('/').map_or(0, |slash| slash + 1);
        let (before, name) = rest.split_at_checked(name_at)?;
        let (path, version) = match name.rfind('@').map(|at| before.len() + at) {
            Some(at) if at > 0 => (rest.get(..at)?, rest.get(at + 1..)),
            _ => (rest, None),
        };
        let kind = kind.to_ascii_lowercase();
        let mut package = kind.clone();
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            package.push('/');
            let segment = decoded(segment);
            if CASELESS.contains(&kind.as_str()) {
                package.push_str(&segment.to_ascii_lowercase());
            } else {
                package.push_str(&segment);
            }
        }
        if package.len() == kind.len() {
            return None;
        }
        if kind == "pypi" {
            package = package.replace('_', "-");
        }
        let version = version.map(decoded).filter(|version| !version.is_empty());
        let version = version.map(|version| release(&version, V_VERSIONS.contains(&kind.as_str())).to_owned());
        let qualifiers = qualifiers
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .filter(|(name, value)| !value.is_empty() && !is_default(&kind, name, value))
            .map(|(name, value)| (name.to_ascii_lowercase(), decoded(value).into_owned()))
            .collect();
        Some(Self { package, version, qualifiers, subpath: decoded(subpath.trim_matches('/')).into_owned() })
    }

    /// Whether this, said in a statement, speaks of a package, its version left aside: what it qualifies is the same there. What
    /// it does not qualify may be anything.
    pub(crate) fn speaks_of(&self, other: &Self) -> bool {
        self.package == other.package
            && (self.subpath.is_empty() || self.subpath == other.subpath)
            && self.qualifiers.iter().all(|qualifier| other.qualifiers.contains(qualifier))
    }
}

/// A version without the `v` in front of its number, where its type has both.
fn release(version: &str, v_versions: bool) -> &str {
    let bare = version.strip_prefix(['v', 'V']).filter(|bare| bare.starts_with(|c: char| c.is_ascii_digit()));
    bare.filter(|_| v_versions).unwrap_or(version)
}

/// Whether a version that stands alone is that of a package URL.
pub(crate) fn same_version(version: &str, of: &Purl) -> bool {
    let v_versions = V_VERSIONS.iter().any(|kind| of.package.split('/').next() == Some(kind));
    of.version.as_deref() == Some(release(version, v_versions))
}

/// A qualifier that says what is meant without it, too.
fn is_default(kind: &str, name: &str, value: &str) -> bool {
    kind == "maven" && name.eq_ignore_ascii_case("type") && value == "jar"
}

/// A text with its percent-encoded bytes put in. What is not encoded rightly stays as it is.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let byte = match after {
            [high, low, ..] if first == b'%' => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        Purl::parse(a).unwrap() == Purl::parse(b).unwrap()
    }

    #[test]
    fn ways_to_write_one_package_are_the_same() {
        assert!(same("pkg:npm/%40angular/core@16.0.0", "pkg:npm/@angular/core@16.0.0"));
        assert!(same("pkg:NPM/Lodash@4.17.20", "PKG:npm/lodash@4.17.20"));
        assert!(same("pkg:pypi/Django_Rest@1.0", "pkg://pypi/django-rest@1.0"));
        assert!(same("pkg:composer/laravel/framework@v7.30.6", "pkg:composer/Laravel/Framework@7.30.6"));
        assert!(same("pkg:maven/g/a@1?type=jar&classifier=", "pkg:maven/g/a@1"));
        assert!(same("pkg:generic/a@1%2B2", "pkg:generic/a@1+2"));
        assert!(!same("pkg:maven/g/a@1?type=pom", "pkg:maven/g/a@1"));
        assert!(!same("pkg:maven/g/a@1", "pkg:maven/g/A@1"));
        assert!(!same("pkg:npm/a@v1", "pkg:npm/a@1"));
    }

    #[test]
    fn versions_are_told_from_scopes() {
        let version = |text| Purl::parse(text).unwrap().version;
        assert_eq!(version("pkg:npm/@angular/core"), None);
        assert_eq!(version("pkg:npm/@angular/core@1"), Some("1".to_owned()));
        assert_eq!(version("pkg:golang/github.com/a/b@v1.2.3#sub/path"), Some("1.2.3".to_owned()));
        assert_eq!(version("pkg:deb/debian/curl@7.50.3-1?arch=i386"), Some("7.50.3-1".to_owned()));
        assert_eq!(version("pkg:npm/a@"), None);
    }

    #[test]
    fn what_is_no_package_url_is_refused_and_bad_encoding_stays() {
        for text in ["", "pkg", "pkg:", "pkg:npm", "pkg:npm/", "npm/a@1", "é:npm/a", "urn:cdx:x/1#pkg:npm/a"] {
            assert_eq!(Purl::parse(text), None, "{text}");
        }
        assert_eq!(decoded("a%zzb%4"), "a%zzb%4");
        assert_eq!(decoded("%ff"), "%ff");
        assert_eq!(decoded("%C3%A9"), "é");
    }

    #[test]
    fn a_statement_speaks_of_what_it_does_not_qualify() {
        let says = |a, b| Purl::parse(a).unwrap().speaks_of(&Purl::parse(b).unwrap());
        assert!(says("pkg:deb/debian/curl", "pkg:deb/debian/curl@1?arch=i386"));
        assert!(!says("pkg:deb/debian/curl?arch=amd64", "pkg:deb/debian/curl@1?arch=i386"));
        assert!(!says("pkg:golang/a/b#x", "pkg:golang/a/b"));
    }
}
