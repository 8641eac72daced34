//! What only one of the engines understands, or both understand differently.

use super::Finding;
use super::tokens::{Kind, Token};

const TIME: &str = "time is a parameter, from the clock of the caller";
const DATES: &str = "the domain passes dates and ranges";
const SEARCH: &str = "case and escapes differ; the search index looks for text";
const IDS: &str = "ids are UUIDs made by us";
const JSON: &str = "the engines read JSON differently; store what is asked for in a column";
const ENGINE: &str = "only one engine knows it";
const SETTINGS: &str = "settings of an engine belong to opening the database";

/// Words that are out wherever they stand.
const WORDS: &[(&str, &str)] = &[
    ("like", SEARCH),
    ("ilike", SEARCH),
    ("glob", SEARCH),
    ("regexp", SEARCH),
    ("current_timestamp", TIME),
    ("current_date", TIME),
    ("current_time", TIME),
    ("localtimestamp", TIME),
    ("localtime", TIME),
    ("serial", IDS),
    ("bigserial", IDS),
    ("smallserial", IDS),
    ("autoincrement", IDS),
    ("auto_increment", IDS),
    ("rowid", IDS),
    ("ctid", IDS),
    ("collate", "both sort by bytes already; other orders are stored keys"),
    ("isnull", "say `is null`"),
    ("notnull", "say `is not null`"),
    ("lateral", ENGINE),
    ("tablesample", ENGINE),
    ("concurrently", ENGINE),
    ("truncate", "say `delete from`"),
    ("vacuum", SETTINGS),
    ("pragma", SETTINGS),
    ("sqlite_master", ENGINE),
    ("sqlite_schema", ENGINE),
    ("information_schema", ENGINE),
    ("pg_catalog", ENGINE),
];

/// Functions: out when a bracket follows, so that a column may bear the name.
const FUNCTIONS: &[(&str, &str)] = &[
    ("now", TIME),
    ("clock_timestamp", TIME),
    ("statement_timestamp", TIME),
    ("transaction_timestamp", TIME),
    ("extract", DATES),
    ("date_part", DATES),
    ("date_trunc", DATES),
    ("age", DATES),
    ("date", DATES),
    ("time", DATES),
    ("datetime", DATES),
    ("julianday", DATES),
    ("unixepoch", DATES),
    ("strftime", DATES),
    ("timediff", DATES),
    ("make_date", DATES),
    ("to_char", DATES),
    ("to_date", DATES),
    ("to_timestamp", DATES),
    ("random", "randomness is a parameter"),
    ("randomblob", "randomness is a parameter"),
    ("gen_random_uuid", IDS),
    ("uuid_generate_v4", IDS),
    ("nextval", IDS),
    ("currval", IDS),
    ("last_insert_rowid", "say `returning`"),
    ("changes", ENGINE),
    ("json", JSON),
    ("to_json", JSON),
    ("to_jsonb", JSON),
    ("row_to_json", JSON),
    ("ifnull", "say `coalesce`"),
    ("nvl", "say `coalesce`"),
    ("iif", "say `case when`"),
    ("if", "say `case when`"),
    ("any", "bind a list, or say `in (select …)`"),
    ("some", "bind a list, or say `in (select …)`"),
    ("unnest", ENGINE),
    ("array_agg", ENGINE),
    ("group_concat", "say `string_agg`, and sort what it joins in Rust"),
    ("generate_series", ENGINE),
    ("greatest", "say `case when`"),
    ("least", "say `case when`"),
    ("total", "say `coalesce(sum(…), 0)`"),
    ("printf", "text is made in Rust"),
    ("format", "text is made in Rust"),
    ("instr", SEARCH),
    ("strpos", SEARCH),
    ("position", SEARCH),
    ("substring", "say `substr`"),
    ("to_tsvector", SEARCH),
    ("to_tsquery", SEARCH),
    ("similarity", SEARCH),
    ("typeof", ENGINE),
];

/// Beginnings of functions that are out.
const PREFIXES: &[(&str, &str)] = &[
    ("json_", JSON),
    ("jsonb_", JSON),
    ("pg_", ENGINE),
    ("sqlite_", ENGINE),
    ("pragma_", ENGINE),
    ("regexp_", SEARCH),
    ("array_", ENGINE),
];

