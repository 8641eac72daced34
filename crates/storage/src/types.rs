//! Dates and instants as both engines hold them.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef};
use sqlx::sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo, SqliteValueRef};
use sqlx::{Decode, Encode, Postgres, Sqlite, Type};

/// A civil date: `date` in PostgreSQL (days since 2000-01-01), ISO text in SQLite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SqlDate(pub Date);

/// An instant cut to microseconds: `timestamptz` in PostgreSQL, RFC 3339 text of fixed width in SQLite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SqlInstant(pub Timestamp);

const POSTGRES_EPOCH: Date = date(2000, 1, 1);
const POSTGRES_EPOCH_MICROSECONDS: i64 = 946_684_800_000_000;

impl Type<Postgres> for SqlDate {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("date")
    }
}

impl Encode<'_, Postgres> for SqlDate {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let days = (self.0 - POSTGRES_EPOCH).get_days();
        <i32 as Encode<'_, Postgres>>::encode_by_ref(&days, buffer)
    }
}

impl<'r> Decode<'r, Postgres> for SqlDate {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let days = <i32 as Decode<'r, Postgres>>::decode(value)?;
        Ok(Self(POSTGRES_EPOCH.checked_add(jiff::Span::new().try_days(days)?)?))
    }
}

impl Type<Sqlite> for SqlDate {
    fn type_info() -> SqliteTypeInfo {
        <String as Type<Sqlite>>::type_info()
    }

    fn compatible(_: &SqliteTypeInfo) -> bool {
        true
    }
}

impl Encode<'_, Sqlite> for SqlDate {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        <String as Encode<'_, Sqlite>>::encode(self.0.to_string(), buffer)
    }
}

impl<'r> Decode<'r, Sqlite> for SqlDate {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(<&str as Decode<'r, Sqlite>>::decode(value)?.parse()?))
    }
}

impl Type<Postgres> for SqlInstant {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("timestamptz")
    }
}

impl Encode<'_, Postgres> for SqlInstant {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let microseconds = self.0.as_microsecond() - POSTGRES_EPOCH_MICROSECONDS;
        <i64 as Encode<'_, Postgres>>::encode_by_ref(&microseconds, buffer)
    }
}

impl<'r> Decode<'r, Postgres> for SqlInstant {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let microseconds = <i64 as Decode<'r, Postgres>>::decode(value)?;
        Ok(Self(Timestamp::from_microsecond(microseconds + POSTGRES_EPOCH_MICROSECONDS)?))
    }
}

impl Type<Sqlite> for SqlInstant {
    fn type_info() -> SqliteTypeInfo {
        <String as Type<Sqlite>>::type_info()
    }

    fn compatible(_: &SqliteTypeInfo) -> bool {
        true
    }
}

impl Encode<'_, Sqlite> for SqlInstant {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        <String as Encode<'_, Sqlite>>::encode(format!("{:.6}", self.0), buffer)
    }
}

impl<'r> Decode<'r, Sqlite> for SqlInstant {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(<&str as Decode<'r, Sqlite>>::decode(value)?.parse()?))
    }
}
