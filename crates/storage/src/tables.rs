//! Every table as data: what the schema test compares, what backup and restore walk.

use crate::sql::fetch;
use crate::{Engine, StorageError, Tx};
use gongkai_domain::registers::{ALL, Holding, Kind, Register};

/// Type of a database column, of the portable list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SqlKind {
    /// `text`
    Text,
    /// `bigint`
    Bigint,
    /// `boolean`
    Boolean,
    /// `date`
    Date,
    /// `timestamptz`
    Timestamptz,
}

/// A table: its columns, and the columns of its primary key.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name.
    pub name: String,
    /// Columns in order.
    pub columns: Vec<(String, SqlKind)>,
    /// Primary key.
    pub key: Vec<String>,
}

impl SqlKind {
    /// The type as written in migrations.
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Bigint => "bigint",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Timestamptz => "timestamptz",
        }
    }
}

/// Type a value of a register's column has in the database; sealed columns are text.
pub fn sql_kind(kind: Kind) -> SqlKind {
    match kind {
        Kind::Text | Kind::LongText | Kind::Code(_) | Kind::Body => SqlKind::Text,
        Kind::Date => SqlKind::Date,
        Kind::Year | Kind::Integer | Kind::Money => SqlKind::Bigint,
        Kind::Boolean => SqlKind::Boolean,
    }
}

/// The table of a register: key, columns, the year beside each tallied date, the wrapped data key where columns
/// are personal; for items the number of the current edition and the permanent short id (long texts stand in the
/// edition).
pub fn of_register(register: &Register) -> Table {
    let mut columns = vec![("key".to_owned(), SqlKind::Text)];
    for column in register.columns {
        if register.holding == Holding::Editions && column.kind == Kind::LongText {
            continue;
        }
        columns.push((column.code.to_owned(), sql_kind(column.kind)));
        if column.tally && column.kind == Kind::Date {
            columns.push((column.dimension_column(), SqlKind::Bigint));
        }
    }
    if register.holding == Holding::Editions {
        columns.push(("edition".to_owned(), SqlKind::Bigint));
        columns.push(("short_id".to_owned(), SqlKind::Text));
    }
    if register.has_personal() {
        columns.push(("data_key".to_owned(), SqlKind::Text));
    }
    Table { name: register.table.to_owned(), columns, key: vec!["key".to_owned()] }
}

/// Whether a table holds only what lets somebody in for a while — sessions and links —, which no copy of the database
/// should: neither a backup nor what is restored from one.
pub fn lets_in(table: &str) -> bool {
    matches!(table, "session" | "staff_link")
}

/// Every table in an order in which rows can be loaded without breaking a reference.
pub fn all() -> Vec<Table> {
    use SqlKind::{Bigint, Boolean, Date, Text, Timestamptz};
    let mut tables = vec![
        table("chain_head", &[("id", Bigint), ("sequence", Bigint), ("hash", Text)], &["id"]),
        table(
            "audit_entry",
            &[
                ("sequence", Bigint),
                ("at", Timestamptz),
                ("actor", Text),
                ("act", Text),
                ("article", Text),
                ("facts", Text),
                ("changes", Bigint),
                ("changes_digest", Text),
                ("previous", Text),
                ("hash", Text),
            ],
            &["sequence"],
        ),
        table(
            "row_change",
            &[
                ("register", Text),
                ("key", Text),
                ("sequence", Bigint),
                ("act", Text),
                ("digest", Text),
                ("before", Text),
            ],
            &["register", "key", "sequence"],
        ),
        table("setting", &[("name", Text), ("value", Text)], &["name"]),
        table(
            "job",
            &[
                ("id", Bigint),
                ("kind", Text),
                ("facts", Text),
                ("queued_at", Timestamptz),
                ("done_at", Timestamptz),
                ("failure", Text),
                ("body", Text),
                ("subject", Text),
                ("account", Text),
                ("state", Text),
                ("next_at", Timestamptz),
                ("attempts", Bigint),
                ("doubt", Boolean),
                ("progress", Text),
                ("said", Text),
                ("holder", Text),
                ("held_until", Timestamptz),
            ],
            &["id"],
        ),
    ];
    tables.extend(ALL.iter().map(|register| of_register(register)));
    tables.push(table(
        "edition",
        &[
            ("item_key", Text),
            ("number", Bigint),
            ("sequence", Bigint),
            ("facts", Text),
            ("text", Text),
            ("html", Text),
        ],
        &["item_key", "number"],
    ));
    tables.push(table(
        "request_event",
        &[
            ("request_key", Text),
            ("position", Bigint),
            ("sequence", Bigint),
            ("kind", Text),
            ("happened_on", Date),
            ("facts", Text),
        ],
        &["request_key", "position"],
    ));
    tables.push(table(
        "frozen_report",
        &[
            ("body", Text),
            ("report_year", Bigint),
            ("format", Text),
            ("version", Bigint),
            ("sequence", Bigint),
            ("frozen_on", Date),
            ("digest", Text),
            ("content", Text),
        ],
        &["body", "report_year", "format", "version"],
    ));
    tables.push(table(
        "frozen_rows",
        &[("sequence", Bigint), ("part", Bigint), ("register", Text), ("cells", Text), ("keys", Text)],
        &["sequence", "part"],
    ));
    tables.extend(of_people());
    tables.extend(of_report_work());
    tables.extend(of_registers());
    tables.extend(of_drafts());
    tables.extend(of_attachments());
    tables.extend(of_retention());
    tables.extend(of_old_sites());
    tables.extend(of_channels());
    tables
}

