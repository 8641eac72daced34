//! Other programs: how they are found, started and judged.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The workspace's root, where every command runs.
pub fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest)
}

/// The cargo that started us, at the root and without a keyboard: nothing may wait for an answer.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// Makes sure that a cargo subcommand from the toolchain is there; a minimal toolchain comes without.
pub fn cargo_component(subcommand: &str, component: &str) -> Result<()> {
    if succeeds(cargo().args([subcommand, "--version"])) {
        return Ok(());
    }
    if find_program("rustup").is_some() {
        return run(Command::new("rustup").args(["component", "add", component]).current_dir(root()));
    }
    bail!("`cargo {subcommand}` is missing: install {component} for this Rust toolchain")
}

/// Runs a command on our own terminal and fails, naming it, when it does.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    println!("   $ {shown}");
    let status = command.status().with_context(|| format!("cannot start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// What a command prints; on failure the error carries what it complained of.
pub fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start `{shown}`"))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!("`{shown}` failed ({}):\n{}", output.status, String::from_utf8_lossy(&said).trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` did not print UTF-8"))
}

/// Whether a command can be started and succeeds; what it prints does not matter.
pub fn succeeds(command: &mut Command) -> bool {
    output(command).is_ok()
}

/// Where a program is, searching `PATH`.
pub fn find_program(name: &str) -> Option<PathBuf> {
    path_directories().into_iter().map(|directory| directory.join(name)).find(|path| path.is_file())
}

/// The directories of `PATH`, in order.
pub fn path_directories() -> Vec<PathBuf> {
    std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

fn shown(command: &Command) -> String {
    let program =
        Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}
