//! The project's own tooling: `cargo xtask test` is everything a change must pass, here and in CI.
//!
//! It runs first on a clean clone, so it depends on next to nothing. What it needs from the system it finds or
//! installs; what it starts it stops. Each check lives in a module of its own and is tested there.
#![expect(clippy::print_stdout, reason = "a tool for developers speaks on the terminal")]

mod dependencies;
mod licence;
mod links;
mod packages;
mod postgres;
mod process;
mod rust_source;
mod sql;
mod steps;
mod test_run;
mod unused;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::packages::Postgres;
use crate::postgres::Server;
use crate::process::{cargo, cargo_component, run};
use crate::steps::Steps;

/// A command, what it does in one line, and the function that does it with the arguments that follow its name.
type Command = (&'static str, &'static str, fn(&[String]) -> Result<()>);

const COMMANDS: &[Command] = &[
    ("test", "everything a change must pass; what CI runs", test),
    ("check", "the steps of `test` that compile nothing: format, dependencies, SQL, links", check),
    (
        "postgres",
        "run a command beside a private PostgreSQL: cargo xtask postgres -- cargo test -p …",
        beside_postgres,
    ),
    ("dist", "the offline archive: a static program, law, manual, licences, checksums; --target T", dist),
    ("demo-data", "write the sample ledgers in demo/, or compare them with --check", demo_data),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().map_or("", String::as_str);
    let Some((_, _, command)) = COMMANDS.iter().find(|(known, _, _)| *known == name) else {
        println!("usage: cargo xtask COMMAND\n");
        for (known, says, _) in COMMANDS {
            println!("  {known:<10} {says}");
        }
        return ExitCode::from(2);
    };
    match command(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\n{name}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn test(arguments: &[String]) -> Result<()> {
    no_arguments(arguments)?;
    let mut steps = Steps::default();
    let outcome = every_step(&mut steps);
    steps.summarise();
    outcome
}

fn every_step(steps: &mut Steps) -> Result<()> {
    steps.run("format", format)?;
    let tools = steps.run("system packages", packages::ensure)?;
    let server = steps.run("private PostgreSQL", || Server::start(&tools.postgres))?;
    steps.run("clippy", clippy)?;
    let tally = steps.run("tests", || test_run::run(&server.url, &tools.chromium))?;
    steps.run("documentation tests", test_run::run_documentation)?;
    drop(server);
    steps.run("documentation", documentation)?;
    steps.run("dependencies", dependencies::check)?;
    steps.run("unused dependencies", unused::check)?;
    steps.run("SQL portability", sql::check)?;
    steps.run("links in the documentation", links::check)?;
    steps.remark(tally.to_string());
    Ok(())
}

fn check(arguments: &[String]) -> Result<()> {
    no_arguments(arguments)?;
    let checks = [format, dependencies::check, unused::check, sql::check, links::check];
    let faults: Vec<String> =
        checks.iter().filter_map(|check| check().err()).map(|error| format!("{error:#}")).collect();
    if !faults.is_empty() {
        bail!("\n{}", faults.join("\n"));
    }
    Ok(())
}

fn format() -> Result<()> {
    cargo_component("fmt", "rustfmt")?;
    run(cargo().args(["fmt", "--all", "--check"])).context("run `cargo fmt --all`")
}

fn clippy() -> Result<()> {
    cargo_component("clippy", "clippy")?;
    run(cargo().args(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
}

/// Nothing is published: the pages are for ourselves, private items included.
fn documentation() -> Result<()> {
    run(cargo()
        .args(["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"])
        .env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links"))
}

fn beside_postgres(arguments: &[String]) -> Result<()> {
    let arguments = arguments.strip_prefix(&["--".to_owned()]).unwrap_or(arguments);
    let Some((program, rest)) = arguments.split_first() else {
        bail!("which command? for example: cargo xtask postgres -- cargo test -p gongkai-storage");
    };
    let server = Server::start(&Postgres::find().context(packages::POSTGRES_MISSING)?)?;
    println!("{}={}", postgres::URL_VARIABLE, server.url);
    run(std::process::Command::new(program).args(rest).env(postgres::URL_VARIABLE, &server.url))
}

/// The generator has a crate of its own, so that this tool keeps compiling in seconds.
fn demo_data(arguments: &[String]) -> Result<()> {
    run(cargo().args(["run", "--quiet", "--package", "gongkai-demo-data", "--"]).args(arguments))
}

/// A crate of its own too: it packs, hashes and renders.
fn dist(arguments: &[String]) -> Result<()> {
    run(cargo().args(["run", "--quiet", "--package", "gongkai-dist", "--"]).args(arguments))
}

fn no_arguments(arguments: &[String]) -> Result<()> {
    match arguments {
        [] => Ok(()),
        [first, ..] => bail!("does not take {first}"),
    }
}
