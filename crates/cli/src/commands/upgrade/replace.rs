//! Replacing the program itself, so that there is a program to start at every moment.

use super::archive::program_in;
use crate::Outcome;
use crate::globals::Globals;
use crate::service::{self, environment};
use crate::{owner, said};
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Takes the program out of an archive, lets it look at the data, puts it in the place of `program` (the one that
/// runs, unless given) and lets it upgrade the data. When that fails the old program is put back.
///
/// A service of the system is stopped before and started after. The file of the program is only ever renamed: stopped
/// in the middle there is the old program or the new one, and `gongkai serve` of either starts or says what to do.
pub fn replace(globals: &Globals, archive: &Path, program: Option<&Path>, dry_run: bool) -> Result<Outcome> {
    let place = Place::of(program)?;
    let bytes = program_in(archive)?;
    out!("✓ {}", globals.say("安装包完整，校验值相符", "the archive is whole, its checksums hold"));
    place.lay_ready(&bytes)?;
    let looked = data_of(globals, &place.ready, true);
    if dry_run || looked.is_err() {
        let _ = fs::remove_file(&place.ready);
        return looked.map(|()| Outcome::Done);
    }
    let running = service::is_active();
    if running {
        service::control(&["stop", service::UNIT])?;
    }
    place.swap()?;
    out!(
        "✓ {} {}",
        globals.say("已换上新的程序，旧的是", "replaced; the old program is"),
        place.previous.display()
    );
    let upgraded = data_of(globals, &place.program, false);
    if upgraded.is_err() {
        place.swap_back()?;
        eprintln!(
            "{}",
            globals.say("✗ 升级没有成功，已换回原来的程序。", "✗ not upgraded; the old program is back.")
        );
    }
    if running {
        service::control(&["start", service::UNIT])?;
        out!("✓ {}", globals.say("服务已重新启动", "the service is running again"));
    }
    upgraded.map(|()| Outcome::Done)
}

/// The program's file and the two beside it.
struct Place {
    program: PathBuf,
    ready: PathBuf,
    previous: PathBuf,
}

impl Place {
    fn of(program: Option<&Path>) -> Result<Self> {
        let program = match program {
            Some(given) => given.to_owned(),
            None => std::env::current_exe()?,
        };
        let program = program.canonicalize().with_context(|| program.display().to_string())?;
        Ok(Self { ready: beside(&program, ".new"), previous: beside(&program, ".previous"), program })
    }

    /// Writes the new program beside the old one, whole on the disk.
    fn lay_ready(&self, bytes: &[u8]) -> Result<()> {
        let _ = fs::remove_file(&self.ready);
        let mut options = fs::OpenOptions::new();
        let mut file =
            options.write(true).create_new(true).mode(0o755).open(&self.ready).map_err(|error| {
                said::bad_use(
                    format!(
                        "“{}”写不进：{error}；换程序要有那个文件夹的写权限，请用 sudo",
                        self.ready.display()
                    ),
                    format!(
                        "cannot write “{}”: {error}; replacing the program needs sudo",
                        self.ready.display()
                    ),
                )
            })?;
        file.write_all(bytes)?;
        file.set_permissions(fs::Permissions::from_mode(0o755))?;
        Ok(file.sync_all()?)
    }

    /// The old program stays under a second name before the new one takes its place.
    fn swap(&self) -> Result<()> {
        let second = beside(&self.program, ".second");
        let _ = fs::remove_file(&second);
        fs::hard_link(&self.program, &second).or_else(|_| fs::copy(&self.program, &second).map(drop))?;
        fs::rename(&second, &self.previous)?;
        fs::rename(&self.ready, &self.program)?;
        self.sync()
    }

    fn swap_back(&self) -> Result<()> {
        fs::rename(&self.previous, &self.program)?;
        self.sync()
    }

    fn sync(&self) -> Result<()> {
        let folder = self.program.parent().unwrap_or(Path::new("/"));
        Ok(File::open(folder)?.sync_all()?)
    }
}

fn beside(program: &Path, ending: &str) -> PathBuf {
    let mut name = program.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Lets `program` look at the data or upgrade them, as the user who owns the data directory. Where there is no data
/// yet, it must at least start.
fn data_of(globals: &Globals, program: &Path, dry_run: bool) -> Result<()> {
    let installed = environment::installed();
    let data_dir = if globals.has_data() {
        Some(globals.data_dir.clone())
    } else {
        installed.get("GONGKAI_DATA_DIR").map(PathBuf::from).filter(|folder| folder.is_dir())
    };
    let mut command = Command::new(program);
    match &data_dir {
        None => command.arg("--version"),
        Some(folder) => {
            command.envs(if globals.has_data() { globals.as_environment() } else { installed });
            command.env("GONGKAI_DATA_DIR", folder).arg("upgrade").args(dry_run.then_some("--dry-run"))
        }
    };
    if let Some((user, group)) = data_dir.as_deref().and_then(owner::of).filter(|_| owner::is_root()) {
        command.uid(user).gid(group);
    }
    let status = command.status().with_context(|| program.display().to_string())?;
    if !status.success() {
        bail!("新的程序没有成功，见上 / the new program did not succeed, see above ({status})");
    }
    Ok(())
}
