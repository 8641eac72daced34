//! Changing one's own password.

use crate::forms::Fields;
use crate::frame::{go_on, page, refused};
use crate::{Call, Frame, Needs, Office, Rooms};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gongkai_app::people::{self, PeopleError};
use gongkai_domain::says::Says;
use gongkai_web::PageError;

/// Path of the page.
pub(super) const PATH: &str = "/office/account/password";

pub(super) fn routes(rooms: Rooms) -> Rooms {
    rooms.page(PATH, Needs::Account, show).act(PATH, Needs::Account, change)
}

#[derive(Debug, Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    frame: Frame,
    account: String,
    advice: Vec<Says>,
    fault: Option<(&'static str, Says)>,
}

impl PasswordPage {
    fn of(office: &Office, call: &Call, fault: Option<(&'static str, Says)>) -> Self {
        let frame = Frame::new(office, call, "");
        let (account, title) =
            (frame.say("我的账号", "My account"), frame.say("修改口令", "Change the password"));
        let (account, title) = (account.to_owned(), title.to_owned());
        let frame = frame.titled(&title).faulty(fault.is_some()).under(account, super::PATH);
        let advice = office.records.law.sign_in.advice();
        Self { frame, account: call.officer.account.clone(), advice, fault }
    }

    fn fault_of(&self, field: &str) -> Option<&Says> {
        self.fault.as_ref().filter(|(name, _)| *name == field).map(|(_, says)| says)
    }
}

async fn show(State(office): State<Office>, call: Call) -> Result<Response, PageError> {
    let form = PasswordPage::of(&office, &call, None);
    page(&form.frame, &form)
}

async fn change(State(office): State<Office>, call: Call, fields: Fields) -> Result<Response, PageError> {
    let (present, new) = (fields.raw("password"), fields.raw("new-password"));
    let fault = if new == fields.raw("new-password-again") {
        let (id, session) = (&call.officer.id, &call.session.digest);
        match people::change_password(&office.records, id, session, present, new, &call.by()).await {
            Ok(()) => {
                let told = Says::new(
                    "口令已改。其他登录的地方都已退出。",
                    "The password is changed, and you are signed out everywhere else.",
                );
                return Ok(go_on(&office, &call.visit, super::PATH, &told));
            }
            Err(PeopleError::Field(field, says)) => (field, says),
            Err(error) => return Err(crate::error::of_people(error)),
        }
    } else {
        ("new-password-again", Says::new("两次输入的新口令不一样", "this is not the same password"))
    };
    let form = PasswordPage::of(&office, &call, Some(fault));
    refused(&form.frame, &form)
}
