//! Something that is wrong, where it is, and what would repair it.

use super::cause::Cause;
use super::mend::Act;

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub cause: Cause,
    /// The file or folder, from the register's folder on.
    pub file: String,
    /// What would repair it; nothing where it cannot be repaired here.
    pub(super) acts: Vec<Act>,
}

impl Finding {
    /// What cannot be repaired here.
    pub(super) fn only(cause: Cause, file: impl Into<String>) -> Self {
        Finding { cause, file: file.into(), acts: Vec::new() }
    }

    /// What these acts repair.
    pub(super) fn mended(cause: Cause, file: impl Into<String>, acts: Vec<Act>) -> Self {
        Finding { cause, file: file.into(), acts }
    }

    /// Whether it can be repaired here.
    pub fn can_be_repaired(&self) -> bool {
        !self.acts.is_empty()
    }

    /// Whether what can be done here leaves nothing to do: an object that is only set aside is still
    /// to be brought from elsewhere.
    pub fn is_made_whole(&self) -> bool {
        let is_object = matches!(self.cause, Cause::Object { kind, .. } if !kind.is_empty());
        self.can_be_repaired()
            && (!is_object || self.acts.iter().any(|act| matches!(act, Act::Object { .. })))
    }

    /// Whether another is the same: found again, it may have another remedy.
    pub fn is_same(&self, other: &Finding) -> bool {
        self.cause.rule() == other.cause.rule() && self.file == other.file
    }
}
