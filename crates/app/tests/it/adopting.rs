//! What is brought along from an old site and must be looked at first keeps its day, its number and its address.

use crate::drafts::{public_item, staff};
use crate::office::*;
use gongkai_app::Page;
use gongkai_app::adopting::{AdoptError, Batch, Fate, Incoming, Received, apply, compare};
use gongkai_app::drafts::{self, DraftFilter};
use gongkai_app::public::{Forward, ItemState, forward};
use gongkai_domain::catalogue::{OldAddress, Verdicts};
use gongkai_domain::registers::Place;
use gongkai_domain::safe_html::SafeHtml;
use gongkai_testkit::on_each_engine;

fn incoming(title: &str, text: &str) -> Incoming {
    let fields = [
        ("body", "office"),
        ("title", title),
        ("category", "部门文件"),
        ("class", "主动公开"),
        ("published_on", "2016-05-12"),
        ("index_number", "X/2016-7"),
    ];
    Incoming {
        place: Place { file: "a.html".into(), ..Place::default() },
        fields: fields.iter().map(|(code, value)| ((*code).to_owned(), (*value).to_owned())).collect(),
        html: SafeHtml::of(text),
        files: Vec::new(),
        found: Vec::new(),
        addresses: vec![OldAddress::of("http://old.gov.cn/7.html").unwrap()],
        marks: vec!["old.gov.cn/7.html".to_owned()],
    }
}

#[tokio::test]
async fn a_draft_from_the_old_site_is_published_with_its_day_number_and_address() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let staff = staff("office");
        let document = incoming("关于救助的通知", "<p>咨询电话 020-87927132，请各单位办理。</p>");
        let batch = Batch { body: "office".into(), documents: vec![document], ..Batch::default() };
        let adoption = compare(&office, &batch).await.unwrap();
        assert_eq!(adoption.judged[0].fate, Fate::Draft, "{:?}", adoption.judged);
        let wrong = apply(&office, &batch, &Received::new(), "another", &by()).await;
        assert!(matches!(wrong, Err(AdoptError::Changed)));
        let done = apply(&office, &batch, &Received::new(), &adoption.digest, &by()).await.unwrap();
        assert_eq!((done.added, done.drafts, done.addresses), (0, 1, 1));
        assert_eq!(forward(&office, "/7.html").await.unwrap(), None, "what is no item yet is not told of");
        let page = Page { offset: 0, limit: 9 };
        let list = drafts::list(&office, &staff.editor, &DraftFilter::default(), TODAY, page).await.unwrap();
        let [line] = list.drafts.as_slice() else { panic!("{list:?}") };
        let draft = line.draft.clone();
        let found = drafts::examine(&office, &draft).await.unwrap().open();
        let by_editor = staff.editor.by(by().at, TODAY);
        let mut accepted = draft;
        for finding in found {
            let why = "单位的公开电话";
            accepted = drafts::accept(&office, &staff.editor, &accepted.id, &finding.id, why, &by_editor)
                .await
                .unwrap();
        }
        let published =
            staff.publish(&office, &staff.approved(&office, accepted, Verdicts::Proactive).await).await;
        let ItemState::Published(item) = public_item(&office, &published.unwrap()).await else { panic!() };
        assert_eq!(
            (item.index_number.as_str(), item.published_on.to_string().as_str()),
            ("X/2016-7", "2016-05-12")
        );
        let to = Forward::Item { short_id: item.short_id.clone(), body: "office".into() };
        assert_eq!(forward(&office, "/7.html").await.unwrap(), Some(to));
        let again = compare(&office, &batch).await.unwrap();
        assert_eq!((again.judged[0].fate.clone(), again.addresses), (Fate::Unchanged, 0));
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn the_number_of_another_item_is_refused() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let first = Batch {
            body: "office".into(),
            documents: vec![incoming("关于甲的通知", "<p>甲</p>")],
            ..Batch::default()
        };
        let adoption = compare(&office, &first).await.unwrap();
        apply(&office, &first, &Received::new(), &adoption.digest, &by()).await.unwrap();
        let mut other = incoming("关于乙的通知", "<p>乙</p>");
        other.marks = vec!["old.gov.cn/8.html".to_owned()];
        let second = Batch { body: "office".into(), documents: vec![other], ..Batch::default() };
        let adoption = compare(&office, &second).await.unwrap();
        assert_eq!(adoption.refused(), 1, "{:?}", adoption.judged);
        let refused = apply(&office, &second, &Received::new(), &adoption.digest, &by()).await;
        assert!(matches!(refused, Err(AdoptError::Refused(1))));
    })
    .await
    .unwrap();
}
