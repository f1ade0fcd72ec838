//! What is read in place of a dropped file: itself, or what it holds inside.

use super::unpacker::{self, Opened};
use super::{Desk, Pace, Source, Stop};

/// Somebody cancelled.
pub struct Cancelled;

impl Source {
    /// The files to read in place of this one; None where somebody cancelled.
    async fn opened(&self, pace: &mut Pace) -> Option<Vec<Source>> {
        if self.problem.is_some() {
            return Some(vec![self.clone()]);
        }
        let mut goes_on = |bytes| {
            pace.tell_in_time(bytes, 0);
            !pace.is_cancelled()
        };
        match unpacker::open(&self.file, &mut goes_on).await {
            Opened::Cancelled => None,
            Opened::Plain => Some(vec![self.clone()]),
            Opened::Refused(problem) => Some(vec![Source { problem: Some(problem), ..self.clone() }]),
            Opened::Parts(parts) => {
                let part = |part: unpacker::Part| Source {
                    file: part.file,
                    overrides: self.overrides.clone(),
                    problem: part.problem,
                    remarks: part.remarks,
                };
                Some(parts.into_iter().map(part).collect())
            }
        }
    }
}

impl Desk {
    /// Reads a dropped file and lists it, or all that it holds.
    pub(super) async fn read_opened(&mut self, source: &Source, pace: &mut Pace) -> Result<(), Cancelled> {
        for part in source.opened(pace).await.ok_or(Cancelled)? {
            let outcome = match part.problem.clone() {
                Some(problem) => Err(Stop::Problem(problem)),
                None => self.read(&part.file, &part.overrides, pace).await,
            };
            let id = match outcome {
                Ok(id) => id,
                Err(Stop::Problem(problem)) => self.session.refuse(&part.file.name(), part.file.size() as u64, problem),
                Err(Stop::Cancelled) => return Err(Cancelled),
            };
            part.remarks.iter().for_each(|remark| self.session.note(id, remark.clone()));
            self.held.push((id, part));
        }
        Ok(())
    }
}
