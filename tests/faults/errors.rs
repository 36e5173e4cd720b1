//! Calls that fail: a full disk, a broken one, a used-up quota, too many open files, no permission,
//! an interruption; once and for ever, at every call of every command that writes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::commands::{self, Writing};
use super::report::{Report, Wrong};
use super::trace::{self, Call};
use super::world::World;
use super::{Amount, check};

/// How many points `cargo test` runs.
const SHARE: usize = 120;

const ERRORS: [&str; 6] = ["ENOSPC", "EIO", "EDQUOT", "EMFILE", "EACCES", "EINTR"];

/// A call that is interrupted for ever is tried again for ever: then somebody ends the program, at
/// the latest now.
const PATIENCE: Duration = Duration::from_secs(3);

/// Of the first command, and of one that was asked for by name, each call meets every error; of the
/// others, so many.
const OF_OTHERS: usize = 1;

/// Of a command that makes more calls than this, those that look at like things stand for one another.
const MANY: usize = 2500;

/// How many of those are failed.
const OF_ALIKE: usize = 2;

type Point<'a> = (&'a Writing, Call, String);

/// Fails calls.
pub fn run(amount: &Amount, report: &mut Report) {
    if let Some(why) = trace::missing() {
        report.skip(format!("all failing calls: {why}"));
        return;
    }
    let world = World::new();
    let commands = commands::all(&world);
    let mut rng = fastrand::Rng::with_seed(amount.seed);
    let mut points: Vec<Point> = Vec::new();
    for (at, writing) in commands.iter().enumerate() {
        if !amount.wants(writing.name) {
            continue;
        }
        for call in unlike(trace::calls(&world, writing), &mut rng) {
            if amount.at.as_ref().is_some_and(|word| !call.names(word)) {
                continue;
            }
            let mut effects: Vec<String> = ERRORS
                .iter()
                .flat_map(|error| ["", "+"].map(|ever| (error, ever)))
                .filter(|(error, _)| amount.error.as_ref().is_none_or(|only| only == *error))
                .map(|(error, ever)| format!("error={error}:when={}{ever}", call.nth))
                .collect();
            if at > 0 && amount.command.is_none() {
                rng.shuffle(&mut effects);
                effects.truncate(OF_OTHERS);
            }
            points.extend(effects.into_iter().map(|effect| (writing, call.clone(), effect)));
        }
    }
    report.note(format!("{} ways in which a call can fail", points.len()));
    let mut drawn = unplaced(&points);
    some(&mut points, amount, SHARE);
    drawn.append(&mut points);
    let points = drawn;
    side_by_side(&world, &points, report, |(writing, call, effect), register| {
        writing.fresh(register);
        let before = check::state(&world, register);
        let patience = if effect.contains("EINTR") { PATIENCE } else { trace::AT_MOST };
        let (ran, reached) = trace::inject(&world, writing, register, call, effect, patience);
        let what = format!("{} with {effect} at {}", writing.name, call.said());
        reached.then(|| {
            let mut wrong = check::judge(&world, writing, register, &before, &ran);
            if !ran.in_time && !effect.contains("EINTR") {
                wrong.push((Wrong::Blocked, "it did not end".to_owned()));
            }
            (what, wrong)
        })
    });
}

/// Of every command that is run: no file comes to its place any more, once all is recorded. That is
/// never left to the draw: it is the one failure that is no failure of the command.
fn unplaced<'a>(points: &[Point<'a>]) -> Vec<Point<'a>> {
    let mut first: BTreeMap<&str, Point<'a>> = BTreeMap::new();
    for (writing, call, _) in points {
        let is_staged = call.name == "renameat2" && call.names("/cse-tmp/append-");
        // git's index is put in place in another way, before anything is recorded.
        let is_placing = is_staged && !call.names("RENAME_EXCHANGE");
        let known = first.get(writing.name).is_none_or(|(_, known, _)| call.nth < known.nth);
        if is_placing && known {
            let effect = format!("error=EACCES:when={}+", call.nth);
            first.insert(writing.name, (writing, call.clone(), effect));
        }
    }
    first.into_values().collect()
}

/// Every call, or of very many, as where every object is looked at in every folder, all that change
/// something and some of each kind.
fn unlike(mut calls: Vec<Call>, rng: &mut fastrand::Rng) -> Vec<Call> {
    if calls.len() <= MANY {
        return calls;
    }
    rng.shuffle(&mut calls);
    let mut seen = BTreeMap::new();
    calls.retain(|call| {
        let alike = seen.entry(call.kind()).or_insert(0);
        *alike += 1;
        call.changes() || *alike <= OF_ALIKE
    });
    calls
}

/// Keeps a share of the points, drawn by the seed: of every command about as many, because those
/// that make many calls make many alike.
pub fn some<T>(points: &mut Vec<(&Writing, Call, T)>, amount: &Amount, share: usize) {
    let share = match amount.points {
        None if amount.all => return,
        None => share,
        Some(points) => points,
    };
    fastrand::Rng::with_seed(amount.seed).shuffle(points);
    let mut ranked: Vec<(usize, (&Writing, Call, T))> = Vec::new();
    let mut seen = BTreeMap::new();
    for point in points.drain(..) {
        let rank = seen.entry(point.0.name).or_insert(0);
        *rank += 1;
        ranked.push((*rank, point));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    points.extend(ranked.into_iter().map(|(_, point)| point).take(share));
}

/// What a point gave: its name and what went wrong; none where the fault was not reached.
pub type Answer = Option<(String, Vec<(Wrong, String)>)>;

/// Runs all points, each on a register of its own; as programs wait for one another, two for each
/// processor.
pub fn side_by_side<T: Sync>(
    world: &World,
    points: &[T],
    report: &mut Report,
    one: impl Fn(&T, &Path) -> Answer + Sync,
) {
    let (next, answers) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let threads = 2 * std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(point) = points.get(at) else { break };
                    let register = world.path().join(format!("point-{at}"));
                    let answer = one(point, &register);
                    World::remove(&register);
                    answers.lock().unwrap().push((at, answer));
                }
            });
        }
    });
    let mut answers = answers.into_inner().unwrap();
    answers.sort_by_key(|(at, _)| *at);
    let missed = answers.iter().filter(|(_, answer)| answer.is_none()).count();
    for (what, wrong) in answers.into_iter().filter_map(|(_, answer)| answer) {
        report.point(&what, wrong);
    }
    if missed * 5 > points.len() {
        let why = format!("{missed} of {} faults were never met", points.len());
        report.wrong("the suite itself", vec![(Wrong::Damaged, why)]);
    } else if missed > 0 {
        report.note(format!("{missed} calls were not made again when their turn came"));
    }
}
