//! The options that must be read before the commands are known, because the commands come from
//! the register's own pathway: where the register is, and how errors are to be said.

use std::ffi::OsString;
use std::path::PathBuf;

/// What was said of the register and of errors, wherever on the line it stands.
#[derive(Clone, Debug, Default)]
pub struct Globals {
    /// `-C DIR`.
    pub register: Option<PathBuf>,
    /// `--format`, as typed.
    format: Option<String>,
    /// `--errors`, as typed.
    errors: Option<String>,
    /// The first word that is no option: the command, unless it is an option's value.
    pub command: Option<String>,
}

impl Globals {
    /// Looks through the arguments without judging them.
    pub fn scan(args: &[OsString]) -> Self {
        let mut globals = Globals::default();
        let mut rest = args.iter();
        while let Some(arg) = rest.next() {
            let text = arg.to_string_lossy();
            let mut value = |given: Option<&str>| match given {
                Some(given) => Some(OsString::from(given)),
                None => rest.next().cloned(),
            };
            let (name, given) = match text.split_once('=') {
                Some((name, given)) if name.starts_with("--") => (name.to_owned(), Some(given)),
                Some(_) | None => (text.to_string(), None),
            };
            match name.as_str() {
                "--" => break,
                "-C" => globals.register = value(None).map(PathBuf::from),
                "--format" => globals.format = value(given).map(|v| v.to_string_lossy().into()),
                "--errors" => globals.errors = value(given).map(|v| v.to_string_lossy().into()),
                "--as" | "--color" => drop(value(given)),
                _ if text.starts_with("-C") => {
                    globals.register = Some(PathBuf::from(text.trim_start_matches("-C")));
                }
                _ if text.starts_with('-') => {}
                _ if globals.command.is_none() => globals.command = Some(text.to_string()),
                _ => {}
            }
        }
        globals
    }

    /// Whether errors are wanted as JSON.
    pub fn json_errors(&self) -> bool {
        // The format of these is that of the document; their errors have an option of their own.
        match self.command.as_deref() {
            Some("render" | "issue") => self.errors.as_deref() == Some("json"),
            Some(_) | None => {
                self.format.as_deref() == Some("json") || self.errors.as_deref() == Some("json")
            }
        }
    }
}

/// The arguments with the program's name before them, as clap wants them.
pub fn with_name(args: &[OsString]) -> Vec<OsString> {
    let mut all = vec![OsString::from("cse")];
    all.extend(args.iter().cloned());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(args: &[&str]) -> Globals {
        Globals::scan(&args.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn globals_are_found_before_and_after_the_command() {
        for args in [
            &["-C", "there", "--format", "json", "due"][..],
            &["due", "-Cthere", "--format=json"],
            &["--as", "x", "due", "--format", "json", "-C", "there"],
        ] {
            let globals = scan(args);
            assert_eq!(globals.register.as_deref(), Some("there".as_ref()), "{args:?}");
            assert!(globals.json_errors(), "{args:?}");
            assert_eq!(globals.command.as_deref(), Some("due"), "{args:?}");
        }
    }

    #[test]
    fn a_documents_format_is_not_the_format_of_errors() {
        assert!(!scan(&["render", "x", "--format", "json"]).json_errors());
        assert!(scan(&["render", "x", "--errors", "json"]).json_errors());
    }
}
