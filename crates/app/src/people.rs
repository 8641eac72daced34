//! Staff: accounts, signing in, what each may do.
//!
//! Who looks after people is told by whom an act names ([`By::actor`](crate::import::By)): the program's own command
//! line may do everything, an officer what their roles allow ([`authority`]), nobody else anything.

mod accounts;
mod authority;
mod delegations;
mod directory;
mod faults;
mod kept_forms;
mod links;
mod officer;
mod one_time;
mod own;
mod passwords;
mod roles;
mod second_factor;
mod sessions;
mod signing_in;
mod standing;

pub use accounts::{NewStaff, invite, name_of, staff_list};
pub use authority::COMMAND_LINE;
pub use delegations::{Absence, NewDelegation, absences, colleagues, delegate, end_delegation};
pub use directory::{Body, Listed, Person, bodies_of, people, person};
pub use faults::PeopleError;
pub use kept_forms::{KeptForm, keep_form, kept_form};
pub use links::{LinkError, LinkKind, OpenLink, open_link, send_reset, take_up};
pub(crate) use officer::actor;
pub use officer::{Officer, StandIn};
pub use own::{Place, change_password, end_other_places, end_place, places};
pub use roles::{grant, revoke};
pub use second_factor::{
    Setup, begin_second_factor, clear_second_factor, confirm_second_factor, new_recovery_codes,
    recovery_codes_left, remove_second_factor, second_factor_setup,
};
pub use sessions::{Due, SignedIn, sign_out, signed_in, who_was};
pub use signing_in::{
    Asker, Awaiting, SignInError, SignInStep, awaiting_code, sign_in, sign_in_by_link, sign_in_with_code,
};
pub use standing::{close, end_sessions, lock, reopen, unlock};

pub use gongkai_storage::delegations::Delegation;
pub use gongkai_storage::people::{Staff, StaffGrant};
pub use gongkai_storage::sessions::Session;

pub(crate) use sessions::secret;
