//! For whose eyes a document is: the closed list of readers that the language knows, and what
//! follows from who they are. What is withheld from whom besides stands in the dictionary.

/// A kind of reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// The authority's own workers.
    Internal,
    /// The police.
    Police,
    /// The multi-agency panel and those who prepare it.
    Mase,
    /// The authority in whose area the child lives.
    HostAuthority,
    /// Parents and carers.
    Family,
    /// The child or young person.
    YoungPerson,
    /// Who made the referral.
    Referrer,
    /// A service that supports the child or the family.
    SupportService,
}

/// All of them, by their names in files and on the command line.
pub const AUDIENCES: &[(&str, Audience)] = &[
    ("internal", Audience::Internal),
    ("police", Audience::Police),
    ("mase", Audience::Mase),
    ("host-authority", Audience::HostAuthority),
    ("family", Audience::Family),
    ("young-person", Audience::YoungPerson),
    ("referrer", Audience::Referrer),
    ("support-service", Audience::SupportService),
];

impl Audience {
    /// Its name in files and on the command line.
    pub fn as_str(self) -> &'static str {
        let found = AUDIENCES.iter().find(|(_, audience)| *audience == self);
        found.map_or("", |(name, _)| name)
    }

    /// The audience of a name.
    pub fn parse(name: &str) -> Option<Self> {
        AUDIENCES.iter().find(|(known, _)| *known == name).map(|(_, audience)| *audience)
    }

    /// Who reads, in words.
    pub fn title(self) -> &'static str {
        match self {
            Audience::Internal => "the authority's own workers",
            Audience::Police => "the police",
            Audience::Mase => "the multi-agency panel",
            Audience::HostAuthority => "the host authority",
            Audience::Family => "the family",
            Audience::YoungPerson => "the young person",
            Audience::Referrer => "the referrer",
            Audience::SupportService => "a support service",
        }
    }

    /// Whether nothing of another child and of persons of interest may ever reach these readers:
    /// everybody who is not one of the authorities that act together.
    pub fn is_outside(self) -> bool {
        match self {
            Audience::Family
            | Audience::YoungPerson
            | Audience::Referrer
            | Audience::SupportService => true,
            Audience::Internal | Audience::Police | Audience::Mase | Audience::HostAuthority => {
                false
            }
        }
    }

    /// Whether other children are named here in full; elsewhere by initials.
    pub fn names_other_children(self) -> bool {
        matches!(self, Audience::Internal | Audience::Police)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_audience_has_a_name_and_is_found_by_it() {
        for (name, audience) in AUDIENCES {
            assert_eq!(audience.as_str(), *name);
            assert_eq!(Audience::parse(name), Some(*audience));
            assert!(!audience.title().is_empty());
        }
        assert_eq!(Audience::parse("everybody"), None);
    }
}
