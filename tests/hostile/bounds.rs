//! Two seconds and 256 MiB: what one hostile input may cost at most.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::Duration;

/// The longest that a case may take.
const LONGEST: Duration = Duration::from_secs(2);
/// The most that a case may hold at one moment, in bytes.
const MOST: isize = 256 << 20;

thread_local! {
    /// Bytes that this thread holds, and the most that it ever held since a case began.
    static HELD: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

/// The system's allocator, with a count for each thread: cases run beside one another.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn count(bytes: isize) {
    // While a thread ends its count is gone; nothing is measured then.
    let _ = HELD.try_with(|held| {
        let (now, most) = held.get();
        held.set((now + bytes, most.max(now + bytes)));
    });
}

#[expect(unsafe_code, reason = "an allocator is unsafe to write; this one only counts")]
// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        count(-layout.size().cast_signed());
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both may be there while one is copied to the other.
        count(size.cast_signed());
        count(-layout.size().cast_signed());
        // SAFETY: as the caller promises.
        unsafe { System.realloc(at, layout, size) }
    }
}

/// What a case cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// How long it took.
    pub took: Duration,
    /// The most that it held, in bytes.
    pub held: isize,
}

impl Cost {
    /// The dearest of two, in each respect.
    #[must_use]
    pub fn or(self, other: Cost) -> Cost {
        Cost { took: self.took.max(other.took), held: self.held.max(other.held) }
    }
}

/// How long this thread was at work. Not the clock on the wall: a busy machine makes nothing dear.
fn worked() -> Duration {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(said.split(' ').next().unwrap().parse().unwrap())
}

/// Runs one case and asks what it cost; too much fails.
#[track_caller]
pub fn within(run: impl FnOnce()) -> Cost {
    let before = HELD.with(|held| {
        let (now, _) = held.get();
        held.set((now, now));
        now
    });
    let begun = worked();
    run();
    let cost = Cost {
        took: worked().saturating_sub(begun),
        held: HELD.with(|held| held.get().1) - before,
    };
    assert!(cost.took <= LONGEST, "it took {:?}", cost.took);
    assert!(cost.held <= MOST, "it held {} MiB", cost.held >> 20);
    cost
}

#[test]
fn what_is_held_and_how_long_it_took_is_noticed() {
    let cost = within(|| drop(std::hint::black_box(vec![1_u8; 10 << 20])));
    assert!((10 << 20..11 << 20).contains(&cost.held), "{cost:?}");
    let held = std::panic::catch_unwind(|| {
        within(|| drop(std::hint::black_box(vec![1_u8; 300 << 20])));
    });
    assert!(held.is_err());
    let slow = std::panic::catch_unwind(|| {
        within(|| {
            let begun = worked();
            while worked().saturating_sub(begun) <= LONGEST {}
        });
    });
    assert!(slow.is_err());
}
