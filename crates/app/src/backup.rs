//! Backup and restore: every table as lines of JSON, the same for both databases, without the installation key.
//!
//! A backup is a folder: `manifest.json` says what is in it, `tables/NAME.jsonl` holds one row a line. Personal
//! values are in it as they are in the database, sealed; `files/` holds the files of attachments by their digests; the key that opens them is not. Nor are sessions and links: a
//! restored installation is signed in nowhere.

mod files;

pub use files::restore_files;
pub(crate) use files::store_of;

use crate::Installation;
use crate::installation::KEY_FINGERPRINT;
use gongkai_domain::digest::Digest;
use gongkai_domain::registers::Value;
use gongkai_storage::tables::{self, SqlKind, Table};
use gongkai_storage::{Db, StorageError, Tx, audit, dump, health, jobs, settings};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Version of the folder's layout.
const LAYOUT: u32 = 1;
const ROWS_AT_ONCE: usize = 2_000;
/// Schema since which the queue says of each job how it stands.
const QUEUED_SINCE: i64 = 13;
/// Why a sending of a restored queue waits for a person.
const RESTORED: &str = "从备份恢复：备份以后可能已经推送过，请到渠道上看一看 / restored from a backup: it may have been sent since, look at the channel";

/// What a backup says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the folder's layout.
    pub layout: u32,
    /// Version of the database schema.
    pub schema: i64,
    /// When it was made.
    pub made_at: String,
    /// Fingerprint of the installation key needed to open personal values.
    pub installation_key: String,
    /// Last audit entry.
    pub last_entry: i64,
    /// Its hash.
    pub last_hash: String,
    /// Every table.
    pub tables: Vec<TableFile>,
    /// Files of attachments below `files/`; none where the backup was made without them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<u64>,
    /// The law files of this installation that are not as built in, by path below `law/`.
    #[serde(default)]
    pub law: BTreeMap<String, String>,
}

/// One table of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableFile {
    /// Name.
    pub name: String,
    /// Columns, in the order of the values on a line; empty in backups that do not tell.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Number of rows.
    pub rows: u64,
    /// SM3 digest of its lines.
    pub sm3: String,
}

/// Why a backup was not made or not restored. A restore that fails leaves the database as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder holds something already.
    #[error("“{0}”里已经有文件；请换一个空文件夹 / “{0}” is not empty; give an empty folder")]
    NotEmpty(PathBuf),
    /// The folder is no backup, or one of another layout.
    #[error(
        "“{0}”不是备份文件夹，或由更新的程序做成：{1} / “{0}” is not a backup, or was made by a newer program: {1}"
    )]
    NotABackup(PathBuf, String),
    /// A file of an attachment is not there, or not what it is called by.
    #[error(
        "附件的文件 {0} 不见了，或被改动过；请运行 gongkai verify，从好的备份里把它找回来 / the file {0} of an attachment is missing or was altered; run gongkai verify, and take it from a good backup"
    )]
    Lost(String),
    /// A file was altered or cut short.
    #[error(
        "备份里的 {0} 不完整或被改动过（第 {1} 行）；请换一份备份 / {0} in the backup is incomplete or was altered (line {1}); take another backup"
    )]
    Damaged(String, u64),
    /// The database holds rows already.
    #[error(
        "要恢复到的数据库里已经有数据（{0} {1} 行）；请指定一个空的数据库或数据目录 / the database already holds rows ({0}: {1}); give an empty database or data directory"
    )]
    Occupied(String, i64),
    /// A file cannot be read or written.
    #[error("“{0}”：{1}")]
    File(PathBuf, std::io::Error),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Writes everything in the database, as one state of it, into the empty folder `folder`. The database may be one
/// that an older program made and this one has not yet brought up to date.
pub async fn backup(office: &Installation, folder: &Path, at: Timestamp) -> Result<Manifest, BackupError> {
    backup_beside(office, folder, at, None).await
}

