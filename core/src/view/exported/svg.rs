//! Pictures: the report in one for a message or a page, and a badge for a README. No script, no font and nothing else from
//! elsewhere is in them.

use std::fmt::Write;

use crate::numbers::count;
use crate::view::{Distance, Overview, Share, Verdict};

const FONT: &str = "system-ui,'Segoe UI',Roboto,'DejaVu Sans',Verdana,sans-serif";
/// As in the page's light theme: several lanes, then each lane alone, then none.
const SHARED: &str = "#256a94";
const LANES: [&str; 8] = ["#4f9fc4", "#8a63ad", "#2f8f83", "#9a7420", "#c0578f", "#6b7684", "#6f8a2c", "#35418f"];
const MISSING: &str = "#f0d8cd";

/// Ground, ink, and the word of a verdict.
fn verdict(overview: &Overview) -> (&'static str, &'static str) {
    match overview.gate.verdict {
        Verdict::Pass => ("#1a6e50", "PASS"),
        Verdict::Fail => ("#b23f1b", "FAIL"),
        Verdict::Incomplete => ("#6b5a1e", "INCOMPLETE"),
    }
}

/// `without heavy`, if that lane is switched off.
fn without(overview: &Overview) -> Option<String> {
    let off: Vec<&str> = overview.lanes.iter().filter(|lane| !lane.on).map(|lane| lane.name.as_str()).collect();
    (!off.is_empty()).then(|| format!("without {}", short(&off.join(", "))))
}

/// A badge: `coverage 82 %`, with the verdict as its colour and its words.
pub(super) fn badge(overview: &Overview) -> String {
    let (colour, word) = verdict(overview);
    let value = match (overview.gate.verdict, overview.union.n_files) {
        (_, 0) => "no data".to_owned(),
        _ if let Some(without) = without(overview) => {
            format!("{}% {}", overview.union.percent_text, escaped(&without))
        }
        (Verdict::Incomplete, _) => format!("{}% incomplete", overview.union.percent_text),
        _ => format!("{}%", overview.union.percent_text),
    };
    // A letter of Verdana at 11 px is about 7 px wide.
    let (left, right) = (62, 7 * value.chars().count() + 12);
    let width = left + right;
    let (left_middle, right_middle) = (left / 2, left + right / 2);
    let text = "fill=\"#fff\" text-anchor=\"middle\" font-family=\"Verdana,'DejaVu Sans',sans-serif\" font-size=\"11\"";
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"20\" role=\"img\" aria-label=\"coverage: {value}, {word}\">\
<title>coverage: {value}, {word}</title>\
<clipPath id=\"r\"><rect width=\"{width}\" height=\"20\" rx=\"3\"/></clipPath>\
<g clip-path=\"url(#r)\"><rect width=\"{left}\" height=\"20\" fill=\"#444a52\"/><rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{colour}\"/></g>\
<g {text}><text x=\"{left_middle}\" y=\"14\">coverage</text><text x=\"{right_middle}\" y=\"14\">{value}</text></g></svg>\n"
    )
}

/// The most rows of a list.
const MOST: usize = 7;

