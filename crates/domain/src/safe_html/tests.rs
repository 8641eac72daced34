use super::*;

/// What must never come through, in whatever clothes.
const HOSTILE: [&str; 32] = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>x</p>",
    "<img src=x onerror=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\" \u{1}javascript:alert(1)\">x</a>",
    "<a href=\"java\nscript:alert(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=\"vbscript:x\">x</a>",
    "<a href=\"//evil.example\">x</a>",
    "<a href=\"/\\evil.example\">x</a>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<style>p{background:url(//evil)}</style>",
    "<p style=\"background:url(//evil)\">x</p>",
    "<iframe src=\"//evil\"></iframe>",
    "<object data=x></object><embed src=x>",
    "<form action=//evil><input name=a><button>x</button></form>",
    "<base href=//evil>",
    "<meta http-equiv=refresh content=0;url=//evil>",
    "<link rel=stylesheet href=//evil>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<textarea><script>alert(1)</script></textarea>",
    "<xmp><script>alert(1)</script></xmp>",
    "<!--[if gte mso 9]><xml><o:x>1</o:x></xml><script>alert(1)</script><![endif]-->",
    "<img src=\"https://evil.example/a.png\">",
    "<img src=\"/attachments/../../etc/passwd\">",
    "<p id=\"main\" class=\"office\" name=\"csrf\">x</p>",
    "<table background=//evil><tr><td colspan=99999 onclick=x>x</td></tr></table>",
    "<<script>script>alert(1)</script>",
    "<a href=\"https://a\" target=_blank ping=//evil download>x</a>",
];

#[test]
fn nothing_hostile_comes_through() {
    for html in HOSTILE {
        let clean = SafeHtml::of(html);
        let lower = clean.as_str().to_ascii_lowercase();
        for never in [
            "<script",
            "onerror",
            "onclick",
            "onload",
            "javascript:",
            "vbscript:",
            "data:",
            "<style",
            "style=",
            "<svg",
            "<iframe",
            "<object",
            "<embed",
            "<form",
            "<input",
            "<base",
            "<meta",
            "<link",
            "//evil",
            "\\",
            "<img",
            "id=",
            "class=",
            "name=",
            "ping",
            "target",
            "99999",
            "<math",
            "<xml",
            "<!--",
        ] {
            assert!(!lower.contains(never), "{never} of {html} came through: {lower}");
        }
    }
}

#[test]
fn what_is_clean_stays_as_it_is() {
    let digest = "ab".repeat(32);
    let html = format!(
        "<h2>一、总则</h2>\n<p>第一条<sup><a href=\"#fn1\" id=\"fnref1\" rel=\"noopener\">1</a></sup>，见<a href=\"https://www.gd.gov.cn/?a=1&amp;b=2\" rel=\"noopener\">这里</a>、<a href=\"/zfxxgk/\" rel=\"noopener\">公开</a>。</p>\n<table><caption>表</caption><thead><tr><th colspan=\"2\" scope=\"col\">名</th></tr></thead><tbody><tr><td rowspan=\"2\">1</td><td>2</td></tr></tbody></table>\n<ul><li>甲</li></ul>\n<p><img alt=\"地图\" src=\"/attachments/{digest}.png\"></p>\n<ol class=\"footnotes\"><li id=\"fn1\">注</li></ol>"
    );
    let clean = SafeHtml::of(&html);
    assert_eq!(clean.as_str(), html);
    assert_eq!(SafeHtml::of(clean.as_str()), clean, "cleaning twice is cleaning once");
    for hostile in HOSTILE {
        let once = SafeHtml::of(hostile);
        assert_eq!(SafeHtml::of(once.as_str()), once, "{hostile}");
    }
}

#[test]
fn lists_and_footnotes_of_word_become_lists_and_footnotes() {
    let word = "<p class=MsoNormal style='margin:0'><b><span lang=EN-US style='font-size:16.0pt'>各镇人民政府<o:p></o:p></span></b></p>\
        <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt'>&nbsp;&nbsp;</span></span><![endif]>第一项</p>\
        <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>其中</p>\
        <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.</span>第二项</p>\
        <p class=MsoNormal><o:p>&nbsp;</o:p></p>\
        <h1>标题</h1>\
        <p>正文<a style='mso-footnote-id:ftn1' href=\"#_ftn1\" name=\"_ftnref1\">[1]</a><st1:date year=2017>3月</st1:date></p>\
        <div id=ftn1><p class=MsoFootnoteText>注释</p></div>";
    assert_eq!(
        SafeHtml::of(word).as_str(),
        "<p><strong>各镇人民政府</strong></p><ol><li>第一项<ul><li>其中</li></ul></li><li>第二项</li></ol><h2>标题</h2><p>正文<a href=\"#fn1\" id=\"fnref1\" rel=\"noopener\">[1]</a>3月</p><p>注释</p>"
    );
}

#[test]
fn the_words_come_out_a_block_a_line() {
    let html = SafeHtml::of(
        "<h2>一</h2><p>二 &amp; 三<br>四</p><ul><li>五</li></ul><table><tr><td>六</td><td>七</td></tr></table>",
    );
    assert_eq!(html.plain(), "一\n二 & 三\n四\n五\n六 七");
    assert_eq!(SafeHtml::of_plain("甲<b>\n\n乙").plain(), "甲<b>\n乙");
}

#[test]
fn words_are_replaced_in_the_text_and_not_in_the_markup() {
    let html = SafeHtml::of("<p>电话 13812345678</p><p><a href=\"https://a.cn/13812345678\">打</a></p>");
    let masked = html.replacing("13812345678", "138****5678");
    assert!(masked.plain().contains("138****5678"));
    assert!(masked.as_str().contains("https://a.cn/13812345678"));
}

#[test]
fn our_own_files_are_known_and_shown_where_they_lie() {
    let (one, two) = ("a".repeat(64), "B".repeat(64));
    let html = format!(
        "<p>见<a href=\"/attachments/{two}/表.pdf\">附表</a>，写作 src=\"/attachments/{one}\"。</p>\
         <p><img src=\"/office/items/x/attachments/{one}\" alt=\"地图\"><img src=\"/attachments/{one}.png\"></p>\
         <p><a href=\"/attachments/short\">别处</a></p>"
    );
    let clean = SafeHtml::of(&html);
    let (low, written) = (two.to_lowercase(), format!("写作 src=\"/attachments/{one}\"。"));
    assert_eq!(clean.files(), [low.clone(), one.clone()]);
    let moved = clean.with_files_at("/zwgk/attachments/");
    for expected in [
        format!("<a href=\"/zwgk/attachments/{low}\" rel=\"noopener\">附表</a>"),
        format!("<img src=\"/zwgk/attachments/{one}\" alt=\"地图\">"),
        written,
        "<a href=\"/attachments/short\" rel=\"noopener\">".to_owned(),
    ] {
        assert!(moved.as_str().contains(&expected), "{expected} in {moved}");
    }
    assert_eq!(moved.with_files_at(ATTACHMENTS), clean.with_files_at(ATTACHMENTS));
    assert_eq!(moved.files(), clean.files());
}
