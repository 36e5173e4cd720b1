//! t
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
mod common;
mod engine;
mod errors;
