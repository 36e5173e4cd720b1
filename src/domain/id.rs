//! The number of a case: `CSE-2026-7K3Q9FX`.
//!
//! Six random characters and one check character, all from Crockford's 32 (digits and letters
//! without I, L, O, U). The check character is a weighted sum over the field of 32 elements with
//! eleven different weights, one for each digit of the year and each character, so that every
//! single substitution and every swap of neighbours is caught. A mistyped number is refused; it
//! never opens another child's case.

use std::fmt;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// `CSE-`, four digits, `-`, seven characters.
const LENGTH: usize = 16;

/// The number of a case, well formed and with a correct check character.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(Box<str>);

/// Why a text is no case number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdError {
    /// It does not look like `CSE-2026-7K3Q9FX`.
    Form,
    /// It looks right but its check character is wrong: it was mistyped.
    Check,
}

/// The product of two elements of the field of 32, with x^5 = x^2 + 1.
fn times(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b != 0 {
        if b & 1 == 1 {
            product ^= a;
        }
        a <<= 1;
        if a & 0b10_0000 != 0 {
            a ^= 0b10_0101;
        }
        b >>= 1;
    }
    product
}

/// The value of a character; letters that are easily misread count as what they look like.
fn symbol(c: u8) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    };
    ALPHABET.iter().position(|&a| a == c).and_then(|at| u8::try_from(at).ok())
}

/// The check value of four year digits and six characters: their sum, each times its own weight.
fn check(year: u16, random: &[u8]) -> u8 {
    let digits = [year / 1000, year / 100 % 10, year / 10 % 10, year % 10];
    let digits = digits.iter().map(|&d| u8::try_from(d).unwrap_or(0));
    let mut weight = 2;
    let mut sum = 0;
    for value in random.iter().rev().copied().chain(digits.rev()) {
        sum ^= times(value, weight);
        weight = times(weight, 2);
    }
    sum
}

impl CaseId {
    /// A number for a year from six random bytes, of which five bits each are used.
    ///
    /// # Panics
    /// Never: a year of more than four digits wraps within them.
    pub fn from_random(year: u16, random: [u8; 6]) -> Self {
        let year = year % 10_000;
        let values = random.map(|byte| byte & 31);
        let mut text = format!("CSE-{year:04}-");
        for value in values.iter().copied().chain([check(year, &values)]) {
            text.push(char::from(ALPHABET[usize::from(value)]));
        }
        CaseId(text.into())
    }

    /// Reads a number as typed: any case of letters, O for 0, I and L for 1.
    ///
    /// # Errors
    /// [`IdError::Form`] when it does not look like a number, [`IdError::Check`] when it was
    /// mistyped.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let bytes = text.trim().as_bytes();
        if bytes.len() != LENGTH || !bytes[..4].eq_ignore_ascii_case(b"CSE-") || bytes[8] != b'-' {
            return Err(IdError::Form);
        }
        let mut year = 0;
        for &digit in &bytes[4..8] {
            if !digit.is_ascii_digit() {
                return Err(IdError::Form);
            }
            year = year * 10 + u16::from(digit - b'0');
        }
        let values: Vec<u8> =
            bytes[9..].iter().map(|&c| symbol(c)).collect::<Option<_>>().ok_or(IdError::Form)?;
        if check(year, &values[..6]) != values[6] {
            return Err(IdError::Check);
        }
        let mut random = [0; 6];
        random.copy_from_slice(&values[..6]);
        Ok(CaseId::from_random(year, random))
    }

    /// The same random characters in another year, with the check character that they then have.
    #[must_use]
    pub fn in_year(&self, year: u16) -> Self {
        let mut random = [0; 6];
        for (value, &c) in random.iter_mut().zip(&self.0.as_bytes()[9..15]) {
            *value = symbol(c).unwrap_or(0);
        }
        CaseId::from_random(year, random)
    }

    /// The whole number, in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a prefix as typed (of the whole number or of its last part) fits this case.
    ///
    /// Prefixes are for reading and completion only, and have three characters or more.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        let prefix = prefix.trim().to_ascii_uppercase();
        prefix.len() >= 3 && (self.0.starts_with(&prefix) || self.0[9..].starts_with(&prefix))
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(seed: u8) -> CaseId {
        CaseId::from_random(2026, [seed, 3, 7, seed.wrapping_mul(5), 30, 17])
    }

    #[test]
    fn reads_what_it_writes_in_either_case() {
        for seed in 0..32 {
            let id = sample(seed);
            assert_eq!(CaseId::parse(id.as_str()), Ok(id.clone()));
            assert_eq!(CaseId::parse(&id.as_str().to_lowercase()), Ok(id));
        }
    }

    #[test]
    fn every_single_substitution_is_caught() {
        for seed in 0..32 {
            let id = sample(seed);
            for at in [4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15] {
                let alphabet: &[u8] = if at < 8 { b"0123456789" } else { ALPHABET };
                for &other in alphabet {
                    let mut text = id.as_str().as_bytes().to_vec();
                    if text[at] == other {
                        continue;
                    }
                    text[at] = other;
                    let text = String::from_utf8(text).unwrap();
                    assert_eq!(CaseId::parse(&text), Err(IdError::Check), "{id} {text}");
                }
            }
        }
    }

    #[test]
    fn every_swap_of_neighbours_is_caught() {
        for seed in 0..32 {
            let id = sample(seed);
            for (a, b) in
                [(4, 5), (5, 6), (6, 7), (9, 10), (10, 11), (11, 12), (12, 13), (13, 14), (14, 15)]
            {
                let mut text = id.as_str().as_bytes().to_vec();
                if text[a] == text[b] {
                    continue;
                }
                text.swap(a, b);
                let text = String::from_utf8(text).unwrap();
                assert_eq!(CaseId::parse(&text), Err(IdError::Check), "{id} {text}");
            }
        }
    }

    #[test]
    fn form_is_told_from_check() {
        for text in [
            "",
            "7K3Q9FX",
            "CSE-2026-7K3Q9F",
            "CSE-2026-7K3Q9FU",
            "CSE-20X6-7K3Q9FX",
            "ÇSE-2026-7K3Q9F",
        ] {
            assert_eq!(CaseId::parse(text), Err(IdError::Form), "{text}");
        }
    }
}
