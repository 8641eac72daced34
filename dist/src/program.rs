//! The program: built as one static file, and tried out.

use crate::{elf, output, root};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Separates flags in `CARGO_ENCODED_RUSTFLAGS`.
const SEPARATOR: &str = "\u{1f}";

/// Builds the program for `target` without any library it would need to find where it runs.
pub fn build(target: &str) -> Result<PathBuf> {
    installed(target)?;
    let folder = root().join("target/dist");
    let flags = [
        "-C".to_owned(),
        "target-feature=+crt-static".to_owned(),
        format!("--remap-path-prefix={}=/cargo", cargo_home().display()),
        format!("--remap-path-prefix={}=/gongkai", root().display()),
    ];
    let mut command = Command::new(cargo());
    command
        .args(["build", "--release", "--locked", "--package", "gongkai-cli", "--target", target])
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join(SEPARATOR))
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", &folder)
        .current_dir(root());
    println!("   $ cargo build --release --target {target}");
    let status = command.status().context("cargo")?;
    if !status.success() {
        bail!("the program could not be built for {target} ({status})");
    }
    let program = folder.join(target).join("release/gongkai");
    let machine = elf::read(&fs::read(&program)?).with_context(|| program.display().to_string())?;
    if machine.needs_loader {
        bail!(
            "{} is not static: it would look for the libraries of the machine it runs on",
            program.display()
        );
    }
    Ok(program)
}

/// Says what is missing for a target that this toolchain cannot build.
fn installed(target: &str) -> Result<()> {
    let folder = output(Command::new("rustc").args(["--print", "target-libdir", "--target", target]))
        .with_context(|| format!("rustc does not know the target {target}"))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    bail!(
        "the Rust libraries for {target} are not installed: run `rustup target add {target}` where there is a network \
         (another machine needs its C compiler and linker too, named by CC_… and CARGO_TARGET_…_LINKER)"
    )
}

/// Makes an office with the program and verifies it, when this machine can run it.
pub fn try_out(program: &Path, target: &str) -> Result<()> {
    if target.split('-').next() != Some(std::env::consts::ARCH) {
        println!("   not tried out: this machine does not run {target}");
        return Ok(());
    }
    let folder = root().join("target/dist/trial");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let run = |arguments: &[&str]| {
        let mut command = Command::new(program);
        output(command.args(arguments).arg("--data-dir").arg(&folder).env_remove("GONGKAI_DATABASE_URL"))
    };
    run(&["init", "--body", "试用", "--code", "trial"])?;
    run(&["verify"])?;
    fs::remove_dir_all(&folder)?;
    println!("   static, makes an office and verifies it");
    Ok(())
}

/// The cargo that started us.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}

fn cargo_home() -> PathBuf {
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cargo");
    std::env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from)
}
