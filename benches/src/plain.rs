//! The same counts as somebody would write them by hand: one statement a figure, or a row of figures.

use anyhow::Result;
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};

/// A connection for plain SQL.
pub enum Plain {
    /// On SQLite.
    Sqlite(SqlitePool),
    /// On PostgreSQL.
    Postgres(PgPool),
}

impl Plain {
    /// Connects to the bench's database.
    pub async fn open(url: &str) -> Result<Self> {
        Ok(if url.starts_with("postgres") {
            Self::Postgres(PgPool::connect(url).await?)
        } else {
            Self::Sqlite(SqlitePool::connect(url).await?)
        })
    }

    /// Runs a statement and answers how many rows came back.
    async fn run(&self, sql: String) -> Result<usize> {
        let sql = AssertSqlSafe(sql);
        Ok(match self {
            Self::Sqlite(pool) => sqlx::query(sql).fetch_all(pool).await?.len(),
            Self::Postgres(pool) => sqlx::query(sql).fetch_all(pool).await?.len(),
        })
    }

    /// The figures of `gz-2016` the bench's rows speak of: F13–F25, F38–F40, F60–F77.
    pub async fn gz_2016(&self) -> Result<usize> {
        let year = "between '2016-01-01' and '2016-12-31'";
        let mut statements = vec![
            format!(
                "select category, count(*) from item where body = 'bench-office' and class = 'proactive' and published_on {year} group by category"
            ),
            format!(
                "select count(*) from item where body = 'bench-office' and class = 'proactive' and published_on {year}"
            ),
            format!(
                "select count(*) from item where body = 'bench-office' and class = 'proactive' and public_funds and published_on {year}"
            ),
            format!(
                "select count(*), sum(price), sum(budget) from procurement_project where signed_on {year}"
            ),
        ];
        for channels in ["'website'", "'weibo', 'wechat'", "'press_conference'", "'news_media'", "'gazette'"]
        {
            statements.push(format!(
                "select count(*) from placement where channel in ({channels}) and published_on {year}"
            ));
        }
        statements.push(format!("select channel, count(*) from request where body = 'bench-office' and received_on {year} group by channel"));
        statements.push(format!("select outcome, count(*) from request where body = 'bench-office' and decided_on {year} group by outcome"));
        self.all(statements).await
    }

    /// The figures of `national-2021` the bench's rows speak of: licences, and each row of table B by requester.
    pub async fn national_2021(&self) -> Result<usize> {
        let year = "between '2022-01-01' and '2022-12-31'";
        let mut statements = vec![
            format!("select count(*) from licence where body = 'bench-office' and decided_on {year}"),
            format!("select requester_kind, count(*) from request where body = 'bench-office' and received_on {year} group by requester_kind"),
            "select requester_kind, count(*) from request where body = 'bench-office' and received_on < '2022-01-01' and (decided_on is null or decided_on >= '2022-01-01') group by requester_kind".to_owned(),
            "select requester_kind, count(*) from request where body = 'bench-office' and received_on <= '2022-12-31' and (decided_on is null or decided_on > '2022-12-31') group by requester_kind".to_owned(),
        ];
        for outcome in [
            "granted",
            "granted_in_part",
            "refused:personal_privacy",
            "not_held_by_this_body",
            "does_not_exist",
            "repeated",
        ] {
            statements.push(format!("select requester_kind, count(*) from request where body = 'bench-office' and outcome = '{outcome}' and decided_on {year} group by requester_kind"));
        }
        self.all(statements).await
    }

    async fn all(&self, statements: Vec<String>) -> Result<usize> {
        let mut rows = 0;
        for statement in statements {
            rows += self.run(statement).await?;
        }
        Ok(rows)
    }
}
