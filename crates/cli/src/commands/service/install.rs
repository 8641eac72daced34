//! `gongkai service install`.

use super::Root;
use crate::Outcome;
use crate::globals::Globals;
use crate::said::bad_use;
use crate::service::files::{LOG_DAYS, ServiceFile, Settings};
use crate::service::{TIMER, UNIT, control, has_systemd, run};
use anyhow::{Context, Result};
use clap::Args;
use std::fs;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::os::unix::fs::{PermissionsExt, lchown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Writes the units, the options and the program where the system looks for them.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Examples:\n  sudo ./gongkai service install --listen 0.0.0.0:8720\n  ./gongkai service install --print                只打印，不写\n  ./gongkai service install --prefix 某目录         写进那个目录，供查看"
)]
pub struct Install {
    /// 服务以哪个用户运行；没有就建立。User the service runs as, made if missing.
    #[arg(long, default_value = "gongkai", value_name = "NAME", value_parser = user_name)]
    user: String,
    /// 监听地址。Address to listen at.
    #[arg(long, env = "GONGKAI_LISTEN", default_value = "127.0.0.1:8720", value_name = "A")]
    listen: SocketAddr,
    /// 公众访问的网址（协议和主机）。Scheme and host the public uses.
    #[arg(long, env = "GONGKAI_ORIGIN", value_name = "URL", value_parser = crate::serving::origin)]
    origin: Option<String>,
    /// 每日备份放在哪里，最好是另一个盘。Folder of the daily backups, best on another disk.
    #[arg(long, default_value = "/var/backups/gongkai", value_name = "D")]
    backup_dir: PathBuf,
    /// 留几份备份。How many backups are kept.
    #[arg(long, default_value = "14", value_name = "N")]
    keep: NonZeroUsize,
    /// 只打印要写的文件。Print the files instead of writing them.
    #[arg(long)]
    print: bool,
    #[command(flatten)]
    root: Root,
}

/// Where the data of a service are unless told.
const DATA_DIR: &str = "/var/lib/gongkai";
/// Where the program is put.
const PROGRAM: &str = "/usr/local/bin/gongkai";

fn user_name(text: &str) -> Result<String, String> {
    let sound =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_-".contains(letter);
    if text.starts_with(|letter: char| letter.is_ascii_lowercase()) && text.chars().all(sound) {
        Ok(text.to_owned())
    } else {
        Err("用户名用小写字母、数字、连字符 / lower-case letters, digits, hyphens".to_owned())
    }
}

impl Install {
    /// Runs the command.
    pub fn run(&self, globals: &Globals) -> Result<Outcome> {
        let settings = self.settings(globals)?;
        if self.print {
            print(&settings);
            return Ok(Outcome::Done);
        }
        self.root.check("安装服务")?;
        if self.root.is_the_system() && !has_systemd() {
            print(&settings);
            eprintln!("{}", globals.say(WITHOUT_SYSTEMD_ZH, WITHOUT_SYSTEMD_EN));
            return Ok(Outcome::Problems);
        }
        if self.root.is_the_system() {
            make_user(&settings.user, &settings.data_dir)?;
        }
        self.put_program(globals, &settings)?;
        for folder in [&settings.data_dir, &settings.backup_dir] {
            self.make_folder(folder, &settings.user)?;
        }
        for file in settings.units() {
            self.write(&file, 0o644)?;
        }
        self.write_options(globals, &settings.options())?;
        if self.root.is_the_system() {
            return start(globals, &settings);
        }
        out!(
            "✓ {} {}{}",
            globals.say("文件都写进了", "the files are below"),
            self.root.prefix.display(),
            globals.say("；系统没有改动", "; the system was not changed")
        );
        Ok(Outcome::Done)
    }

    fn settings(&self, globals: &Globals) -> Result<Settings> {
        let default = globals.data_dir == Path::new("gongkai-data");
        if default && globals.data_dir.join("gongkai.db").exists() {
            return Err(bad_use(
                format!(
                    "当前目录里有数据目录 gongkai-data；要用它，请写明 --data-dir（服务的数据通常放在 {DATA_DIR}）"
                ),
                format!(
                    "there is a gongkai-data here; to use it say so with --data-dir (a service keeps its data in {DATA_DIR})"
                ),
            ));
        }
        let data_dir =
            if default { PathBuf::from(DATA_DIR) } else { std::path::absolute(&globals.data_dir)? };
        Ok(Settings {
            program: self.program()?,
            user: self.user.clone(),
            data_dir,
            backup_dir: std::path::absolute(&self.backup_dir)?,
            keep: self.keep,
            listen: self.listen,
            origin: self.origin.clone(),
            database: globals.database_url(),
            key_file: globals.key_file.as_deref().map(std::path::absolute).transpose()?,
            language: globals.say("zh", "en").to_owned(),
            log_options: log_options(),
        })
    }

    /// A program that already lies where programs are kept stays there.
    fn program(&self) -> Result<PathBuf> {
        let current = std::env::current_exe()?.canonicalize()?;
        let kept =
            self.root.is_the_system() && ["/usr/", "/opt/"].iter().any(|folder| current.starts_with(folder));
        Ok(if kept { current } else { PathBuf::from(PROGRAM) })
    }

    /// Copies this program to its place, whole or not at all; another one that lies there stays as `.previous`.
    fn put_program(&self, globals: &Globals, settings: &Settings) -> Result<()> {
        let current = std::env::current_exe()?.canonicalize()?;
        let target = self.root.at(&settings.program);
        if target == current {
            return Ok(());
        }
        let folder = target.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let half = target.with_extension("new");
        fs::copy(&current, &half).with_context(|| half.display().to_string())?;
        fs::set_permissions(&half, fs::Permissions::from_mode(0o755))?;
        if target.exists() && fs::read(&target)? != fs::read(&half)? {
            fs::rename(&target, target.with_extension("previous"))?;
        }
        fs::rename(&half, &target)?;
        out!("✓ {} {}", globals.say("程序", "program"), target.display());
        Ok(())
    }

