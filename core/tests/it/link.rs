//! The report in a link: what it holds of real reports, how long it is, and what comes of links that are none.

use covscope_core::link::{self, Detail, Payload, Provenance};
use covscope_core::session::Session;
use covscope_core::view::Query;

use crate::{relyloop, sample};

/// What CI knows of a run, with digests as long as real ones.
fn provenance() -> Provenance {
    Provenance {
        repository: "owner/repository".to_owned(),
        pull_request: 531,
        head: "0123456789abcdef0123456789abcdef01234567".to_owned(),
        base: "89abcdef0123456789abcdef0123456789abcdef".to_owned(),
        run: 12_345_678_901,
    }
}

fn payload(session: &Session) -> Payload {
    session.payload(&Query::default(), provenance(), None).unwrap()
}

#[test]
fn sizes() {
    let sample = payload(&sample::whole());
    let mut payloads = vec![("the sample", sample)];
    payloads.extend(relyloop::whole().map(|session| ("RelyLoop", payload(&session))));
    for (name, payload) in payloads {
        for detail in [
            Detail::All,
            Detail::NoLaneBranches,
            Detail::NoLaneLines,
            Detail::NoBranches,
            Detail::NoLines,
            Detail::Folded(1),
            Detail::Total,
        ] {
            let written = link::write(&payload.with(detail), 60_000).unwrap();
            println!(
                "{name}: {detail:?}: {} characters, {} bytes",
                written.text.len(),
                link::encode(&payload.with(detail)).len()
            );
            assert_eq!(written.detail, detail);
            assert_eq!(link::read(&written.text), Ok(payload.with(detail)));
        }
    }
}
