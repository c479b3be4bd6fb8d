//! `covscope comment`: the report as Markdown, for a comment on a pull request or the summary of a job.

mod markdown;
mod page;
mod places;

use std::process::ExitCode;

use covscope_core::input::remote::Pointer;
use covscope_core::link::{Payload, Provenance};
use covscope_core::numbers::display_covered;
use covscope_core::patch::PatchFile;
use covscope_core::reason::Reason;

use self::markdown::{code, target};
use self::page::Page;
use self::places::Places;
use super::console::{Console, Stop, print};
use super::gate::{self, Changes, Files, Report, bounds, sentence, sentence_of_files, sentence_of_patch};
use super::options::Options;
use super::{inputs, link, patch, shown_word};

/// How long the text may be in bytes, and the link in it. GitHub's limits are 65,536 characters for a comment and 1 MiB for a summary.
const LIMITS: [(&str, usize, usize); 2] = [("comment", 65_536, link::COMMENT), ("summary", 1_048_576, 60_000)];

/// So many places of one file are shown at most.
const MOST_PLACES: usize = 20;

/// So many reasons are shown at most.
const MOST_REASONS: usize = 20;

/// Judges the inputs as `covscope gate` does, and prints the Markdown.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let format = options.value("format").unwrap_or("comment");
    let limits = LIMITS.iter().find(|(name, ..)| *name == format);
    let &(_, most, budget) =
        limits.ok_or_else(|| Stop(format!("--format is {format}; expected comment or summary.")))?;
    let key = options.value("key").unwrap_or("covscope");
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
        return Err(Stop(format!("--key is {key}; expected letters, digits, dots and dashes.")));
    }
    let provenance = link::provenance(options)?;
    let (session, report) = gate::judged(options, console)?;
    let provenance = Provenance { folder: link::folder(options, &session), ..provenance };
    let changes = report.patch.as_ref().map(|changes| &changes.patch);
    let payload = session.payload(&report.query, provenance, changes);
    let mut payload = payload.ok_or_else(|| Stop(inputs::NO_DATA.to_owned()))?;
    payload.threshold_from.clone_from(&report.from);
    if let (Some(patch), Some(changes)) = (&mut payload.patch, &report.patch) {
        // The page says what the comment says.
        patch.fail_under = changes.least.as_ref().map(|least| least.threshold.fail_under);
    }
    let address = |given: Option<&str>, option: &str| {
        let address =
            |given: &str| target(given).ok_or_else(|| Stop(format!("{option} is {given}; expected https://…")));
        given.map(address).transpose()
    };
    // An empty one is none, whatever the configuration says.
    let base = options.value("base").or(session.manifest().site.as_deref()).filter(|base| !base.is_empty());
    let base = address(base, "The page's address")?;
    let bundle = address(options.value("bundle"), "--bundle")?;
    if base.is_none() {
        console.note(
            "There is no link to the report: say where the page is with --base URL, or as site in [tool.covscope].",
        );
    }
    let src = bundle.as_deref().and_then(Pointer::to);
    let link = base.and_then(|base| {
        let link = link::write(&payload, &base, src.as_deref(), budget, console);
        // The rest of the report is no longer for it.
        link.inspect_err(|Stop(why)| console.note(&format!("There is no link to the report: {why}"))).ok()
    });

    // Link and address come behind reasons, which may be long.
    let addresses = link.iter().chain(&bundle).map(String::len).sum();
    let mut page = Page::new(most, addresses);
    page.paragraph(&format!("<!-- covscope:{key} -->"));
    write(&mut page, report, &payload, link.as_deref(), bundle.as_deref());
    print(&page.end());
    Ok(ExitCode::SUCCESS)
}

/// The whole text behind the marker.
fn write(page: &mut Page, mut report: Report, payload: &Payload, link: Option<&str>, bundle: Option<&str>) {
    let union = &report.overview.union;
    page.paragraph(&format!("### Coverage: {}, {}%", shown_word(report.verdict()), union.percent_text));
    // Of the sentences nothing else was named by others.
    report.from = code(&report.from);
    page.paragraph(&sentence(&report));
    let reasons: Vec<String> = payload.reasons.iter().map(|reason| format!("- {}", named(reason))).collect();
    self::reasons(page, &reasons);
    if let Some(known) = &report.overview.gate.bounds {
        page.paragraph(&bounds(known));
    }
    if let Some(link) = link {
        let detail = if link.contains("#/?src=") {
            "The report is in the link; its data and sources are fetched if you say yes there."
        } else {
            "The report is in the link: nothing of it is fetched."
        };
        page.paragraph(&format!("**[Open the report]({link})** {detail}"));
    }
    if let Some(bundle) = bundle {
        page.paragraph(&format!("[Data and sources]({bundle}) of it in one file, to be dropped on the page."));
    }
    page.has_addresses();
    page.lines("| Lane | Coverage |\n| :-- | --: |\n", &lanes(&report, payload), "lanes");
    let changed = report.patch.as_ref().map(|changes| changes.patch.files.as_slice()).unwrap_or_default();
    let places = Places::new(&payload.provenance, changed);
    if let Some(changes) = &mut report.patch {
        changes.least.iter_mut().for_each(|least| least.from = code(&least.from));
        page.paragraph("#### Changed lines");
        page.paragraph(&sentence_of_patch(changes, report.precision));
        self::changes(page, changes, report.overview.gate.reasons.len(), &places);
    }
    if let Some(files) = &mut report.files {
        files.least.from = code(&files.least.from);
        self::files(page, files, &places);
    }
    let with = format!("covscope {}, with the numbers of coverage.py 7.17.3", env!("CARGO_PKG_VERSION"));
    let of = payload.provenance.head.get(..12).unwrap_or_default();
    page.paragraph(&format!(
        "<sub>{with}{}</sub>",
        if of.is_empty() { String::new() } else { format!("; commit {}", code(of)) }
    ));
}