    fn make_folder(&self, folder: &Path, user: &str) -> Result<()> {
        let target = self.root.at(folder);
        fs::create_dir_all(&target).with_context(|| target.display().to_string())?;
        if self.root.is_the_system() {
            let (user, group) = ids(user)?;
            give(&target, user, group)?;
            fs::set_permissions(&target, fs::Permissions::from_mode(0o750))?;
        }
        Ok(())
    }

    fn write(&self, file: &ServiceFile, mode: u32) -> Result<()> {
        let target = self.root.at(&file.path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&target, &file.text).with_context(|| target.display().to_string())?;
        fs::set_permissions(&target, fs::Permissions::from_mode(mode))?;
        out!("✓ {}", target.display());
        Ok(())
    }

    /// Options that an administrator has changed stay; what this installation would have written lies beside them.
    fn write_options(&self, globals: &Globals, options: &ServiceFile) -> Result<()> {
        match fs::read_to_string(self.root.at(&options.path)) {
            Ok(found) if found == options.text => Ok(()),
            Ok(_) => {
                let beside =
                    ServiceFile { path: format!("{}.new", options.path), text: options.text.clone() };
                self.write(&beside, 0o640)?;
                out!(
                    "! {}",
                    globals.say(
                        "原来的选项 gongkai.env 没有动；这次的写在 gongkai.env.new，要用请自己改过去",
                        "the options in gongkai.env were left alone; these are in gongkai.env.new"
                    )
                );
                Ok(())
            }
            Err(_) => {
                self.write(options, 0o640)?;
                if self.root.is_the_system() {
                    let (_, group) = ids(&self.user)?;
                    lchown(self.root.at(&options.path), Some(0), Some(group))?;
                }
                Ok(())
            }
        }
    }
}

const WITHOUT_SYSTEMD_ZH: &str = "\
✗ 这台机器不由 systemd 管理，没有写任何东西。上面是各个文件；没有 systemd 时：
  1. 建一个专用的系统用户，把数据目录给它；
  2. 让系统的服务管理程序以这个用户运行：gongkai serve --data-dir 数据目录 --listen 地址，退出后重新启动；
  3. 用 cron 每天运行：gongkai backup 备份文件夹 --keep 14 --data-dir 数据目录；
  4. 日志至少留六个月。";
const WITHOUT_SYSTEMD_EN: &str = "\
✗ systemd does not run this machine; nothing was written. The files are above. Without systemd:
  1. make a system user of its own and give it the data directory;
  2. let your service manager run, as that user, gongkai serve --data-dir D --listen A, and restart it when it ends;
  3. run gongkai backup FOLDER --keep 14 --data-dir D every day from cron;
  4. keep the logs for six months at least.";

/// The log in the service's own log folder, kept as long as the law asks.
fn log_options() -> Vec<String> {
    let options = ["--log", "json", "--log-dir", "/var/log/gongkai", "--log-keep-days"];
    options.into_iter().map(str::to_owned).chain([LOG_DAYS.to_string()]).collect()
}

fn print(settings: &Settings) {
    for file in settings.units().into_iter().chain([settings.options()]) {
        out!("# /{}\n{}", file.path, file.text);
    }
}

fn make_user(name: &str, home: &Path) -> Result<()> {
    if ids(name).is_ok() {
        return Ok(());
    }
    let shell = ["/usr/sbin/nologin", "/sbin/nologin"].into_iter().find(|shell| Path::new(shell).exists());
    let mut command = Command::new("useradd");
    command.args(["--system", "--user-group", "--no-create-home", "--shell", shell.unwrap_or("/bin/false")]);
    run(command.arg("--home-dir").arg(home).arg(name))
}

/// Number of a user and of its group.
fn ids(user: &str) -> Result<(u32, u32)> {
    let number = |option: &str| -> Result<u32> {
        let said = Command::new("id").args([option, user]).stderr(Stdio::null()).output()?;
        String::from_utf8_lossy(&said.stdout).trim().parse().with_context(|| format!("id {option} {user}"))
    };
    Ok((number("-u")?, number("-g")?))
}

/// Gives a folder and everything in it to a user.
fn give(path: &Path, user: u32, group: u32) -> Result<()> {
    lchown(path, Some(user), Some(group)).with_context(|| path.display().to_string())?;
    if path.is_dir() && !path.is_symlink() {
        for entry in fs::read_dir(path)? {
            give(&entry?.path(), user, group)?;
        }
    }
    Ok(())
}

/// Starts what is ready: without data there is nothing to serve yet.
fn start(globals: &Globals, settings: &Settings) -> Result<Outcome> {
    control(&["daemon-reload"])?;
    control(&["enable", UNIT, TIMER])?;
    if settings.database.is_some() || settings.data_dir.join("gongkai.db").exists() {
        control(&["restart", UNIT, TIMER])?;
        out!("✓ {}  http://{}/zfxxgk/", globals.say("服务已启动", "the service runs"), settings.listen);
        return Ok(Outcome::Done);
    }
    let (user, program, data) = (&settings.user, settings.program.display(), settings.data_dir.display());
    out!("{}", globals.say("还没有数据。下一步：", "There are no data yet. Next:"));
    out!("  sudo -u {user} {program} init --data-dir {data} --body 某县人民政府办公室 --code mouxian-office");
    out!("  sudo systemctl start {UNIT} {TIMER}");
    Ok(Outcome::Done)
}