/// The same, where `earlier` is another backup on the same disk: files of attachments that lie there whole are shared with
/// it instead of written again.
pub(crate) async fn backup_beside(
    office: &Installation,
    folder: &Path,
    at: Timestamp,
    earlier: Option<&Path>,
) -> Result<Manifest, BackupError> {
    let named = |error| BackupError::File(folder.to_owned(), error);
    fs::create_dir_all(folder.join("tables")).map_err(named)?;
    let occupied = fs::read_dir(folder.join("tables")).map_err(named)?.next().is_some();
    if occupied || folder.join("manifest.json").exists() {
        return Err(BackupError::NotEmpty(folder.to_owned()));
    }
    let mut tx = office.db.read().await?;
    let mut tables = Vec::new();
    for table in tables::in_database(&mut tx).await? {
        tables.push(write_table(&mut tx, &table, folder).await?);
    }
    let head = audit::head(&mut tx).await?;
    let copied = files::back_up(office, &mut tx, folder, earlier).await?;
    let manifest = Manifest {
        layout: LAYOUT,
        schema: health::versions(&mut tx).await?.0,
        made_at: format!("{at:.0}"),
        installation_key: settings::get(&mut tx, KEY_FINGERPRINT).await?.unwrap_or_default(),
        last_entry: head.sequence,
        last_hash: head.hash,
        tables,
        files: copied,
        law: office.law.replaced(),
    };
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    let path = folder.join("manifest.json");
    File::create(&path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(|error| BackupError::File(path, error))?;
    Ok(manifest)
}

async fn write_table(tx: &mut Tx, table: &Table, folder: &Path) -> Result<TableFile, BackupError> {
    let path = folder.join("tables").join(format!("{}.jsonl", table.name));
    let named = |error| BackupError::File(path.clone(), error);
    let mut file = BufWriter::new(File::create(&path).map_err(named)?);
    let mut digest = Digest::new();
    let mut rows = 0;
    dump::each_row(tx, table, |row| {
        if tables::lets_in(&table.name) {
            return Ok(());
        }
        let line = serde_json::Value::Array(row.iter().map(to_json).collect()).to_string();
        digest.field(&line);
        rows += 1;
        writeln!(file, "{line}").map_err(named)
    })
    .await?;
    file.into_inner().map_err(|error| named(error.into_error()))?.sync_all().map_err(named)?;
    let columns = table.columns.iter().map(|(name, _)| name.clone()).collect();
    Ok(TableFile { name: table.name.clone(), columns, rows, sm3: digest.finish() })
}

/// What the backup in `folder` says of itself.
pub fn manifest(folder: &Path) -> Result<Manifest, BackupError> {
    let path = folder.join("manifest.json");
    let text = fs::read_to_string(&path)
        .map_err(|error| BackupError::NotABackup(folder.to_owned(), error.to_string()))?;
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|error| BackupError::NotABackup(folder.to_owned(), error.to_string()))?;
    if manifest.layout != LAYOUT {
        return Err(BackupError::NotABackup(folder.to_owned(), format!("layout {}", manifest.layout)));
    }
    Ok(manifest)
}

/// Loads a backup into an empty database and brings it up to this program's schema; its files are put where they belong
/// by [`restore_files`], before. A backup made by an older
/// program is loaded into the tables of its time first, so that later migrations see its rows as they would have seen
/// the database itself.
///
/// # Errors
/// [`BackupError::Occupied`] unless the database is empty; [`BackupError::Damaged`] when a file does not have the
/// rows and digest the manifest gives it. No row is left behind by a restore that fails.
pub async fn restore(db: &Db, folder: &Path) -> Result<Manifest, BackupError> {
    let manifest = manifest(folder)?;
    let (_, known) = health::versions(&mut db.read().await?).await?;
    if manifest.schema > known {
        return Err(StorageError::Newer { found: manifest.schema, known }.into());
    }
    db.migrate_to(manifest.schema).await?;
    load(db, folder, &manifest).await?;
    db.migrate().await?;
    db.analyze().await?;
    Ok(manifest)
}

/// Loads every table in one transaction, into the schema as it is.
async fn load(db: &Db, folder: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let mut tx = db.write().await?;
    let found = health::versions(&mut tx).await?.0;
    let all = tables::in_database(&mut tx).await?;
    complete(manifest, &all, found)?;
    for table in all.iter().filter(|table| !matches!(table.name.as_str(), "chain_head" | "setting")) {
        let rows = dump::count(&mut tx, table).await?;
        if rows > 0 {
            return Err(BackupError::Occupied(table.name.clone(), rows));
        }
    }
    for table in &all {
        let Some(file) = manifest.tables.iter().find(|file| file.name == table.name) else { continue };
        dump::clear(&mut tx, table).await?;
        read_table(&mut tx, &as_written(table, file)?, file, folder).await?;
        if tables::lets_in(&table.name) {
            dump::clear(&mut tx, table).await?;
        }
    }
    if found >= QUEUED_SINCE {
        // What was queued when the copy was made may have been sent since.
        jobs::doubt_all(&mut tx, RESTORED).await?;
    }
    Ok(tx.commit().await?)
}

