//! Bodies as the public sees them.

use crate::{Installation, reports};
use gongkai_domain::bodies::BODIES;
use gongkai_domain::registers::{Condition, Row, Selection, Test};
use gongkai_domain::resources::VIEWING_POINTS;
use gongkai_domain::says::Says;
use gongkai_storage::StorageError;
use gongkai_storage::registers::{self, Page};

/// A body, with what its disclosure guide tells. Empty texts are not filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicBody {
    /// Code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name, otherwise the full one.
    pub short_name: String,
    /// Code of its kind.
    pub kind: String,
    /// Code of the body above it.
    pub parent: Option<String>,
    /// Unit that handles requests.
    pub disclosure_office: String,
    /// Address.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// Telephone.
    pub phone: String,
    /// Fax.
    pub fax: String,
    /// E-mail.
    pub email: String,
    /// Website.
    pub website: String,
    /// Office hours.
    pub hours: String,
}

/// A place where information can be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewingPoint {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: Says,
    /// Address.
    pub address: String,
}

/// Every body in official order; the first has no prefix in addresses.
pub async fn bodies(office: &Installation) -> Result<Vec<PublicBody>, StorageError> {
    let mut tx = office.db.read().await?;
    Ok(reports::bodies(&mut tx).await?.iter().map(public_body).collect())
}

fn public_body(row: &Row) -> PublicBody {
    let text = |code: &str| row.value(&BODIES, code).to_plain();
    let or_name = |short: String| if short.is_empty() { text("name") } else { short };
    PublicBody {
        code: row.key.clone(),
        name: text("name"),
        short_name: or_name(text("short_name")),
        kind: text("kind"),
        parent: Some(text("parent")).filter(|parent| !parent.is_empty()),
        disclosure_office: text("disclosure_office"),
        address: text("address"),
        postcode: text("postcode"),
        phone: text("phone"),
        fax: text("fax"),
        email: text("email"),
        website: text("website"),
        hours: text("hours"),
    }
}

/// The viewing points of a body that are open.
pub async fn viewing_points(office: &Installation, body: &str) -> Result<Vec<ViewingPoint>, StorageError> {
    let closed = VIEWING_POINTS.column("closed_on").map(|column| Condition { column, test: Test::Absent });
    let selection = Selection {
        register: &VIEWING_POINTS,
        bodies: Some(vec![body.to_owned()]),
        conditions: closed.into_iter().collect(),
    };
    let mut tx = office.db.read().await?;
    let rows = registers::page(&mut tx, &selection, 0, Page { offset: 0, limit: 200 }).await?;
    Ok(rows
        .iter()
        .map(|stored| {
            let text = |code: &str| stored.row.value(&VIEWING_POINTS, code).to_plain();
            let kind = text("kind");
            let codes = &office.law.codes;
            ViewingPoint {
                name: text("name"),
                kind: Says::new(
                    codes.zh("viewing-point-kinds", &kind),
                    codes.en("viewing-point-kinds", &kind),
                ),
                address: text("address"),
            }
        })
        .collect())
}
