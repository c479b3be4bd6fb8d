//! `covscope link`: the report in a link.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use covscope_core::input::remote::Pointer;
use covscope_core::link::{self, Payload, Provenance};
use covscope_core::session::Session;
use covscope_core::view::Query;

use super::console::{Console, Stop, print};
use super::options::Options;
use super::patch::{self, Named};
use super::{git, inputs};

/// The budget where nothing else is said: what a comment has room for beside its words.
pub(super) const COMMENT: usize = 8_000;

/// Prints the link; what it leaves out is said on stderr.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let budget = number(options, "budget")?.map_or(COMMENT, |budget| usize::try_from(budget).unwrap_or(usize::MAX));
    let bytes = patch::bytes(options)?;
    let diff = bytes.as_ref().map(Named::diff).transpose()?;
    let session = inputs::session(options, console)?;
    let patch = diff.as_ref().and_then(|diff| session.patch(diff, &Query::default()));
    patch.iter().flat_map(|patch| &patch.problems).for_each(|problem| console.problem(problem));
    let of = Provenance { folder: folder(options, &session), ..provenance(options)? };
    let payload = session.payload(&Query::default(), of, patch.as_ref());
    let payload = payload.ok_or_else(|| Stop(inputs::NO_DATA.to_owned()))?;
    let base = options.value("base").or(session.manifest().site.as_deref());
    if base.is_none() {
        let how = "say where the page is with --base URL, or in pyproject.toml:\n[tool.covscope]\nsite = \"https://host/covscope/\"";
        console.note(&format!("This is the end of a link; {how}"));
    }
    let bundle = options.value("bundle").map(|bundle| {
        Pointer::to(bundle).ok_or_else(|| {
            Stop(format!(
                "--bundle is {bundle}; expected https://raw.githubusercontent.com/owner/name/COMMIT/path.zip."
            ))
        })
    });
    print(&(write(&payload, base.unwrap_or_default(), bundle.transpose()?.as_deref(), budget, console)? + "\n"));
    Ok(ExitCode::SUCCESS)
}

/// The link to the page at `base`, of at most `budget` characters, and with what points to the `bundle`; what it leaves out is said.
pub(super) fn write(
    payload: &Payload,
    base: &str,
    bundle: Option<&str>,
    budget: usize,
    console: &Console,
) -> Result<String, Stop> {
    // A page's address without its own fragment, and the report as the page's route has it.
    let src = bundle.map(|src| format!("src={src}&")).unwrap_or_default();
    let start = format!("{}#/?{src}d=", base.split('#').next().unwrap_or_default());
    let written = link::write(payload, budget.saturating_sub(start.len())).map_err(Stop)?;
    if let Some(left_out) = written.detail.left_out() {
        console.message(&format!("covscope: {left_out}"));
    }
    Ok(start + &written.text)
}

/// What the report is of, as the options say, else as a GitHub workflow does.
pub(super) fn provenance(options: &Options) -> Result<Provenance, Stop> {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    // The event tells the commits of a pull request: GITHUB_SHA is that of its merge, which nobody has.
    let event = variable("GITHUB_EVENT_PATH").and_then(|path| fs::read(path).ok());
    let event: serde_json::Value = event.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let told = |place: &str| event.pointer(place).and_then(|value| value.as_str()).map(str::to_owned);
    let text = |name: &str, known: Option<String>| options.value(name).map(str::to_owned).or(known).unwrap_or_default();
    let repository = variable("GITHUB_REPOSITORY").map(|name| match variable("GITHUB_SERVER_URL") {
        Some(server) if server != "https://github.com" => format!("{server}/{name}"),
        _ => name,
    });
    let pull_request = event.pointer("/pull_request/number").and_then(serde_json::Value::as_u64);
    let run = variable("GITHUB_RUN_ID").and_then(|run| run.parse().ok());
    Ok(Provenance {
        repository: text("repo", repository),
        pull_request: number(options, "pr")?.or(pull_request).unwrap_or_default(),
        head: text("sha", told("/pull_request/head/sha").or_else(|| variable("GITHUB_SHA"))),
        base: text("base-sha", told("/pull_request/base/sha")),
        run: number(options, "run")?.or(run).unwrap_or_default(),
        folder: String::new(),
    })
}

/// The project's folder in its repository, as git tells it: that in which the sources were found.
pub(super) fn folder(options: &Options, session: &Session) -> String {
    let parts = session.parts();
    let found = parts.iter().flat_map(|parts| &parts.sources);
    let before = found.filter_map(|source| source.path.strip_suffix(source.common?)).next().unwrap_or_default();
    let Some((top, inner)) = before.split_once('/') else { return git::prefix(Path::new(".")) };
    // A folder that was named gives its files its own name.
    let is_top = |folder: &PathBuf| folder.is_dir() && folder.file_name().is_some_and(|name| name == top);
    let named = options.arguments.iter().filter_map(|argument| fs::canonicalize(argument).ok()).find(is_top);
    let prefix = named.map(|folder| git::prefix(&folder)).filter(|prefix| !prefix.is_empty());
    prefix.map_or_else(String::new, |prefix| prefix + inner)
}

fn number(options: &Options, name: &str) -> Result<Option<u64>, Stop> {
    let parsed =
        |value: &str| value.parse().map_err(|_| Stop(format!("--{name} is {value}; expected a whole number.")));
    options.value(name).map(parsed).transpose()
}
