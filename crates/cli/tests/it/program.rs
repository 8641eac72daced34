//! Running the built program in a data directory of its own.

use gongkai_storage::Db;
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// The program with a data directory, on SQLite or PostgreSQL.
pub struct Program {
    folder: TempDir,
    database: Option<String>,
}

/// What a run said.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Program {
    /// With its own SQLite file.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None }
    }

    /// On an empty PostgreSQL database, where there is a server.
    pub fn on_postgres() -> Option<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let url = runtime.block_on(gongkai_testkit::empty_postgres()).unwrap()?;
        Some(Self { database: Some(url), ..Self::new() })
    }

    /// With one office in it.
    pub fn with_office() -> Self {
        let program = Self::new();
        program.run(&["init", "--body", "某区人民政府办公室", "--code", "office"]).done();
        program
    }

    /// Every engine there is.
    pub fn on_each_engine() -> Vec<Self> {
        [Some(Self::new()), Self::on_postgres()].into_iter().flatten().collect()
    }

    /// A path beside the data directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Writes a file; gives its path as an argument.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Runs it to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().unwrap().into()
    }

    /// Starts it.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// The home page that a command serves at a free port; told to end, the command ends well.
    pub fn home(&self, arguments: &[&str]) -> String {
        String::from_utf8(self.served(arguments, &["/zfxxgk/"]).remove(0)).unwrap()
    }

    /// What a command serves at paths, each answer with its head.
    pub fn served(&self, arguments: &[&str], paths: &[&str]) -> Vec<Vec<u8>> {
        let mut command = self.command(arguments);
        let mut serving = command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(serving.stdout.take().unwrap()).lines().map_while(Result::ok);
        let line = said.into_iter().find(|line| line.contains("http://")).unwrap();
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap();
        let answers = paths.iter().map(|path| {
            let mut asking = TcpStream::connect(address).unwrap();
            write!(asking, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
            let mut answer = Vec::new();
            asking.read_to_end(&mut answer).unwrap();
            answer
        });
        let answers = answers.collect();
        Command::new("kill").args(["-TERM", &serving.id().to_string()]).status().unwrap();
        assert_eq!(serving.wait().unwrap().code(), Some(0));
        answers
    }

    /// The same office in a data directory and database of its own, with the schema of an older program.
    pub fn as_an_older_program_left_it(&self) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let database =
            self.database.as_ref().map(|_| Self::on_postgres().and_then(|new| new.database).unwrap());
        let old = Self { folder: tempfile::tempdir().unwrap(), database };
        fs::create_dir_all(old.data().join("keys")).unwrap();
        let key = "keys/installation.key";
        fs::copy(self.data().join(key), old.data().join(key)).unwrap();
        runtime.block_on(async {
            let [from, to] = [self.opened().await, old.opened().await];
            gongkai_testkit::as_an_older_program_left_it(&from, &to, 2).await.unwrap();
            from.close().await;
            to.close().await;
        });
        old
    }

    /// Changes the database behind the program's back.
    pub fn tamper(&self, sql: &str) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let db = self.opened().await;
            gongkai_testkit::tamper(&db, sql).await.unwrap();
            db.close().await;
        });
    }

    async fn opened(&self) -> Db {
        let file = format!("sqlite:{}", self.data().join("gongkai.db").display());
        Db::open(self.database.as_deref().unwrap_or(&file)).await.unwrap()
    }

    /// What `serve` logs until it is told to end, once it serves.
    pub fn logged_while_serving(&self) -> String {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut serving = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut logged = BufReader::new(serving.stderr.take().unwrap());
        let mut line = String::new();
        logged.read_line(&mut line).unwrap();
        Command::new("kill").args(["-TERM", &serving.id().to_string()]).status().unwrap();
        logged.read_to_string(&mut line).unwrap();
        serving.wait().unwrap();
        line
    }

    /// The command that runs it, with nothing of the machine's own settings.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        command.args(arguments).arg("--data-dir").arg(self.data()).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("GONGKAI_")) {
                command.env_remove(name);
            }
        }
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        command
    }

    /// What `verify` walked: entries, changes, rows. The chain must hold.
    pub fn verified(&self) -> [i64; 3] {
        let told = self.run(&["verify", "--json"]).done().json();
        assert_eq!(told["holds"], true, "{told:#}");
        ["entries", "changes", "rows"].map(|name| told[name].as_i64().unwrap())
    }

    /// What `doctor` finds; nothing is wrong but, perhaps, the room on the disk of this machine.
    #[track_caller]
    pub fn in_order(&self) -> Value {
        let findings = self.run(&["doctor", "--json"]).json();
        let wrong = |finding: &&Value| finding["level"] == "error" && finding["check"] != "disk";
        assert_eq!(findings.as_array().unwrap().iter().find(wrong), None);
        findings
    }

    /// A register as CSV, with personal columns.
    pub fn exported(&self, register: &str) -> String {
        self.run(&["export", register, "--with-personal"]).done().out
    }

    /// A report as the bytes of its file.
    pub fn report(&self, year: &str, format: &str) -> Vec<u8> {
        let file = self.path(&format!("{format}-{year}.json"));
        self.run(&["report", year, "--format", format, "--output", file.to_str().unwrap()]).done();
        fs::read(file).unwrap()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    fn ended_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    /// It did what was asked.
    #[track_caller]
    pub fn done(self) -> Self {
        self.ended_with(0)
    }

    /// It found problems.
    #[track_caller]
    pub fn problems(self) -> Self {
        self.ended_with(1)
    }

    /// It was used wrongly.
    #[track_caller]
    pub fn bad_use(self) -> Self {
        self.ended_with(2)
    }

    /// Everything it said.
    pub fn said(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// It said all of these.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        let said = self.said();
        for words in words {
            assert!(said.contains(words), "“{words}” is missing from:\n{said}");
        }
        self
    }

    /// What it printed, as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// Every file below a folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}
