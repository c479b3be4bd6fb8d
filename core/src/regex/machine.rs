//! Runs a program at one place of a text, and goes back where that leads nowhere.
//!
//! What could be tried anew stands on a stack, and each change of a register since then on a trail, so that it can be
//! undone. Both are bounded, and so is the number of steps.

use super::program::{Guard, Place, Program, Register, Step, ends_of};
use super::sight::Sight;
use super::tree::{ENDLESS, Mode, One};

/// A text was too long for a pattern, or what the pattern tries with it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "there are too many ways to try it")
    }
}

/// What is granted for all matches in a text: so many steps, and for each byte some more.
const STEPS: u64 = 10_000_000;
const STEPS_A_BYTE: u64 = 100;

/// How many characters are passed for one step where only that is done.
const CHARACTERS_A_STEP: usize = 8;

/// How long the stack and the trail may grow.
const DEEPEST: usize = 4_000_000;

/// A register without a value.
const UNSET: u32 = u32::MAX;

/// What could be tried anew.
#[derive(Clone, Copy)]
struct Choice {
    place: Place,
    at: u32,
    /// The length of the trail.
    trail: u32,
    /// [`PLAIN`]: go on there. Else the step there goes on: a greedy run has this as its least end, a lazy one may take so
    /// many more.
    more: u32,
}

const PLAIN: u32 = u32::MAX;

pub(super) struct Machine<'p, 't> {
    program: &'p Program,
    sight: Sight<'t>,
    registers: Vec<u32>,
    stack: Vec<Choice>,
    trail: Vec<(Register, u32)>,
    /// Steps that are left.
    steps: u64,
}

type Outcome<T> = Result<T, TooLong>;

impl<'p, 't> Machine<'p, 't> {
    pub(super) fn new(program: &'p Program, text: &'t str) -> Outcome<Machine<'p, 't>> {
        if text.len() >= UNSET as usize {
            return Err(TooLong);
        }
        Ok(Machine {
            program,
            sight: Sight::new(text),
            registers: vec![UNSET; program.registers as usize],
            stack: Vec::new(),
            trail: Vec::new(),
            steps: STEPS + STEPS_A_BYTE * text.len() as u64,
        })
    }

