//! The worker's pace: after 25 ms of work it gives the event loop a turn, so that "cancel" is heard.

use std::cell::{Cell, RefCell};

use covscope_core::pace::{Cancelled, Pace};
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, MessageChannel, Performance, WorkerGlobalScope};

/// How long work goes on without a turn, in milliseconds: half of what a person may wait for "cancel".
const STRETCH: f64 = 25.0;

/// When the last turn was, and whether the work is called off.
pub(super) struct Turns {
    clock: Option<Performance>,
    last: Cell<f64>,
    cancelled: Cell<bool>,
    /// Ends what is being fetched.
    fetching: RefCell<Option<AbortController>>,
}

impl Turns {
    /// A pace for all requests.
    pub(super) fn new() -> Turns {
        Turns {
            clock: scope().and_then(|scope| scope.performance()),
            last: Cell::new(0.0),
            cancelled: Cell::new(false),
            fetching: RefCell::default(),
        }
    }

    /// Forgets a cancel that was meant for the request before.
    pub(super) fn start(&self) {
        self.cancelled.set(false);
        self.last.set(self.now());
    }

    /// Calls off the request under way.
    pub(super) fn cancel(&self) {
        self.cancelled.set(true);
        if let Some(fetching) = self.fetching.take() {
            fetching.abort();
        }
    }

    /// What ends a fetch when the request is called off.
    pub(super) fn signal(&self) -> Option<AbortSignal> {
        self.fetching.replace(AbortController::new().ok());
        self.fetching.borrow().as_ref().map(AbortController::signal)
    }

    /// Milliseconds of a clock that only goes forward.
    pub(super) fn now(&self) -> f64 {
        self.clock.as_ref().map_or(0.0, Performance::now)
    }
}

impl Pace for Turns {
    async fn tick(&self) -> Result<(), Cancelled> {
        if !self.cancelled.get() && self.now() - self.last.get() >= STRETCH {
            turn().await;
            self.last.set(self.now());
        }
        if self.cancelled.get() { Err(Cancelled) } else { Ok(()) }
    }
}

fn scope() -> Option<WorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Waits for a turn of the event loop. By a message, since browsers stretch nested timers to 4 ms.
async fn turn() {
    let Ok(channel) = MessageChannel::new() else { return };
    let turn = Promise::new(&mut |done, _| {
        channel.port1().set_onmessage(Some(&done));
        // A message of nothing can always be cloned.
        let _ = channel.port2().post_message(&wasm_bindgen::JsValue::NULL);
    });
    let _ = JsFuture::from(turn).await;
    channel.port1().close();
}
