//! The order of core's stages: what a module may know of the others, see the map in core/src/lib.rs.

use crate::{Text, assert_none, texts};

/// Core's modules, from the inputs to the façade. A module knows those of its own group and the groups before it.
const STAGES: [&[&str]; 10] = [
    &[
        "decimal", "error", "gate", "line", "numbers", "pace", "paths", "python", "reason", "repr", "set", "share",
        "worth",
    ],
    &["link"],
    &["input"],
    &["regex", "diff"],
    &["data", "config"],
    &["combine", "source", "reported"],
    &["report"],
    &["patch"],
    &["view", "export"],
    &["session"],
];

/// Crates, and the only places in `src/` folders that may name them.
const KEPT_TO: [(&str, &str); 2] = [("ruff_", "core/src/source"), ("rusqlite", "core/src/data/sqlite")];

fn stage(module: &str) -> Option<usize> {
    STAGES.iter().position(|group| group.contains(&module))
}

/// The module of core that a file belongs to: `core/src/data/sqlite.rs` to `data`.
fn module(text: &Text) -> Option<&str> {
    let module = text.path.strip_prefix("core/src/")?.split(['/', '.']).next()?;
    (text.is_rust() && module != "lib" && module != "bin").then_some(module)
}

/// The modules named in a line as `crate::module`, also in a group: `use crate::{error::Result, line}`.
fn named(line: &str) -> Vec<String> {
    let first = |path: &str| path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let after = line.split("crate::").skip(1).flat_map(|rest| match rest.strip_prefix('{') {
        Some(group) => group.split([',', '}']).map(first).collect::<Vec<_>>(),
        None => vec![first(rest)],
    });
    after.filter(|name| stage(name).is_some()).collect()
}

#[test]
fn every_module_has_its_stage() {
    let unknown =
        texts().iter().filter_map(module).filter(|module| stage(module).is_none()).map(str::to_owned).collect();
    assert_none("each module of core stands in STAGES of tests/tidy/stages.rs", unknown);
}

#[test]
fn no_stage_knows_a_later_one() {
    let backwards = |text: &Text| {
        let own = module(text).and_then(stage)?;
        Some(text.offences(|line| {
            !line.trim_start().starts_with("//") && named(line).iter().any(|name| stage(name) > Some(own))
        }))
    };
    assert_none("a module of core names earlier stages only", texts().iter().filter_map(backwards).flatten().collect());
}

#[test]
fn the_check_of_the_order_can_fail() {
    assert_eq!(named("use crate::{error::Result, line, Unknown};"), ["error", "line"]);
    assert_eq!(named("let x = crate::report::total(crate::view::y);"), ["report", "view"]);
    assert!(stage("session") > stage("report") && stage("input") < stage("data"));
}

#[test]
fn the_parser_and_sqlite_stand_behind_one_door_each() {
    for (name, place) in KEPT_TO {
        let is_source =
            |text: &&Text| text.path.contains("/src/") && text.is_rust() && !text.path.starts_with("core/unicode-");
        let names = |line: &str| {
            let line = line.trim_start();
            !line.starts_with("//")
                && (line.contains(&format!("use {name}")) || line.contains(&format!(" {name}")) && line.contains("::"))
        };
        let elsewhere = texts()
            .iter()
            .filter(is_source)
            .filter(|text| !text.path.starts_with(place))
            .flat_map(|text| text.offences(names))
            .collect();
        assert_none(&format!("{name} is for {place} alone"), elsewhere);
    }
}
