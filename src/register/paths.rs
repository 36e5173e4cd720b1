//! Which paths a register may hold: relative, forward slashes, nothing that leads out of it or
//! that git or another system would read as something else.

use super::Fault;

/// Refuses a path that may not be written.
pub fn check(path: &str) -> Result<(), Fault> {
    if !path.is_empty() && path.split('/').all(|name| is_fine(name.as_bytes())) {
        Ok(())
    } else {
        Err(Fault::PathRefused { path: path.to_owned() })
    }
}

/// Whether a name may stand in a folder of a register.
pub fn is_fine(name: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(name) else { return false };
    let plain = text.trim_end_matches(['.', ' ']);
    !plain.is_empty()
        && !plain.eq_ignore_ascii_case(".git")
        && !plain.eq_ignore_ascii_case("git~1")
        && !text.chars().any(|c| c.is_control() || is_invisible(c) || matches!(c, '/' | '\\' | ':'))
}

/// Marks that change how a name looks, or that some file systems leave out of it.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The folder and the name of a path.
pub fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_inside_the_register_pass() {
        for path in ["cse.yaml", "cases/2026/11/CSE-2026-7K3Q9FX/a.yaml", ".gitattributes"] {
            assert!(check(path).is_ok(), "{path}");
        }
        for path in [
            "",
            "/etc/passwd",
            "a//b",
            "a/",
            "../a",
            "a/../b",
            "./a",
            ".git/config",
            "a/.GIT/x",
            "GIT~1/x",
            ".git. /x",
            "a\\b",
            "a:b",
            "a\nb",
            ".g\u{200c}it/x",
        ] {
            assert!(check(path).is_err(), "{path:?}");
        }
    }
}
