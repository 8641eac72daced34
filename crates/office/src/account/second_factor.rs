//! Setting up the second factor (动态码), and turning it off.

use crate::forms::Fields;
use crate::frame::{go_on, page, refused};
use crate::{Call, Frame, Needs, Office, Rooms};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::people::{self, PeopleError, Setup};
use gongkai_domain::says::Says;
use gongkai_web::{Markup, PageError, scan};

/// Path of the page.
pub(super) const PATH: &str = "/office/account/second-factor";

pub(super) fn routes(rooms: Rooms) -> Rooms {
    rooms
        .page(PATH, Needs::Account, show)
        .act(PATH, Needs::Account, begin)
        .act("/office/account/second-factor/confirmation", Needs::Account, confirm)
        .act("/office/account/second-factor/removal", Needs::Account, remove)
        .act("/office/account/second-factor/recovery-codes", Needs::Account, renew)
}

#[derive(Debug, Template)]
#[template(path = "account/second-factor.html")]
struct SecondFactorPage {
    frame: Frame,
    account: String,
    /// Recovery codes left; nothing while there is no second factor.
    left: Option<usize>,
    /// Shown to be scanned, once begun.
    setup: Option<Setup>,
    qr: Option<Markup>,
    must: bool,
    fault: Option<(&'static str, Says)>,
}

impl SecondFactorPage {
    async fn of(
        office: &Office,
        call: &Call,
        fault: Option<(&'static str, Says)>,
    ) -> Result<Self, PageError> {
        let (records, id) = (&office.records, &call.officer.id);
        let frame = framed(office, call).faulty(fault.is_some());
        let setup = people::second_factor_setup(records, id).await.map_err(crate::error::of_people)?;
        let label = frame.say("动态码的二维码", "QR code of the second factor");
        Ok(Self {
            account: call.officer.account.clone(),
            left: people::recovery_codes_left(records, id).await.map_err(crate::error::of_people)?,
            qr: setup.as_ref().and_then(|setup| scan::code(&setup.address, label)),
            setup,
            must: records.law.sign_in.wants_second_factor(&call.officer.roles(call.moment.today)),
            frame,
            fault,
        })
    }

    fn fault_of(&self, field: &str) -> Option<&Says> {
        self.fault.as_ref().filter(|(name, _)| *name == field).map(|(_, says)| says)
    }
}

#[derive(Debug, Template)]
#[template(path = "account/recovery-codes.html")]
struct RecoveryCodesPage {
    frame: Frame,
    codes: Vec<String>,
}

fn framed(office: &Office, call: &Call) -> Frame {
    let frame = Frame::new(office, call, "");
    let (account, title) =
        (frame.say("我的账号", "My account").to_owned(), frame.say("动态码", "Second factor").to_owned());
    frame.titled(&title).under(account, super::PATH)
}

async fn show(State(office): State<Office>, call: Call) -> Result<Response, PageError> {
    let form = SecondFactorPage::of(&office, &call, None).await?;
    page(&form.frame, &form)
}

async fn begin(State(office): State<Office>, call: Call) -> Result<Response, PageError> {
    people::begin_second_factor(&office.records, &call.officer.id).await.map_err(crate::error::of_people)?;
    Ok(Redirect::to(&call.visit.href(PATH)).into_response())
}

async fn confirm(State(office): State<Office>, call: Call, fields: Fields) -> Result<Response, PageError> {
    let (id, session) = (&call.officer.id, &call.session.digest);
    let codes =
        people::confirm_second_factor(&office.records, id, session, fields.get("code"), &call.by()).await;
    codes_or_fault(&office, &call, codes).await
}

async fn renew(State(office): State<Office>, call: Call, fields: Fields) -> Result<Response, PageError> {
    let password = fields.raw("password");
    let codes = people::new_recovery_codes(&office.records, &call.officer.id, password, &call.by()).await;
    codes_or_fault(&office, &call, codes).await
}

/// Shows the recovery codes, this once.
async fn codes_or_fault(
    office: &Office,
    call: &Call,
    codes: Result<Vec<String>, PeopleError>,
) -> Result<Response, PageError> {
    match codes {
        Ok(codes) => {
            let shown = RecoveryCodesPage { frame: framed(office, call), codes };
            page(&shown.frame, &shown)
        }
        Err(error) => again(office, call, error).await,
    }
}

async fn remove(State(office): State<Office>, call: Call, fields: Fields) -> Result<Response, PageError> {
    let password = fields.raw("password");
    match people::remove_second_factor(&office.records, &call.officer, password, &call.by()).await {
        Ok(()) => {
            let told = Says::new(
                "动态码已关闭，登录只要口令。",
                "The second factor is off; the password is enough.",
            );
            Ok(go_on(&office, &call.visit, super::PATH, &told))
        }
        Err(error) => again(&office, &call, error).await,
    }
}

async fn again(office: &Office, call: &Call, error: PeopleError) -> Result<Response, PageError> {
    let PeopleError::Field(field, says) = error else { return Err(crate::error::of_people(error)) };
    let form = SecondFactorPage::of(office, call, Some((field, says))).await?;
    refused(&form.frame, &form)
}
