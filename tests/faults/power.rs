//! Power cuts: writers at work on a file system of its own, which is shut down under them without
//! a flush. What was not flushed is gone; what was acknowledged must not be.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::report::{Report, Wrong};
use super::world::{World, has, said};
use super::{Amount, check, may_mount};

/// How many cuts of each kind of file system.
const ALL: usize = 50;
const SHARE: usize = 2;

/// Writers at once.
const WRITERS: usize = 3;

/// The kinds, and how each is made.
const KINDS: [(&str, &[&str]); 2] = [("ext4", &["-q", "-F"]), ("xfs", &["-q", "-f"])];

/// Cuts the power.
pub fn run(amount: &Amount, report: &mut Report) {
    if !may_mount() {
        report.skip("power cuts: only root may mount");
        return;
    }
    let mut rng = fastrand::Rng::with_seed(amount.seed);
    for (kind, options) in KINDS {
        let tools = [format!("mkfs.{kind}"), "xfs_io".to_owned(), "losetup".to_owned()];
        if let Some(missing) = tools.iter().find(|tool| !has(tool)) {
            report.skip(format!("power cuts on {kind}: {missing} is not installed"));
            continue;
        }
        let world = World::new();
        let disk = match Disk::make(&world, kind, options) {
            Ok(disk) => disk,
            Err(why) => {
                report.skip(format!("power cuts on {kind}: {why}"));
                continue;
            }
        };
        let register = disk.at.join("register");
        let case = world.register(&register);
        let mut acknowledged = Vec::new();
        for cut in 0..if amount.all { ALL } else { SHARE } {
            let before = acknowledged.len();
            let delay = Duration::from_millis(rng.u64(300..1500));
            acknowledged.extend(write_until_cut(&world, &disk, &register, &case, delay));
            let wrong = judge(&world, &register, &case, &acknowledged);
            let new = acknowledged.len() - before;
            report.point(&format!("cut {cut} on {kind} after {delay:?}, {new} recorded"), wrong);
        }
        report.note(format!("{kind}: {} acknowledged records", acknowledged.len()));
    }
}

/// A file system in a file.
struct Disk {
    image: PathBuf,
    at: PathBuf,
}

impl Disk {
    fn make(world: &World, kind: &str, options: &[&str]) -> Result<Self, String> {
        let (image, at) = (world.path().join("image"), world.path().join("disk"));
        std::fs::create_dir(&at).unwrap();
        let disk = Disk { image, at };
        // The least that xfs accepts; the file has holes.
        std::fs::File::create(&disk.image).unwrap().set_len(320 << 20).unwrap();
        let made = Command::new(format!("mkfs.{kind}")).args(options).arg(&disk.image).output();
        let made = made.map_err(|error| error.to_string())?;
        if !made.status.success() {
            return Err(said(&made));
        }
        disk.mount()?;
        Ok(disk)
    }

    fn mount(&self) -> Result<(), String> {
        let mut mount = Command::new("mount");
        let done = mount.args(["-o", "loop"]).arg(&self.image).arg(&self.at).output();
        let done = done.map_err(|error| error.to_string())?;
        if done.status.success() { Ok(()) } else { Err(said(&done)) }
    }

    /// Shuts the file system down as a power cut does: nothing more reaches the disk.
    fn cut(&self) {
        let mut cut = Command::new("xfs_io");
        let done = cut.args(["-x", "-c", "shutdown"]).arg(&self.at).output().unwrap();
        assert!(done.status.success(), "{}", said(&done));
    }

    fn unmount(&self) -> bool {
        Command::new("umount").arg(&self.at).output().unwrap().status.success()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        self.unmount();
    }
}

/// Lets writers record notes until the power goes; gives the commits that they were told of.
fn write_until_cut(
    world: &World,
    disk: &Disk,
    register: &Path,
    case: &str,
    delay: Duration,
) -> Vec<String> {
    let (told, over) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    let note = ["note", case, "--as", "social-worker", "--note-text", "x", "--format", "json"];
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    let output = world.cse(register, &note).output().unwrap();
                    if output.status.success() {
                        let answer: serde_json::Value =
                            serde_json::from_slice(&output.stdout).unwrap();
                        let commit = answer["commit"].as_str().unwrap().to_owned();
                        told.lock().unwrap().push(commit);
                    }
                }
            });
        }
        std::thread::sleep(delay);
        disk.cut();
        over.store(true, Ordering::Relaxed);
    });
    assert!(disk.unmount(), "the disk is still in use");
    disk.mount().unwrap();
    told.into_inner().unwrap()
}

fn judge(world: &World, register: &Path, case: &str, told: &[String]) -> Vec<(Wrong, String)> {
    let mut wrong = Vec::new();
    let next = ["note", case, "--as", "social-worker", "--note-text", "next"];
    let next = world.cse(register, &next).output().unwrap();
    if !next.status.success() {
        wrong.push((Wrong::Blocked, said(&next)));
    }
    let there = world.git(register, &["rev-list", "HEAD"]).stdout;
    let there = String::from_utf8_lossy(&there).into_owned();
    let lost = told.iter().filter(|commit| !there.contains(commit.as_str())).count();
    if lost > 0 {
        wrong.push((Wrong::Lost, format!("{lost} of {} acknowledged records", told.len())));
    }
    let checked = world.cse(register, &["check"]).output().unwrap();
    if !checked.status.success() {
        wrong.push((Wrong::Damaged, format!("cse check: {}", said(&checked))));
    }
    check::whole(world, register, &mut wrong);
    wrong
}
