//! Due dates, as `gongkai deadline` tells them.

use crate::program::Program;
use serde_json::Value;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn deadline(arguments: &[&str]) -> Value {
    let mut all = vec!["deadline", "--json"];
    all.extend(arguments);
    Program::new().run(&all).done().json()
}

#[test]
fn due_days_are_those_of_the_regulations() {
    for (arguments, due) in [
        ("--regime cn-2019 --received 2024-02-08", "2024-03-13"),
        (
            "--regime cn-2019 --received 2024-02-08 --event third-party-sent=2024-02-20 --event third-party-answered=2024-03-01",
            "2024-03-25",
        ),
        ("--regime cn-2019 --received 2024-02-08 --event third-party-sent=2024-02-20", "2024-04-03"),
        (
            "--regime cn-2019 --received 2024-02-08 --event third-party-sent=2024-02-20 --event third-party-answered=2024-03-01 --event extension-approved=2024-03-13",
            "2024-04-23",
        ),
        (
            "--regime cn-2019 --received 2024-02-08 --event clarification-sent=2024-02-19 --event clarification-received=2024-02-26",
            "2024-03-25",
        ),
        (
            "--regime cn-2019 --received 2024-02-08 --event fee-notified=2024-02-20 --event fee-paid=2024-03-04",
            "2024-04-01",
        ),
        (
            "--regime cn-2008 --received 2016-02-05 --event third-party-sent=2016-02-15 --event third-party-answered=2016-02-22",
            "2016-03-09",
        ),
        // Without a regime, the one in force on the day of receipt.
        ("--received 2016-02-05", "2016-03-02"),
        ("--received 2024-02-08", "2024-03-13"),
    ] {
        let told = deadline(&arguments.split(' ').collect::<Vec<_>>());
        assert_eq!(told["due"], due, "{arguments}");
    }
}

#[test]
fn the_steps_have_exactly_the_agreed_shape() {
    let told = deadline(&["--regime", "cn-2019", "--received", "2024-02-08"]);
    assert_eq!(keys(&told), ["due", "provisional", "steps"]);
    assert_eq!(told["provisional"], false);
    let steps = told["steps"].as_array().unwrap();
    for step in steps {
        assert_eq!(keys(step), ["kind", "rule", "article", "from", "to", "counted", "skipped", "says"]);
        assert_eq!(keys(&step["says"]), ["zh", "en"]);
        for skipped in step["skipped"].as_array().unwrap() {
            assert_eq!(keys(skipped), ["from", "to", "why", "name"]);
        }
    }
    let kinds: Vec<_> = steps.iter().map(|step| step["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["receipt", "count", "due"]);
    assert_eq!(steps[1]["counted"], 20);
    assert!(steps[1]["article"].as_str().unwrap().contains("第三十三条"), "{:#}", steps[1]);
}

#[test]
fn a_date_beyond_the_calendar_is_provisional_and_says_so() {
    let program = Program::new();
    let ran = program.run(&["deadline", "--received", "2026-12-20", "--json"]).done().says(&["暂定"]);
    assert_eq!(ran.json()["provisional"], true);
    program.run(&["deadline", "--received", "2026-12-20", "--lang", "en"]).done().says(&["provisional"]);
}

#[test]
fn the_explanation_is_the_same_date_in_words() {
    Program::new().run(&["deadline", "--regime", "cn-2019", "--received", "2024-02-08"]).done().says(&[
        "20 个工作日",
        "第三十三条",
        "春节 8 天",
        "2024-03-13（星期三）答复期限",
    ]);
}

#[test]
fn bad_input_is_refused_with_the_word_and_the_way_out() {
    let program = Program::new();
    for (arguments, code, words) in [
        ("--received 2024-02-30", 2, ["2024-02-30", "2024-02-08"]),
        ("--received 昨天", 2, ["昨天", "日期"]),
        ("--received 2024-02-08 --regime cn-1999", 2, ["cn-1999", "cn-2019"]),
        ("--received 1999-02-08", 2, ["1999-02-08", "cn-2008"]),
        ("--received 2024-02-08 --event letter-lost=2024-02-20", 2, ["letter-lost", "third-party-sent"]),
        ("--received 2024-02-08 --event third-party-sent", 2, ["third-party-sent", "="]),
        ("--received 2024-02-08 --event third-party-sent=2024-02-20:x", 2, ["x", "third-party-sent"]),
        ("--received 2024-02-08 --event third-party-sent=2024-02-01", 1, ["2024-02-01", "2024-02-08"]),
        (
            "--received 2024-02-08 --event third-party-answered=2024-02-20",
            1,
            ["2024-02-20", "third-party-sent"],
        ),
        ("--received 2024-02-08 --event extension-approved=2024-02-20:21", 1, ["延长应为", "1 至 20"]),
    ] {
        let mut all = vec!["deadline"];
        all.extend(arguments.split(' '));
        let ran = program.run(&all);
        assert_eq!(ran.code, code, "{arguments}: {}", ran.said());
        assert_eq!(ran.out, "", "{arguments}");
        ran.says(&words);
    }
    assert!(!program.data().exists(), "asking for a date makes no installation");
}
