//! `gongkai`: the one program.

/// Prints a line; whoever reads may stop reading before the end (`gongkai … | head`).
macro_rules! out {
    ($($what:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($what)*);
    }};
}

mod commands;
mod fonts;
mod globals;
mod ledger_files;
mod owner;
mod said;
mod saving;
mod service;
mod serving;
mod settings;

use clap::{Parser, Subcommand};
use globals::Globals;
use serving::logging::{Format, start_on_standard_error};
use std::process::ExitCode;

/// 公开：政府信息公开工作平台。Registers, statutory clock and annual report of a disclosing office.
#[derive(Debug, Parser)]
#[command(name = "gongkai", version, max_term_width = 100, after_help = AFTER_HELP)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
例 / Examples:
  gongkai demo                                        载入从化区 2016 年样例并打开门户
  gongkai registers requests --template 依申请公开.xlsx   取空白台账
  gongkai import requests 依申请公开.xlsx --dry-run       比对，不写入
  gongkai report 2016 --format gz-2016 --output r.json   做年度报告
  gongkai deadline --regime cn-2019 --received 2024-02-08

退出码 / exit codes: 0 成功 done · 1 查出问题 problems found · 2 用法有误 bad use";

#[derive(Debug, Subcommand)]
enum Command {
    /// 载入样例年度并启动门户。Load the sample years and serve them.
    Demo(commands::demo::Demo),
    /// 新建一个单位的数据目录。Make the data directory of a new office.
    Init(commands::init::Init),
    /// 启动门户。Serve the portal.
    Serve(commands::serve::Serve),
    /// 账号、邀请链接和角色。Accounts, links and roles.
    #[command(subcommand)]
    User(commands::user::User),
    /// 升级数据库结构，不做备份；平时请用 upgrade。Bring the database schema up to date, without a backup.
    Migrate,
    /// 升级：先备份并核验，再升级，再核验。Upgrade after a verified backup.
    Upgrade(commands::upgrade::Upgrade),
    /// 安装为系统服务，每天备份。Run as a service of the system, with a daily backup.
    #[command(subcommand)]
    Service(commands::service::Service),
    /// 日历、时限、报告格式等法定数据。Calendars, regimes, report formats and code lists.
    #[command(subcommand)]
    Law(commands::law::Law),
    /// 有哪些台账和列；取空白台账。Which registers and columns there are; blank ledgers.
    Registers(commands::registers::Registers),
    /// 导入台账：比对、确认、写入。Import a ledger: compare, confirm, apply.
    Import(commands::import::Import),
    /// 把老网站的信息和旧网址迁进来：比对、确认、写入。Bring an old site along: compare, confirm, apply.
    Adopt(commands::adopt::Adopt),
    /// 导出台账。Export a register.
    Export(commands::export::Export),
    /// 年度报告：编制、溯源。The annual report: compute it, open a figure.
    Report(commands::report::Report),
    /// 保管期限、归档、处置证明。How long items are kept; archiving what is due.
    #[command(subcommand)]
    Retention(commands::retention::Retention),
    /// 公开前检查文件：个人信息、密级标志、看不见的内容。What in files must be masked before they are published.
    Precheck(commands::precheck::Precheck),
    /// 逐步说明的答复期限。The due date, explained step by step.
    Deadline(commands::deadline::Deadline),
    /// 核验审计链和每一行。Walk the audit chain and every row.
    Verify,
    /// 备份全部数据（不含安装密钥）。Back everything up, without the installation key.
    Backup(commands::backup::Backup),
    /// 恢复到空数据库。Restore into an empty database.
    Restore(commands::backup::Restore),
    /// 检查本机安装是否妥当。Is this installation in order?
    Doctor(commands::doctor::Doctor),
    /// 为门户排版。Set reports for the portal: jobs on standard input, answers on standard output.
    #[command(hide = true)]
    Typeset,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything asked for was done, nothing is wrong.
    Done,
    /// The command ran and found problems, which it has told.
    Problems,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Err(error) = start_logging(&cli.command) {
        return ended(Err(error));
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    ended(runtime.block_on(run(&cli)))
}

/// Serving logs as it is told to, everything else to standard error.
fn start_logging(command: &Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(commands::serve::Serve { serving }) => serving.logging.start(),
        Command::Demo(demo) => demo.serving.logging.start(),
        _ => {
            start_on_standard_error(Format::Text);
            Ok(())
        }
    }
}

fn ended(outcome: anyhow::Result<Outcome>) -> ExitCode {
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{}", said::error(&error));
            ExitCode::from(if error.is::<said::BadUse>() { 2 } else { 1 })
        }
    }
}

async fn run(cli: &Cli) -> anyhow::Result<Outcome> {
    let globals = &cli.globals;
    match &cli.command {
        Command::Demo(command) => command.run(globals).await,
        Command::Init(command) => command.run(globals).await,
        Command::Serve(command) => command.run(globals).await,
        Command::User(command) => command.run(globals).await,
        Command::Migrate => commands::migrate::run(globals).await,
        Command::Upgrade(command) => command.run(globals).await,
        Command::Service(command) => command.run(globals),
        Command::Law(command) => command.run(globals),
        Command::Registers(command) => command.run(globals).await,
        Command::Import(command) => command.run(globals).await,
        Command::Adopt(command) => command.run(globals).await,
        Command::Export(command) => command.run(globals).await,
        Command::Report(command) => command.run(globals).await,
        Command::Retention(command) => command.run(globals).await,
        Command::Precheck(command) => command.run(globals),
        Command::Deadline(command) => command.run(globals),
        Command::Verify => commands::verify::run(globals).await,
        Command::Backup(command) => command.run(globals).await,
        Command::Restore(command) => command.run(globals).await,
        Command::Doctor(command) => command.run(globals).await,
        Command::Typeset => commands::typeset::run(globals),
    }
}
