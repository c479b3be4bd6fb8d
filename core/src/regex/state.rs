//! What a run remembers: registers, choices, and how to take back what was done since each. All of it is bounded.

use super::program::{Place, Program, Register, ends_of};

/// A text was too long for a pattern, or there were too many ways to try it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "there are too many ways to try it")
    }
}

pub(super) type Outcome<T> = Result<T, TooLong>;

/// What is granted for all matches in a text: so many steps, and for each byte some more.
const STEPS: u64 = 5_000_000;
const STEPS_A_BYTE: u64 = 100;
/// But no more than that, which is about a second; a large text has at least some for each byte.
const MOST_STEPS: u64 = 20_000_000;
const LEAST_A_BYTE: u64 = 10;

/// So many bytes that are passed, or registers that are cleared, count as one step.
pub(super) const UNITS_A_STEP: usize = 8;

/// How long the stack and the trail may grow.
const DEEPEST: usize = 4_000_000;

/// So many entries of the trail are looked at for one that makes another one needless.
const LOOKED_AT: usize = 64;

/// A register without a value.
pub(super) const UNSET: u32 = u32::MAX;

/// What could be tried anew.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    pub(super) place: Place,
    pub(super) at: u32,
    /// [`PLAIN`]: go on there. Else the step there goes on: a greedy run has this as its least end, a lazy one may take so
    /// many more.
    pub(super) more: u32,
    /// The length of the trail.
    trail: u32,
    /// Whether the groups are then as they were.
    restores: bool,
}

/// A choice that is no more than a place.
pub(super) const PLAIN: u32 = u32::MAX;

pub(super) struct State {
    registers: Vec<u32>,
    /// How many of them are starts and ends of groups.
    marks: u32,
    stack: Vec<Choice>,
    /// What registers were before they changed.
    trail: Vec<(Register, u32)>,
    /// Steps that are left.
    steps: u64,
}

impl State {
    pub(super) fn new(program: &Program, text: &str) -> State {
        State {
            registers: vec![UNSET; program.registers as usize],
            marks: program.marks,
            stack: Vec::new(),
            trail: Vec::new(),
            steps: STEPS + (STEPS_A_BYTE * text.len() as u64).min(MOST_STEPS.max(LEAST_A_BYTE * text.len() as u64)),
        }
    }

    /// Grants no more than so many steps. How many are left.
    pub(super) fn grant(&mut self, most: u64) -> u64 {
        self.steps = self.steps.min(most);
        self.steps
    }

    /// Forgets all but the steps that are left.
    pub(super) fn reset(&mut self) {
        self.registers.fill(UNSET);
        self.stack.clear();
        self.trail.clear();
    }

    pub(super) fn spend(&mut self, steps: usize) -> Outcome<()> {
        self.steps = self.steps.checked_sub(steps as u64).ok_or(TooLong)?;
        Ok(())
    }

    pub(super) fn get(&self, register: Register) -> u32 {
        self.registers.get(register as usize).copied().unwrap_or(UNSET)
    }

    pub(super) fn set(&mut self, register: Register, value: u32) -> Outcome<()> {
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

    /// Remembers where a group starts or ends. Those between it and the last that counted have not been reached.
    pub(super) fn mark(&mut self, register: Register, at: usize) -> Outcome<()> {
        let reached = self.get(self.marks).wrapping_add(1);
        if register >= reached {
            self.spend((register - reached) as usize / UNITS_A_STEP)?;
            for register in reached..register {
                self.set(register, UNSET)?;
            }
            self.set(self.marks, register)?;
        }
        self.set(register, at as u32)
    }

    /// Start and end of what a group has matched.
    pub(super) fn matched(&self, group: u32) -> Option<(usize, usize)> {
        let (start, end) = ends_of(group);
        let is_reached = end < self.get(self.marks).wrapping_add(1);
        let (start, end) = (self.get(start), self.get(end));
        (is_reached && start != UNSET && end != UNSET && start <= end).then_some((start as usize, end as usize))
    }

    /// Remembers a choice.
    pub(super) fn choose(&mut self, place: Place, at: usize, more: u32, restores: bool) -> Outcome<()> {
        if self.stack.len() >= DEEPEST {
            return Err(TooLong);
        }
        self.stack.push(Choice { place, at: at as u32, more, trail: self.trail.len() as u32, restores });
        Ok(())
    }

    /// The last choice; all is as it was then.
    pub(super) fn last_choice(&mut self) -> Option<Choice> {
        let choice = self.stack.pop()?;
        let mut kept = Vec::new();
        for (register, value) in self.trail.drain(choice.trail as usize..).rev() {
            if register < self.marks && !choice.restores {
                kept.push((register, value));
            } else if let Some(register) = self.registers.get_mut(register as usize) {
                *register = value;
            }
        }
        // A choice before may restore them: to the first that they were since then.
        let since = self.stack.last().map_or(0, |choice| choice.trail as usize);
        for (register, value) in kept.into_iter().rev() {
            let known = self.trail.get(since..).unwrap_or_default().iter().rev().take(LOOKED_AT);
            if !known.clone().any(|(known, _)| *known == register) {
                self.trail.push((register, value));
            }
        }
        Some(choice)
    }

    /// How many choices there are.
    pub(super) fn choices(&self) -> u32 {
        self.stack.len() as u32
    }

    /// Gives up the choices that came after there were so many.
    pub(super) fn commit(&mut self, choices: u32) {
        self.stack.truncate(choices as usize);
    }
}