/// Refuses a manifest that leaves a table or column out, or names a table this program does not know. Only a backup
/// of an older schema than the database's may lack what came after it.
fn complete(manifest: &Manifest, all: &[Table], found: i64) -> Result<(), BackupError> {
    let file_of = |table: &Table| manifest.tables.iter().find(|file| file.name == table.name);
    let whole = |table: &&Table| {
        file_of(table).is_some_and(|file| {
            file.columns.is_empty()
                || table.columns.iter().all(|(column, _)| file.columns.iter().any(|known| known == column))
        })
    };
    let left_out = all.iter().filter(|_| manifest.schema == found).find(|table| !whole(table));
    let unknown = manifest.tables.iter().find(|file| all.iter().all(|table| table.name != file.name));
    match left_out.map(|table| &table.name).or(unknown.map(|file| &file.name)) {
        Some(name) => Err(BackupError::Damaged(name.clone(), 0)),
        None => Ok(()),
    }
}

/// The table with the columns the backup has, in its order.
fn as_written(table: &Table, file: &TableFile) -> Result<Table, BackupError> {
    if file.columns.is_empty() {
        return Ok(table.clone());
    }
    let column = |name: &String| table.columns.iter().find(|(column, _)| column == name).cloned();
    let columns = file.columns.iter().map(column).collect::<Option<Vec<_>>>();
    let columns = columns.ok_or_else(|| BackupError::Damaged(table.name.clone(), 0))?;
    Ok(Table { columns, ..table.clone() })
}

async fn read_table(tx: &mut Tx, table: &Table, file: &TableFile, folder: &Path) -> Result<(), BackupError> {
    let path = folder.join("tables").join(format!("{}.jsonl", table.name));
    let lines =
        BufReader::new(File::open(&path).map_err(|error| BackupError::File(path.clone(), error))?).lines();
    let mut digest = Digest::new();
    let mut count = 0;
    let mut rows = Vec::with_capacity(ROWS_AT_ONCE);
    for line in lines {
        let line = line.map_err(|error| BackupError::File(path.clone(), error))?;
        count += 1;
        digest.field(&line);
        rows.push(from_json(&line, table).ok_or_else(|| BackupError::Damaged(table.name.clone(), count))?);
        if rows.len() == ROWS_AT_ONCE {
            dump::add_rows(tx, table, &rows).await?;
            rows.clear();
        }
    }
    dump::add_rows(tx, table, &rows).await?;
    if count == file.rows && digest.finish() == file.sm3 {
        Ok(())
    } else {
        Err(BackupError::Damaged(table.name.clone(), count))
    }
}

fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Absent => serde_json::Value::Null,
        Value::Text(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Boolean(yes) => (*yes).into(),
        Value::Date(date) => date.to_string().into(),
    }
}

fn from_json(line: &str, table: &Table) -> Option<Vec<Value>> {
    let values: Vec<serde_json::Value> = serde_json::from_str(line).ok()?;
    if values.len() != table.columns.len() {
        return None;
    }
    values.into_iter().zip(&table.columns).map(|(value, (_, kind))| value_of(value, *kind)).collect()
}

fn value_of(value: serde_json::Value, kind: SqlKind) -> Option<Value> {
    use serde_json::Value as Json;
    match (value, kind) {
        (Json::Null, _) => Some(Value::Absent),
        (Json::String(text), SqlKind::Date) => text.parse().ok().map(Value::Date),
        (Json::String(text), SqlKind::Text | SqlKind::Timestamptz) => Some(Value::Text(text)),
        (Json::Number(number), SqlKind::Bigint) => number.as_i64().map(Value::Integer),
        (Json::Bool(yes), SqlKind::Boolean) => Some(Value::Boolean(yes)),
        _ => None,
    }
}
