//! The repository's settings, attributes and hooks.

use super::*;

fn set(register: &TestRegister, key: &str, value: &str) {
    register.git(&["config", key, value]);
}

#[test]
fn settings_that_are_gone_or_cannot_be_read() {
    let file = ".git/config";
    cured("config-missing", file, |r| remove(r, file));
    cured("config-damaged", file, |r| write(r, file, "[core\nbare = "));
    cured("config-damaged", file, |r| write(r, file, [0; 66]));
}

#[test]
fn settings_that_lead_elsewhere() {
    let file = ".git/config";
    cured("work-tree-elsewhere", file, |r| set(r, "core.worktree", "/nonexistent/elsewhere"));
    cured("work-tree-elsewhere", file, |r| set(r, "core.worktree", "../../home"));
    cured("bare", file, |r| set(r, "core.bare", "true"));
    cured("hooks-elsewhere", file, |r| set(r, "core.hooksPath", "/nonexistent/hooks"));
}

#[test]
fn settings_that_change_bytes_or_let_others_read() {
    let file = ".git/config";
    cured("converts", file, |r| set(r, "core.autocrlf", "true"));
    cured("converts", file, |r| set(r, "core.autocrlf", "input"));
    cured("shares", file, |r| set(r, "core.sharedRepository", "group"));
}

#[test]
fn a_sparse_checkout_and_a_split_index() {
    cured("sparse", ".git/config.worktree", |r| {
        r.git(&["sparse-checkout", "set", "--no-cone", "cse.yaml"]);
    });
    cured("split-index", ".git/config", |r| {
        set(r, "core.splitIndex", "true");
        r.git(&["update-index", "--split-index"]);
    });
    cured("split-index", ".git/index", |r| drop(r.git(&["update-index", "--split-index"])));
}

#[test]
fn settings_by_which_git_runs_a_program_are_named_and_left() {
    for (key, value) in [
        ("core.fsmonitor", "/nonexistent/invented"),
        ("core.sshCommand", "invented"),
        ("filter.secret.clean", "invented"),
        ("alias.st", "!invented"),
        ("include.path", "elsewhere"),
        ("url.elsewhere.insteadOf", "here"),
    ] {
        let (mut register, one) = told("runs", ".git/config", |r| set(r, key, value));
        let words = one["next"].as_str().unwrap().to_lowercase();
        assert!(words.ends_with(&format!("git config --unset {}", key.to_lowercase())), "{one}");
        note(&mut register).done();
    }
}

#[test]
fn attributes_by_which_bytes_are_changed() {
    for line in ["*.yaml filter=secret", "* text=auto", "*.yaml eol=crlf", "*.yaml ident"] {
        let file = ".git/info/attributes";
        cured("attributes", file, |r| write(r, file, format!("# ours\n{line}\n")));
    }
}

#[test]
fn attributes_that_somebody_changed_in_the_work_tree() {
    let (_, one) = told("attributes", ".gitattributes", |r| {
        write(r, ".gitattributes", "*.yaml filter=secret\n");
    });
    assert_eq!(one["next"], "take the line out of .gitattributes");
}

#[test]
fn a_hook_that_would_have_to_run() {
    let file = ".git/hooks/pre-commit";
    cured("hook", file, |r| {
        write(r, file, "#!/bin/sh\n");
        fs::set_permissions(at(r, file), fs::Permissions::from_mode(0o700)).unwrap();
    });
}

#[test]
fn a_format_that_is_not_known_here() {
    told("format", ".git/config", |r| {
        set(r, "core.repositoryformatversion", "1");
        set(r, "extensions.partialClone", "origin");
    });
}

#[test]
fn a_format_of_refs_that_git_itself_refuses_by_the_version_is_cloned_by_what_is_said() {
    let made = tempfile::tempdir().unwrap();
    let folder = made.path().join("reftable");
    let run = |script: &str| {
        let ran = std::process::Command::new("sh")
            .args(["-c", script])
            .current_dir(made.path())
            .env("HOME", made.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap();
        (ran.status.success(), String::from_utf8_lossy(&ran.stderr).into_owned())
    };
    if !run("git init -q --ref-format=reftable reftable").0 {
        println!("skipped: this git knows no reftable");
        return;
    }
    let commit = "cd reftable && printf 'format: 1\\n' > cse.yaml && git add . && \
                  git -c user.name=A -c user.email=a@example.invalid commit -q -m x && \
                  git config core.repositoryformatversion 0";
    assert!(run(commit).0);
    assert!(!run("git -C reftable status").0);
    let mut register = whole();
    let place = folder.display().to_string();
    let output = register.cse(["-C", &place, "doctor", "--format", "json"]);
    let found: Json = serde_json::from_str(&output.out).unwrap();
    let is_format = |one: &&Json| one["rule"] == "format";
    let one = found.as_array().unwrap().iter().find(is_format).unwrap();
    let (works, why) = run(one["next"].as_str().unwrap());
    assert!(works, "{one}: {why}");
    assert!(made.path().join("reftable-clone/cse.yaml").exists());
}

#[test]
fn settings_of_the_register_that_do_not_read_are_no_case() {
    for file in ["workers.yaml", "bank-holidays.yaml"] {
        let (_, one) = told("unreadable-settings", file, |r| {
            write(r, file, "bogus: 1\n");
            r.git(&["commit", "-q", "-a", "-m", "by hand"]);
        });
        assert!(!one["means"].as_str().unwrap().contains("case"), "{one}");
        assert_eq!(one["next"], "cse check");
    }
}
