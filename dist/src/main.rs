//! The offline archive (离线安装包): one static program, law, sample, manual, licences, list of parts, checksums.
//!
//! `cargo xtask dist` runs it. The same sources give the same archive: entries are sorted, times are that of the last
//! commit (or `SOURCE_DATE_EPOCH`), and the program does not know the folder it was built in.
#![expect(clippy::print_stdout, reason = "a tool for developers speaks on the terminal")]

mod archive;
mod contents;
mod elf;
mod licences;
mod packages;
mod pages;
mod parts;
mod program;

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What is built unless told.
const TARGET: &str = "x86_64-unknown-linux-gnu";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dist(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\ndist: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The workspace's root.
fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest)
}

fn dist(arguments: &[String]) -> Result<()> {
    let (target, folder) = options(arguments)?;
    let program = program::build(&target)?;
    program::try_out(&program, &target)?;
    let packages = packages::of_the_program(&target)?;
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("gongkai-{version}-{}-linux", target.split('-').next().unwrap_or_default());
    let files = contents::gather(&program, &packages, &target)?;
    let archive = archive::write(&folder, &name, files, time()?)?;
    println!("   {}", archive.display());
    Ok(())
}

fn options(arguments: &[String]) -> Result<(String, PathBuf)> {
    let (mut target, mut folder) = (TARGET.to_owned(), root().join("target/dist"));
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let value = rest.next().with_context(|| format!("{argument} needs a value"))?;
        match argument.as_str() {
            "--target" => target.clone_from(value),
            "--output" => folder = PathBuf::from(value),
            _ => bail!("does not take {argument}; it takes --target T and --output FOLDER"),
        }
    }
    Ok((target, folder))
}

/// The time every file of the archive has, in seconds since 1970.
fn time() -> Result<u64> {
    if let Some(told) = std::env::var_os("SOURCE_DATE_EPOCH") {
        return told.to_string_lossy().parse().context("SOURCE_DATE_EPOCH");
    }
    let said = output(Command::new("git").args(["log", "-1", "--format=%ct"]).current_dir(root()))?;
    said.trim().parse().context("git log")
}

/// What a command prints; fails when it does.
fn output(command: &mut Command) -> Result<String> {
    let said = command.output().with_context(|| format!("{command:?}"))?;
    if !said.status.success() {
        bail!("{command:?} failed ({}):\n{}", said.status, String::from_utf8_lossy(&said.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&said.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{TARGET, options};

    #[test]
    fn options_are_named() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(options(&[]).unwrap().0, TARGET);
        let told = options(&words("--target aarch64-unknown-linux-musl --output /tmp/x")).unwrap();
        assert_eq!((told.0.as_str(), told.1.to_str()), ("aarch64-unknown-linux-musl", Some("/tmp/x")));
        for wrong in ["--target", "--fast yes"] {
            assert!(options(&words(wrong)).is_err(), "{wrong}");
        }
    }
}
