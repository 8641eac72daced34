//! What every command takes: where the data is, which database, which language.

use crate::owner;
use crate::said::bad_use;
use crate::settings::Settings;
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use gongkai_app::attachments::{Clamd, Keeping, Store};
use gongkai_app::durable;
use gongkai_app::import::By;
use gongkai_app::people::COMMAND_LINE;
use gongkai_app::sealing::InstallationKey;
use gongkai_app::upgrade::{Versions, versions};
use gongkai_app::{Installation, LawBook};
use gongkai_domain::says::Language;
use gongkai_storage::Db;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Options of every command.
#[derive(Debug, Args)]
pub struct Globals {
    /// 数据目录。Folder of the database, the key and replaced law files.
    #[arg(long, global = true, env = "GONGKAI_DATA_DIR", default_value = "gongkai-data", value_name = "D")]
    pub data_dir: PathBuf,
    /// 数据库地址；不填用数据目录里的 SQLite。Database; SQLite in the data directory unless `postgres://…` is given.
    #[arg(long, global = true, env = "GONGKAI_DATABASE_URL", value_name = "URL")]
    pub database: Option<String>,
    /// 安装密钥文件；不填用数据目录里的。Installation key; the one in the data directory unless given.
    #[arg(long, global = true, env = "GONGKAI_KEY_FILE", value_name = "F")]
    pub key_file: Option<PathBuf>,
    /// 附件目录；不填用 gongkai.toml 里写的或数据目录里的 files。几个节点共用一个数据库时要指同一个目录。Folder of attachments; that of gongkai.toml or files/ of the data directory unless given.
    #[arg(long, global = true, env = "GONGKAI_ATTACHMENTS", value_name = "D")]
    pub attachments: Option<PathBuf>,
    /// 字体文件夹；不填用数据目录和程序旁边的 fonts。Folder of fonts; fonts/ of the data directory and beside the program unless given.
    #[arg(long, global = true, env = "GONGKAI_FONTS", value_name = "D")]
    pub fonts: Option<PathBuf>,
    /// 提示语言。Language of messages.
    #[arg(long, global = true, env = "GONGKAI_LANG", value_enum, default_value_t = Lang::Zh)]
    pub lang: Lang,
    /// 打印事实的命令以 JSON 输出。Commands that print facts print JSON.
    #[arg(long, global = true)]
    pub json: bool,
}

/// Language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// 简体中文
    Zh,
    /// English
    En,
}

/// Whether a command may make an installation where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It makes one, with a new key.
    Make,
    /// It refuses.
    Refuse,
}

impl Globals {
    /// Language of messages.
    pub const fn language(&self) -> Language {
        match self.lang {
            Lang::Zh => Language::Chinese,
            Lang::En => Language::English,
        }
    }

