//! Names of things that pathways define: facts, steps, stages, roles, gates, obligations, rules.
//!
//! Each kind is its own type, so that a stage can never be passed where a step is meant:
//!
//! ```compile_fail
//! use cse::domain::{StageName, StepName};
//! fn take(step: StepName) {}
//! take(StageName::from("closed"));
//! ```
//!
//! A name is checked for form where a pathway is parsed; here it is only carried.

use std::borrow::Borrow;
use std::fmt;

macro_rules! name {
    ($(#[$doc:meta])* $Name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Name(Box<str>);

        impl $Name {
            /// The name as it is written in files and on the command line.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $Name {
            fn from(text: &str) -> Self {
                $Name(text.into())
            }
        }

        impl From<String> for $Name {
            fn from(text: String) -> Self {
                $Name(text.into())
            }
        }

        impl Borrow<str> for $Name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

name!(
    /// A fact of the dictionary, as `child.date_of_birth`.
    FactName
);
name!(
    /// A step of a pathway, as `screen`; also the name of its subcommand.
    StepName
);
name!(
    /// A stage in which a case may stand.
    StageName
);
name!(
    /// The capacity in which a worker acts, as `mash-manager`.
    RoleName
);
name!(
    /// A condition that guards a step.
    GateName
);
name!(
    /// Something owed, as `strategy-meeting`.
    ObligationName
);
name!(
    /// A named condition of a pathway.
    RuleName
);

impl FactName {
    /// The command-line flag that gives this fact: `.` and `_` become `-`.
    ///
    /// ```
    /// use cse::domain::FactName;
    /// assert_eq!(FactName::from("child.date_of_birth").flag(), "child-date-of-birth");
    /// ```
    pub fn flag(&self) -> String {
        self.0.replace(['.', '_'], "-")
    }
}
