use super::*;
use crate::law::{LawFault, LawText};
use jiff::civil::date;

const CN_2019: &str = include_str!("../../../../law/regimes/cn-2019.toml");
const CN_2008: &str = include_str!("../../../../law/regimes/cn-2008.toml");

fn read(text: &str) -> Result<Regime, LawFault> {
    Regime::read(LawText { path: "regimes/cn-2019.toml", text })
}

fn both() -> Regimes {
    let texts = [("regimes/cn-2019.toml", CN_2019), ("regimes/cn-2008.toml", CN_2008)];
    Regimes::read(&texts.map(|(path, text)| LawText { path, text })).unwrap()
}

#[test]
fn the_day_of_receipt_chooses_the_regime() {
    let regimes = both();
    let id = |day| regimes.regime_for(day).map(|regime| regime.id.as_str());
    assert_eq!(id(date(2008, 4, 30)), None);
    assert_eq!(id(date(2008, 5, 1)), Some("cn-2008"));
    assert_eq!(id(date(2019, 5, 14)), Some("cn-2008"));
    assert_eq!(id(date(2019, 5, 15)), Some("cn-2019"));
    assert_eq!(id(date(2026, 1, 1)), Some("cn-2019"));
    assert_eq!(regimes.iter().map(|regime| regime.id.as_str()).collect::<Vec<_>>(), ["cn-2008", "cn-2019"]);
    assert!(regimes.with_id("cn-2019").is_some() && regimes.with_id("cn-2020").is_none());
}

#[test]
fn the_limits_are_those_of_the_regulation() {
    let regimes = both();
    let limits = |id| {
        let regime: &Regime = regimes.with_id(id).unwrap();
        (regime.reply.working_days, regime.extension.working_days, regime.extension.times)
    };
    assert_eq!((limits("cn-2008"), limits("cn-2019")), ((15, 15, 1), (20, 20, 1)));
    let waits = |id| {
        Wait::ALL.map(|wait| {
            let rule = regimes.with_id(id).unwrap().rule_of(wait);
            assert_eq!(rule.wait, wait);
            (rule.effect, rule.ask_within, rule.answer_within)
        })
    };
    let nothing = (Effect::None, None, None);
    let pause = (Effect::Pause, None, Some(15));
    assert_eq!(
        waits("cn-2019"),
        [(Effect::Restart, Some(7), None), pause, pause, pause, nothing, (Effect::Restart, None, Some(20))]
    );
    assert_eq!(
        waits("cn-2008"),
        [(Effect::Restart, None, None), (Effect::Pause, None, None), nothing, nothing, nothing, nothing]
    );
}

#[test]
fn bad_files_name_line_and_key() {
    // what is changed in the file, into what, and the key the fault names
    let faults = [
        ("times = 1", "tmes = 1", "tmes"),
        ("times = 1\n", "\n", "times"),
        ("times = 1", "times = -1", "-1"),
        ("days = { working = 20 }", "days = { working = 0 }", "working"),
        ("days = { working = 20 }", "days = { working = 2000 }", "working"),
        ("days = { working = 20 }", "days = { calendar = 20 }", "calendar"),
        ("\"day-after-receipt\"", "\"day-of-receipt\"", "day-of-receipt"),
        ("effect = \"pause\"\nanswer", "effect = \"halt\"\nanswer", "halt"),
        ("for = \"co-maker\"", "for = \"comaker\"", "comaker"),
        ("for = \"co-maker\"", "for = \"third-party\"", "third-party"),
        ("in_force = 2019-05-15 ", "in_force = 2019-05-15T00:00:00 ", "2019-05-15T00:00:00"),
    ];
    for (right, wrong, key) in faults {
        assert!(CN_2019.contains(right), "{right}");
        let fault = read(&CN_2019.replacen(right, wrong, 1)).unwrap_err();
        assert_eq!(fault.key, key, "{fault}");
        assert!(fault.line.is_some(), "{fault}");
    }
}

#[test]
fn a_fault_points_at_its_line() {
    let line = CN_2019.lines().position(|line| line.starts_with("times")).unwrap() + 1;
    let fault = read(&CN_2019.replacen("times", "tmes", 1)).unwrap_err();
    assert_eq!((fault.line, fault.file.as_str()), (Some(line), "regimes/cn-2019.toml"));
    assert!(fault.says.zh.starts_with("不认识的键"), "{fault}");
}

#[test]
fn a_wait_left_out_is_refused() {
    let (kept, _) = CN_2019.rsplit_once("[[wait]]").unwrap();
    assert_eq!(read(kept).unwrap_err().key, "fee");
}

#[test]
fn regimes_in_force_together_are_refused() {
    let endless = CN_2008.replace("until = 2019-05-14\n", "");
    let texts = [("regimes/cn-2008.toml", endless.as_str()), ("regimes/cn-2019.toml", CN_2019)];
    let fault = Regimes::read(&texts.map(|(path, text)| LawText { path, text })).unwrap_err();
    assert_eq!((fault.file.as_str(), fault.key.as_str()), ("regimes/cn-2019.toml", "cn-2019"));
}
