//! What commands share: the register, one reading of it, and the pathway from which the command
//! line was made. A register that does not read still serves help and the commands that say what
//! is wrong with it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::Moment;
use crate::ops::{Failure, Reading};
use crate::pathway::{Pathway, shipped};
use crate::register::{Fault, Identity, Store};

use super::Env;
use super::args::Globals;

/// What commands share.
pub struct Context<'a> {
    store: Result<&'a Store, Option<Fault>>,
    reading: Result<Reading<'a>, Option<Failure>>,
    pathway: Arc<Pathway>,
}

/// Finds the register: `-C`, else `CSE_REGISTER`, else the working folder or one above it.
pub fn find(env: &Env<'_>, globals: &Globals) -> Result<Store, Fault> {
    let asked = globals.register.clone().or_else(|| env.vars.register.clone().map(PathBuf::from));
    let from = asked.map_or_else(|| env.dir.clone(), |asked| env.dir.join(asked));
    Store::discover(&from)
}

impl<'a> Context<'a> {
    /// Reads the register, as far as that goes.
    pub fn open(store: Result<&'a Store, Fault>) -> Result<Self, Failure> {
        let reading = match &store {
            Ok(store) => Reading::open(store, None).map_err(Some),
            Err(_) => Err(None),
        };
        let pathway = match reading.as_ref().map(|reading| reading.pathway()) {
            Ok(Ok(pathway)) => Arc::clone(pathway),
            Ok(Err(_)) | Err(_) => Arc::new(shipped::default_pathway()?),
        };
        Ok(Context { store: store.map_err(Some), reading, pathway })
    }

    /// The pathway from which the command line is made.
    pub fn pathway(&self) -> &Arc<Pathway> {
        &self.pathway
    }

    /// The register.
    pub fn store(&mut self) -> Result<&'a Store, Failure> {
        match &mut self.store {
            Ok(store) => Ok(store),
            Err(fault) => Err(Failure::Fault(fault.take().unwrap_or_else(no_register))),
        }
    }

    /// The register and the reading of its tip.
    pub fn register(&mut self) -> Result<(&'a Store, &Reading<'a>), Failure> {
        let store = self.store()?;
        match &mut self.reading {
            Ok(reading) => Ok((store, reading)),
            Err(failure) => Err(failure.take().unwrap_or_else(|| Failure::Fault(no_register()))),
        }
    }

    /// The register as it was known at a moment.
    pub fn known_at(
        &mut self,
        moment: Option<Moment>,
    ) -> Result<(&'a Store, Kept<'_, 'a>), Failure> {
        match moment {
            None => self.register().map(|(store, reading)| (store, Kept::Shared(reading))),
            Some(_) => {
                let store = self.store()?;
                let reading = Reading::open(store, moment)?;
                Ok((store, Kept::Own(Box::new(reading))))
            }
        }
    }

    /// Who acts, by git.
    pub fn identity(&mut self, env: &Env<'_>) -> Result<Identity, Failure> {
        let (name, email) = (env.vars.author_name.as_deref(), env.vars.author_email.as_deref());
        Ok(self.store()?.identity(name, email)?)
    }

    /// When the newest commit was made.
    pub fn newest(&self) -> Option<Moment> {
        self.reading.as_ref().ok().map(|reading| reading.tip.time)
    }

    /// Whether the register holds only invented cases.
    pub fn is_sample(&self) -> bool {
        self.reading.as_ref().is_ok_and(|reading| reading.config.sample)
    }
}

fn no_register() -> Fault {
    Fault::NoRegister { from: PathBuf::from(".") }
}

/// A reading that is shared or made for one command.
pub enum Kept<'r, 'a> {
    /// The reading of the tip.
    Shared(&'r Reading<'a>),
    /// A reading of an earlier commit.
    Own(Box<Reading<'a>>),
}

impl<'a> std::ops::Deref for Kept<'_, 'a> {
    type Target = Reading<'a>;

    fn deref(&self) -> &Reading<'a> {
        match self {
            Kept::Shared(reading) => reading,
            Kept::Own(reading) => reading,
        }
    }
}
