//! The invented people who act in tests and stories, one for each role.

/// Who acts in a role: a name and an address, both plainly invented.
pub fn who(role: &str) -> (String, String) {
    let known = PEOPLE.iter().find(|(of, _)| *of == role);
    let name = known.map_or_else(|| format!("{role} invented"), |(_, name)| (*name).to_owned());
    let address = name.trim_end_matches(" Invented").to_lowercase().replace(". ", ".");
    (name, format!("{}@example.invalid", address.replace(' ', ".")))
}

const PEOPLE: &[(&str, &str)] = &[
    ("mash-manager", "J. Okafor Invented"),
    ("screening-social-worker", "P. Lind Invented"),
    ("social-worker", "M. Adeyemi Invented"),
    ("assistant-team-manager", "R. Haddad Invented"),
    ("team-manager", "S. Brandt Invented"),
    ("service-manager", "L. Moreau Invented"),
    ("out-of-hours-social-worker", "T. Nowak Invented"),
    ("out-of-hours-manager", "K. Ito Invented"),
    ("ev-coordinator", "F. Costa Invented"),
    ("lead-professional", "A. Berg Invented"),
    ("early-help-worker", "D. Silva Invented"),
    ("personal-adviser", "N. Farouk Invented"),
    ("cse-police-officer", "C. Vane Invented"),
];
