//! Which crate may know which: the domain knows nobody, pages never see SQL, and the arrows never turn round.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What a crate may depend on, and why no more. A new crate gets a line here.
struct Rule {
    name: &'static str,
    may_use: &'static [&'static str],
    why: &'static str,
}

const EVERYTHING: &[&str] = &[
    "domain",
    "charts",
    "ledgers",
    "report-files",
    "documents",
    "report-check",
    "attachments",
    "adopting",
    "storage",
    "app",
    "channels",
    "web",
    "portal",
    "office",
    "typeset",
    "cli",
    "testkit",
];

const RULES: &[Rule] = &[
    Rule {
        name: "domain",
        may_use: &[],
        why: "the rules of the law know no database, no page and no file format",
    },
    Rule {
        name: "charts",
        may_use: &["domain"],
        why: "a drawing is made from the figures of a report alone",
    },
    Rule {
        name: "ledgers",
        may_use: &["domain"],
        why: "ledger files are read and written without a database",
    },
    Rule {
        name: "report-files",
        may_use: &["domain", "report-check"],
        why: "the files of a report are made from a computed or a checked report alone",
    },
    Rule {
        name: "documents",
        may_use: &[],
        why: "a file is read as text and tables before anybody knows what it is about",
    },
    Rule {
        name: "report-check",
        may_use: &["domain", "documents"],
        why: "a published report is tested against its format file alone",
    },
    Rule {
        name: "attachments",
        may_use: &["domain", "documents"],
        why: "a file is looked at before anybody keeps it",
    },
    Rule {
        name: "adopting",
        may_use: &["domain", "documents", "ledgers"],
        why: "an old site is read before anybody decides what of it is kept",
    },
    Rule {
        name: "storage",
        may_use: &["domain"],
        why: "storage keeps what the domain says and decides nothing",
    },
    Rule {
        name: "app",
        may_use: &["domain", "attachments", "storage"],
        why: "a use case never sees a page or a request; of files only whether and how they may be published",
    },
    Rule {
        name: "channels",
        may_use: &["domain", "app"],
        why: "what speaks to services outside asks the use cases what to send, and knows no page",
    },
    Rule {
        name: "web",
        may_use: &["domain"],
        why: "layout and forms are the same for every site and reach no data",
    },
    Rule {
        name: "portal",
        may_use: &["domain", "charts", "report-files", "documents", "report-check", "app", "web"],
        why: "pages ask the use cases, never the database",
    },
    Rule {
        name: "office",
        may_use: &[
            "domain",
            "charts",
            "ledgers",
            "report-files",
            "documents",
            "report-check",
            "app",
            "channels",
            "web",
        ],
        why: "pages ask the use cases, never the database",
    },
    Rule {
        name: "typeset",
        may_use: &["domain", "charts"],
        why: "a report is set from the publication alone, beside everything else that compiles",
    },
    Rule { name: "cli", may_use: EVERYTHING, why: "the program puts everything together" },
    Rule {
        name: "testkit",
        may_use: &["domain", "storage", "app"],
        why: "test tools stand below the sites they test",
    },
    Rule {
        name: "demo-data",
        may_use: &["domain", "ledgers"],
        why: "the sample years are ledger files; nobody needs a database to write them",
    },
    Rule { name: "dist", may_use: &[], why: "the archive is made of files and of the built program" },
    Rule { name: "benches", may_use: EVERYTHING, why: "benchmarks measure everything" },
    Rule {
        name: "xtask",
        may_use: &[],
        why: "the tooling runs first on a clean clone and must compile in seconds",
    },
];

/// What tests may use besides; the test kit's own tests look at the whole workspace.
const TESTS_MAY_USE: &[&str] = &["testkit", "domain"];

#[test]
fn every_edge_between_our_crates_is_allowed() {
    let faults = faults(&metadata());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(workspace)
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON")
}

