//! Writes the folder `demo/`, or checks that it is what would be written.

use anyhow::{Result, bail};
use gongkai_demo_data::world::World;
use gongkai_demo_data::{figures, files, folder};
use std::io::Write as _;
use std::path::PathBuf;

fn main() -> Result<()> {
    let mut check = false;
    let mut path = PathBuf::from("demo");
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--check" => check = true,
            "--help" | "-h" => {
                return say(
                    "demo-data [--check] [FOLDER]: write the demo ledgers into FOLDER (demo), or check them",
                );
            }
            other if other.starts_with('-') => bail!("unknown option {other}; try --help"),
            folder => path = PathBuf::from(folder),
        }
    }
    let world = World::read()?;
    let ledgers = files::all(&world);
    figures::hold(&ledgers)?;
    let contents = folder::contents(&world, &ledgers)?;
    if check {
        let differences = folder::differences(&path, &contents)?;
        if !differences.is_empty() {
            bail!(
                "{} is not what `cargo xtask demo-data` writes:\n{}",
                path.display(),
                differences.join("\n")
            );
        }
        return say(&format!("{} files are as generated", contents.len()));
    }
    folder::write(&path, &contents)?;
    let size: usize = contents.values().map(Vec::len).sum();
    say(&format!("{} files, {} kB, in {}", contents.len(), size / 1000, path.display()))
}

fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}
