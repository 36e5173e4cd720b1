//! The one way in which a record changes a case, live and on replay alike. It never fails: what
//! a record may do is decided before, by the pathway, and handed in as an [`Effect`].

use super::order::Ancestry;
use super::{Case, Dictionary, Given, Keeps, Record, StageName, Taking};

/// What the pathway says that a record does where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Whether it counts as a taking of its step. A record that is not permitted where it stands
    /// (after a merge, an adopt) gives its facts and nothing else.
    pub counts: bool,
    /// The stage to which it moves the case.
    pub moves_to: Option<StageName>,
    /// Whether a new episode begins with it.
    pub begins_episode: bool,
    /// The worker to whom it allocates the case.
    pub sets_worker: Option<String>,
    /// Whether a gate was overridden.
    pub overridden: bool,
}

impl Case {
    /// Folds the next record of the case into it.
    pub fn apply(
        &mut self,
        record: &Record,
        effect: &Effect,
        dictionary: &Dictionary,
        ancestry: &Ancestry,
    ) {
        let at = self.folded;
        self.folded += 1;
        if effect.begins_episode {
            self.episode_start = at;
            self.episodes += 1;
        }
        for (name, value) in &record.facts {
            let Some(value) = value else { continue };
            let keeps = dictionary.get(name.as_str()).map_or(Keeps::Latest, |def| def.keeps);
            let given = Given { value: value.clone(), at, happened: record.happened };
            self.facts.entry(name.clone()).or_default().push(keeps, given, ancestry);
        }
        if effect.counts {
            self.by_step.entry(record.step.clone()).or_default().push(self.takings.len());
            self.takings.push(Taking {
                step: record.step.clone(),
                at,
                happened: record.happened,
                when: record.when(),
                role: record.by.role.clone(),
                overridden: effect.overridden,
            });
            if let Some(stage) = &effect.moves_to {
                self.stage = Some(stage.clone());
            }
            if let Some(worker) = &effect.sets_worker {
                self.worker = Some(worker.clone());
            }
        }
    }
}
