//! A format file with a mistake is refused with file, line and key.

use super::codes;
use gongkai_domain::law::{BUILT_IN, LawFault, LawText};
use gongkai_domain::reports::{Format, formats};

/// A small format without mistakes; the cases below change one line each.
const SOUND: &str = r#"name = "小格式"
name_en = "A small format"
source = "测试"
years = { from = 2016 }
title = "{year}年{body}报告"
excluded_kinds = ["authorized_organization"]
[[place]]
id = "overview"
label = "概述"
hint = "写概述"
[[cell]]
code = "A"
label = "信息"
unit = "条"
count = "items"
scope = "region"
where = { class = "proactive", published_on = "in-year" }
[[cell]]
code = "B"
label = "费用"
unit = "元"
sum = "request-fees"
column = "amount"
digits = 0
[[cell]]
code = "C"
label = "机构"
unit = "个"
distinct = "items"
column = "body"
[[cell]]
code = "D"
label = "文号"
list = "reference-documents"
column = "number"
[[cell]]
code = "E"
label = "比"
formula = "A / C * 100"
[[cell]]
code = "F"
label = "栏目"
filled = "service-items"
columns = ["scope", "basis"]
[[cell]]
code = "G"
label = "地址"
record = "body.address"
[[grid]]
code = "T.{row}.{column}"
unit = "件"
count = "requests"
rows = [
  { id = "r1", label = "新收", where = { received_on = "in-year" } },
  { id = "r2", label = "办结", where = { decided_on = "in-year", outcome = "refused:*" } },
]
columns = [
  { id = "x", label = "自然人", where = { requester_kind = "natural_person" } },
  { id = "y", label = "其他", where = { requester_kind = { not = "natural_person" } } },
  { id = "z", label = "总计", total = ["x", "y"] },
]
[[table]]
id = "one"
title = "表"
rows = [
  ["指标", "x", "y", "z"],
  ["新收", "{T.r1.*}"],
]
[[section]]
id = "text"
title = "一、正文"
text = """
{own:overview}共{A:unit}，{B}，{C:names}，{E}。
{table:one}
"""
[[check]]
id = "rows"
kind = "at-most"
left = "T.r2.*"
right = "T.r1.*"
says = "*：不多于"
says_en = "*: at most"
"#;

fn read(text: &str) -> Result<Format, LawFault> {
    Format::read(&LawText { path: "reports/small.toml", text }, &codes())
}

#[test]
fn the_sound_format_is_read() {
    let format = read(SOUND).unwrap();
    assert_eq!(format.id, "small");
    let order: Vec<&str> = format.cells.iter().map(|cell| cell.code.as_str()).collect();
    let expected =
        ["A", "B", "C", "D", "E", "F", "G", "T.r1.x", "T.r1.y", "T.r1.z", "T.r2.x", "T.r2.y", "T.r2.z"];
    assert_eq!(order, expected);
    let ids: Vec<&str> = format.checks.iter().map(|check| check.id.as_str()).collect();
    assert_eq!(ids, ["rows.x", "rows.y", "rows.z"]);
}

#[test]
fn highlights_are_kept_in_the_order_of_the_file() {
    assert!(read(SOUND).unwrap().highlights.is_empty());
    let highlights = "highlights = [\n\
        { cell = \"T.r1.z\", label = \"新收申请\", label_en = \"Requests\" },\n\
        { cell = \"A\", label = \"公开信息\", label_en = \"Items\" },\n]\n[[place]]";
    let format = read(&SOUND.replace("[[place]]", highlights)).unwrap();
    let cells: Vec<&str> = format.highlights.iter().map(|highlight| highlight.cell.as_str()).collect();
    assert_eq!(cells, ["T.r1.z", "A"]);
    assert_eq!(format.highlights[0].label.en, "Requests");
}

