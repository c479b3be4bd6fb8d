//! The problems: each says what was wrong with which input, what was done instead, and the fix.

mod group;

use covscope_core::error::{Problem, Severity, fix_parts};
use yew::prelude::*;

use crate::client::Client;
use crate::route::Screen;
use crate::shared::code::Code;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::plain::{back, noted, plain};
use crate::shared::words;
use group::{Group, groups};

/// The problems' screen.
pub fn problems(client: &Client) -> Html {
    let state = &client.state;
    html! {
        <main class="page problems-page" data-test="problems">
            { back(client.state.route.at(Screen::Report).href()) }
            { plain("h1", "", "Problems") }
            { plain("p", "muted", summary(&state.problems)) }
            { problem_list(&state.problems) }
        </main>
    }
}

fn summary(problems: &[Problem]) -> String {
    if problems.is_empty() {
        return "Every input was read and used as it is.".to_owned();
    }
    let count = |severity| problems.iter().filter(|problem| problem.severity() == severity).count();
    let parts = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Note, "note", "notes"),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .map(|(severity, one, many)| (count(severity), one, many))
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many)| words::counted(n, one, many))
        .collect();
    let parts: Vec<_> = parts.iter().map(String::as_str).collect();
    format!("{}. Everything else was loaded and is shown.", words::list(&parts))
}

/// The problems, the worst first; many of one kind as one, with their inputs in a list.
pub fn problem_list(problems: &[Problem]) -> Html {
    html! {
        <ul class="problem-list">
            { for groups(problems).iter().map(card) }
        </ul>
    }
}

fn card(group: &Group) -> Html {
    let Group { problem, inputs } = group;
    let (glyph, word) = match problem.severity() {
        Severity::Note => (Glyph::Note, "note"),
        Severity::Warning => (Glyph::Warning, "warning"),
        Severity::Error => (Glyph::Error, "error"),
    };
    let input = match inputs.as_slice() {
        [] | [_] => problem.input.clone(),
        many => words::counted(many.len(), "input", "inputs"),
    };
    html! {
        <li class={format!("card problem problem-{word}")} data-test="problem" data-code={problem.code.as_str()} data-severity={word}>
            <div class="problem-head">
                <span class="problem-severity">{ mark(glyph) }{ word }</span>
                { noted("span", "problem-input", "problem-input", input) }
                <a class="problem-code muted" href={format!("problems.html#{}", problem.code.as_str())} target="_blank" data-test="problem-meaning">
                    { plain("code", "", problem.code.as_str()) }
                </a>
            </div>
            { noted("p", "problem-cause", "problem-cause", &problem.cause) }
            { plain("p", "problem-instead muted", &problem.instead) }
            if inputs.len() > 1 {
                <details class="problem-inputs">
                    { plain("summary", "", format!("Which {}", words::counted(inputs.len(), "input", "inputs"))) }
                    <ul>{ for inputs.iter().map(|(input, cause)| html! {
                        <li>{ plain("code", "", input) }if *cause != problem.cause { { plain("span", "muted", cause) } }</li>
                    }) }</ul>
                </details>
            }
            { for problem.fix.as_deref().map(fix) }
        </li>
    }
}

/// The fix: a sentence as a sentence, lines to paste as lines to paste.
fn fix(fix: &str) -> Html {
    let (words, code) = fix_parts(fix);
    html! {
        <div class="problem-fix" data-test="problem-fix">
            if !words.is_empty() { <p>{ plain("strong", "", "Fix: ") }{ words }</p> }
            if !code.is_empty() { <Code code={code.to_owned()}/> }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use covscope_core::error::Code;

    use super::{Problem, summary};

    #[test]
    fn the_summary_counts() {
        let problem = |code| Problem::new(code, "x", "y");
        let problems = [problem(Code::DataEmpty), problem(Code::SourceMissing), problem(Code::DataDamaged)];
        assert_eq!(summary(&problems), "2 errors and 1 warning. Everything else was loaded and is shown.");
    }
}