    /// The end of the match that begins at `start`. It is not `never`.
    pub(super) fn run(&mut self, place: Place, start: usize, never: Option<usize>) -> Outcome<Option<usize>> {
        self.registers.fill(UNSET);
        self.stack.clear();
        self.trail.clear();
        let mut now = Some((place, start));
        while let Some((place, at)) = now {
            self.spend(1)?;
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

    fn spend(&mut self, steps: usize) -> Outcome<()> {
        self.steps = self.steps.checked_sub(steps as u64).ok_or(TooLong)?;
        Ok(())
    }

    /// Where it goes on, if the step leads anywhere.
    #[inline]
    fn step(&mut self, step: &Step, place: Place, at: usize) -> Outcome<Option<(Place, usize)>> {
        let next = place + 1;
        let go = |to: Option<usize>| Ok(to.map(|to| (next, to)));
        match *step {
            Step::Text { start, end } => {
                let text = self.program.text.get(start as usize..end as usize).unwrap_or_default();
                let found = self.sight.rest(at).starts_with(text);
                go(found.then_some(at + text.len()))
            }
            Step::One(one) => go(self.program.ones.get(one as usize).and_then(|one| self.sight.one(one, at))),
            Step::Run { one, least, most, mode, guard } => self.start_run(place, at, one, (least, most), mode, guard),
            Step::At(place) => go(self.sight.is_at(place, at).then_some(at)),
            Step::Mark(register) => {
                self.set(register, at as u32)?;
                go(Some(at))
            }
            Step::Either([first, second]) => {
                if !self.may_follow(first.1, at) {
                    return Ok(Some((second.0, at)));
                }
                if self.may_follow(second.1, at) {
                    self.choice(second.0, at, PLAIN)?;
                }
                Ok(Some((first.0, at)))
            }
            Step::Jump(place) => Ok(Some((place, at))),
            Step::Begin(register) => {
                self.set(register, UNSET)?;
                self.set(register + 1, UNSET)?;
                go(Some(at))
            }
            Step::Loop { register, least, most, lazy, exit, guard } => {
                let count = self.get(register).wrapping_add(1);
                if count < least {
                    self.set(register, count)?;
                    return go(Some(at));
                }
                let more = (count < most || most == ENDLESS)
                    && self.get(register + 1) != at as u32
                    && self.may_follow(guard, at);
                if !more {
                    return Ok(Some((exit, at)));
                }
                if lazy {
                    self.choice(place, at, 0)?;
                    return Ok(Some((exit, at)));
                }
                self.choice(exit, at, PLAIN)?;
                self.repeat(register, at)?;
                go(Some(at))
            }
            Step::Fence(register) => {
                self.set(register, self.stack.len() as u32)?;
                go(Some(at))
            }
            Step::Commit(register) => {
                self.stack.truncate(self.get(register) as usize);
                go(Some(at))
            }
            Step::Look { register, back, wanted, exit } => {
                let Some(from) = self.sight.before(at, back) else { return Ok((!wanted).then_some((exit, at))) };
                self.set(register, self.stack.len() as u32)?;
                self.set(register + 1, at as u32)?;
                if !wanted {
                    self.choice(exit, at, PLAIN)?;
                }
                go(Some(from))
            }
            Step::Seen { register, wanted } => {
                self.stack.truncate(self.get(register) as usize);
                go(wanted.then_some(self.get(register + 1) as usize))
            }
            Step::Reference { group, case } => {
                go(self.matched(group).and_then(|group| self.sight.again(group, at, case)))
            }
            Step::Unless { group, exit } => Ok(Some((if self.matched(group).is_some() { next } else { exit }, at))),
            Step::Done => Ok(None),
        }
    }

    /// Goes back to the last choice.
    fn back(&mut self) -> Outcome<Option<(Place, usize)>> {
        while let Some(choice) = self.stack.pop() {
            for (register, value) in self.trail.drain(choice.trail as usize..).rev() {
                if let Some(register) = self.registers.get_mut(register as usize) {
                    *register = value;
                }
            }
            let (place, at) = (choice.place, choice.at as usize);
            if choice.more == PLAIN {
                return Ok(Some((place, at)));
            }
            let next = match self.program.steps.get(place as usize) {
                Some(Step::Run { mode: Mode::Greedy, guard, .. }) => {
                    let least = choice.more as usize;
                    self.spend(1)?;
                    let at = self.sight.char_before(at);
                    self.give_back(place, at, least, *guard)?
                }
                Some(Step::Run { one, guard, .. }) => {
                    self.spend(1)?;
                    let one = self.program.ones.get(*one as usize);
                    match one.filter(|_| choice.more > 0).and_then(|one| Some((one, self.sight.one(one, at)?))) {
                        Some((one, at)) => self.take_more(place, at, one, choice.more - 1, *guard)?,
                        None => None,
                    }
                }
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
        self.set(register, self.get(register).wrapping_add(1))?;
        self.set(register + 1, at as u32)
    }

    fn start_run(
        &mut self,
        place: Place,
        at: usize,
        one: u32,
        (least, most): (u32, u32),
        mode: Mode,
        guard: Guard,
    ) -> Outcome<Option<(Place, usize)>> {
        let Some(one) = self.program.ones.get(one as usize) else { return Ok(None) };
        let mut low = at;
        for _ in 0..least {
            match self.sight.one(one, low) {
                Some(next) => low = next,
                None => return Ok(None),
            }
        }
        self.spend((low - at) / CHARACTERS_A_STEP)?;
        let rest = if most == ENDLESS { ENDLESS } else { most - least };
        if mode == Mode::Lazy {
            // No text is that long.
            return self.take_more(place, low, one, rest.min(PLAIN - 1), guard);
        }
        let end = self.sight.run_end(one, low, rest);
        self.spend((end - low) / CHARACTERS_A_STEP)?;
        if mode == Mode::Possessive {
            return Ok(Some((place + 1, end)));
        }
        self.give_back(place, end, low, guard)
    }

    /// A greedy run ends here, or earlier.
    fn give_back(&mut self, place: Place, end: usize, least: usize, guard: Guard) -> Outcome<Option<(Place, usize)>> {
        let mut at = end;
        while !self.may_follow(guard, at) {
            if at <= least {
                return Ok(None);
            }
            at = self.sight.char_before(at);
        }
        self.spend((end - at) / CHARACTERS_A_STEP)?;
        if at > least {
            self.choice(place, at, least as u32)?;
        }
        Ok(Some((place + 1, at)))
    }

    /// A lazy run ends here, or up to `more` characters later.
    fn take_more(
        &mut self,
        place: Place,
        start: usize,
        one: &One,
        more: u32,
        guard: Guard,
    ) -> Outcome<Option<(Place, usize)>> {
        let (mut at, mut more) = (start, more);
        while !self.may_follow(guard, at) {
            match self.sight.one(one, at).filter(|_| more > 0) {
                Some(next) => at = next,
                None => return Ok(None),
            }
            more -= 1;
        }
        self.spend((at - start) / CHARACTERS_A_STEP)?;
        if more > 0 {
            self.choice(place, at, more)?;
        }
        Ok(Some((place + 1, at)))
    }

    #[inline]
    fn may_follow(&self, guard: Guard, at: usize) -> bool {
        match self.program.guards.get(guard as usize) {
            Some(guard) => self.sight.bytes.get(at).is_some_and(|byte| guard.contains(*byte)),
            None => true,
        }
    }

    fn get(&self, register: Register) -> u32 {
        self.registers.get(register as usize).copied().unwrap_or(UNSET)
    }

    fn set(&mut self, register: Register, value: u32) -> Outcome<()> {
        let Some(current) = self.registers.get_mut(register as usize) else { return Ok(()) };
        let old = std::mem::replace(current, value);
        if !self.stack.is_empty() && old != value {
            if self.trail.len() >= DEEPEST {
                return Err(TooLong);
            }
            self.trail.push((register, old));
        }
        Ok(())
    }

    fn choice(&mut self, place: Place, at: usize, more: u32) -> Outcome<()> {
        if self.stack.len() >= DEEPEST {
            return Err(TooLong);
        }
        self.stack.push(Choice { place, at: at as u32, trail: self.trail.len() as u32, more });
        Ok(())
    }

    /// Start and end of what a group has matched.
    fn matched(&self, group: u32) -> Option<(usize, usize)> {
        let (start, end) = ends_of(group);
        let (start, end) = (self.get(start), self.get(end));
        (start != UNSET && end != UNSET && start <= end).then_some((start as usize, end as usize))
    }
}