/// The report in one picture of 1200 by 630, as messengers show it.
pub(super) fn picture(overview: &Overview) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\" width=\"1200\" height=\"630\" font-family=\"{FONT}\" fill=\"#1b1e22\">\
<rect width=\"1200\" height=\"630\" fill=\"#f7f7f5\"/><rect x=\"40\" y=\"40\" width=\"1120\" height=\"550\" rx=\"14\" fill=\"#fff\" stroke=\"#e2e2dd\"/>"
    );
    let mut text = |x: i32, y: i32, size: i32, rest: &str, words: &str| {
        // Writing to a String does not fail.
        let _ = write!(svg, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" {rest}>{}</text>", escaped(words));
    };
    let (colour, word) = verdict(overview);
    let (muted, strong, right) = ("fill=\"#5c6169\"", "font-weight=\"600\"", "text-anchor=\"end\"");
    text(80, 100, 26, &format!("font-weight=\"700\" fill=\"{colour}\""), word);
    text(80, 190, 92, "font-weight=\"700\" letter-spacing=\"-3\"", &format!("{} %", overview.union.percent_exact));
    let without = without(overview);
    let shows = if without.is_some() { "would show" } else { "shows" };
    let shown = format!("coverage.py {shows} {} %", overview.union.percent_text);
    let distance = match overview.gate.distance {
        Some(Distance::Short(points)) => format!(" · {} short of {} %", count(points), overview.gate.threshold),
        Some(Distance::Spare(points)) => format!(" · {} to spare above {} %", count(points), overview.gate.threshold),
        None => String::new(),
    };
    text(80, 236, 24, muted, &format!("{shown}{distance}"));
    if let Some(without) = without {
        text(80, 258, 18, muted, &format!("what if: {without}"));
    }
    text(80, 356, 20, muted, "Who covers what");
    text(1120, 356, 20, &format!("{muted} {right}"), "points");
    text(680, 100, 20, muted, "Lane alone");
    for (at, lane) in (0..).zip(overview.lanes.iter().take(4)) {
        let y = 134 + at * 34;
        text(704, y, 22, "", &short(&lane.name));
        text(1120, y, 22, &format!("{strong} {right}"), &format!("{} %", lane.totals.percent_exact));
    }
    if overview.lanes.len() > 4 {
        text(704, 270, 18, muted, &format!("and {} more", overview.lanes.len() - 4));
    }
    let rows = if overview.shares.len() > MOST { MOST - 1 } else { MOST };
    for (at, share) in (0..).zip(overview.shares.iter().take(rows)) {
        let y = 392 + at * 28;
        text(108, y, 20, "", &short(&share.name));
        text(1120, y, 20, &format!("{strong} {right}"), &count(share.points));
    }
    if overview.shares.len() > MOST {
        text(108, 392 + 28 * 6, 18, muted, &format!("and {} more", overview.shares.len() - rows));
    }
    for (at, lane) in (0..).zip(overview.lanes.iter().take(4).enumerate()) {
        let _ = write!(
            svg,
            "<rect x=\"680\" y=\"{}\" width=\"14\" height=\"14\" rx=\"3\" fill=\"{}\"/>",
            120 + at * 34,
            LANES[lane.0 % LANES.len()]
        );
    }
    for (at, share) in (0..).zip(overview.shares.iter().take(rows)) {
        let _ = write!(
            svg,
            "<rect x=\"80\" y=\"{}\" width=\"14\" height=\"14\" rx=\"3\" fill=\"{}\"/>",
            379 + at * 28,
            fill(share)
        );
    }
    bar(overview, &mut svg);
    svg.push_str("</svg>\n");
    svg
}

/// The bar over all points, with the gate.
fn bar(overview: &Overview, svg: &mut String) {
    let points = overview.shares.iter().map(|share| share.points).sum::<usize>().max(1) as f64;
    let mut ordered: Vec<&Share> = overview.shares.iter().collect();
    // What is missing comes last.
    ordered.sort_by_key(|share| (share.lanes.is_empty() && share.others == 0, std::cmp::Reverse(share.lanes.len())));
    let mut x = 80.0;
    for share in ordered {
        let width = share.points as f64 * 1040.0 / points;
        let _ =
            write!(svg, "<rect x=\"{x:.1}\" y=\"270\" width=\"{width:.1}\" height=\"34\" fill=\"{}\"/>", fill(share));
        x += width;
    }
    let gate = 80.0 + overview.gate.threshold * 10.4;
    let _ = write!(svg, "<path d=\"M{gate:.1} 260v54\" stroke=\"#14171a\" stroke-width=\"3\"/>");
}

fn fill(share: &Share) -> &'static str {
    match share.lanes.as_slice() {
        [] if share.others == 0 => MISSING,
        [lane] => LANES[lane % LANES.len()],
        _ => SHARED,
    }
}

/// Names can be of any length.
fn short(name: &str) -> String {
    match name.char_indices().nth(36) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

/// Text for XML, without the control characters that it can't have.
fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
