//! A private PostgreSQL for one run of the tests: own data directory, own port, loopback only, gone afterwards.
//!
//! Clean-up must also happen when we are killed (Ctrl-C, a CI time limit), where no destructor runs. So a small shell
//! script in a process group of its own holds the other end of a pipe of ours: when we end, in whatever way, the pipe
//! closes, and the script stops the server and removes its files. The destructor only closes the pipe and waits.

use std::ffi::OsStr;
use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use crate::packages::{Postgres, is_root};
use crate::process::{find_program, output, succeeds};

/// Where the tests look for a server; set by hand it names one to use instead of a private one.
pub const URL_VARIABLE: &str = "GONGKAI_TEST_POSTGRES_URL";

/// A running server; stopped and removed when dropped.
pub struct Server {
    /// Its maintenance database; tests create databases of their own beside it.
    pub url: String,
    /// Kept for its destructor; there is none for a server we did not start.
    _home: Option<Home>,
}

impl Server {
    /// Starts a private server with the first set of programs that works, or takes the one that runs already.
    pub fn start(postgres: &Postgres) -> Result<Self> {
        let sets = match postgres {
            Postgres::Running(url) => return Ok(Self { url: url.clone(), _home: None }),
            Postgres::Programs(sets) => sets,
        };
        let user = User::of_server()?;
        let mut bases = vec![std::env::temp_dir(), PathBuf::from("/tmp"), PathBuf::from("/var/tmp")];
        bases.dedup();
        let mut failures = Vec::new();
        for programs in sets {
            for base in &bases {
                match Home::create(base, &user, programs).and_then(Self::start_in) {
                    Ok(server) => return Ok(server),
                    Err(error) => {
                        failures.push(format!("{} in {}: {error:#}", programs.display(), base.display()));
                    }
                }
            }
        }
        bail!("PostgreSQL does not start:\n{}", failures.join("\n"))
    }

    fn start_in(home: Home) -> Result<Self> {
        let data = home.directory.join("data");
        output(
            home.program("initdb")
                .args([
                    "--locale=C",
                    "--encoding=UTF8",
                    "--auth=trust",
                    "--username=postgres",
                    "--no-sync",
                    "-D",
                ])
                .arg(&data),
        )?;
        let log = home.directory.join("log");
        let mut last = None;
        // Between our finding a free port and the server's taking it somebody else may: try again with another.
        for _ in 0..3 {
            let port = free_port()?;
            let options = format!(
                "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300 \
                 -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
            );
            let mut start = home.program("pg_ctl");
            start
                .args(["start", "--wait", "--silent", "-D"])
                .arg(&data)
                .arg("-l")
                .arg(&log)
                .args(["-o", &options]);
            // The server inherits what we hand over: a captured pipe would stay open as long as it runs.
            start.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            if start.status().context("cannot start pg_ctl")?.success() {
                let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
                println!("   {} at {url}", home.programs.display());
                return Ok(Self { url, _home: Some(home) });
            }
            last = fs::read_to_string(&log).ok();
        }
        bail!("pg_ctl start failed; the server's log:\n{}", last.unwrap_or_default().trim())
    }
}

/// The server's directory and the script that watches over it.
struct Home {
    directory: PathBuf,
    programs: PathBuf,
    user: User,
    watcher: Child,
}

impl Home {
    const WATCH: &'static str = r#"
        cat > /dev/null
        if [ -f "$2/data/postmaster.pid" ]; then "$1/pg_ctl" stop --silent --mode=immediate -D "$2/data"; fi
        rm -rf "$2"
    "#;

    fn create(base: &Path, user: &User, programs: &Path) -> Result<Self> {
        let directory = base.join(unique_name()?);
        fs::create_dir(&directory).with_context(|| format!("cannot create {}", directory.display()))?;
        let watcher = Self::hand_over(&directory, user).and_then(|()| {
            user.command("sh")
                .args(["-c", Self::WATCH, "sh"])
                .args([programs, &directory])
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .process_group(0)
                .spawn()
                .context("cannot start sh")
        });
        match watcher {
            Ok(watcher) => Ok(Self { directory, programs: programs.to_owned(), user: user.clone(), watcher }),
            Err(error) => {
                let _ = fs::remove_dir_all(&directory);
                Err(error)
            }
        }
    }

    fn hand_over(directory: &Path, user: &User) -> Result<()> {
        let User::Other { name, .. } = user else { return Ok(()) };
        output(Command::new("chown").arg(name).arg(directory))?;
        // A base directory closed to that user (somebody's private TMPDIR) shows here rather than in initdb.
        output(user.command("test").arg("-w").arg(directory))?;
        Ok(())
    }

    fn program(&self, name: &str) -> Command {
        self.user.command(self.programs.join(name))
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        drop(self.watcher.stdin.take());
        let _ = self.watcher.wait();
        // Where that user may not remove an entry of the base directory, the empty directory is left to us.
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// Who runs the server: PostgreSQL refuses to run as root.
#[derive(Clone)]
enum User {
    Ourselves,
    Other { name: &'static str, group: String, switch: Switch },
}

/// The program that starts another one as another user.
#[derive(Clone, Copy)]
enum Switch {
    Runuser,
    Setpriv,
    Su,
}

impl User {
    fn of_server() -> Result<Self> {
        if !is_root() {
            return Ok(Self::Ourselves);
        }
        let name = ["postgres", "nobody"]
            .into_iter()
            .find(|name| succeeds(Command::new("id").args(["-u", name])))
            .context("root cannot run PostgreSQL, and there is neither a user postgres nor nobody")?;
        let switch = [("runuser", Switch::Runuser), ("setpriv", Switch::Setpriv), ("su", Switch::Su)]
            .into_iter()
            .find_map(|(program, switch)| find_program(program).map(|_| switch))
            .context(
                "root cannot run PostgreSQL, and there is no runuser, setpriv or su to become another user",
            )?;
        let group = output(Command::new("id").args(["-g", name]))?.trim().to_owned();
        Ok(Self::Other { name, group, switch })
    }

    fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = match self {
            Self::Ourselves => Command::new(&program),
            Self::Other { name, group, switch } => switch.command(name, group, program.as_ref()),
        };
        // Our own directory may be closed to that user.
        command.current_dir("/");
        command
    }
}

impl Switch {
    fn command(self, user: &str, group: &str, program: &OsStr) -> Command {
        let (switch, arguments): (_, &[&str]) = match self {
            Self::Runuser => ("runuser", &["-u", user, "--"]),
            Self::Setpriv => ("setpriv", &["--reuid", user, "--regid", group, "--clear-groups", "--"]),
            Self::Su => ("su", &["-s", "/bin/sh", "-c", r#"exec "$0" "$@""#, "--", user]),
        };
        let mut command = Command::new(switch);
        command.args(arguments).arg(program);
        command
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

fn unique_name() -> Result<String> {
    #[expect(clippy::disallowed_methods, reason = "a name nobody else takes, not a date anything depends on")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(format!("gongkai-postgres-{}-{}", std::process::id(), now.as_nanos()))
}
