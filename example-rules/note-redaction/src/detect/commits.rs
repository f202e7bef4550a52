//! Commit ids: 7 to 40 hexadecimal digits that no other number is written in.

use super::{Scene, Sink};
use crate::kind::Kind;
use crate::text::{Text, Word};

pub(super) fn find(scene: &Scene<'_>, sink: &mut Sink) {
    let text = scene.text;
    for &word in &text.words {
        if word.len() < 7 || word.has_upper() || (!word.has_digit() && !word.is_hex()) {
            continue;
        }
        let described = text.at(word.start) == b'g' && text.before(word.start) == b'-';
        let start = word.start + usize::from(described);
        if word.end - start > 40 || !text.bytes[start..word.end].iter().all(u8::is_ascii_hexdigit) {
            continue;
        }
        let span = start..word.end;
        let is_commit = named_commit(text, word)
            || (word.has_digit()
                && !word.is_digits()
                && !is_other_number(text, word)
                && !is_digits_after_g(text, word));
        if is_commit
            && !scene.in_uuid(word.start)
            && !scene.in_public_url(word.start)
            && !scene.is_text_of_public_link(&span)
        {
            sink.add(Kind::Commit, span, "commit id");
        }
    }
}

/// `commit 4815162`: a word before it says what it is.
fn named_commit(text: &Text<'_>, word: Word) -> bool {
    let between = |byte: u8| matches!(byte, b' ' | b':' | b'`' | b'*' | b'_' | b'@' | b'(' | b'#');
    let before = text.previous_word(word.start, 3, between);
    matches!(before.as_str(), "commit" | "commits" | "changeset" | "reverts" | "cherrypick")
}

/// `-g1234567` holds no letter of its own.
fn is_digits_after_g(text: &Text<'_>, word: Word) -> bool {
    text.at(word.start) == b'g' && text.before(word.start) != b'-'
}

/// Colours, digests, the tail of a Go pseudo-version, and the one word that looks like a number.
fn is_other_number(text: &Text<'_>, word: Word) -> bool {
    let is_colour = text.before(word.start) == b'#' && word.len() == 8;
    let digest = matches!(
        text.previous_word(word.start, 3, |byte| matches!(byte, b':' | b' ' | b'=' | b'-' | b'`' | b'"')).as_str(),
        "sha256" | "sha384" | "sha512" | "sha1" | "md5" | "checksum" | "digest" | "sha256sum" | "md5sum" | "sha1sum"
    );
    is_colour || digest || is_pseudo_version(text, word) || text.word(word) == b"face2face"
}

/// `v0.0.0-20220722155237-a158d28d115b` is the version of a module, published as such.
fn is_pseudo_version(text: &Text<'_>, word: Word) -> bool {
    word.len() == 12 && text.before(word.start) == b'-' && {
        let digits = text.run_back(word.start - 1, 15, |byte| byte.is_ascii_digit());
        word.start - 1 - digits == 14 && matches!(text.before(digits), b'-' | b'.')
    }
}
