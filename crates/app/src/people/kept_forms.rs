//! What somebody sent after their session was over, kept in the page until they are signed in again.
//!
//! It is sealed with the installation key: the page that asks for the password carries it, and neither whoever sits at
//! the desk then can read it, nor anybody change it or make one up.

use crate::Installation;
use crate::sealing::SealingError;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Register, row and column it is sealed for.
const PLACE: (&str, &str, &str) = ("session", "kept-form", "fields");
/// How long it can be taken up.
const LIFE: SignedDuration = SignedDuration::from_hours(24);

/// A form that was sent too late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// Id of whoever was signed in when the form was opened.
    pub staff: String,
    /// Where it was sent: the path with its query.
    pub path: String,
    /// Its fields in their order, without secrets.
    pub fields: Vec<(String, String)>,
    /// When it was sent.
    pub at: Timestamp,
}

/// Seals a form.
pub fn keep_form(office: &Installation, form: &KeptForm) -> Result<String, SealingError> {
    let text = serde_json::to_string(form).map_err(|_| SealingError::Malformed)?;
    let (mut row, key) = office.key.new_row(PLACE.0, PLACE.1)?;
    Ok(format!("{key} {}", row.seal(PLACE.2, &text)?))
}

/// Opens a sealed form, within a day.
pub fn kept_form(office: &Installation, sealed: &str, now: Timestamp) -> Option<KeptForm> {
    let (key, sealed) = sealed.split_once(' ')?;
    let text = office.key.row(PLACE.0, PLACE.1, key).ok()?.open(PLACE.2, sealed).ok()?;
    let form: KeptForm = serde_json::from_str(&text).ok()?;
    (now.duration_since(form.at) < LIFE).then_some(form)
}