/// Channels: accounts, what a draft is to be sent to, what proves a placement, printed issues and their files.
fn of_channels() -> [Table; 5] {
    use SqlKind::{Bigint, Boolean, Date, Text, Timestamptz};
    [
        table(
            "channel_account",
            &[
                ("id", Text),
                ("body", Text),
                ("connector", Text),
                ("channel", Text),
                ("name", Text),
                ("settings", Text),
                ("data_key", Text),
                ("secret", Text),
                ("token", Text),
                ("token_until", Timestamptz),
                ("offered", Boolean),
                ("closed_at", Timestamptz),
                ("made_by", Text),
                ("made_at", Timestamptz),
            ],
            &["id"],
        ),
        table(
            "draft_channel",
            &[("draft", Text), ("accounts", Text), ("chosen_by", Text), ("chosen_at", Timestamptz)],
            &["draft"],
        ),
        table(
            "placement_evidence",
            &[
                ("id", Text),
                ("placement_key", Text),
                ("item_key", Text),
                ("body", Text),
                ("channel", Text),
                ("source", Text),
                ("address", Text),
                ("note", Text),
                ("content", Text),
                ("digest", Text),
                ("kept_by", Text),
                ("kept_at", Timestamptz),
            ],
            &["id"],
        ),
        table(
            "printed_issue",
            &[
                ("id", Text),
                ("body", Text),
                ("kind", Text),
                ("series", Text),
                ("title", Text),
                ("issue_year", Bigint),
                ("issue_number", Bigint),
                ("dated", Date),
                ("items", Text),
                ("digest", Text),
                ("size", Bigint),
                ("made_by", Text),
                ("made_at", Timestamptz),
            ],
            &["id"],
        ),
        table("printed_part", &[("issue", Text), ("part", Bigint), ("content", Text)], &["issue", "part"]),
    ]
}

/// What belongs to the work on registers: views kept by name, ledgers that wait to be confirmed.
fn of_registers() -> [Table; 3] {
    use SqlKind::{Bigint, Boolean, Text, Timestamptz};
    [
        table(
            "saved_view",
            &[
                ("id", Text),
                ("register", Text),
                ("staff", Text),
                ("body", Text),
                ("name", Text),
                ("query", Text),
                ("shared", Boolean),
                ("made_at", Timestamptz),
            ],
            &["id"],
        ),
        table(
            "waiting_ledger",
            &[
                ("id", Text),
                ("register", Text),
                ("staff", Text),
                ("facts", Text),
                ("data_key", Text),
                ("made_at", Timestamptz),
            ],
            &["id"],
        ),
        table(
            "waiting_part",
            &[("ledger", Text), ("file", Bigint), ("part", Bigint), ("content", Text)],
            &["ledger", "file", "part"],
        ),
    ]
}

fn table(name: &str, columns: &[(&str, SqlKind)], key: &[&str]) -> Table {
    Table {
        name: name.to_owned(),
        columns: columns.iter().map(|(column, kind)| ((*column).to_owned(), *kind)).collect(),
        key: key.iter().map(|column| (*column).to_owned()).collect(),
    }
}

