//! One function for each thing that a user does: the only way in which anything changes or is
//! asked. Operations take *now*, the worker and all that was typed as arguments, and give data;
//! the command line words it.

pub mod adopt;
pub mod amend;
pub mod case;
pub mod check;
pub mod clock;
pub mod doctor;
pub mod document;
pub mod draft;
pub mod due;
mod edited;
pub mod failure;
pub mod init;
pub mod issue;
pub mod look;
pub mod meeting;
pub mod next;
pub mod reading;
pub mod sample;
pub mod search;
pub mod take;
pub mod verify;
pub mod version;
mod wrong_clock;

pub use case::Loaded;
pub use failure::{Failure, Unfit, Usage};
pub use reading::Reading;
pub use wrong_clock::{WrongClock, wrong_clock};