#[test]
fn every_mistake_names_file_line_and_key() {
    for (sound, broken, line, key) in [
        // TOML itself.
        ("name = \"小格式\"", "name = ", 1, "name"),
        ("unit = \"条\"", "unit = 条", 14, "unit"),
        // Keys.
        ("count = \"items\"", "coumt = \"items\"", 15, "coumt"),
        ("excluded_kinds =", "excluded =", 6, "excluded"),
        ("label = \"信息\"\n", "", 11, "label"),
        ("scope = \"region\"", "scope = [1]", 16, "scope"),
        ("digits = 0", "digits = \"0\"", 24, "digits"),
        ("digits = 0", "round_down_to = 0", 24, "round_down_to"),
        // Registers, dimensions, codes, times, scopes.
        ("count = \"items\"", "count = \"item\"", 15, "count"),
        ("scope = \"region\"", "scope = \"district\"", 16, "scope"),
        ("class = \"proactive\"", "title = \"x\"", 17, "title"),
        ("class = \"proactive\"", "klass = \"proactive\"", 17, "klass"),
        ("class = \"proactive\"", "class = \"proactiv\"", 17, "proactiv"),
        ("\"in-year\" }\n[[cell]]", "\"this-year\" }\n[[cell]]", 17, "published_on"),
        ("\"in-year\" }\n[[cell]]", "2016 }\n[[cell]]", 17, "published_on"),
        ("class = \"proactive\"", "body.kind = \"ministry\"", 17, "ministry"),
        ("class = \"proactive\"", "body.name = \"x\"", 17, "name"),
        ("class = \"proactive\"", "public_funds = \"yes\"", 17, "public_funds"),
        ("\"refused:*\"", "\"denied:*\"", 55, "denied:*"),
        ("[\"authorized_organization\"]", "[\"authorised\"]", 6, "authorised"),
        // What a cell holds.
        ("count = \"items\"\n", "count = \"items\"\nsum = \"items\"\n", 16, "sum"),
        ("record = \"body.address\"", "digits = 1", 45, "cell"),
        ("record = \"body.address\"", "record = \"body.street\"", 48, "street"),
        ("record = \"body.address\"", "record = \"weather\"", 48, "record"),
        ("record = \"body.address\"", "record = \"own.nowhere\"", 48, "nowhere"),
        ("column = \"amount\"", "column = \"kind\"", 23, "column"),
        ("unit = \"元\"", "unit = \"条\"", 21, "unit"),
        ("column = \"body\"", "column = \"title\"", 30, "title"),
        ("column = \"number\"", "column = \"nummer\"", 35, "nummer"),
        ("[\"scope\", \"basis\"]", "[\"scope\", \"bases\"]", 44, "bases"),
        ("count = \"items\"", "count = \"items\"\ncolumn = \"body\"", 16, "column"),
        // Highlights.
        (
            "[\"authorized_organization\"]",
            "[]\nhighlights = [{ cell = \"A\", label = \"短\", label_en = \"short\" }, { cell = \"K\", label = \"短\", label_en = \"short\" }]",
            7,
            "K",
        ),
        (
            "[\"authorized_organization\"]",
            "[]\nhighlights = [{ cell = \"D\", label = \"短\", label_en = \"short\" }]",
            7,
            "D",
        ),
        (
            "[\"authorized_organization\"]",
            "[]\nhighlights = [{ cell = \"A\", label = \"短\", label_en = \"short\" }, { cell = \"A\", label = \"短\", label_en = \"short\" }]",
            7,
            "A",
        ),
        (
            "[\"authorized_organization\"]",
            "[]\nhighlights = [{ cell = \"A\", label = \"短\" }]",
            7,
            "label_en",
        ),
        ("[\"authorized_organization\"]", "[]\nhighlights = [\"A\"]", 7, "highlights"),
        // Rank and filing.
        ("title = \"{year}年{body}报告\"", "title = \"{year}年{body}报告\"\nrank = -1", 6, "rank"),
        ("[\"authorized_organization\"]", "[]\nfiling = [{ by = \"02-29\", source = \"x\" }]", 7, "by"),
        ("[\"authorized_organization\"]", "[]\nfiling = [{ by = \"3-31\", source = \"x\" }]", 7, "by"),
        ("[\"authorized_organization\"]", "[]\nfiling = [{ by = \"03-31\" }]", 7, "source"),
        (
            "[\"authorized_organization\"]",
            "[]\nfiling = [{ kind = \"ministry\", by = \"03-31\", source = \"x\" }]",
            7,
            "ministry",
        ),
        (
            "[\"authorized_organization\"]",
            "[]\nfiling = [{ level = \"city\", by = \"03-31\", source = \"x\" }]",
            7,
            "filing",
        ),
        (
            "[\"authorized_organization\"]",
            "[]\nfiling = [{ by = \"03-31\", source = \"x\" }, { by = \"03-31\", source = \"x\" }]",
            7,
            "filing",
        ),
        // Codes and formulas.
        ("code = \"B\"", "code = \"A\"", 19, "code"),
        ("code = \"B\"", "code = \"B-1\"", 19, "code"),
        ("\"A / C * 100\"", "\"A / K * 100\"", 39, "K"),
        ("\"A / C * 100\"", "\"A / D * 100\"", 39, "D"),
        ("\"A / C * 100\"", "\"A / E\"", 39, "E"),
        ("\"A / C * 100\"", "\"A / * 100\"", 39, "*"),
        ("\"A / C * 100\"", "\"previous(A)\"", 39, "A"),
        ("formula = \"A / C * 100\"", "count = \"items\"\nall_of = \"D\"", 40, "D"),
        // Grids.
        ("code = \"T.{row}.{column}\"", "code = \"T.{row}\"", 50, "code"),
        ("total = [\"x\", \"y\"]", "total = [\"x\", \"w\"]", 60, "w"),
        ("{ id = \"r2\"", "{ id = \"r1\"", 55, "id"),
        ("received_on = \"in-year\"", "recieved_on = \"in-year\"", 54, "recieved_on"),
        // Words, tables, checks.
        ("[\"新收\", \"{T.r1.*}\"]", "[\"新收\", \"{T.r9.*}\"]", 67, "T.r9.*"),
        ("[\"指标\", \"x\", \"y\", \"z\"]", "[\"指标\", \"x\", \"y\"]", 67, "rows"),
        ("[\"新收\"", "[{ head = \"新收\", rows = 2 }", 65, "rows"),
        ("{A:unit}", "{K:unit}", 73, "K"),
        ("{A:unit}", "{A:words}", 73, "{A:words}"),
        ("{A:unit}", "{A:names}", 73, "A"),
        ("{A:unit}", "{own:preface}", 73, "preface"),
        ("{A:unit}", "{A", 73, "A，{B"),
        ("{table:one}", "{table:two}", 74, "two"),
        ("{own:overview}", "", 8, "overview"),
        ("{table:one}", "", 63, "one"),
        (
            "[[cell]]\n",
            "[[place]]\nid = \"overview\"\nlabel = \"又\"\nhint = \"又\"\n[[cell]]\n",
            12,
            "overview",
        ),
        ("{year}年", "{yaer}年", 5, "yaer"),
        ("kind = \"at-most\"", "kind = \"atmost\"", 78, "kind"),
        ("left = \"T.r2.*\"", "left = \"T.r3.*\"", 79, "left"),
        ("left = \"T.r2.*\"", "left = \"A + T.r2.*\"", 0, ""),
        ("right = \"T.r1.*\"", "right = \"D\"", 80, "D"),
    ] {
        assert!(SOUND.contains(sound), "{sound}");
        let text = SOUND.replacen(sound, broken, 1);
        match read(&text) {
            Ok(_) => assert_eq!(line, 0, "{broken} was let pass"),
            Err(fault) => {
                let found = (fault.line, fault.key.as_str());
                assert_eq!(found, (Some(line), key), "{broken}: {fault}");
                assert_eq!(fault.file, "reports/small.toml");
                assert!(!fault.says.zh.is_empty() && !fault.says.en.is_empty());
            }
        }
    }
}

