//! Settings of the catalogue: seen before they are kept, at work where items are written, out of everybody else's hands.

use crate::house::House;
use axum::http::StatusCode;
use gongkai_domain::people::Role;

const BODY: &str = "conghua-gov";
const RULE: &str = "/office/settings/index-rule";
const WORDS: &str = "/office/settings/wrong-words";
const COLUMNS: &str = "/office/settings/columns";

#[tokio::test]
async fn a_rule_shows_its_next_numbers_before_it_is_kept() {
    let house = House::with_staff().await;
    let item = [
        ("body", BODY),
        ("index_number", "GK-2017-0007"),
        ("title", "通知"),
        ("category", "news"),
        ("class", "proactive"),
        ("published_on", "2017-03-01"),
    ];
    house.record("items", &[&item]).await;
    let mut administrator = house.somebody(Role::Administrator, BODY).await;
    let form = house.get(&mut administrator, RULE).await;
    form.says(&["{body}/{year}-{serial:5}", "conghua-gov/2017-00001", "从化区人民政府办公室", "和现在一样"]);
    assert!(!form.text.contains("增城"), "only the bodies somebody looks after");
    let known = form.between("name=\"known\" value=\"", "\"").to_owned();
    let sample = [("known", &*known), ("pattern", "GK-{year}-{serial:4}"), ("sample", "1")];
    let shown = house.send(&mut administrator, RULE, &sample).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown.says(&["GK-2017-0008、GK-2017-0009、GK-2017-0010", "已经给出的索引号和网址不变"]);
    house.get(&mut administrator, RULE).await.says(&["value=\"{body}/{year}-{serial:5}\""]);
    for (pattern, why) in [("{body}/{year}", "要有一处"), ("{month}{serial:2}", "不认识 {month}")] {
        let wrong = house.send(&mut administrator, RULE, &[("known", &*known), ("pattern", pattern)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says(&["<title>错误：", why, "href=\"#pattern\""]);
    }
    let kept = house.send(&mut administrator, RULE, &sample[..2]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    house.get(&mut administrator, RULE).await.says(&["索引号规则已保存", "value=\"GK-{year}-{serial:4}\""]);
    let stale = house.send(&mut administrator, RULE, &[("known", &*known), ("pattern", "{serial:3}")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    stale.says(&["刚才有人改成了“GK-{year}-{serial:4}”", "value=\"{serial:3}\""]);
    for role in [Role::Editor, Role::Leader, Role::SecurityOfficer] {
        let mut other = house.somebody(role, BODY).await;
        assert_eq!(house.get(&mut other, RULE).await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
}

#[tokio::test]
async fn words_are_tried_on_a_text_and_then_found_in_drafts() {
    let house = House::with_staff().await;
    let mut administrator = house.somebody(Role::Administrator, BODY).await;
    let form = house.get(&mut administrator, WORDS).await;
    form.says(&["从化市 → 从化区", "和现在一样"]);
    let known = form.between("name=\"known\" value=\"", "\"").to_owned();
    let mut fields = vec![
        ("known", &*known),
        ("wrong", "帐号"),
        ("right", "账号"),
        ("wrong", ""),
        ("right", ""),
        ("wrong", "领导指示"),
        ("right", ""),
        ("text", "请登录帐号，帐号在附件；截止目前"),
    ];
    fields.push(("try", "1"));
    let tried = house.send(&mut administrator, WORDS, &fields).await;
    assert_eq!(tried.status, StatusCode::OK);
    tried.says(&[
        "<span class=\"tag warn\">2</span>",
        "<del>帐号</del> → 账号",
        "截至目前",
        "加上 帐号 → 账号",
    ]);
    house.get(&mut administrator, WORDS).await.says(&["和现在一样"]);
    fields.pop();
    let kept = house.send(&mut administrator, WORDS, &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    house.get(&mut administrator, WORDS).await.says(&["错词表已保存", "value=\"领导指示\""]);
    let again = house.get(&mut administrator, WORDS).await;
    let known = again.between("name=\"known\" value=\"", "\"").to_owned();
    for (wrong, right, why) in
        [("的", "地", "只有一个字"), ("布署", "部署", "已经在表里"), ("登陆", "登陆系统", "里面还有它自己")]
    {
        let fields = [("known", &*known), ("wrong", wrong), ("right", right)];
        let refused = house.send(&mut administrator, WORDS, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says(&["<title>错误：", why, "href=\"#wrong-0\"", "aria-invalid"]);
    }

    let mut editor = house.somebody(Role::Editor, BODY).await;
    let draft = [
        ("body", BODY),
        ("title", "通知"),
        ("category", "news"),
        ("html", "<p>请登录帐号</p>"),
        ("then", "submit"),
    ];
    let sent = house.send(&mut editor, "/office/items/new", &draft).await;
    let review = house.get(&mut editor, &sent.header("location").replace("/review", "")).await;
    let review = match review.header("location") {
        "" => review,
        place => house.get(&mut editor, place).await,
    };
    review.says(&["“帐号”出现 1 次", "应为“账号”"]);
}

#[tokio::test]
async fn the_form_of_a_draft_follows_the_columns_and_loses_nothing() {
    let house = House::with_staff().await;
    let mut administrator = house.somebody(Role::Administrator, BODY).await;
    let mut editor = house.somebody(Role::Editor, BODY).await;
    let draft =
        [("body", BODY), ("title", "通知"), ("category", "news"), ("source", "区水务局"), ("then", "stay")];
    let drafted = house.send(&mut editor, "/office/items/new", &draft).await.header("location").to_owned();
    let form = house.get(&mut administrator, COLUMNS).await;
    let known = form.between("name=\"known\" value=\"", "\"").to_owned();
    let all: Vec<String> =
        gongkai_domain::catalogue::drafted().map(|column| column.code.to_owned()).collect();
    let set = |hidden: &[&str], more: &[(&str, &str)]| {
        let mut fields = vec![("known".to_owned(), known.clone())];
        for (code, place) in all.iter().zip(10..) {
            let own = more.iter().find(|(name, _)| *name == format!("place.{code}"));
            let place = own.map_or_else(|| place.to_string(), |(_, place)| (*place).to_owned());
            fields.push((format!("place.{code}"), place));
            if !hidden.contains(&code.as_str()) {
                fields.push((format!("show.{code}"), "1".to_owned()));
            }
        }
        let rest = more.iter().filter(|(name, _)| !name.starts_with("place."));
        fields.extend(rest.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        fields
    };
    let refused = set(&["title"], &[]);
    let refused: Vec<(&str, &str)> =
        refused.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = house.send(&mut administrator, COLUMNS, &refused).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says(&["“名称”是必填的", "href=\"#title\"", "<title>错误："]);
    let wanted = set(&["source", "keywords"], &[("place.summary", "1"), ("zh.document_number", "发文字号")]);
    let wanted: Vec<(&str, &str)> =
        wanted.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let sample = house.send(&mut administrator, COLUMNS, &[&wanted[..], &[("sample", "1")]].concat()).await;
    sample.says(&["不再显示“来源”", "“文号”改叫“发文字号”", "次序变了"]);
    let kept = house.send(&mut administrator, COLUMNS, &wanted).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let new = house.get(&mut editor, "/office/items/new").await;
    new.says(&["发文字号"]);
    assert!(!new.text.contains("id=\"source\"") && !new.text.contains("id=\"keywords\""));
    let place = |code: &str| new.text.find(&format!("id=\"{code}\"")).unwrap();
    assert!(place("summary") < place("category"), "in the order of the office");
    house.get(&mut editor, &drafted).await.says(&["id=\"source\"", "区水务局"]);
}
