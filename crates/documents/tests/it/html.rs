//! Web pages.

use crate::shown::{assert_grid, shown, tables};
use encoding_rs::GB18030;
use gongkai_documents::{DocumentFault, FileKind, read};
use std::time::{Duration, Instant};

fn page(html: &str) -> Vec<String> {
    let document = read("a.html", html.as_bytes()).unwrap();
    assert_eq!(document.kind, FileKind::Html);
    tables(&document).into_iter().for_each(assert_grid);
    shown(&document)
}

#[test]
fn what_is_no_text_is_left_out() {
    let html = "<!DOCTYPE html><html><head><title>年度 报告</title><style>p{}</style>\
                <script>document.write('<p>甲</p>')</script></head><body><nav><ul><li>首页<li>公开</ul></nav>\
                <h1>年度报告</h1><p>来源：<script>x()</script>本机关<select><option>2021</select><br>93&nbsp;条\
                &amp; <b>其</b>中<template><p>模板</p></template></p><!-- 注 --><noscript><p>打开脚本</p></noscript>\
                <div>末\n  段</div><script>没有结束";
    assert_eq!(page(html), ["1 年度报告", "2 来源：本机关", "3 93\u{a0}条& 其中", "4 末 段"]);
    assert_eq!(read("a.html", html.as_bytes()).unwrap().title.as_deref(), Some("年度 报告"));
}

#[test]
fn spans_and_tags_left_open() {
    let html = "<table><caption>附表</caption><tr><th rowspan=2 colspan=2>指标<th colspan=2>申请人<tr><td>自然<br>人<td>总计\
                <tr><td rowspan=0>结果<td>公开<td>1<td>1<tr><td>部分公开<td>0<td>&nbsp;</table><p>后";
    let expected = [
        "1 附表",
        "2 table 1",
        "1+2v2:指标 | 3+2:申请人",
        "3:自然/人 | 4:总计",
        "1v2:结果 | 2:公开 | 3:1 | 4:1",
        "2:部分公开 | 3:0 | 4:",
        "6 后",
    ];
    assert_eq!(page(html), expected);
}

#[test]
fn tables_that_only_lay_out_are_paragraphs() {
    let data = "<table><tr><td>规章<td>0</tr><tr><td>规范性文件<td>2</tr></table>";
    let html = format!("<table><tr><td>导航</td><td><p>一、总体情况</p>{data}<p>二、</p></td></tr></table>");
    let expected = ["1 导航", "2 一、总体情况", "3 table 1", "1:规章 | 2:0", "1:规范性文件 | 2:2", "5 二、"];
    assert_eq!(page(&html), expected);
    assert_eq!(page("<table role=presentation><tr><td>甲<td>乙</table>"), ["1 甲", "2 乙"]);
}

#[test]
fn thousands_of_nested_tables_are_read_at_once() {
    let start = Instant::now();
    let html = "<html>".to_owned() + &"<table><tr><td>".repeat(100_000) + "底" + &"</table>".repeat(1_000);
    assert_eq!(page(&html), ["1 底"]);
    let html = "<html>".to_owned() + &"<table><tr><td>1<td>2<td>3<td>".repeat(1_000);
    assert!(!page(&html).is_empty());
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn spans_larger_than_any_table_are_cut() {
    let html = "<table>".to_owned() + &"<tr><td colspan=99999 rowspan=99999>甲<td>乙".repeat(20) + "</table>";
    assert!(page(&html).len() > 20);
    let html = "<table>".to_owned() + &"<tr><td colspan=1000>甲<td>乙".repeat(4_000) + "</table>";
    assert_eq!(read("a.html", html.as_bytes()), Err(DocumentFault::TooMuch));
}

#[test]
fn charsets_named_wrongly_or_not_at_all() {
    let body = "<p>政府信息公开</p></html>";
    for head in ["<html>", "<html><meta charset=\"gb2312\">", "<html><meta charset=utf-8>"] {
        let html = format!("{head}{body}");
        for bytes in [html.as_bytes().to_vec(), GB18030.encode(&html).0.into_owned()] {
            assert_eq!(shown(&read("x", &bytes).unwrap()), ["1 政府信息公开"], "{head}");
        }
    }
}
