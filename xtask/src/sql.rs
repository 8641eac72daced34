//! One SQL text for SQLite and PostgreSQL: the migrations and the queries of `storage` keep to the portable subset.
//!
//! The tests run every query on both engines; this check finds what they cannot: text that runs on both and means
//! something else, and it says why a construct is out. Where a query must differ, a comment above it says so:
//! `// not portable: <reason>`. A migration that must differ is a pair, `NNNN_name.sqlite.sql` and
//! `NNNN_name.postgres.sql`, each with the reason in a comment on its first line.

mod columns;
mod rules;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use self::columns::Columns;
use self::tokens::{Token, tokens};
use crate::process::root;
use crate::rust_source::{RustSource, files};

/// What excuses the statement below it.
const MARKER: &str = "not portable:";

/// Something not portable, and where.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    line: usize,
    says: String,
}

impl Finding {
    fn new(line: usize, says: impl Into<String>) -> Self {
        Self { line, says: says.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.says)
    }
}

/// Checks the migrations and the sources of `storage`.
pub fn check() -> Result<()> {
    let storage = root().join("crates/storage");
    let faults = check_crate(&storage)?;
    if !faults.is_empty() {
        let excuse = format!("`// {MARKER} <reason>` above a query excuses it");
        bail!("{} faults ({excuse}):\n  {}", faults.len(), faults.join("\n  "));
    }
    let migrations = files(&storage.join("migrations"), "sql")?.len();
    println!("   {migrations} migrations and the queries beside them");
    Ok(())
}

fn check_crate(storage: &Path) -> Result<Vec<String>> {
    let mut migrations = Vec::new();
    for path in files(&storage.join("migrations"), "sql")? {
        migrations.push((shown(&path), fs::read_to_string(&path).with_context(|| shown(&path))?));
    }
    let mut columns = Columns::default();
    for (_, text) in &migrations {
        columns.add(&tokens(text, 1));
    }
    let mut faults = faults_of_names(&migrations);
    for (name, text) in &migrations {
        faults.extend(check_migration(name, text).iter().map(|finding| format!("{name}:{finding}")));
    }
    for path in files(&storage.join("src"), "rs")? {
        let text = fs::read_to_string(&path).with_context(|| shown(&path))?;
        faults.extend(
            check_source(&text, &columns).iter().map(|finding| format!("{}:{finding}", shown(&path))),
        );
    }
    Ok(faults)
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// `0012_bodies.sql`, or a pair of `.sqlite.sql` and `.postgres.sql`; no number twice.
fn faults_of_names(migrations: &[(String, String)]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut by_number: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, _) in migrations {
        let file = name.rsplit('/').next().unwrap_or(name);
        let (stem, kind) = file.split_once('.').unwrap_or((file, ""));
        let number = stem.split('_').next().unwrap_or_default();
        if number.len() != 4 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            faults
                .push(format!("{name}: a migration begins with its number in four digits: 0012_bodies.sql"));
        } else if !["sql", "sqlite.sql", "postgres.sql"].contains(&kind) {
            faults.push(format!(
                "{name}: a migration ends in .sql, or in .sqlite.sql and .postgres.sql for a pair"
            ));
        } else if !by_number.entry(number).or_default().insert(kind) {
            faults.push(format!("{name}: the number {number} is taken"));
        }
    }
    for (number, kinds) in by_number {
        let kinds: Vec<&str> = kinds.into_iter().collect();
        if kinds != ["sql"] && kinds != ["postgres.sql", "sqlite.sql"] {
            faults.push(format!(
                "migration {number}: either one .sql, or a pair of .sqlite.sql and .postgres.sql"
            ));
        }
    }
    faults
}