/// The work on a report, and which of its versions the public reads.
fn of_report_work() -> [Table; 4] {
    use SqlKind::{Bigint, Boolean, Text, Timestamptz};
    let report = [("body", Text), ("report_year", Bigint), ("format", Text)];
    let of_report = |more: &[(&'static str, SqlKind)]| [&report, more].concat();
    [
        table(
            "report_work",
            &of_report(&[
                ("state", Text),
                ("submitted_by", Text),
                ("submitted_at", Timestamptz),
                ("checked_by", Text),
                ("checked_at", Timestamptz),
                ("signed_by", Text),
                ("signed_at", Timestamptz),
                ("sent_back_at", Timestamptz),
                ("digest", Text),
            ]),
            &["body", "report_year", "format"],
        ),
        table(
            "report_comment",
            &[
                ("id", Text),
                ("body", Text),
                ("report_year", Bigint),
                ("format", Text),
                ("about", Text),
                ("words", Text),
                ("sent_back", Boolean),
                ("author", Text),
                ("made_at", Timestamptz),
                ("resolved_by", Text),
                ("resolved_at", Timestamptz),
            ],
            &["id"],
        ),
        table(
            "report_accepted",
            &of_report(&[
                ("check_id", Text),
                ("reason", Text),
                ("decided_by", Text),
                ("decided_at", Timestamptz),
            ]),
            &["body", "report_year", "format", "check_id"],
        ),
        table(
            "report_issue",
            &of_report(&[
                ("version", Bigint),
                ("state", Text),
                ("changed_by", Text),
                ("changed_at", Timestamptz),
                ("note", Text),
            ]),
            &["body", "report_year", "format", "version"],
        ),
    ]
}

/// Staff and what belongs to them.
fn of_people() -> [Table; 5] {
    use SqlKind::{Bigint, Boolean, Date, Text, Timestamptz};
    [
        table(
            "staff",
            &[
                ("id", Text),
                ("account", Text),
                ("name", Text),
                ("body", Text),
                ("email", Text),
                ("state", Text),
                ("password", Text),
                ("password_set_at", Timestamptz),
                ("second_factor", Text),
                ("second_factor_step", Bigint),
                ("recovery_codes", Text),
                ("provider_subject", Text),
                ("failures", Bigint),
                ("locked_until", Timestamptz),
                ("made_at", Timestamptz),
                ("signed_in_at", Timestamptz),
            ],
            &["id"],
        ),
        table(
            "staff_grant",
            &[
                ("staff", Text),
                ("role", Text),
                ("body", Text),
                ("below", Boolean),
                ("until", Date),
                ("granted_by", Text),
                ("granted_at", Timestamptz),
            ],
            &["staff", "role", "body"],
        ),
        table(
            "delegation",
            &[
                ("id", Text),
                ("from_staff", Text),
                ("to_staff", Text),
                ("first_day", Date),
                ("last_day", Date),
                ("reason", Text),
                ("made_by", Text),
                ("made_at", Timestamptz),
                ("ended_at", Timestamptz),
            ],
            &["id"],
        ),
        table(
            "staff_link",
            &[
                ("digest", Text),
                ("staff", Text),
                ("kind", Text),
                ("made_by", Text),
                ("made_at", Timestamptz),
                ("expires_at", Timestamptz),
                ("used_at", Timestamptz),
            ],
            &["digest"],
        ),
        table(
            "session",
            &[
                ("digest", Text),
                ("staff", Text),
                ("csrf", Text),
                ("stage", Text),
                ("begun_at", Timestamptz),
                ("seen_at", Timestamptz),
                ("address", Text),
                ("agent", Text),
            ],
            &["digest"],
        ),
    ]
}

/// Drafts of items, their versions and events, and the counters of index numbers.
fn of_drafts() -> [Table; 4] {
    use SqlKind::{Bigint, Boolean, Text, Timestamptz};
    [
        table(
            "draft",
            &[
                ("id", Text),
                ("item_key", Text),
                ("body", Text),
                ("stage", Text),
                ("version", Bigint),
                ("fields", Text),
                ("html", Text),
                ("authors", Text),
                ("hands", Text),
                ("accepted", Text),
                ("publish_at", Timestamptz),
                ("made_by", Text),
                ("made_at", Timestamptz),
                ("saved_by", Text),
                ("saved_at", Timestamptz),
            ],
            &["id"],
        ),
        table(
            "draft_version",
            &[
                ("draft", Text),
                ("position", Bigint),
                ("kind", Text),
                ("version", Bigint),
                ("fields", Text),
                ("html", Text),
                ("begun_at", Timestamptz),
                ("saved_by", Text),
                ("saved_at", Timestamptz),
            ],
            &["draft", "position"],
        ),
        table(
            "draft_event",
            &[
                ("draft", Text),
                ("position", Bigint),
                ("act", Text),
                ("stage", Text),
                ("version", Bigint),
                ("actor", Text),
                ("at", Timestamptz),
                ("reason", Text),
                ("forced", Boolean),
                ("facts", Text),
            ],
            &["draft", "position"],
        ),
        table("index_series", &[("series", Text), ("last", Bigint)], &["series"]),
    ]
}

/// How long items are kept, holds, and disposition runs with their certificates.
fn of_retention() -> [Table; 5] {
    use SqlKind::{Bigint, Boolean, Date, Text, Timestamptz};
    [
        table(
            "retention",
            &[
                ("item_key", Text),
                ("body", Text),
                ("edition", Bigint),
                ("last_day", Date),
                ("last_year", Bigint),
                ("action", Text),
                ("rule", Text),
                ("decision", Text),
                ("reckoned_at", Timestamptz),
                ("disposed_on", Date),
            ],
            &["item_key"],
        ),
        table(
            "retention_hold",
            &[
                ("id", Text),
                ("body", Text),
                ("scope", Text),
                ("matter", Text),
                ("reason", Text),
                ("placed_by", Text),
                ("placed_at", Timestamptz),
                ("lifted_by", Text),
                ("lifted_at", Timestamptz),
                ("lifted_why", Text),
            ],
            &["id"],
        ),
        table(
            "disposition",
            &[
                ("id", Text),
                ("number", Text),
                ("body", Text),
                ("state", Text),
                ("reason", Text),
                ("digest", Text),
                ("asked_by", Text),
                ("asked_at", Timestamptz),
                ("decided_by", Text),
                ("decided_at", Timestamptz),
                ("decided_why", Text),
                ("forced", Boolean),
                ("sequence", Bigint),
            ],
            &["id"],
        ),
        table(
            "disposition_item",
            &[
                ("disposition", Text),
                ("position", Bigint),
                ("item_key", Text),
                ("short_id", Text),
                ("index_number", Text),
                ("title", Text),
                ("edition", Bigint),
                ("digest", Text),
                ("rule", Text),
                ("last_day", Date),
                ("choice", Text),
                ("outcome", Text),
                ("note", Text),
            ],
            &["disposition", "position"],
        ),
        table(
            "disposition_file",
            &[("disposition", Text), ("name", Text), ("digest", Text), ("content", Text)],
            &["disposition", "name"],
        ),
    ]
}

/// Files published beside a text, and who uses them.
fn of_attachments() -> [Table; 3] {
    use SqlKind::{Bigint, Text, Timestamptz};
    [
        table(
            "attachment",
            &[
                ("digest", Text),
                ("kind", Text),
                ("size", Bigint),
                ("original", Text),
                ("text", Text),
                ("parts", Text),
                ("hidden", Text),
                ("removed", Text),
                ("scan", Text),
                ("scan_says", Text),
                ("scanned_at", Timestamptz),
                ("received_by", Text),
                ("received_at", Timestamptz),
            ],
            &["digest"],
        ),
        table(
            "draft_attachment",
            &[
                ("draft", Text),
                ("digest", Text),
                ("position", Bigint),
                ("name", Text),
                ("added_by", Text),
                ("added_at", Timestamptz),
            ],
            &["draft", "digest"],
        ),
        table(
            "edition_attachment",
            &[("item_key", Text), ("number", Bigint), ("position", Bigint), ("digest", Text), ("name", Text)],
            &["item_key", "number", "position"],
        ),
    ]
}

/// Where the addresses of an old site lead, and what was brought along from there.
fn of_old_sites() -> [Table; 2] {
    use SqlKind::{Bigint, Date, Text};
    [
        table(
            "old_address",
            &[("address", Text), ("item_key", Text), ("draft", Text), ("target", Text), ("sequence", Bigint)],
            &["address"],
        ),
        table(
            "adopted",
            &[
                ("mark", Text),
                ("digest", Text),
                ("item_key", Text),
                ("draft", Text),
                ("published_on", Date),
                ("index_number", Text),
                ("sequence", Bigint),
            ],
            &["mark"],
        ),
    ]
}

/// The tables and columns of [`all`] that the database has: fewer than all where an older program made it.
pub async fn in_database(tx: &mut Tx) -> Result<Vec<Table>, StorageError> {
    let mut tables = all();
    for table in &mut tables {
        let found = columns_in_database(tx, &table.name).await?;
        table.columns.retain(|(name, _)| found.iter().any(|(there, _)| there == name));
    }
    tables.retain(|table| !table.columns.is_empty());
    Ok(tables)
}

/// The columns of a table as the database has them, with their types; the schema test and `doctor` compare.
pub async fn columns_in_database(tx: &mut Tx, table: &str) -> Result<Vec<(String, String)>, StorageError> {
    let sql = match tx.engine() {
        // not portable: each engine describes its tables in its own catalogue
        Engine::Sqlite => "select name, lower(type) from pragma_table_info($1) order by cid",
        Engine::Postgres => {
            // not portable: each engine describes its tables in its own catalogue
            "select cast(column_name as text), case cast(data_type as text) \
             when 'timestamp with time zone' then 'timestamptz' else cast(data_type as text) end \
             from information_schema.columns where table_schema = current_schema() and table_name = $1 \
             order by ordinal_position"
        }
    };
    let rows = fetch(tx, sql, &[table.into()], &[SqlKind::Text, SqlKind::Text]).await?;
    Ok(rows.iter().map(|row| (row[0].to_plain(), row[1].to_plain())).collect())
}
