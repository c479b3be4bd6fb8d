//! How long work lets its host have a breath.
//!
//! Long work runs in a browser's worker, which can hear "cancel" only between two turns of its event loop. So every
//! stage that may be long is an `async fn` and calls [`Pace::tick`] between units of a few milliseconds. The host decides
//! what a tick is: nothing ([`Unhurried`]), or a look at the clock and, when it is time, a turn of the event loop.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// The work was called off between two units; nothing that was loaded before it is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// What the host does between two units of work.
pub trait Pace {
    /// Called between units; ends the work when it says [`Cancelled`].
    fn tick(&self) -> impl Future<Output = Result<(), Cancelled>>;
}

/// Never waits and never cancels: for native programs and tests.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unhurried;

impl Pace for Unhurried {
    async fn tick(&self) -> Result<(), Cancelled> {
        Ok(())
    }
}

/// Runs work that never really waits (its pace is [`Unhurried`]) to its end.
pub fn run<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = work.as_mut().poll(&mut context) {
            return value;
        }
    }
}
