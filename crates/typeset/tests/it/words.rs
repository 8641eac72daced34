//! What the two printings say.

use crate::pdf::Pdf;
use crate::sample::{DIGEST, empty, frozen, own, publication, saying, words};

/// Holds the parts, one after another.
fn says(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let part: String = part.split_whitespace().collect();
        let Some(at) = rest.find(&part) else { panic!("“{part}” does not come next in: {rest}") };
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn the_official_printing_has_the_figures_in_order_and_nothing_of_the_office() {
    let text = Pdf::official(&frozen()).text();
    says(
        &text,
        &[
            "2016年某区人民政府办公室",
            "政府信息公开年度报告",
            "2017年2月23日",
            "单位负责人：喆堃翀",
            "审核人：李四",
            "填报人：王五",
            "联系电话：020-87920000",
            "目　录",
            "一、概述",
            "附表1 主动公开情况统计",
            "一、概述",
            "按照条例要求。",
            "（一）组织领导",
            "全年主动公开政府信息93条，政府网站公开信息12728条。",
            "二、说明与附表",
            "单位：条",
            "指标",
            "数量",
            "主动公开信息数",
            "93",
            "其中：1.组织机构",
            "3",
            "2.部门文件",
            "90",
            "/",
            "本表按年末数填报。",
            "图示parts（单位：条）",
            "申请人情况",
            "法律服务机构",
            "1.属于国家秘密",
            "逐年比较",
        ],
    );
    says(
        &text,
        &["格式", "广州市格式（gz-2016）", "第2版，2017年2月23日定稿，记入审计链第4711号。", "SM3："],
    );
    assert!(text.contains(&DIGEST[..32]) && text.contains(&DIGEST[32..]));
    assert!(text.contains("https://www.example.gov.cn/zfxxgk/zfxxgknb/2016/gz-2016"));
    for absent in ["（空）", "核对稿", "口径", "未定稿", "规则total", "F13"] {
        assert!(!text.contains(absent), "{absent}");
    }
}

#[test]
fn the_checking_copy_says_what_every_figure_means_and_what_came_of_the_checks() {
    let text = Pdf::checking(&publication()).text();
    says(
        &text,
        &[
            "核对稿",
            "未定稿（统计于2017年1月9日）",
            "（空）",
            "F13",
            "主动公开信息数",
            "93条",
            "口径F13",
            "F21",
        ],
    );
    says(
        &text,
        &[
            "F15",
            "90条",
            "口径F15：公开属性为主动公开。（90行）",
            "台账计得93条，李四于2017-01-08改填：三条重复登记",
        ],
    );
    says(
        &text,
        &["未在正文列出的指标", "F99", "7件", "口径F99", "2项核对，1项不符", "通过", "规则total", "不符"],
    );
}

#[test]
fn a_draft_is_plainly_one_on_every_page() {
    let pdf = Pdf::official(&publication());
    let text = pdf.text();
    let pages = pdf.pages();
    // Not in the table of contents, and once more on the last page.
    assert!(text.matches("未定稿（统计于2017年1月9日）").count() >= pages - 1, "{text}");
    assert!(text.contains("不作为正式报告"));
    assert!(!text.contains("2017年1月9日定稿"));
}

#[test]
fn an_empty_report_is_still_a_file() {
    for pdf in [Pdf::official(&empty()), Pdf::checking(&empty())] {
        assert_eq!(pdf.pages(), 2);
        assert!(pdf.told_by("pdfinfo", &[]).contains("政府信息公开年度报告"));
    }
}

#[test]
fn the_offices_own_words_are_never_read_as_markup() {
    let wild = "*粗* _斜_ #panic() $x$ @ref <label> `code` \\ // = 标题 - 项 + 项 [x](y) &amp; <b>https://a.b/c</b> \"引\" '单'";
    let publication =
        saying(vec![vec![words("段落："), own(Some(wild)), own(Some("\n= 一\n#let x = 1\n\n- 项"))]]);
    let text = Pdf::official(&publication).text();
    says(
        &text,
        &[
            "段落：*粗*_斜_#panic()$x$@ref<label>`code`\\//=标题-项+项[x](y)&amp;<b>https://a.b/c</b>\"引\"'单'",
            "=一",
            "#letx=1",
            "-项",
        ],
    );
}
