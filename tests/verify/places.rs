//! What stands where: files that are none, names that are twins, strays, attributes, attachments,
//! records in the wrong folder, and work trees that are not as committed.

use super::*;

fn somebody(register: &TestRegister) -> Who {
    Who::of(register, "HEAD")
}

#[test]
fn a_symbolic_link_another_repository_and_a_file_that_may_be_run() {
    let mut register = register();
    let who = somebody(&register);
    let folder = file_of(&register, "HEAD").rsplit_once('/').unwrap().0.to_owned();
    let blob = register.git(&["hash-object", "-w", "cse.yaml"]);
    let head = id(&register, "HEAD");
    for (mode, object) in [("120000", blob.trim()), ("160000", &head), ("100755", blob.trim())] {
        let path = format!("{folder}/odd-{mode}.yaml");
        let entry = format!("{mode},{object},{path}");
        register.git(&["update-index", "--add", "--cacheinfo", &entry]);
        git_as(&register, &who, &["commit", "-q", "-m", "odd"]);
        let tip = id(&register, "HEAD");
        names(&mut register, "plain-file", &tip, &path);
    }
}

#[test]
fn attributes_that_change_what_git_does_with_bytes() {
    let mut register = register();
    let who = somebody(&register);
    let tip = commit(&register, &who, ".gitattributes", "* text=auto\n");
    names(&mut register, "attributes", &tip, ".gitattributes");
    let folder = file_of(&register, "HEAD~1").rsplit_once('/').unwrap().0.to_owned();
    let path = format!("{folder}/.gitattributes");
    let tip = commit(&register, &who, &path, "*.yaml filter=x\n");
    names(&mut register, "attributes", &tip, &path);
    // In force at once in this folder, a filter is refused before anything is read.
    commit(&register, &who, ".gitattributes", "* filter=x\n");
    let refused = register.cse(["verify"]).failed(Exit::Fault);
    assert!(refused.contains("attributes") && refused.contains("filter"), "{refused}");
}

#[test]
fn a_folder_and_a_file_that_differ_from_others_only_in_capitals() {
    let mut register = register();
    let who = somebody(&register);
    let file = file_of(&register, "HEAD");
    let (folder, name) = file.rsplit_once('/').unwrap();
    let bytes = std::fs::read_to_string(register.root().join(&file)).unwrap();
    let twin = format!("{folder}/{}", name.replace("-note-", "-NOTE-"));
    let tip = commit(&register, &who, &twin, &bytes);
    names(&mut register, "twin", &tip, &twin);
    let twin = folder.replace("CSE-", "cse-");
    let tip = commit(&register, &who, &format!("{twin}/{name}"), &bytes);
    names(&mut register, "twin", &tip, &twin);
    names(&mut register, "place", &tip, &twin);
}

#[test]
fn files_that_nobody_committed_also_where_git_would_not_look() {
    let mut register = register();
    let folder = file_of(&register, "HEAD").rsplit_once('/').unwrap().0.to_owned();
    let write = |path: &str, text: &str| std::fs::write(register.root().join(path), text).unwrap();
    let (stray, ignored) = (format!("{folder}/stray.yaml"), format!("{folder}/ignored.yaml"));
    write(&stray, "x");
    write(&ignored, "x");
    write(".git/info/exclude", "ignored.yaml\n");
    assert!(!register.git(&["status", "--porcelain"]).contains("ignored"));
    names(&mut register, "work-tree", "", &stray);
    names(&mut register, "work-tree", "", &ignored);
}

#[test]
fn a_work_tree_and_an_index_that_are_not_as_committed() {
    let mut register = register();
    let file = file_of(&register, "HEAD");
    let at = register.root().join(&file);
    let text = std::fs::read_to_string(&at).unwrap();
    std::fs::write(&at, text.replace("called", "CALLED")).unwrap();
    names(&mut register, "work-tree", "", &file);
    register.git(&["add", &file]);
    std::fs::write(&at, &text).unwrap();
    let found = names(&mut register, "work-tree", "", &file);
    assert!(found.iter().any(|one| one.message.contains("staged")), "{found:#?}");
}

#[test]
fn strays_wrong_folders_and_records_that_do_not_read() {
    let mut register = register();
    let who = somebody(&register);
    let file = file_of(&register, "HEAD~3");
    let (folder, name) = file.rsplit_once('/').unwrap();
    let text = std::fs::read_to_string(register.root().join(&file)).unwrap();
    let id = folder.rsplit('/').next().unwrap();
    let tip = commit(&register, &who, "cases/2026/stray.txt", "x");
    names(&mut register, "place", &tip, "cases/2026/stray.txt");
    let path = format!("cases/2026/10/{id}/{name}");
    let tip = commit(&register, &who, &path, &text);
    names(&mut register, "place", &tip, &path);
    let path = format!("{folder}/20261120T130000Z-note-00000000.yaml");
    let tip = commit(&register, &who, &path, "cse: 1\ncolour: red\n");
    names(&mut register, "format", &tip, &path);
    let path = format!("cases/2026/11/CSE-2026-0000001/{name}");
    let tip = commit(&register, &who, &path, &text);
    names(&mut register, "place", &tip, "cases/2026/11/CSE-2026-0000001");
}

#[test]
fn an_attachment_that_is_another_or_that_no_record_names() {
    let mut register = register();
    std::fs::write(register.state().parent().unwrap().with_file_name("letter.txt"), "").ok();
    let letter = register.root().with_file_name("letter.txt");
    std::fs::write(&letter, "Invented letter.").unwrap();
    let case = register.case().to_owned();
    let args = ["note", &case, "--note-text", "A letter came.", "--attach"];
    let args = args.into_iter().chain([letter.to_str().unwrap()]);
    register.as_("social-worker").cse(args).done();
    register.cse(["verify"]).done();
    let who = somebody(&register);
    let files = register.git(&["show", "--format=", "--name-only", "HEAD"]);
    let attachment = files.lines().find(|file| file.contains("/attachments/")).unwrap();
    let tip = commit(&register, &who, attachment, "Another letter.");
    names(&mut register, "edited", &tip, attachment);
    let (folder, _) = attachment.rsplit_once('/').unwrap();
    let stray = format!("{folder}/0123456789abcdef.txt");
    let tip = commit(&register, &who, &stray, "Nobody's.");
    names(&mut register, "attachment", &tip, &stray);
    // Forged together with its record: the record still names other bytes.
    register.git(&["reset", "-q", "--hard", "HEAD~2"]);
    std::fs::write(register.root().join(attachment), "Another letter.").unwrap();
    git_as(&register, &who, &["commit", "-q", "--amend", "--no-edit", "-a"]);
    forget(&register);
    let tip = id(&register, "HEAD");
    let record = files.lines().find(|file| file.ends_with(".yaml")).unwrap();
    names(&mut register, "attachment", &tip, record);
}
