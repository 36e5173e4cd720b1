//! Hostile input and hostile surroundings: whatever is fed to the program, it neither falls over nor
//! takes for ever nor eats the machine; whatever it prints steers nothing; whatever it writes is for
//! its own account alone, and tells nobody anything by its name.
//!
//! A binary of its own, for it counts every byte that is allocated. Each target gets as many cases as
//! `CSE_HOSTILE` says, else so many as `cargo test` has time for; `.ci/run` says 10,000.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]
#![expect(clippy::disallowed_methods, reason = "tests run programs and look at their files")]

mod authority;
mod bounds;
mod inputs;
mod lines;
mod make;
mod panics;
mod prints;
mod targets;
mod world;
mod worst;
mod writes;
