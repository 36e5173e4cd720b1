//! A mistake of the program itself: a panic. Rust would print its words, and those may hold the very
//! text that the program stumbled over; only the place in the program is said.

use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};
use std::sync::{Mutex, PoisonError};

/// Where the program came upon its own mistake, noted by [`quiet`]; it may be in another thread.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// From now on a panic of this process prints nothing by itself. Called once, when the program
/// starts.
pub fn quiet() {
    set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let place = info.location().map(|at| place(at.file(), at.line()));
        let mut first = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
        if first.is_none() {
            *first = place;
        }
    }));
}

/// Runs something; where it panics, gives the place in the program, if that is known.
pub(super) fn caught<T>(run: impl FnOnce() -> T) -> Result<T, Option<String>> {
    // Nothing of what was run is used again, but the outputs.
    catch_unwind(AssertUnwindSafe(run))
        .map_err(|_| PLACE.lock().unwrap_or_else(PoisonError::into_inner).take())
}

/// A place in the program, without the folders of the machine on which it was built.
fn place(file: &str, line: u32) -> String {
    let short = match file.rsplit_once("/src/") {
        Some((before, within)) => {
            format!("{}/src/{within}", before.rsplit('/').next().unwrap_or_default())
        }
        None => file.to_owned(),
    };
    format!("{short}:{line}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_said_without_the_folders_of_a_machine() {
        assert_eq!(place("src/cli/mod.rs", 7), "src/cli/mod.rs:7");
        let library = "/somewhere/registry/src/index/clap-4.6.7/src/parser.rs";
        assert_eq!(place(library, 12), "clap-4.6.7/src/parser.rs:12");
        assert_eq!(place("/rustc/0/library/core/src/str/mod.rs", 1), "core/src/str/mod.rs:1");
    }

    #[test]
    fn what_panics_is_caught() {
        assert_eq!(caught(|| 1), Ok(1));
        assert!(caught(|| -> u8 { panic!("on purpose") }).is_err());
    }
}
