//! No call leads into the machine's own network unless the administrator says so.

use crate::office::Office;
use crate::stand_in::StandIn;
use gongkai_channels::{Caller, Services};
use gongkai_domain::channels::{Connector, Trouble};
use gongkai_domain::people::Role;
use gongkai_testkit::sqlite;
use std::sync::Arc;

#[tokio::test]
async fn an_address_inside_is_refused_before_anything_is_sent() {
    let test = sqlite().await.unwrap();
    let office = Office::over(&test).await;
    let hook = StandIn::that(&[]).await;
    let account = office.account(Connector::Webhook, &hook).await;
    let administrator = crate::office::officer("administrator", "conghua", &[Role::Administrator]);
    let opened =
        gongkai_app::channels::open_account(&office.records, &administrator, &account).await.unwrap();
    let services = Services::new(&Caller::new(Arc::new(|_| false)).unwrap(), None, None);
    let refused = services.of(Connector::Webhook).try_account(&opened, office.now()).await;
    let Err(Trouble::Person(says)) = refused else { panic!("{refused:?}") };
    assert!(says.zh.contains("内部网络"), "{}", says.zh);
    assert!(hook.asked().is_empty());
}

#[tokio::test]
async fn nothing_is_said_in_the_clear_beyond_the_machine() {
    let test = sqlite().await.unwrap();
    let office = Office::over(&test).await;
    let hook = StandIn::that(&[]).await;
    let account = office.account(Connector::Webhook, &hook).await;
    let administrator = crate::office::officer("administrator", "conghua", &[Role::Administrator]);
    let mut opened =
        gongkai_app::channels::open_account(&office.records, &administrator, &account).await.unwrap();
    opened.account.settings.address = "http://10.255.255.1/hook".into();
    let services = Services::new(&Caller::new(Arc::new(|_| true)).unwrap(), None, None);
    let refused = services.of(Connector::Webhook).try_account(&opened, office.now()).await;
    let Err(Trouble::Person(says)) = refused else { panic!("{refused:?}") };
    assert!(says.zh.contains("https://"), "{}", says.zh);
}
