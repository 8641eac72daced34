//! What the tests need from the system: a PostgreSQL server's programs, Chromium, a font with Chinese characters, and
//! poppler, which reads the PDF files we set.
//!
//! A clean machine has Rust and a package manager. Where we may (root, or sudo without a password) we install what is
//! missing; where we may not, we say exactly what to install.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::postgres;
use crate::process::{find_program, output, path_directories, run, succeeds};

/// What to say when there is no server to start.
pub const POSTGRES_MISSING: &str = "PostgreSQL's server programs (initdb, pg_ctl, postgres) are missing; `cargo xtask test` installs them where it may";

/// Everything the later steps use.
pub struct Tools {
    /// Which PostgreSQL the storage tests run on.
    pub postgres: Postgres,
    /// The browser of the journeys.
    pub chromium: PathBuf,
}

/// Which PostgreSQL to use.
pub enum Postgres {
    /// Directories that each hold a whole set of server programs, the best first.
    Programs(Vec<PathBuf>),
    /// A server somebody already runs, by its URL.
    Running(String),
}

/// Finds what the tests need, installing what is missing.
pub fn ensure() -> Result<Tools> {
    let missing = missing();
    if !missing.is_empty() {
        install(&missing)?;
    }
    match (Postgres::find(), find_chromium(), has_chinese_font() && has_poppler()) {
        (Some(postgres), Some(chromium), true) => {
            println!("   {postgres}");
            println!("   Chromium: {}", chromium.display());
            Ok(Tools { postgres, chromium })
        }
        _ => bail!("after installing, still missing: {}", names(&self::missing())),
    }
}

/// One thing the tests need, with the packages that bring it under each package manager.
struct Need {
    what: &'static str,
    apt: &'static str,
    dnf: &'static str,
    apk: &'static str,
}

const POSTGRES: Need = Need {
    what: "PostgreSQL server (initdb, pg_ctl, postgres)",
    apt: "postgresql",
    dnf: "postgresql-server",
    apk: "postgresql",
};
const CHROMIUM: Need = Need { what: "Chromium", apt: "chromium", dnf: "chromium", apk: "chromium" };
const CHINESE_FONT: Need = Need {
    what: "a font with Chinese characters",
    apt: "fonts-noto-cjk",
    dnf: "google-noto-sans-cjk-fonts",
    apk: "font-noto-cjk",
};

const POPPLER: Need = Need {
    what: "poppler's pdftotext, pdfinfo and pdffonts",
    apt: "poppler-utils",
    dnf: "poppler-utils",
    apk: "poppler-utils",
};

fn missing() -> Vec<&'static Need> {
    let mut missing = Vec::new();
    if Postgres::find().is_none() {
        missing.push(&POSTGRES);
    }
    if find_chromium().is_none() {
        missing.push(&CHROMIUM);
    }
    if !has_chinese_font() {
        missing.push(&CHINESE_FONT);
    }
    if !has_poppler() {
        missing.push(&POPPLER);
    }
    missing
}

fn names(needs: &[&Need]) -> String {
    needs.iter().map(|need| need.what).collect::<Vec<_>>().join("; ")
}

fn install(needs: &[&'static Need]) -> Result<()> {
    println!("   missing: {}", names(needs));
    let packages = |pick: fn(&Need) -> &'static str| needs.iter().map(|need| pick(need)).collect::<Vec<_>>();
    let Some(privilege) = Privilege::find() else { bail!("{}", instructions(needs)) };
    if find_program("apt-get").is_some() {
        let with_server = needs.iter().any(|need| need.apt == POSTGRES.apt);
        let _no_cluster = with_server.then(|| NoMainCluster::declare(&privilege));
        let apt = || {
            let mut command = privilege.command("apt-get");
            command.args(["-y", "-q", "-o", "DPkg::Lock::Timeout=300"]);
            command
        };
        run(apt().arg("update"))?;
        run(apt().args(["install", "--no-install-recommends"]).args(packages(|need| need.apt)))
    } else if find_program("dnf").is_some() {
        run(privilege.command("dnf").args(["-y", "install"]).args(packages(|need| need.dnf)))
    } else if find_program("apk").is_some() {
        run(privilege.command("apk").args(["add", "--update-cache"]).args(packages(|need| need.apk)))
    } else {
        bail!("{}", instructions(needs))
    }
}

fn instructions(needs: &[&Need]) -> String {
    let mut text =
        String::from("not root, no sudo without a password, or no package manager we know. Please install:");
    for need in needs {
        let Need { what, apt, dnf, apk } = need;
        let _ = write!(text, "\n  {what}   (Debian, Ubuntu: {apt}; Fedora, openEuler: {dnf}; Alpine: {apk})");
    }
    text
}

/// How to become root.
enum Privilege {
    Root,
    Sudo,
}

impl Privilege {
    fn find() -> Option<Self> {
        if is_root() {
            return Some(Self::Root);
        }
        (find_program("sudo").is_some() && succeeds(Command::new("sudo").args(["-n", "true"])))
            .then_some(Self::Sudo)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = match self {
            Self::Root => Command::new("env"),
            Self::Sudo => {
                let mut sudo = Command::new("sudo");
                sudo.args(["-n", "env"]);
                sudo
            }
        };
        command.args(["DEBIAN_FRONTEND=noninteractive", program]).stdin(Stdio::null());
        command
    }
}

/// Whether we run as root.
pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Tells Debian's packages not to create and start a system-wide server; we start a private one. Withdrawn afterwards.
struct NoMainCluster<'a>(&'a Privilege);

