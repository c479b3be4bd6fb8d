//! The program that a browser hangs on: chromedriver or geckodriver.

use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;

/// How often a driver is started before it is given up.
const STARTS: usize = 5;

/// A running driver; it ends when dropped.
pub(super) struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts a driver that takes a free port and says it after the words `ready`.
    ///
    /// chromedriver takes a free port of IPv4 and then asks for the same one of IPv6; where another process has that, it ends.
    /// So a driver is started again, on another port.
    pub(super) fn start(command: &mut Command, ready: &str) -> io::Result<Driver> {
        let mut tried = Driver::start_once(command, ready);
        for _ in 1..STARTS {
            if tried.is_ok() {
                break;
            }
            tried = Driver::start_once(command, ready);
        }
        tried
    }

    /// Where it listens.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn start_once(command: &mut Command, ready: &str) -> io::Result<Driver> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| io::Error::other(format!("{name} does not start: {error}")))?;
        let output = process.stdout.take().ok_or_else(|| io::Error::other(format!("{name} has no output")))?;
        let mut driver = Driver { process, port: 0 };
        let mut lines = BufReader::new(output).lines();
        for line in &mut lines {
            let line = line?;
            if let Some((_, port)) = line.split_once(ready) {
                driver.port = port.trim_end_matches('.').parse().map_err(io::Error::other)?;
                // Read on, so that the driver never waits for its output to be taken.
                thread::spawn(move || lines.for_each(drop));
                return Ok(driver);
            }
        }
        Err(io::Error::other(format!("{name} ended without saying its port")))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
