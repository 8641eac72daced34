//! Accounts from the command line: from an empty folder to the first sign-in, and out of every corner somebody can be
//! stuck in.

use crate::program::Program;
use crate::served::Served;
use serde_json::Value;

fn link_in(told: &str) -> &str {
    told.lines().map(str::trim).find(|line| line.starts_with("http")).unwrap()
}

#[test]
fn an_empty_folder_leads_to_the_first_signed_in_page() {
    let program = Program::new();
    let init = ["init", "--body", "某县人民政府办公室", "--code", "office"];
    let told = program.run(&init).done();
    let out = told.out.clone();
    told.says(&["系统管理员（admin）", "只能用一次", "gongkai serve"]);
    let first = link_in(&out);
    assert!(first.starts_with("http://127.0.0.1:8720/office/link/"), "{first}");
    // Again, with the address the office will have: another link, and the first is dead.
    let told = program.run(&[&init[..], &["--origin", "https://www.example.gov.cn"]].concat()).done();
    let second = link_in(&told.out).strip_prefix("https://www.example.gov.cn").unwrap();
    let served = Served::start(&program, &[]);
    let path = first.strip_prefix("http://127.0.0.1:8720").unwrap();
    assert_eq!(served.get(path, &[]).status, 404);
    let page = served.get(second, &[]);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("启用账号") && page.body.contains("某县人民政府办公室"), "{}", page.body);
    // What a proxy that nobody trusts claims changes nothing.
    let lies = [
        ("X-Forwarded-For", "1.2.3.4"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "evil.example"),
    ];
    let answer = served.get("/office/", &lies);
    assert_eq!(answer.status, 303);
    assert!(answer.head.to_lowercase().contains("location: /office/sign-in"), "{}", answer.head);
}

#[test]
fn accounts_are_kept_from_the_command_line() {
    let program = Program::with_office();
    let invite = ["user", "invite", "wang.fang", "--name", "王芳", "--role", "editor", "--json"];
    let told = program.run(&invite).done().json();
    assert!(told["link"].as_str().unwrap().starts_with("http://127.0.0.1:8720/office/link/"));
    program.run(&invite).says(&["已经有人用了"]);
    program
        .run(&["user", "grant", "wang.fang", "reviewer", "--until", "2099-12-31"])
        .done()
        .says(&["已授权"]);
    program.run(&["user", "grant", "wang.fang", "auditor"]).says(&["三员分立"]);
    program.run(&["user", "grant", "wang.fang", "root"]).bad_use().says(&["security-officer"]);
    program.run(&["user", "revoke", "wang.fang", "editor"]).done();
    program.run(&["user", "lock", "nobody"]).bad_use().says(&["没有账号“nobody”", "gongkai user list"]);
    program.run(&["user", "lock", "wang.fang"]).done();
    program.run(&["user", "link", "wang.fang"]).says(&["先请他解锁"]);
    program.run(&["user", "unlock", "wang.fang", "--second-factor"]).done();
    program.run(&["user", "list"]).done().says(&["wang.fang", "部门审核（office，到 2099-12-31）", "已邀请"]);
    let listed = program.run(&["user", "list", "--json"]).done().json();
    let grants =
        &listed.as_array().unwrap().iter().find(|one| one["account"] == "wang.fang").unwrap()["grants"];
    assert_eq!(grants.as_array().unwrap().len(), 1);
    assert_eq!(grants[0]["role"], Value::from("reviewer"));
    program.run(&["user", "close", "wang.fang"]).done();
    program.run(&["user", "list"]).done().says(&["已停用"]);
    program.verified();
}
