//! Packages of the system, where it is Debian and we may install them.

use crate::shell;
use anyhow::{Result, bail, ensure};
use std::process::Command;

/// Installs Debian packages, and removes none for their sake.
///
/// # Errors
/// They cannot be installed here: the error names the command that would do it by hand.
pub fn install(packages: &[&str]) -> Result<()> {
    let by_hand = format!("apt-get update && apt-get install --no-install-recommends {}", packages.join(" "));
    ensure!(shell::on_path("apt-get").is_some(), "not a Debian system, so no `{by_hand}`");
    let Some(prefix) = administrator() else {
        bail!("run `{by_hand}` as root; it can be done here only by root or with `sudo` that asks no password");
    };
    let apt_get = |arguments: &[&str]| {
        let mut words = prefix.iter().chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        let mut command = Command::new(words.next().unwrap_or(&"apt-get"));
        command.args(words).args(arguments);
        command
    };
    // One list that cannot be fetched need not be the one with our packages.
    if let Err(error) = shell::run(&mut apt_get(&["update", "-q"])) {
        eprintln!("{error:#}");
    }
    let options = ["install", "-q", "-y", "--no-install-recommends", "--no-remove"];
    shell::run(&mut apt_get(&[&options[..], packages].concat()))
}

/// What to put before a command that only root may run; none where we may not run it.
fn administrator() -> Option<&'static [&'static str]> {
    if shell::text(Command::new("id").arg("-u")).is_ok_and(|id| id == "0") {
        return Some(&[]);
    }
    let sudo = shell::on_path("sudo").is_some() && shell::output(Command::new("sudo").args(["-n", "true"])).is_ok();
    sudo.then_some(&["sudo", "-n"])
}
