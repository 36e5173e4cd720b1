//! What is kept outside the register, and what it is held against.

use std::os::unix::fs::PermissionsExt;

use super::*;

#[test]
fn a_checkpoint_is_printed_and_taken_back() {
    let mut register = register();
    let text = register.cse(["verify", "--checkpoint"]).done();
    assert!(text.starts_with("cse-checkpoint: 1\nregister: "), "{text}");
    let kept = register.root().with_file_name("checkpoint");
    std::fs::write(&kept, &text).unwrap();
    let case = register.case().to_owned();
    register.as_("social-worker").cse(["note", &case, "--note-text", "One more."]).done();
    let args = ["verify", "--checkpoint", kept.to_str().unwrap()];
    assert!(register.cse(args).done().contains("holds.\n"));
    assert!(register.cse_with(["verify", "--checkpoint", "-"], &text).done().contains("holds.\n"));
    // Written anew after it was printed, with every other witness gone.
    let gone = id(&register, "HEAD~1");
    register.git(&["reset", "-q", "--hard", "HEAD~2"]);
    forget(&register);
    let output = register.cse(args);
    register.leave_dirty();
    assert_eq!(output.exit, Exit::Problem, "{output}");
    assert!(output.out.contains(&gone[..10]), "{output}");
    assert!(output.out.contains("the checkpoint names it (rule rewritten)"), "{output}");
    // Nothing else could have told.
    register.cse(["verify"]).done();
}

#[test]
fn nothing_is_printed_of_a_history_that_is_wrong() {
    let mut register = register();
    std::fs::write(register.root().join("cases/stray"), "x").unwrap();
    let output = register.cse(["verify", "--checkpoint"]);
    register.leave_dirty();
    assert_eq!(output.exit, Exit::Problem);
    assert!(!output.out.contains("cse-checkpoint"), "{output}");
}

#[test]
fn what_is_no_checkpoint_of_this_register_is_a_mistake_of_typing() {
    let mut register = register();
    let text = register.cse(["verify", "--checkpoint"]).done();
    let other = text.replace("register: ", "register: 0");
    let said = register.cse_with(["verify", "--checkpoint", "-"], &other).failed(Exit::Usage);
    assert!(said.contains("another register"), "{said}");
    let broken = text.replace("commit: ", "commit: x");
    let said = register.cse_with(["verify", "--checkpoint", "-"], &broken).failed(Exit::Usage);
    assert!(said.contains("-:3: this is no checkpoint"), "{said}");
    register.cse(["verify", "--checkpoint", "nowhere"]).failed(Exit::Usage).clear();
}

#[test]
fn what_was_seen_is_kept_for_this_account_and_never_moved_back() {
    let mut register = register();
    let state = register.state();
    register.cse(["verify"]).done();
    let files = || -> Vec<_> {
        std::fs::read_dir(&state).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    assert_eq!(files().len(), 1);
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&files()[0]), mode(&state)), (0o600, 0o700));
    let kept = std::fs::read_to_string(&files()[0]).unwrap();
    let tip = id(&register, "HEAD");
    assert!(kept.contains(&tip));
    register.git(&["reset", "-q", "--hard", "HEAD~1"]);
    found(&mut register);
    assert_eq!(std::fs::read_to_string(&files()[0]).unwrap(), kept);
    // What was rewritten and put back holds again.
    register.git(&["reset", "-q", "--hard", &tip]);
    register.cse(["verify"]).done();
    // A folder that cannot be written is said, and hides nothing.
    std::fs::remove_dir_all(&state).unwrap();
    std::fs::write(&state, "in the way").unwrap();
    let output = register.cse(["verify"]);
    assert_eq!(output.exit, Exit::Done, "{output}");
    assert!(output.err.starts_with("warning: what the history now is was not kept"), "{output}");
}