fn check_migration(name: &str, text: &str) -> Vec<Finding> {
    let is_one_of_a_pair = name.ends_with(".sqlite.sql") || name.ends_with(".postgres.sql");
    if is_one_of_a_pair {
        let reason = text.lines().next().and_then(|line| line.strip_prefix("--"));
        return match reason.map(str::trim) {
            Some(reason) if !reason.is_empty() => Vec::new(),
            _ => vec![Finding::new(
                1,
                "one of a pair: the first line is a comment that says why one text will not do",
            )],
        };
    }
    let mut findings = Vec::new();
    for statement in statements(&tokens(text, 1)) {
        findings.extend(rules::check(statement));
        findings.extend(columns::check_types(statement));
    }
    findings
}

fn check_source(text: &str, columns: &Columns) -> Vec<Finding> {
    let source = RustSource::read(text);
    let mut findings = Vec::new();
    for literal in source.strings.iter().filter(|literal| looks_like_sql(&literal.text)) {
        match excuse(&source, literal.line) {
            Some("") => findings.push(Finding::new(literal.line, format!("`{MARKER}` without a reason"))),
            Some(_) => {}
            None => {
                for statement in statements(&tokens(&literal.text, literal.line)) {
                    findings.extend(rules::check(statement));
                    findings.extend(columns::check_types(statement));
                    findings.extend(columns.check_order(statement));
                }
            }
        }
    }
    findings
}

fn statements(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    tokens.split(|token| token.is(";")).filter(|statement| !statement.is_empty())
}

/// The reason after the marker in the comments that stand right above a line, or on it.
fn excuse(source: &RustSource, line: usize) -> Option<&str> {
    let mut at = line;
    loop {
        let comment = source.comments.iter().find(|comment| comment.line == at);
        if let Some((_, reason)) = comment.and_then(|comment| comment.text.split_once(MARKER)) {
            return Some(reason.trim());
        }
        if (comment.is_none() && at != line) || at == 1 {
            return None;
        }
        at -= 1;
    }
}

/// Two words that begin a statement, or a piece of one, and no sentence.
const BEGINNINGS: &[&str] = &[
    "insert into",
    "insert or",
    "replace into",
    "delete from",
    "with recursive",
    "alter table",
    "create table",
    "create index",
    "create unique",
    "create view",
    "create temporary",
    "create temp",
    "create trigger",
    "create type",
    "create or",
    "drop table",
    "drop index",
    "drop view",
    "truncate table",
    "order by",
    "group by",
    "partition by",
    "on conflict",
    "union all",
    "union select",
    "left join",
    "inner join",
    "cross join",
    "full join",
];

/// Single words that begin one.
const OPENERS: &[&str] = &["pragma", "returning", "limit", "offset", "values", "nulls"];

/// Words that begin a piece of a statement, and a sentence when no sign of a condition follows.
const CONJUNCTIONS: &[&str] = &["and", "or", "where", "having", "join", "from", "set"];

