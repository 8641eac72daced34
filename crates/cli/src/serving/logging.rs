//! What the program tells of itself: text or JSON, to standard error or to a file a day.
//!
//! One line a request, of the target `gongkai::access`; the fields are described in the manual. Nothing personal is
//! logged; the address of the client is, because the law asks for it.

use super::log_files::DailyFiles;
use crate::globals::{now, office_zone};
use crate::said::bad_use;
use anyhow::Result;
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use std::fmt;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Mutex;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::fmt::{self as lines, MakeWriter};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Registry, registry};

/// What is logged unless `GONGKAI_LOG` says otherwise. Walking a whole register takes its time; that is no warning.
const LOGGED: &str = "warn,gongkai=info,sqlx::query=error";

/// Days of the six months network logs have to be kept at least (网络安全法第二十一条), at their longest.
const SIX_MONTHS: u16 = 183;

/// What is logged how and where.
#[derive(Clone, Debug, Args)]
pub struct Logging {
    /// 日志格式。Format of the log.
    #[arg(long, env = "GONGKAI_LOG_FORMAT", value_enum, default_value_t = Format::Text)]
    log: Format,
    /// 日志目录，每天一个文件；不填写到标准错误。Folder with a file a day; standard error unless given.
    #[arg(long, env = "GONGKAI_LOG_DIR", value_name = "D")]
    log_dir: Option<PathBuf>,
    /// 日志文件保留的天数，过后删除。Days a log file is kept.
    #[arg(long, env = "GONGKAI_LOG_KEEP_DAYS", value_name = "N", default_value_t = SIX_MONTHS)]
    log_keep_days: u16,
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 供人阅读
    #[default]
    Text,
    /// 一行一个 JSON 对象
    Json,
}

impl Logging {
    /// Starts logging as a server does: panics too, with the id of the request they happened in.
    pub fn start(&self) -> Result<()> {
        match &self.log_dir {
            None => start_on_standard_error(self.log),
            Some(folder) => {
                let files = Mutex::new(DailyFiles::open(folder.clone(), self.log_keep_days, now).map_err(
                    |error| {
                        let folder = folder.display();
                        bad_use(
                            format!("日志目录“{folder}”写不进：{error}"),
                            format!("the log folder “{folder}” cannot be written: {error}"),
                        )
                    },
                )?);
                // Who runs the program still sees what is wrong where they look first.
                let alarms = layer(self.log, std::io::stderr, on_terminal()).with_filter(LevelFilter::WARN);
                let all = layer(self.log, files, false);
                registry().with(alarms.and_then(all).with_filter(chosen())).init();
            }
        }
        std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
        if self.log_keep_days < SIX_MONTHS {
            let days = self.log_keep_days;
            tracing::warn!(
                "日志只保留 {days} 天，少于法定六个月 / logs are kept for {days} days, less than the six months the law asks for"
            );
        }
        Ok(())
    }
}

/// Logs to standard error, as every command does.
pub fn start_on_standard_error(format: Format) {
    registry().with(layer(format, std::io::stderr, on_terminal()).with_filter(chosen())).init();
}

fn chosen() -> EnvFilter {
    EnvFilter::try_from_env("GONGKAI_LOG").unwrap_or_else(|_| EnvFilter::new(LOGGED))
}

fn on_terminal() -> bool {
    std::io::stderr().is_terminal()
}

fn layer<W>(format: Format, writer: W, colours: bool) -> Box<dyn Layer<Registry> + Send + Sync>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = lines::layer().with_writer(writer).with_timer(OfficeTime);
    match format {
        Format::Text => lines.with_ansi(colours).boxed(),
        Format::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    }
}

/// Times in the office's zone, so that a line stands in the file of its day.
struct OfficeTime;

impl FormatTime for OfficeTime {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        write!(writer, "{}", office_time(now()))
    }
}

fn office_time(at: Timestamp) -> impl fmt::Display {
    at.to_zoned(office_zone()).strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}