impl<'a> NoMainCluster<'a> {
    const FILE: &'static str = "/etc/postgresql-common/createcluster.d/gongkai-tests.conf";

    fn declare(privilege: &'a Privilege) -> Self {
        let script = r#"mkdir -p "$(dirname "$1")" && echo "create_main_cluster = false" > "$1""#;
        // Without it the tests still work; a server nobody asked for would just run beside them.
        let _ = privilege.command("sh").args(["-c", script, "sh", Self::FILE]).status();
        Self(privilege)
    }
}

impl Drop for NoMainCluster<'_> {
    fn drop(&mut self) {
        let _ = self.0.command("rm").args(["-f", Self::FILE]).status();
    }
}

impl Postgres {
    /// The server named by the environment, or else every complete set of programs on this machine.
    pub fn find() -> Option<Self> {
        if let Some(url) = std::env::var_os(postgres::URL_VARIABLE).and_then(|url| url.into_string().ok()) {
            return Some(Self::Running(url));
        }
        let mut directories = path_directories();
        directories.extend(versioned("/usr/lib/postgresql", "bin"));
        directories.extend(versioned("/usr/libexec", ""));
        directories.extend(versioned("/usr", "bin"));
        directories
            .extend(["/usr/local/bin", "/usr/local/pgsql/bin", "/opt/homebrew/bin"].map(PathBuf::from));
        let mut sets: Vec<PathBuf> = Vec::new();
        for directory in directories {
            // A link to a set elsewhere is that set.
            let Ok(initdb) = directory.join("initdb").canonicalize() else { continue };
            let Some(home) = initdb.parent() else { continue };
            if !sets.iter().any(|set| set == home) && is_whole_set(home) {
                sets.push(home.to_owned());
            }
        }
        (!sets.is_empty()).then_some(Self::Programs(sets))
    }
}

impl std::fmt::Display for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Programs(sets) => {
                let sets: Vec<_> = sets.iter().map(|set| set.display().to_string()).collect();
                write!(f, "PostgreSQL: {}", sets.join(", "))
            }
            Self::Running(_) => write!(f, "PostgreSQL: the server named by {}", postgres::URL_VARIABLE),
        }
    }
}

/// `base/postgresql-15/bin`, `base/15/bin`, … with the newest first.
fn versioned(base: &str, below: &str) -> Vec<PathBuf> {
    let version = |path: &Path| -> Option<u32> {
        let name = path.file_name()?.to_str()?;
        name.trim_start_matches("postgresql").trim_start_matches("pgsql").trim_start_matches('-').parse().ok()
    };
    let entries = fs::read_dir(base).map(|entries| entries.flatten().map(|entry| entry.path()).collect());
    let mut homes: Vec<PathBuf> = entries.unwrap_or_default();
    homes.retain(|home| version(home).is_some());
    homes.sort_by_key(|home| std::cmp::Reverse(version(home)));
    homes.into_iter().map(|home| home.join(below)).collect()
}

/// Whether the three programs are there, can be started and are of one version.
fn is_whole_set(home: &Path) -> bool {
    let version = |program: &str| -> Option<String> {
        let said = output(Command::new(home.join(program)).arg("--version")).ok()?;
        said.split_once("(PostgreSQL)").map(|(_, version)| version.trim().to_owned())
    };
    let server = version("postgres");
    server.is_some() && version("initdb") == server && version("pg_ctl") == server
}

fn find_chromium() -> Option<PathBuf> {
    // Ubuntu's `chromium-browser` may be a stub that only tells people to install a snap: ask it for its version.
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        .iter()
        .filter_map(|name| find_program(name))
        .find(|path| succeeds(Command::new(path).arg("--version")))
}

fn has_poppler() -> bool {
    ["pdftotext", "pdfinfo", "pdffonts"].iter().all(|name| find_program(name).is_some())
}

fn has_chinese_font() -> bool {
    output(Command::new("fc-list").arg(":lang=zh-cn")).is_ok_and(|fonts| !fonts.trim().is_empty())
        || has_cjk_file(Path::new("/usr/share/fonts"), 4)
}

fn has_cjk_file(directory: &Path, depth: u8) -> bool {
    let Ok(entries) = fs::read_dir(directory) else { return false };
    entries.flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() { depth > 0 && has_cjk_file(&path, depth - 1) } else { is_cjk_font(&path) }
    })
}

fn is_cjk_font(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    ["cjk", "wqy", "sourcehan", "fandol"].iter().any(|mark| name.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versioned_homes_come_newest_first() {
        let base = tempfile::tempdir().unwrap();
        for name in ["postgresql9", "postgresql16", "pgsql-15", "something"] {
            fs::create_dir(base.path().join(name)).unwrap();
        }
        let found = versioned(base.path().to_str().unwrap(), "bin");
        let names: Vec<_> =
            found.iter().map(|path| path.strip_prefix(base.path()).unwrap().to_owned()).collect();
        assert_eq!(names, ["postgresql16/bin", "pgsql-15/bin", "postgresql9/bin"].map(PathBuf::from));
    }

    #[test]
    fn a_set_with_programs_missing_is_not_whole() {
        let home = tempfile::tempdir().unwrap();
        assert!(!is_whole_set(home.path()));
    }

    #[test]
    fn instructions_name_every_package() {
        let text = instructions(&[&POSTGRES, &CHROMIUM]);
        assert!(text.contains("postgresql-server") && text.contains("chromium"), "{text}");
    }
}
