//! Serves the built site at `http://127.0.0.1:8123/covscope/`, or another port where that one is taken: `serve [FOLDER]`.

use std::{env, io, thread};

use covscope_e2e::server::Server;

fn main() -> io::Result<()> {
    let dist = env::args_os().nth(1).unwrap_or_else(|| "dist".into());
    // No age: a site that was just built again is seen.
    let server = Server::start(&dist, 8123, 0).or_else(|_| Server::start(&dist, 0, 0))?;
    println!("covscope is at {}", server.url());
    println!("with the sample at {}#sample", server.url());
    println!("Ctrl-C ends.");
    loop {
        thread::park();
    }
}
