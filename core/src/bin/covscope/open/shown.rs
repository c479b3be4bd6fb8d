//! The page as it is now: of the last data that made a report.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::console::{Console, Stop};
use super::super::options::Options;
use super::super::viewer::Viewer;
use super::super::{bundle, inputs};
use super::watch;

/// The page, and what it is made of.
pub(super) struct Shown {
    options: Options,
    viewer: Viewer,
    /// Where data files are looked for, if none is named. Asked for once: the settings' warnings are said when they are read.
    data_file: Option<String>,
    state: Mutex<State>,
}

struct State {
    /// The data, as a zip.
    data: Vec<u8>,
    /// Of which state of the files it is.
    stamp: String,
    /// The state of the files when they were read last, with or without a report.
    tried: String,
    /// And when they were looked at last.
    seen: String,
}

impl Shown {
    /// Reads the inputs.
    pub(super) fn new(options: &Options, console: &Console) -> Result<Shown, Stop> {
        let viewer = Viewer::find(options)?;
        // Before they are read: what is written meanwhile is seen as new.
        let here = inputs::takes_data_here(options).then(|| inputs::data_file(options, console));
        let data_file = here.transpose()?;
        let stamp = watch::stamp(options, data_file.as_deref());
        let data = bundle::packed(options, console)?;
        let state = Mutex::new(State { data, tried: stamp.clone(), seen: stamp.clone(), stamp });
        Ok(Shown { options: options.clone(), viewer, data_file, state })
    }

    /// The page's HTML.
    pub(super) fn html(&self) -> String {
        let state = self.state();
        self.viewer.watched(&state.data, self.options.value("title"), &state.stamp)
    }

    /// Looks whether the files have changed, reads them if so, and tells by a stamp which data is shown.
    ///
    /// While tests run, data files go and come: files are read when they have not changed since the last look, and a page with
    /// data is not given up for one without.
    pub(super) fn look(&self) -> String {
        let mut state = self.state();
        let now = watch::stamp(&self.options, self.data_file.as_deref());
        if now == state.seen && now != state.tried {
            let console = Console::new(false);
            state.tried.clone_from(&now);
            match bundle::packed(&self.options, &console) {
                Ok(data) => (state.data, state.stamp) = (data, now.clone()),
                Err(Stop(message)) => console.note(&format!("the page stays as it was: {message}")),
            }
        }
        state.seen = now;
        state.stamp.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