fn faults(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().expect("packages");
    let ours: Vec<&str> = packages.iter().map(name).collect();
    let mut faults = Vec::new();
    for package in packages {
        let from = short(name(package));
        let Some(rule) = RULES.iter().find(|rule| rule.name == from) else {
            faults.push(format!("{from} has no rule: say in {} what it may depend on", file!()));
            continue;
        };
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            if ours.contains(&name(dependency)) && !allows(rule, dependency) {
                let (to, why) = (short(name(dependency)), rule.why);
                let kind = if is_for_tests(dependency) { ", in tests," } else { "" };
                faults.push(format!(
                    "{from} → {to}{kind} is not allowed: {why} (it may use: {})",
                    list(rule.may_use)
                ));
            }
        }
    }
    faults
}

fn allows(rule: &Rule, dependency: &Value) -> bool {
    let to = short(name(dependency));
    let in_tests = is_for_tests(dependency) && (TESTS_MAY_USE.contains(&to) || rule.name == "testkit");
    rule.may_use.contains(&to) || (in_tests && rule.name != "xtask")
}

fn is_for_tests(dependency: &Value) -> bool {
    dependency["kind"] == "dev"
}

fn name(package: &Value) -> &str {
    package["name"].as_str().expect("a package has a name")
}

fn short(name: &str) -> &str {
    name.strip_prefix("gongkai-").unwrap_or(name)
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "none of ours".to_owned() } else { names.join(", ") }
}

/// A workspace of `from` crates with an edge each, to check the check.
fn workspace(edges: &[(&str, &str, Option<&str>)]) -> Value {
    let mut packages: Vec<Value> = RULES
        .iter()
        .map(|rule| serde_json::json!({ "name": format!("gongkai-{}", rule.name), "dependencies": [] }))
        .collect();
    for (from, to, kind) in edges {
        let dependency = serde_json::json!({ "name": to, "kind": kind });
        let from = packages.iter_mut().find(|package| short(name(package)) == *from).expect("a known crate");
        from["dependencies"].as_array_mut().expect("a list").push(dependency);
    }
    serde_json::json!({ "packages": packages })
}

#[test]
fn a_forbidden_edge_is_named_with_its_rule() {
    assert_eq!(
        faults(&workspace(&[("portal", "gongkai-storage", None), ("domain", "gongkai-app", None)])),
        [
            "domain → app is not allowed: the rules of the law know no database, no page and no file format (it may use: none of ours)",
            "portal → storage is not allowed: pages ask the use cases, never the database (it may use: domain, charts, report-files, documents, report-check, app, web)",
        ]
    );
}

#[test]
fn tests_may_use_the_test_kit_and_the_domain_only() {
    let dev = Some("dev");
    let allowed = [
        ("storage", "gongkai-testkit", dev),
        ("ledgers", "gongkai-domain", dev),
        ("testkit", "gongkai-portal", dev),
    ];
    assert_eq!(faults(&workspace(&allowed)), Vec::<String>::new());
    let forbidden =
        [("portal", "gongkai-storage", dev), ("web", "gongkai-app", dev), ("xtask", "gongkai-testkit", dev)];
    assert_eq!(faults(&workspace(&forbidden)).len(), 3);
    assert_eq!(faults(&workspace(&[("web", "gongkai-testkit", Some("build"))])).len(), 1);
}

#[test]
fn crates_of_others_are_not_our_business() {
    assert_eq!(
        faults(&workspace(&[("domain", "serde", None), ("xtask", "anyhow", None)])),
        Vec::<String>::new()
    );
}

#[test]
fn a_crate_without_a_rule_is_named() {
    let mut metadata = workspace(&[]);
    metadata["packages"]
        .as_array_mut()
        .expect("a list")
        .push(serde_json::json!({ "name": "gongkai-search" }));
    let faults = faults(&metadata);
    assert_eq!(faults.len(), 1);
    assert!(faults[0].starts_with("search has no rule"), "{faults:?}");
}
