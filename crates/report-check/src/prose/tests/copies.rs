//! Reports side by side.

use super::super::copies::copies;
use super::*;

const PARAGRAPH: &str = "围绕群众办事的难点堵点，在河东新村设立流动公开角，由值班员逐户登记诉求、逐条回访结果，全年收集意见31条，办成实事12件，居民满意度明显提高。";

fn reading(body: &str, year: i16) -> Reading {
    Reading { body: Some(body.to_owned()), year: Some(year), ..Reading::default() }
}

fn compared(reports: &[(&str, &str, i16)]) -> Vec<(usize, String)> {
    let read: Vec<(Vec<Passage>, Reading)> = reports
        .iter()
        .map(|(text, body, year)| (passages(&document(text, false), &[]), reading(body, *year)))
        .collect();
    let given: Vec<(&[Passage], &Reading)> =
        read.iter().map(|(passages, reading)| (passages.as_slice(), reading)).collect();
    copies(&given).into_iter().map(|(at, finding)| (at, short(&finding))).collect()
}

#[test]
fn a_paragraph_of_another_bodys_report_is_named_also_with_other_figures() {
    let other = PARAGRAPH.replace("31", "46").replace("12", "20");
    let found = compared(&[(PARAGRAPH, "东岭镇人民政府", 2022), (&other, "西岭镇人民政府", 2022)]);
    assert_eq!(found, [(1, "Note Copy  / 东岭镇人民政府2022年".to_owned())]);
}

#[test]
fn last_years_paragraph_is_stale_only_with_last_years_figures() {
    let new = PARAGRAPH.replace("31", "46");
    let name = "东岭镇人民政府";
    assert_eq!(compared(&[(PARAGRAPH, name, 2021), (&new, name, 2022)]), []);
    let stale = (1, "Note Copy  / 东岭镇人民政府2021年".to_owned());
    assert_eq!(compared(&[(PARAGRAPH, name, 2021), (PARAGRAPH, name, 2022)]), [stale]);
    let stale = (0, "Note Copy  / 东岭镇人民政府2021年".to_owned());
    assert_eq!(compared(&[(PARAGRAPH, name, 2022), (PARAGRAPH, name, 2021)]), [stale]);
}

#[test]
fn nothing_happening_again_is_not_stale() {
    let nothing = "全年参加或者举办各类新闻发布会0次，其中主要负责同志参加0次；政府网站在线访谈0次，其中主要负责同志参加0次；发布政策解读稿件0篇。";
    let name = "东岭镇人民政府";
    assert_eq!(compared(&[(nothing, name, 2021), (nothing, name, 2022)]), []);
}

#[test]
fn a_line_without_an_end_is_no_sentence() {
    let line = PARAGRAPH.trim_end_matches('。');
    let name = "东岭镇人民政府";
    assert_eq!(compared(&[(line, name, 2021), (line, name, 2022)]), []);
}

#[test]
fn what_many_bodies_write_is_a_form_and_no_copy() {
    let bodies = ["东岭镇人民政府", "西岭镇人民政府", "南岭镇人民政府", "北岭镇人民政府"];
    let reports: Vec<(&str, &str, i16)> = bodies.iter().map(|body| (PARAGRAPH, *body, 2022)).collect();
    assert_eq!(compared(&reports), []);
    let form = "本报告根据《中华人民共和国政府信息公开条例》和上级有关要求编制，由总体情况、主动公开政府信息情况等六个部分组成，数据真实。";
    assert_eq!(compared(&[(form, bodies[0], 2022), (form, bodies[1], 2022)]), []);
}

#[test]
fn a_thousand_reports_take_one_pass() {
    let texts: Vec<String> = (0..1000_u32)
        .map(|at| {
            let own = char::from_u32(0x4e00 + at * 7).unwrap();
            let lines: Vec<String> = (0..20_u32)
                .map(|line| {
                    let mark = char::from_u32(0x4e00 + line * 13).unwrap();
                    format!("{own}{mark}岭镇立足本地实际持续推进基层政务公开标准化规范化建设并把公开延伸到村组网格之中让群众看得懂用得上。")
                })
                .collect();
            lines.join("\n")
        })
        .collect();
    let names: Vec<String> = (0..1000).map(|at| format!("第{at}镇人民政府")).collect();
    let reports: Vec<(&str, &str, i16)> =
        texts.iter().zip(&names).map(|(text, name)| (text.as_str(), name.as_str(), 2022)).collect();
    let begun = std::time::Instant::now();
    assert_eq!(compared(&reports), []);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
