//! Runs of one kind of character, of which no more than one choice stands on the stack.

use super::machine::Machine;
use super::program::{Place, Run};
use super::state::{Outcome, PLAIN, UNITS_A_STEP};
use super::tree::{ENDLESS, Mode, One};

/// Where it goes on.
pub(super) type Next = Outcome<Option<(Place, usize)>>;

impl Machine<'_, '_> {
    /// Starts a run.
    pub(super) fn start_run(&mut self, place: Place, start: usize, run: &Run) -> Next {
        let Some(one) = self.program.ones.get(run.one as usize) else { return Ok(None) };
        let (mut low, mut missing) = (start, run.least);
        while missing > 0
            && let Some(next) = self.sight.one(one, low)
        {
            low = next;
            missing -= 1;
        }
        self.state.spend((low - start) / UNITS_A_STEP)?;
        if missing > 0 {
            return Ok(None);
        }
        let rest = if run.most == ENDLESS { ENDLESS } else { run.most - run.least };
        if run.mode == Mode::Lazy {
            // No text is that long.
            return self.take_more(place, low, rest.min(PLAIN - 1), run, one);
        }
        let end = self.sight.run_end(one, low, rest);
        self.state.spend((end - low) / UNITS_A_STEP)?;
        if run.mode == Mode::Possessive {
            return Ok(Some((place + 1, end)));
        }
        self.give_back(place, end, low, run)
    }

    /// Goes on with a run that was left with the choice of so many characters `more`, or of so few if it is greedy.
    pub(super) fn go_on(&mut self, place: Place, at: usize, more: u32, run: &Run) -> Next {
        self.state.spend(1)?;
        if run.mode == Mode::Greedy {
            return self.give_back(place, self.sight.char_before(at), more as usize, run);
        }
        let one = self.program.ones.get(run.one as usize).filter(|_| more > 0);
        match one.and_then(|one| Some((one, self.sight.one(one, at)?))) {
            Some((one, at)) => self.take_more(place, at, more - 1, run, one),
            None => Ok(None),
        }
    }

    /// A greedy run ends here, or earlier.
    fn give_back(&mut self, place: Place, end: usize, least: usize, run: &Run) -> Next {
        let mut at = end;
        while !self.may_follow(run.guard, at) && at > least {
            at = self.sight.char_before(at);
        }
        self.state.spend((end - at) / UNITS_A_STEP)?;
        if at > least {
            self.state.choose(place, at, least as u32, run.restores)?;
        } else if !self.may_follow(run.guard, at) {
            return Ok(None);
        }
        Ok(Some((place + 1, at)))
    }

    /// A lazy run ends here, or up to `more` characters later.
    fn take_more(&mut self, place: Place, start: usize, more: u32, run: &Run, one: &One) -> Next {
        let (mut at, mut more) = (start, more);
        while !self.may_follow(run.guard, at) {
            match self.sight.one(one, at).filter(|_| more > 0) {
                Some(next) => at = next,
                None => {
                    self.state.spend((at - start) / UNITS_A_STEP)?;
                    return Ok(None);
                }
            }
            more -= 1;
        }
        self.state.spend((at - start) / UNITS_A_STEP)?;
        if more > 0 {
            self.state.choose(place, at, more, run.restores)?;
        }
        Ok(Some((place + 1, at)))
    }
}
