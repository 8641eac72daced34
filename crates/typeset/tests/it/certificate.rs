//! The certificate of a disposition: everything on it is there to be read, on as many pages as it takes.

use crate::pdf::{Pdf, TYPESETTER};
use gongkai_domain::retention::{Certificate, CertificateLine};
use jiff::civil::date;

fn certificate(items: usize) -> Certificate {
    let line = |at: usize| CertificateLine {
        index_number: format!("11441300007187648G/2005-{at:05}"),
        title: format!("关于做好2005年春节期间值班和安全生产工作的通知（第{at}号）"),
        edition: 1,
        digest: "0123456789abcdef".repeat(4),
        rule: "news-10 工作动态、一般事务".into(),
        last_day: "2015-12-31".into(),
        outcome: if at.is_multiple_of(7) { "暂缓处置".into() } else { "已归档".into() },
        note: if at.is_multiple_of(7) {
            "（2017）粤行终1号：行政诉讼未结".into()
        } else {
            String::new()
        },
    };
    Certificate {
        number: "处置〔2017〕1号".into(),
        body: "广州市从化区人民政府办公室".into(),
        on: date(2017, 4, 6),
        proposed: "李秋云　2017-04-05 10:20".into(),
        confirmed: "黄建国　2017-04-06 09:12".into(),
        forced: String::new(),
        reason: "2017 年度到期处置".into(),
        digest: "fedcba9876543210".repeat(4),
        sequence: 4_211,
        totals: vec![("已归档".into(), items - items / 7), ("暂缓处置".into(), items / 7)],
        lines: (1..=items).map(line).collect(),
    }
}

#[test]
fn every_item_stands_on_it_with_its_digest_and_the_head_on_every_page() {
    let set = TYPESETTER.certificate(&certificate(40)).unwrap_or_else(|error| panic!("{error}"));
    assert!(set.missing.is_empty(), "{:?}", set.missing);
    let pdf = Pdf::kept(set);
    let text = pdf.told_by("pdftotext", &["-layout"]);
    let words: String = text.split_whitespace().collect();
    for needed in [
        "到期信息处置证明",
        "编号：处置〔2017〕1号",
        "李秋云",
        "黄建国",
        "共40件：已归档35件，暂缓处置5件",
        "第4211号",
        "2017年4月6日",
    ] {
        assert!(words.contains(needed), "{needed}: {text}");
    }
    assert!(text.matches("末版摘要").count() >= 3, "the head stands on every page: {text}");
    assert_eq!(words.matches("2015-12-31").count(), 40);
    assert_eq!(words.matches("0123456789abcdef0123456789abcdef").count(), 80, "each digest in two halves");
    let info = pdf.told_by("pdfinfo", &["-isodates"]);
    for line in ["到期信息处置证明 处置〔2017〕1号", "广州市从化区人民政府办公室", "2017-04-06"]
    {
        assert!(info.contains(line), "{line}: {info}");
    }
}

#[test]
fn the_same_certificate_gives_the_same_bytes() {
    let once = TYPESETTER.certificate(&certificate(3)).unwrap();
    assert_eq!(TYPESETTER.certificate(&certificate(3)).unwrap(), once);
    assert_ne!(TYPESETTER.certificate(&certificate(4)).unwrap(), once);
}
