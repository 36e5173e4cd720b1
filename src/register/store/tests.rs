use std::os::unix::fs::PermissionsExt;

use crate::register::Unsupported;
use crate::register::testing::{Register, add, moment, sealed_git};

use super::*;

fn refusal(register: &Register) -> Unsupported {
    match Store::open(&register.root()) {
        Err(Fault::Unsupported { what }) => what,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("opened"),
    }
}

#[test]
fn a_register_is_found_from_within_and_only_there() {
    let register = Register::new();
    register.add("cases/2026/11/A/1.yaml", "one\n");
    let found = Store::discover(&register.root().join("cases/2026")).unwrap();
    assert_eq!(found.root(), fs::canonicalize(register.root()).unwrap());
    let elsewhere = tempfile::tempdir().unwrap();
    let from = elsewhere.path().to_path_buf();
    assert_eq!(Store::discover(&from).err(), Some(Fault::NoRegister { from: from.clone() }));
    assert!(matches!(Store::open(&from), Err(Fault::NotARepository { .. })));
}

#[test]
fn a_folder_that_holds_something_does_not_become_a_register() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("letter.txt"), "").unwrap();
    assert!(matches!(Store::create(dir.path()), Err(Fault::NotEmpty { .. })));
    assert!(!dir.path().join(".git").exists());
}

#[test]
fn what_is_not_honoured_is_refused_by_name() {
    let set = |key: &str, value: &str| {
        let register = Register::new();
        register.git(&["config", "core.repositoryformatversion", "1"]);
        register.git(&["config", key, value]);
        refusal(&register)
    };
    assert_eq!(set("extensions.objectformat", "sha256"), Unsupported::ShaTwoFiveSix);
    assert_eq!(set("extensions.refstorage", "reftable"), Unsupported::Reftable);
    assert_eq!(set("extensions.partialclone", "origin"), Unsupported::PartialClone);
    assert_eq!(set("remote.origin.promisor", "true"), Unsupported::PartialClone);
    assert_eq!(
        set("extensions.somethingnew", "true"),
        Unsupported::Extension { name: "somethingnew".to_owned() }
    );
    assert_eq!(set("core.sparseCheckout", "true"), Unsupported::SparseIndex);
    assert_eq!(set("index.sparse", "true"), Unsupported::SparseIndex);
    assert_eq!(set("core.splitIndex", "true"), Unsupported::SplitIndex);
    assert_eq!(set("core.worktree", "/"), Unsupported::WorktreeElsewhere);
    assert_eq!(set("core.bare", "true"), Unsupported::BareRepo);

    let write = |file: &str, text: &str| {
        let register = Register::new();
        let file = register.root().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        refusal(&register)
    };
    assert_eq!(write(".git/objects/info/alternates", "/x\n"), Unsupported::Alternates);
    assert_eq!(write(".git/info/grafts", "x\n"), Unsupported::Grafts);
    assert_eq!(write(".git/shallow", "x\n"), Unsupported::Shallow);
    assert_eq!(write(".git/refs/replace/x", "x\n"), Unsupported::ReplaceRefs);
    let Unsupported::Filters { line, .. } = write(".gitattributes", "* -text\n*.yaml filter=x\n")
    else {
        panic!("no filter")
    };
    assert_eq!(line, 2);
}

#[test]
fn a_split_index_without_a_word_in_the_configuration_is_refused() {
    let register = Register::new();
    register.git(&["update-index", "--split-index"]);
    let what = Unsupported::SplitIndex;
    let refused = register.store().heal(moment(0));
    assert_eq!(refused.err(), Some(Fault::Unsupported { what }));
}

#[test]
fn folders_that_are_no_repository_of_their_own_are_refused() {
    let register = Register::new();
    let beside = tempfile::tempdir().unwrap();
    let tree = beside.path().join("tree");
    register.git(&["worktree", "add", "-q", tree.to_str().unwrap()]);
    let what = Unsupported::WorktreeElsewhere;
    assert_eq!(Store::open(&tree).err(), Some(Fault::Unsupported { what: what.clone() }));
    let linked = beside.path().join("linked");
    fs::create_dir(&linked).unwrap();
    std::os::unix::fs::symlink(register.git_dir(), linked.join(".git")).unwrap();
    assert_eq!(Store::open(&linked).err(), Some(Fault::Unsupported { what }));
    let bare = beside.path().join("bare");
    sealed_git(beside.path(), &["init", "-q", "--bare", "bare"]).status().unwrap();
    let what = Unsupported::BareRepo;
    assert_eq!(Store::open(&bare).err(), Some(Fault::Unsupported { what }));
}

#[test]
fn a_repository_of_another_account_is_refused() {
    let register = Register::new();
    let all = walkdir::WalkDir::new(register.root());
    let as_root = rustix::process::geteuid().is_root();
    if !as_root {
        eprintln!("skipped: only root can give a folder away");
        return;
    }
    for entry in all {
        std::os::unix::fs::lchown(entry.unwrap().path(), Some(65534), None).unwrap();
    }
    assert!(matches!(Store::open(&register.root()), Err(Fault::NotOwned { .. })));
}

#[test]
fn a_register_that_may_not_be_written_can_be_read() {
    let register = Register::new();
    register.add("cases/2026/11/A/1.yaml", "one\n");
    let close = |mode: u32, file: u32| {
        for entry in walkdir::WalkDir::new(register.root()).contents_first(mode == 0o500) {
            let entry = entry.unwrap();
            let mode = if entry.file_type().is_dir() { mode } else { file };
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    close(0o500, 0o400);
    let store = register.store();
    let tip = store.tip().unwrap().unwrap();
    let snapshot = store.snapshot(&tip.commit).unwrap();
    assert_eq!(snapshot.cases().unwrap().items.len(), 1);
    assert_eq!(store.status().unwrap(), []);
    assert_eq!(store.log(None, None).unwrap().len(), 2);
    if rustix::process::geteuid().is_root() {
        eprintln!("skipped: permissions do not bind root");
    } else {
        assert_eq!(store.heal_if_free(moment(0)), Ok(None));
        assert!(matches!(add(&store, "x", "x"), Err(Fault::ReadOnly { .. })));
    }
    close(0o700, 0o600);
}