/// Words in a row that are out.
const SEQUENCES: &[(&[&str], &str)] = &[
    (&["select", "*"], "name the columns"),
    (&["returning", "*"], "name the columns"),
    (&[".", "*"], "name the columns"),
    (&["similar", "to"], SEARCH),
    (&["distinct", "on"], "say `row_number() over (…)`"),
    (&["for", "update"], "writes are serialised by `Db::write()`"),
    (&["for", "share"], "writes are serialised by `Db::write()`"),
    (&["skip", "locked"], "writes are serialised by `Db::write()`"),
    (&["at", "time", "zone"], DATES),
    (&["as", "identity"], IDS),
    (&["without", "rowid"], ENGINE),
    (&["replace", "into"], "say `insert … on conflict … do update`"),
    (&["insert", "or"], "say `insert … on conflict`"),
    (&["update", "or"], ENGINE),
    (&["create", "or"], "SQLite has no `create or replace`"),
    (&["create", "extension"], ENGINE),
    (&["create", "type"], "codes are text with a check"),
    (&["create", "domain"], "codes are text with a check"),
    (&["create", "sequence"], IDS),
    (&["create", "schema"], ENGINE),
    (&["create", "function"], "rules live in the domain"),
    (&["create", "procedure"], "rules live in the domain"),
    (&["create", "trigger"], "rules live in the domain"),
    (&["create", "virtual"], ENGINE),
    (&["create", "materialized"], ENGINE),
    (&["comment", "on"], "comments stand in the migration"),
    (&["alter", "column"], "SQLite cannot change a column: add one, then drop the old"),
    (
        &["add", "constraint"],
        "SQLite cannot add a constraint to a table: declare it with the table or the column",
    ),
    (&["drop", "constraint"], "SQLite cannot drop a constraint"),
    (&["column", "if"], "SQLite has no `add column if not exists`; a migration runs once"),
    (&["fetch", "first"], "say `limit`"),
    (&["fetch", "next"], "say `limit`"),
];

/// Signs that are out.
const SIGNS: &[(&str, &str)] = &[
    ("::", "say `cast(… as bigint)` or `cast(… as text)`, or bind the right type"),
    ("->", JSON),
    ("->>", JSON),
    ("#>", JSON),
    ("#>>", JSON),
    ("@>", JSON),
    ("<@", JSON),
    ("@@", SEARCH),
    ("~", SEARCH),
    ("~*", SEARCH),
    ("!~", SEARCH),
    ("!~*", SEARCH),
    ("<->", ENGINE),
    ("&&", ENGINE),
    ("==", "say `=`"),
    ("?", "parameters are $1, $2, …"),
    (":", "parameters are $1, $2, …"),
    ("@", "parameters are $1, $2, …"),
    ("`", "names are quoted in double quotes"),
    ("[", "no arrays, and names are quoted in double quotes"),
];

/// Words that make a typed literal of the string after them, or a string of another kind.
const BEFORE_TEXT: &[&str] =
    &["date", "time", "timestamp", "timestamptz", "interval", "uuid", "jsonb", "e", "x", "b", "n"];

/// What a cast may lead to: the others turn into numbers in SQLite.
const CASTS: &[&str] = &["text", "bigint"];

/// Everything in one statement that is not portable.
pub fn check(statement: &[Token]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut shouted = None;
    for (at, token) in statement.iter().enumerate() {
        let rest = &statement[at..];
        let says = |says: Option<String>| says.map(|says| Finding::new(token.line, says));
        findings.extend(says(match token.kind {
            Kind::Word => word(rest).or_else(|| cast(rest)),
            Kind::Sign => find(SIGNS, token).map(|why| format!("{}: {why}", token.text)),
            Kind::Parameter if token.text == "$" => Some("$: parameters are $1, $2, …".to_owned()),
            _ => None,
        }));
        findings.extend(says(sequence(rest)));
        if token.kind == Kind::Word
            && token.text.contains(|c: char| c.is_ascii_uppercase())
            && shouted != Some(token.line)
        {
            shouted = Some(token.line);
            findings.push(Finding::new(token.line, format!("{}: SQL is written in lower case", token.text)));
        }
    }
    findings.extend(whole(statement));
    // A quoted name has two quotes.
    findings.dedup();
    findings
}

