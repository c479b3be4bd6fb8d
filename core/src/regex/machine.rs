//! Runs a program at one place of a text, and goes back where that leads nowhere.
//!
//! What could be tried anew stands on a stack, and each change of a register since then on a trail, so that it can be
//! undone. Both are bounded, and so is the number of steps.

use super::program::{Guard, Place, Program, Register, Step};
use super::runs::Next;
use super::sight::Sight;
use super::state::{Outcome, PLAIN, State, TooLong, UNITS_A_STEP, UNSET};
use super::tree::ENDLESS;

pub(super) struct Machine<'p, 't> {
    pub(super) program: &'p Program,
    pub(super) sight: Sight<'t>,
    pub(super) state: State,
}

impl<'p, 't> Machine<'p, 't> {
    pub(super) fn new(program: &'p Program, text: &'t str) -> Outcome<Machine<'p, 't>> {
        if text.len() >= UNSET as usize {
            return Err(TooLong);
        }
        Ok(Machine { program, sight: Sight::new(text), state: State::new(program, text) })
    }

    /// The end of the match that begins at `start`. It is not `never`.
    pub(super) fn run(&mut self, place: Place, start: usize, never: Option<usize>) -> Outcome<Option<usize>> {
        self.state.reset();
        self.state.spend(self.program.registers as usize / UNITS_A_STEP)?;
        let mut now = Some((place, start));
        while let Some((place, at)) = now {
            self.state.spend(1)?;
            let Some(step) = self.program.steps.get(place as usize) else { return Ok(None) };
            let next = match step {
                Step::Done if never != Some(at) => return Ok(Some(at)),
                Step::Done => None,
                step => self.step(step, place, at)?,
            };
            now = if next.is_some() { next } else { self.back()? };
        }
        Ok(None)
    }

    /// Where it goes on, if the step leads anywhere.
    #[inline]
    fn step(&mut self, step: &Step, place: Place, at: usize) -> Next {
        let next = place + 1;
        let go = |to: Option<usize>| Ok(to.map(|to| (next, to)));
        match *step {
            Step::Text { start, end } => {
                let text = self.program.text.get(start as usize..end as usize).unwrap_or_default();
                let found = self.sight.rest(at).starts_with(text);
                go(found.then_some(at + text.len()))
            }
            Step::One(one) => go(self.program.ones.get(one as usize).and_then(|one| self.sight.one(one, at))),
            Step::Run(run) => self.start_run(place, at, &run),
            Step::At(place) => go(self.sight.is_at(place, at).then_some(at)),
            Step::Mark(register) => {
                self.state.mark(register, at)?;
                go(Some(at))
            }
            Step::Either { ways: [first, second], restores } => {
                if !self.may_follow(first.1, at) {
                    return Ok(Some((second.0, at)));
                }
                if self.may_follow(second.1, at) {
                    self.state.choose(second.0, at, PLAIN, restores)?;
                }
                Ok(Some((first.0, at)))
            }
            Step::Jump(place) => Ok(Some((place, at))),
            Step::Begin(register) => {
                self.state.set(register, UNSET)?;
                self.state.set(register + 1, UNSET)?;
                go(Some(at))
            }
            Step::Loop { register, least, most, lazy, exit, guard, restores } => {
                let count = self.state.get(register).wrapping_add(1);
                if count < least {
                    self.state.set(register, count)?;
                    return go(Some(at));
                }
                let more = (count < most || most == ENDLESS)
                    && self.state.get(register + 1) != at as u32
                    && self.may_follow(guard, at);
                if !more {
                    return Ok(Some((exit, at)));
                }
                if lazy {
                    self.state.choose(place, at, 0, restores)?;
                    return Ok(Some((exit, at)));
                }
                self.state.choose(exit, at, PLAIN, restores)?;
                self.repeat(register, at)?;
                go(Some(at))
            }
            Step::Fence(register) => {
                self.state.set(register, self.state.choices())?;
                go(Some(at))
            }
            Step::Commit(register) => {
                self.state.commit(self.state.get(register));
                go(Some(at))
            }
            Step::Look { register, back, wanted, exit, restores } => {
                let Some(from) = self.sight.before(at, back) else { return Ok((!wanted).then_some((exit, at))) };
                self.state.spend((at - from) / UNITS_A_STEP)?;
                self.state.set(register, self.state.choices())?;
                self.state.set(register + 1, at as u32)?;
                if !wanted {
                    self.state.choose(exit, at, PLAIN, restores)?;
                }
                go(Some(from))
            }
            Step::Seen { register, wanted } => {
                self.state.commit(self.state.get(register));
                go(wanted.then_some(self.state.get(register + 1) as usize))
            }
            Step::Reference { group, case } => {
                let Some((start, end)) = self.state.matched(group) else { return Ok(None) };
                self.state.spend((end - start) / UNITS_A_STEP)?;
                go(self.sight.again((start, end), at, case))
            }
            Step::Unless { group, exit } => {
                Ok(Some((if self.state.matched(group).is_some() { next } else { exit }, at)))
            }
            Step::Done => Ok(None),
        }
    }

    /// Goes back to the last choice.
    fn back(&mut self) -> Next {
        while let Some(choice) = self.state.last_choice() {
            let (place, at) = (choice.place, choice.at as usize);
            if choice.more == PLAIN {
                return Ok(Some((place, at)));
            }
            let next = match self.program.steps.get(place as usize) {
                Some(Step::Run(run)) => self.go_on(place, at, choice.more, run)?,
                Some(Step::Loop { register, .. }) => {
                    self.repeat(*register, at)?;
                    Some((place + 1, at))
                }
                _ => None,
            };
            if next.is_some() {
                return Ok(next);
            }
        }
        Ok(None)
    }

    /// Counts one repetition more, which begins here.
    fn repeat(&mut self, register: Register, at: usize) -> Outcome<()> {
        self.state.set(register, self.state.get(register).wrapping_add(1))?;
        self.state.set(register + 1, at as u32)
    }

    #[inline]
    pub(super) fn may_follow(&self, guard: Guard, at: usize) -> bool {
        match self.program.guards.get(guard as usize) {
            Some(guard) => self.sight.bytes.get(at).is_some_and(|byte| guard.contains(*byte)),
            None => true,
        }
    }
}