    /// One of two sentences, in the language of messages.
    pub fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        crate::said::pick(self.language(), zh, en)
    }

    /// Opens the database with the law and the key, under this program's schema.
    pub async fn open(&self, missing: Missing) -> Result<Installation> {
        let office = self.open_as_is(missing).await?;
        if missing == Missing::Make {
            office.db.migrate().await?;
            return Ok(office);
        }
        let Versions { found, known } = versions(&office).await?;
        if found == known {
            return Ok(office);
        }
        Err(bad_use(
            format!(
                "数据库结构是第 {found} 版，本程序用第 {known} 版；请先运行 gongkai upgrade，它先备份并核验，再升级"
            ),
            format!(
                "the database is at schema version {found}, this program works with {known}; run gongkai upgrade, which makes a verified backup first"
            ),
        ))
    }

    /// Opens the database with the law and the key, under the schema it has; only an empty one gets a schema.
    pub async fn open_as_is(&self, missing: Missing) -> Result<Installation> {
        let law = Arc::new(self.law()?);
        let key_file = self.key_path();
        if !self.has_data() && missing == Missing::Refuse {
            return Err(bad_use(
                format!(
                    "“{}”里还没有数据；请先运行 gongkai init 或 gongkai demo，或用 --data-dir 指定数据目录",
                    self.data_dir.display()
                ),
                format!(
                    "there is no data in “{}” yet; run gongkai init or gongkai demo first, or give --data-dir",
                    self.data_dir.display()
                ),
            ));
        }
        let db = self.connect_as_is().await?;
        let (found, known) = gongkai_storage::health::versions(&mut db.read().await?).await?;
        if found == 0 || found > known {
            db.migrate().await?;
        }
        let key = self.key(&db, &key_file).await?;
        Ok(Installation::open(db, law, key).await?.keeping(self.files()?))
    }

    /// Where attachments are kept, and who scans them.
    pub fn files(&self) -> Result<Keeping> {
        let settings = Settings::read(&self.data_dir)?;
        let folder =
            self.attachments.clone().or(settings.attachments.folder.map(|folder| self.data_dir.join(folder)));
        let store = Store::new(folder.unwrap_or_else(|| self.data_dir.join("files")));
        Ok(Keeping::new(store, settings.scanner.map(|scanner| Clamd::new(scanner.address))))
    }

    /// Whether there can be data: a SQLite file, or the address of a database.
    pub fn has_data(&self) -> bool {
        self.database_url().is_some() || self.sqlite_file().exists()
    }

    /// Connects to the database and brings its schema up to date, without the key.
    pub async fn connect(&self) -> Result<Db> {
        let db = self.connect_as_is().await?;
        db.migrate().await?;
        Ok(db)
    }

    /// Connects to the database, whatever schema it has, without the key.
    pub async fn connect_as_is(&self) -> Result<Db> {
        owner::check(&self.data_dir)?;
        fs::create_dir_all(&self.data_dir).with_context(|| {
            format!("数据目录“{}”无法建立 / cannot make the data directory", self.data_dir.display())
        })?;
        let url = self.database_url().unwrap_or_else(|| format!("sqlite:{}", self.sqlite_file().display()));
        Db::open(&url).await.with_context(|| {
            format!("数据库打不开：{} / the database cannot be opened", without_password(&url))
        })
    }

    /// Where the installation key is.
    pub fn key_path(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.data_dir.join("keys").join("installation.key"))
    }

    /// Writes the text of an installation key, readable by its owner alone, where there is none yet.
    pub fn write_key(file: &Path, text: &str) -> Result<()> {
        use std::io::Write;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut opened = options.open(file).with_context(|| {
            format!("安装密钥写不进：{} / the installation key cannot be written", file.display())
        })?;
        opened.write_all(text.as_bytes())?;
        opened.sync_all()?;
        Ok(())
    }

    /// These options as the environment of another run of the program; a password in them stays off its command line.
    pub fn as_environment(&self) -> BTreeMap<String, String> {
        let language = self.say("zh", "en").to_owned();
        let mut variables = BTreeMap::from([
            ("GONGKAI_DATA_DIR".to_owned(), self.data_dir.display().to_string()),
            ("GONGKAI_LANG".to_owned(), language),
        ]);
        variables.extend(self.database_url().map(|url| ("GONGKAI_DATABASE_URL".to_owned(), url)));
        let key = self.key_file.as_ref().map(|file| file.display().to_string());
        variables.extend(key.map(|file| ("GONGKAI_KEY_FILE".to_owned(), file)));
        let files = self.attachments.as_ref().map(|folder| folder.display().to_string());
        variables.extend(files.map(|folder| ("GONGKAI_ATTACHMENTS".to_owned(), folder)));
        variables
    }

    /// Puts a law file into the data directory, whole or not at all; answers where.
    pub fn write_law(&self, place: &str, text: &str) -> Result<PathBuf> {
        let target = self.data_dir.join("law").join(place);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        durable::write(&target, text.as_bytes())?;
        Ok(target)
    }

    /// The database asked for; an empty one is none.
    pub fn database_url(&self) -> Option<String> {
        self.database.clone().filter(|url| !url.trim().is_empty())
    }

    fn sqlite_file(&self) -> PathBuf {
        self.data_dir.join("gongkai.db")
    }

    async fn key(&self, db: &Db, file: &Path) -> Result<InstallationKey> {
        if file.exists() {
            let text = fs::read_to_string(file).with_context(|| {
                format!("安装密钥读不出：{} / the installation key cannot be read", file.display())
            })?;
            return InstallationKey::read(&text).with_context(|| {
                format!("安装密钥文件有误：{} / the installation key is not right", file.display())
            });
        }
        let mut tx = db.read().await?;
        if let Some(wanted) =
            gongkai_storage::settings::get(&mut tx, gongkai_app::installation::KEY_FINGERPRINT).await?
        {
            return Err(bad_use(
                format!(
                    "数据库需要安装密钥（指纹 {wanted}），但“{}”不存在；请用 --key-file 指定它的副本",
                    file.display()
                ),
                format!(
                    "the database needs its installation key (fingerprint {wanted}), but “{}” is missing; give a copy with --key-file",
                    file.display()
                ),
            ));
        }
        let key = InstallationKey::generate()?;
        Self::write_key(file, &key.write())?;
        eprintln!(
            "{}{}",
            self.say("已生成安装密钥，请另存一份副本：", "made an installation key; keep a copy elsewhere: "),
            file.display()
        );
        Ok(key)
    }

    /// The law: built in, less what `law/` in the data directory replaces.
    pub fn law(&self) -> Result<LawBook> {
        Ok(LawBook::with(self.replaced_law()?)?)
    }

    /// The law files of the data directory, by path below `law/`.
    pub fn replaced_law(&self) -> Result<BTreeMap<String, String>> {
        let mut files = BTreeMap::new();
        let folder = self.data_dir.join("law");
        if folder.is_dir() {
            read_below(&folder, &folder, &mut files)?;
        }
        Ok(files)
    }
}

/// Who acts, and when.
pub fn by() -> By {
    let at = now();
    By { actor: COMMAND_LINE.to_owned(), at, today: civil_day(at) }
}

/// The instant; the one place where the program reads the clock.
#[expect(clippy::disallowed_methods, reason = "the command line is where the time comes from")]
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}

/// The civil day of an instant in the office's time zone.
pub fn civil_day(at: Timestamp) -> Date {
    in_zone(at).date()
}

/// An instant in the office's time zone.
pub fn in_zone(at: Timestamp) -> Zoned {
    at.to_zoned(office_zone())
}

/// The office's time zone.
pub fn office_zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC)
}

fn read_below(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_below(root, &path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "toml" || ending == "csv") {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("{} 不是 UTF-8 文本 / is not UTF-8 text", path.display()))?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.insert(name, text);
        }
    }
    Ok(())
}

fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => format!("{}://…{}", &url[..scheme], &url[at..]),
        _ => url.to_owned(),
    }
}