#[test]
fn circles_are_refused_however_long() {
    let text = SOUND.replace(
        "formula = \"A / C * 100\"",
        "formula = \"A / H\"\n[[cell]]\ncode = \"H\"\nlabel = \"绕\"\nformula = \"E + 1\"",
    );
    assert_eq!(read(&text).unwrap_err().key, "E");
}

#[test]
fn a_replaced_file_is_read_in_place_of_the_built_in_one() {
    let mut texts = BUILT_IN.to_vec();
    texts.push(LawText { path: "reports/small.toml", text: SOUND });
    let ids: Vec<String> = formats(&texts, &codes()).unwrap().into_iter().map(|format| format.id).collect();
    // An office's own format comes before the national ones, which have a rank.
    assert_eq!(ids, ["gz-2016", "small", "national-2014", "national-2019", "national-2021"]);
}

#[test]
fn a_format_that_follows_on_what_does_not_exist_is_refused() {
    let read = |table: &str| {
        let text = format!("{SOUND}{table}");
        let mut texts = BUILT_IN.to_vec();
        texts.push(LawText { path: "reports/small.toml", text: &text });
        formats(&texts, &codes()).map(|formats| formats.into_iter().find(|format| format.id == "small"))
    };
    let small = read("[previous.national-2021]\n\"T.*.z\" = \"B.*.total\"\nA = \"\"\n").unwrap().unwrap();
    assert_eq!(small.previous_code("national-2021", "T.r1.z").as_deref(), Some("B.r1.total"));
    assert_eq!(small.previous_code("national-2021", "A"), None);
    assert_eq!(small.previous_code("gz-2016", "A").as_deref(), Some("A"));
    assert_eq!(small.previous_code("gz-2016", "D"), None, "a list is no number");
    for (table, line, key) in [
        ("[previous.national-2020]\nA = \"B\"\n", 83, "national-2020"),
        ("[previous.national-2021]\nA = \"B.r99.total\"\n", 84, "B.r99.total"),
        ("[previous.national-2021]\n\"T.*.z\" = \"B.*.all\"\n", 84, "B.*.all"),
        ("[previous.national-2021]\nK = \"B.r1.total\"\n", 84, "K"),
        ("[previous.national-2021]\nD = \"B.r1.total\"\n", 84, "D"),
        ("[previous.national-2021]\nA = \"B.*.total\"\n", 84, "B.*.total"),
        ("[previous.national-2021]\n\"T.*.z\" = \"\"\n\"T.r1.z\" = \"\"\n", 85, "T.r1.z"),
    ] {
        let fault = read(table).unwrap_err();
        assert_eq!((fault.line, fault.key.as_str()), (Some(line), key), "{table}: {fault}");
    }
}
