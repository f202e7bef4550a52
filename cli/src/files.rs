//! Reading facts and writing artifacts.

use anyhow::{Context, Result};
use clearance::{Decision, Facts};
use std::io::{Read, Write};
use std::path::Path;

/// Reads facts from a file, or from standard input where the path is `-`.
pub(crate) fn read_facts(path: &Path) -> Result<Facts> {
    let stdin = path.as_os_str() == "-";
    let name = if stdin { "standard input".to_owned() } else { path.display().to_string() };
    // One byte more than is allowed is enough to know that it is too much.
    let most = Facts::MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    let read = if stdin {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    read.with_context(|| format!("cannot read the facts from {name}"))?;
    decode(&bytes).with_context(|| format!("the facts in {name} cannot be used"))
}

/// No JSON text begins with a byte that begins a MessagePack map.
fn decode(bytes: &[u8]) -> Result<Facts> {
    if matches!(bytes.first(), Some(0x80..=0x8f | 0xde | 0xdf)) {
        return Ok(Facts::from_messagepack(bytes)?);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).context("they are neither JSON in UTF-8 nor a MessagePack map")?;
    Ok(Facts::from_json(text)?)
}

/// Writes each artifact of a decision to `folder/ENTRY/NAME`. Each file appears whole or not at all.
pub(crate) fn write_artifacts(decision: &Decision, folder: &Path) -> Result<()> {
    for entry in &decision.entries {
        for artifact in &entry.artifacts {
            // The engine let through plain names only.
            let place = folder.join(&entry.id);
            let path = place.join(&artifact.name);
            write_whole(&place, &path, &artifact.content)
                .with_context(|| format!("cannot write the artifact `{}`", path.display()))?;
        }
    }
    Ok(())
}

fn write_whole(folder: &Path, path: &Path, content: &[u8]) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    file.persist(path)?;
    Ok(())
}
