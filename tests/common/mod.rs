//! What the tests share: a register of their own, with its own clock, randomness and people.

mod difference;
mod output;
mod people;
mod register;
mod words;

pub use difference::difference;
pub use output::Output;
pub use register::TestRegister;
pub use words::words;
