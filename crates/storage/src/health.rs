//! Questions `doctor` asks: do the two halves of a register fit, is anything waiting, which version is it.

use crate::sql::{fetch, number};
use crate::tables::SqlKind;
use crate::{Engine, StorageError, Tx};

/// Version of the schema in the database (0 while it is empty), and the one this program makes.
pub async fn versions(tx: &mut Tx) -> Result<(i64, i64), StorageError> {
    Ok((crate::migrate::found(tx).await?, crate::migrate::known()))
}

/// Items whose current edition is missing.
pub async fn items_without_edition(tx: &mut Tx) -> Result<i64, StorageError> {
    let sql = "select count(*) from item i left join edition e on e.item_key = i.key and e.number = i.edition \
               where e.item_key is null";
    number(tx, sql, &[]).await
}

/// Requests that have no events.
pub async fn requests_without_events(tx: &mut Tx) -> Result<i64, StorageError> {
    let sql = "select count(*) from request r where not exists \
               (select 1 from request_event e where e.request_key = r.key)";
    number(tx, sql, &[]).await
}

/// Requests with events but no row, other than those whose last event strikes them out.
pub async fn events_without_request(tx: &mut Tx) -> Result<i64, StorageError> {
    let sql = "select count(*) from (select e.request_key, max(e.position) as last from request_event e \
               where not exists (select 1 from request r where r.key = e.request_key) group by e.request_key) gone \
               join request_event e on e.request_key = gone.request_key and e.position = gone.last \
               where e.kind <> 'struck'";
    number(tx, sql, &[]).await
}

/// Jobs queued and not done, and jobs that failed.
pub async fn jobs(tx: &mut Tx) -> Result<(i64, i64), StorageError> {
    let sql = "select count(*) filter (where failure is null), count(*) filter (where failure is not null) \
               from job where done_at is null";
    let rows = fetch(tx, sql, &[], &[SqlKind::Bigint, SqlKind::Bigint]).await?;
    let number = |at: usize| rows.first().and_then(|row| row[at].as_integer()).unwrap_or_default();
    Ok((number(0), number(1)))
}

/// What the engine itself says of the database's soundness; empty when it finds nothing.
pub async fn engine_check(tx: &mut Tx) -> Result<Vec<String>, StorageError> {
    match tx.engine() {
        Engine::Sqlite => {
            let rows = fetch(tx, "select quick_check from pragma_quick_check", &[], &[SqlKind::Text]).await?;
            Ok(rows.iter().map(|row| row[0].to_plain()).filter(|said| said != "ok").collect())
        }
        Engine::Postgres => Ok(Vec::new()),
    }
}
