//! Staff: accounts, signing in, what each may do.

mod accounts;
mod links;
mod officer;
mod passwords;
mod sessions;
mod signing_in;

pub use accounts::{NewStaff, PeopleError, change_roles, invite, name_of, staff_list};
pub use links::{LinkError, LinkKind, OpenLink, open_link, send_reset, take_up};
pub use officer::Officer;
pub use sessions::{SignedIn, sign_out, signed_in};
pub use signing_in::{Asker, SignInError, SignInStep, sign_in};

pub use gongkai_storage::people::{Staff, StaffGrant};
pub use gongkai_storage::sessions::Session;

pub(crate) use sessions::secret;