/// Whether a string is a statement or a piece of one, and not a message to somebody.
fn looks_like_sql(text: &str) -> bool {
    // Keywords are in one case; a sentence begins with a capital.
    let first = text.split_whitespace().next().unwrap_or_default();
    if first != first.to_ascii_lowercase() && first != first.to_ascii_uppercase() {
        return false;
    }
    let text = text.to_ascii_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["select", .., last] => !last.ends_with('.'),
        ["update", _, "set", ..] | ["with", _, "as" | "as(", ..] => true,
        [first, _, ..] if OPENERS.contains(first) => true,
        [first, second, ..] if BEGINNINGS.contains(&format!("{first} {second}").as_str()) => true,
        [first, rest @ ..] if CONJUNCTIONS.contains(first) => {
            text.contains(['=', '<', '>', '(', '$', '?'])
                || rest.iter().any(|word| ["is", "in", "like", "ilike", "between"].contains(word))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn migration(text: &str) -> Vec<String> {
        check_migration("0001_x.sql", text).iter().map(ToString::to_string).collect()
    }

    fn source(text: &str) -> Vec<String> {
        check_source(text, &Columns::default()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_portable_migration_passes() {
        let text = "\
-- Bodies and who is above them. LIKE and now() are only words here.
create table bodies (
    id uuid primary key,
    code text not null unique check (code <> ''),
    parent uuid references bodies (id) on delete cascade,
    opened date not null,
    settings jsonb not null default '{}',
    open boolean not null default true,
    changed timestamptz not null,
    budget bigint check (budget >= 0 and budget in (1, 2)),
    primary_name text,
    check (opened > '1949-10-01'),
    constraint one_name unique (code, primary_name),
    foreign key (parent) references bodies (id)
);
create unique index bodies_code on bodies (code) where open;
alter table bodies add column closed date;
insert into bodies (id, code) values ('LIKE', 'NOW()') on conflict (id) do nothing;
drop table old_bodies;
";
        assert_eq!(migration(text), Vec::<String>::new());
    }

    #[test]
    fn column_types_outside_the_list_are_named_with_their_line() {
        let text = "create table t (\n  id serial primary key,\n  name varchar(20),\n  paid numeric(10, 2) not null,\n  at timestamp\n);\nalter table t add size integer;\nalter table t add column flag int;";
        let found = migration(text);
        assert_eq!(
            found.iter().map(|says| says.split(" (").next().unwrap()).collect::<Vec<_>>(),
            [
                "2: serial: ids are UUIDs made by us",
                "2: column id has type serial, not one of uuid text bigint boolean date timestamptz jsonb",
                "3: column name has type varchar, not one of uuid text bigint boolean date timestamptz jsonb",
                "4: column paid has type numeric, not one of uuid text bigint boolean date timestamptz jsonb",
                "5: column at has type timestamp, not one of uuid text bigint boolean date timestamptz jsonb",
                "7: column size has type integer, not one of uuid text bigint boolean date timestamptz jsonb",
                "8: column flag has type int, not one of uuid text bigint boolean date timestamptz jsonb",
            ]
        );
    }

    #[test]
    fn a_column_needs_a_plain_type() {
        assert_eq!(
            migration("create table if not exists t (id primary key, code text(3), tags text[])").len(),
            3
        );
    }

    #[test]
    fn a_pair_needs_its_reason() {
        assert_eq!(check_migration("m/0002_x.sqlite.sql", "-- SQLite cannot drop a check\npragma x;"), []);
        assert_eq!(check_migration("m/0002_x.postgres.sql", "--\nselect now();").len(), 1);
        assert_eq!(check_migration("m/0002_x.postgres.sql", "alter table x;").len(), 1);
    }

    #[test]
    fn names_and_numbers_of_migrations() {
        let faults = |names: &[&str]| {
            let migrations: Vec<_> = names.iter().map(|name| (format!("m/{name}"), String::new())).collect();
            faults_of_names(&migrations).len()
        };
        assert_eq!(faults(&["0001_a.sql", "0002.sql", "0003_b.sqlite.sql", "0003_b.postgres.sql"]), 0);
        assert_eq!(faults(&["1_a.sql"]), 1);
        assert_eq!(faults(&["0001_a.sql", "0001_b.sql"]), 1);
        assert_eq!(faults(&["0001_a.sqlite.sql"]), 1);
        assert_eq!(faults(&["0001_a.mysql.sql"]), 1);
        assert_eq!(faults(&["0001_a.sql", "0001_a.sqlite.sql", "0001_a.postgres.sql"]), 1);
    }

    #[test]
    fn portable_queries_pass() {
        let text = r##"
            query("select id, code, count(*) filter (where open) as open from bodies where code = $1 group by id, code")
            query("insert into bodies (id, code) values ($1, $2) on conflict (id) do update set code = excluded.code returning id")
            query(r#"with due as (select id, row_number() over (partition by body order by day) as place from requests)
                select due.id, coalesce(name, '->') from due left join bodies b on b.id = due.id and b.open is true"#)
            push(" and received >= ").push(" order by received desc nulls last, id limit ")
            query("select cast($1 as bigint), cast(id as text), \"order\" from t where exists (select 1 from u)")
            query("update bodies set code = $1 where id = $2"); query("delete from bodies where id in (select id from x)")
            format!("select {COLUMNS} from items where id = $1 limit ${}", n + 1)
        "##;
        assert_eq!(source(text), Vec::<String>::new());
    }

    #[test]
    fn messages_are_not_queries() {
        let text = r#"
            error("Select a body. Now (or never)"); error("select a ledger file, or ask for one."); log("update of LIKE failed")
            log("and so on, NOW"); log("from the file"); log("with a LIKE"); log("Deleted FROM")
        "#;
        assert_eq!(source(text), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_portable_is_found_where_it_stands() {
        let text = "\n// a comment says now()\nquery(\"select id, name\n  from bodies\n  where name like $1\n  and at < now()\")";
        assert_eq!(
            source(text),
            [
                "5: like: case and escapes differ; the search index looks for text",
                "6: now(): time is a parameter, from the clock of the caller"
            ]
        );
    }

    #[test]
    fn pieces_of_queries_are_checked_too() {
        assert_eq!(source(r#"push(" and name ilike ")"#).len(), 1);
        assert_eq!(source(r#"push(" ORDER BY name")"#).len(), 1);
        assert_eq!(source(r##"push(r#"where payload->>'a' = $1"#)"##).len(), 1);
    }

    #[test]
    fn an_excuse_needs_a_reason_and_stands_above() {
        assert_eq!(
            source(
                "// not portable: SQLite only, the writer\n// asks for it at the end\nquery(\"pragma optimize\")"
            ),
            Vec::<String>::new()
        );
        assert_eq!(source("query(\"pragma optimize\") // not portable: SQLite's own"), Vec::<String>::new());
        assert_eq!(
            source("// not portable:\nquery(\"pragma optimize\")"),
            ["2: `not portable:` without a reason"]
        );
        assert_eq!(source("// not portable: far away\n\nquery(\"pragma optimize\")").len(), 1);
    }

    #[test]
    fn an_order_over_a_column_that_may_be_null_says_where_nulls_go() {
        let mut columns = Columns::default();
        columns.add(&tokens("create table t (id uuid primary key, day date, name text not null); alter table t add column \"note\" text; create table u (day date not null, note text)", 1));
        let found = |query: &str| check_source(&format!("query(\"{query}\")"), &columns).len();
        assert_eq!(found("select id from t order by name, id"), 0);
        assert_eq!(found("select id from t order by day, id"), 1);
        assert_eq!(found("select id from t order by t.day desc, note asc limit 5"), 2);
        assert_eq!(found(r#"select id from t order by \"day\", t.\"note\""#), 2);
        assert_eq!(found("select id from t order by day desc nulls last, note nulls first, id limit 5"), 0);
        assert_eq!(found("select row_number() over (order by day) from t"), 1);
        assert_eq!(found("select id from t order by coalesce(day, $1), id"), 0);
        // Whose column it is counts; a piece of a query may be about any table.
        assert_eq!(found("select day from u order by day"), 0);
        assert_eq!(found("select day from u join t on t.id = u.id order by day"), 1);
        assert_eq!(found("order by note"), 1);
        assert_eq!(found("order by day"), 0);
    }

    #[test]
    fn a_crate_without_migrations_passes_and_faults_name_their_file() {
        let storage = tempfile::tempdir().unwrap();
        assert_eq!(check_crate(storage.path()).unwrap(), Vec::<String>::new());
        for (name, text) in [
            ("migrations/0001_a.sql", "create table a (\n  id int\n);"),
            ("src/deep/er.rs", "const ALL: &str = \"select id from a where id = ?\";"),
        ] {
            let path = storage.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let faults = check_crate(storage.path()).unwrap();
        assert!(faults[0].contains("migrations/0001_a.sql:2: column id has type int"), "{faults:?}");
        assert!(faults[1].contains("src/deep/er.rs:1: ?"), "{faults:?}");
        assert_eq!(faults.len(), 2);
    }
}