/// The first reasons as a list, and how many more there are.
fn reasons(page: &mut Page, reasons: &[String]) {
    let shown = reasons.get(..MOST_REASONS).unwrap_or(reasons);
    page.lines("", shown, "reasons");
    let n_more = reasons.len() - shown.len();
    if n_more > 0 {
        page.paragraph(&format!("And {n_more} more reason{}.", if n_more == 1 { "" } else { "s" }));
    }
}

/// A reason, with the names in it as code.
fn named(reason: &Reason) -> String {
    let reason = match reason {
        Reason::Lanes(absence, names) => Reason::Lanes(*absence, names.iter().map(|name| code(name)).collect()),
        Reason::OnlyLane(name) => Reason::OnlyLane(code(name)),
        Reason::DataUnusable(input) => Reason::DataUnusable(code(input)),
        Reason::Settings(file) => Reason::Settings(code(file)),
        Reason::Files(..) | Reason::NothingToCount | Reason::Pattern | Reason::PathsApart => reason.clone(),
    };
    reason.to_string()
}

/// A row for each lane that is here, for each that should be, and for all together.
fn lanes(report: &Report, payload: &Payload) -> Vec<String> {
    let percent = |totals: &covscope_core::view::Totals| {
        format!("{}%{}", totals.percent_exact, if totals.estimated { " (estimated)" } else { "" })
    };
    let overview = &report.overview;
    let here = overview.lanes.iter().map(|lane| (code(&lane.name), percent(&lane.totals)));
    let is_here = |name: &&String| overview.lanes.iter().any(|lane| lane.name == **name);
    let word = |name: &String| if payload.skipped.contains(name) { "skipped" } else { "missing" };
    let not_here = payload.expected.iter().filter(|name| !is_here(name));
    let not_here = not_here.map(|name| (code(name), format!("**{}**", word(name))));
    let union = std::iter::once(("**together**".to_owned(), format!("**{}**", percent(&overview.union))));
    here.chain(not_here).chain(union).map(|(name, value)| format!("| {name} | {value} |")).collect()
}

fn changes(page: &mut Page, changes: &Changes, n_known: usize, places: &Places) {
    // Those of the total were said.
    let reasons: Vec<String> = changes.patch.reasons.iter().skip(n_known).map(|it| format!("- {}", code(it))).collect();
    self::reasons(page, &reasons);
    let (partial, whole): (Vec<&PatchFile>, Vec<&PatchFile>) = changes
        .patch
        .files
        .iter()
        .partition(|file| file.union.numbers.n_missing + file.union.numbers.n_missing_branches > 0);
    let row = |file: &&PatchFile| {
        let misses = patch::misses(&file.union);
        let mut shown: Vec<String> = misses
            .iter()
            .take(MOST_PLACES)
            .map(|(first, last, text)| places.lines(&file.name, *first, *last, &text.replace("->", "→")))
            .collect();
        if misses.len() > MOST_PLACES {
            shown.push(format!("{} more", misses.len() - MOST_PLACES));
        }
        let percent = display_covered(file.union.numbers.pc_covered(), 2);
        format!("| {} | {percent}% | {} |", places.changed(&file.path, &file.name), shown.join(", "))
    };
    let head = "| File | Changed lines covered | Missing |\n| :-- | --: | :-- |\n";
    page.lines(head, &partial.iter().map(row).collect::<Vec<_>>(), "files");
    match (whole.len(), partial.len()) {
        (0, _) => {}
        (1, _) => page.paragraph("Of 1 changed file all that counts ran."),
        (count, _) => page.paragraph(&format!("Of {count} changed files all that counts ran.")),
    }
}

fn files(page: &mut Page, files: &Files, places: &Places) {
    page.paragraph("#### Each file");
    page.paragraph(&sentence_of_files(files));
    let row = |(path, totals): &(String, covscope_core::view::Totals)| {
        format!("| {} | {}% |", places.file(path), totals.percent_exact)
    };
    page.lines("| File | Coverage |\n| :-- | --: |\n", &files.below.iter().map(row).collect::<Vec<_>>(), "files");
}