fn find(table: &[(&str, &'static str)], token: &Token) -> Option<&'static str> {
    table.iter().find(|(known, _)| token.is(known)).map(|(_, why)| *why)
}

fn word(rest: &[Token]) -> Option<String> {
    let token = &rest[0];
    let name = token.text.to_ascii_lowercase();
    if let Some(why) = find(WORDS, token) {
        return Some(format!("{name}: {why}"));
    }
    let next = rest.get(1)?;
    if next.is("(") {
        let prefixed = || PREFIXES.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|(_, why)| *why);
        return find(FUNCTIONS, token).or_else(prefixed).map(|why| format!("{name}(): {why}"));
    }
    (next.kind == Kind::Text && BEFORE_TEXT.contains(&name.as_str()))
        .then(|| format!("{name} '…': {ENGINE}; bind a parameter or write a plain string"))
}

/// `cast(x as type)` with a type whose values survive on both.
fn cast(rest: &[Token]) -> Option<String> {
    if !(rest[0].is("cast") && rest.get(1)?.is("(")) {
        return None;
    }
    let mut depth = 0_usize;
    for pair in rest.windows(2) {
        if pair[0].is("(") {
            depth += 1;
        } else if pair[0].is(")") {
            depth -= 1;
        }
        if depth == 1 && pair[0].is("as") {
            let into = &pair[1].text;
            return (!CASTS.contains(&into.as_str()))
                .then(|| format!("cast as {into}: only to {}", CASTS.join(" and ")));
        }
        if depth == 0 && pair[0].is(")") {
            break;
        }
    }
    None
}

fn sequence(rest: &[Token]) -> Option<String> {
    let begins = |words: &[&str]| {
        rest.len() >= words.len() && words.iter().zip(rest).all(|(word, token)| token.is(word))
    };
    let (words, why) = SEQUENCES.iter().find(|(words, _)| begins(words))?;
    Some(format!("{}: {why}", words.join(" ")))
}

/// What only the whole statement shows.
fn whole(statement: &[Token]) -> Option<Finding> {
    let [first, second, third, rest @ ..] = statement else { return None };
    let finding = |token: &Token, says: &str| Some(Finding::new(token.line, says));
    if first.is("drop")
        && let Some(cascade) = rest.iter().find(|token| token.is("cascade"))
    {
        return finding(cascade, "drop … cascade: SQLite drops one thing at a time");
    }
    if first.is("delete")
        && let Some(using) = rest.first().filter(|token| token.is("using"))
    {
        return finding(using, "delete … using: say `where … in (select …)`");
    }
    if first.is("insert")
        && second.is("into")
        && rest.first().is_some_and(|token| token.is("values") || token.is("select"))
    {
        return finding(third, "insert without its columns: name them");
    }
    if first.is("create")
        && (second.is("index") || third.is("index"))
        && let Some(using) = rest.iter().find(|token| token.is("using"))
    {
        return finding(using, "index … using: only one engine knows it");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    fn found(statement: &str) -> Vec<String> {
        check(&tokens(statement, 1)).into_iter().map(|finding| finding.says).collect()
    }

    #[test]
    fn each_of_these_is_refused_once() {
        for statement in [
            "select id from t where name like $1",
            "select id from t where name ilike $1",
            "select now()",
            "select current_timestamp",
            "select extract(year from day) from t",
            "select strftime('%Y', day) from t",
            "select date(day) from t",
            "select id from t where day > date '2024-01-01'",
            "select id from t where day > $1 - interval '1 day'",
            "select id::text from t",
            "select payload->'a' from t",
            "select payload->>'a' from t",
            "select id from t where payload @> $1",
            "select json_extract(payload, '$.a') from t",
            "select jsonb_build_object('a', 1)",
            "select cast(day as date) from t",
            "select cast((a + b) as integer) from t",
            "select id from t where id = any($1)",
            "select * from t",
            "select t.* from t",
            "insert into t (id) values ($1) returning *",
            "insert into t values ($1)",
            "insert or ignore into t (id) values ($1)",
            "replace into t (id) values ($1)",
            "delete from t using u where t.id = u.id",
            "select distinct on (a) a, b from t",
            "select id from job for update",
            "select id from t where id = ?",
            "select id from t where id = :id",
            "select id from t where a == b",
            "select id from t where name ~ $1",
            "select ifnull(a, b) from t",
            "select group_concat(a) from t",
            "select greatest(a, b) from t",
            "select random()",
            "select id from t where name = 'a' collate nocase",
            "select [id] from t",
            "select `id` from t",
            "SELECT id FROM t WHERE a = 1",
            "select id from Bodies",
            "alter table t alter column a drop not null",
            "alter table t add constraint c check (a > 0)",
            "alter table t add column if not exists a text",
            "create index concurrently i on t (a)",
            "create index i on t using gin (a)",
            "create extension pg_trgm",
            "create trigger a before insert on t",
            "drop table t cascade",
            "truncate t",
            "pragma foreign_keys = on",
            "select name from sqlite_master",
            "select id from t where name = E'a'",
            "select id from t where a isnull",
        ] {
            let statement_findings = found(statement);
            let expected = if statement.contains("E'a'") { 2 } else { 1 };
            assert_eq!(statement_findings.len(), expected, "{statement}: {statement_findings:?}");
        }
    }

    #[test]
    fn each_of_these_is_portable() {
        for statement in [
            "select count(*), sum(cents) filter (where paid) from fees",
            "select cast(sum(cents) as bigint), cast(code as text) from fees",
            "insert into t (id, date) values ($1, $2) on conflict (id) do update set date = excluded.date returning id, date",
            "insert into t (id) select id from u",
            "select id from t where day between $1 and $2 and not exists (select 1 from u where u.id = t.id)",
            "with recursive below (id) as (select id from b where id = $1 union all select b.id from b join below on b.parent = below.id) select id from below",
            "select row_number() over (partition by body order by day desc nulls last) from t",
            "select case when a > b then a else b end from t",
            "select replace(code, '-', ''), substr(code, 1, 2), length(code), lower(code), abs(n), round(n) from t",
            "select 'Now() LIKE ::' from t",
            "select \"Order\", {columns} from t",
            "select id from t full join u using (id)",
            "update t set a = u.a from u where u.id = t.id",
            "create table t (id uuid primary key references u (id) on delete cascade)",
            "select a - 1 > 0, a <> b, a != b, a || b from t limit $1 offset $2",
            "drop index i",
            "select date, time, format from t where age > 3",
        ] {
            assert_eq!(found(statement), Vec::<String>::new(), "{statement}");
        }
    }
}
