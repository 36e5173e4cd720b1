//! All integration tests, in one binary: the program as its users meet it, run within this process
//! on registers made for the test.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests look at the files that the program wrote")]

mod adopt;
mod amend;
mod binary;
mod calendar;
mod common;
mod coverage;
mod demo;
mod doctor;
mod documents;
mod edges;
mod engine;
mod errors;
mod frozen;
mod local;
mod manual;
mod options;
mod oracles;
mod proofs;
mod reader;
mod readme;
mod reference;
mod replay;
mod sample_cases;
mod statutory;
mod stories;
mod tidy;
mod unread;
mod verify;
