//! The path rules, to be changed in place, and as the configuration has them.

use covscope_core::view::{PathRule, Pattern, Review};
use yew::prelude::*;

use super::edit::{At, Edit};
use super::lanes::{text_button, value};
use super::note;
use crate::client::Client;
use crate::shared::code::Code;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::plain::{noted, plain, push};
use crate::shared::words;

/// Rules that would make files one, a click away.
pub(super) fn suggestions(client: &Client, review: &Review) -> Html {
    review
        .suggestions
        .iter()
        .map(|suggestion| {
            let apply = {
                let (client, rules) = (client.clone(), suggestion.rules.clone());
                Callback::from(move |_: MouseEvent| client.arrange(false, |all| all.paths = Some(rules.clone())))
            };
            let [result, patterns @ ..] = suggestion.added.as_slice() else { return Html::default() };
            note(
                Glyph::Warning,
                "suggestion",
                html! {
                    <>
                        { plain("p", "", &suggestion.why) }
                        <p class="review-rule-text">
                            { for patterns.iter().map(|pattern| plain("code", "", pattern)) }
                            { " → " }{ plain("code", "", result) }
                        </p>
                        { push("button button-main", "apply", apply, "Use this rule") }
                    </>
                },
            )
        })
        .collect()
}

/// The rules, rule by rule.
pub(super) fn editor(client: &Client, review: &Review) -> Html {
    let own = client.state.arrangement().paths.as_ref();
    let rules = own.unwrap_or(&review.rules);
    // While the engine works, counts are about the rules before.
    let told = (*rules == review.rules).then_some(&review.patterns);
    html! {
        <section class="card review-rules" aria-labelledby="rules-title" data-test="rules">
            <div class="card-head">
                <h2 id="rules-title">{ "Rules" }</h2>
                { plain("span", "muted", "A path that starts with a pattern gets the result in its place, if there is such a file.") }
            </div>
            { for rules.iter().enumerate().map(|(index, rule)| self::rule(client, rules, index, rule, told)) }
            { for told.into_iter().flatten().filter(|pattern| pattern.rule.is_none()).map(made_up) }
            { button(client, rules, Edit::AddRule, "Add rule", "Add rule", "add-rule") }
        </section>
    }
}

fn rule(client: &Client, rules: &[PathRule], index: usize, rule: &PathRule, told: Option<&Vec<Pattern>>) -> Html {
    let mut patterns = told.into_iter().flatten().filter(|pattern| pattern.rule == Some(index));
    let n = index + 1;
    html! {
        <fieldset class="review-rule" data-test="rule">
            <legend class="visually-hidden">{ format!("Rule {n}") }</legend>
            { for rule.paths.iter().enumerate().map(|(path, text)| {
                let at = At { rule: index, path };
                let label = if path == 0 { format!("Result of rule {n}") } else { format!("Pattern {path} of rule {n}") };
                let said = if path == 0 { Html::default() } else { patterns.next().map(said).unwrap_or_default() };
                html! {
                    <div class={if path == 0 { "review-path review-result" } else { "review-path" }}>
                        { field(client, rules, at, text, &label) }
                        { said }
                        <span class="review-acts">
                            if path > 1 { { button(client, rules, Edit::RaisePattern(at), "Up", &format!("{label}: up"), "up") } }
                            if path > 0 { { button(client, rules, Edit::RemovePattern(at), "Remove", &format!("{label}: remove"), "remove-pattern") } }
                            if path == 0 && index > 0 { { button(client, rules, Edit::RaiseRule(index), "Up", &format!("Rule {n}: up"), "rule-up") } }
                            if path == 0 { { button(client, rules, Edit::RemoveRule(index), "Remove rule", &format!("Remove rule {n}"), "remove-rule") } }
                        </span>
                    </div>
                }
            }) }
            { button(client, rules, Edit::AddPattern(index), "Add pattern", &format!("Add pattern to rule {n}"), "add-pattern") }
        </fieldset>
    }
}

/// What a pattern did, or why it can't.
fn said(pattern: &Pattern) -> Html {
    match &pattern.error {
        Some(error) => noted("span", "review-error", "pattern-error", html! { <>{ mark(Glyph::Error) }{ error }</> }),
        None => noted("span", "muted number", "pattern-count", words::counted(pattern.n_paths, "path", "paths")),
    }
}

fn made_up(pattern: &Pattern) -> Html {
    let Pattern { pattern: from, result, n_paths, .. } = pattern;
    let paths = words::counted(*n_paths, "path", "paths");
    plain("p", "muted small", format!("{from} → {result}: made up by coverage.py for relative paths; {paths}"))
}

fn field(client: &Client, rules: &[PathRule], at: At, text: &str, label: &str) -> Html {
    let (client, rules) = (client.clone(), rules.to_vec());
    let typed = Callback::from(move |event: InputEvent| make(&client, &rules, Edit::Write(at, value(&event))));
    html! {
        <input class="filter-input" value={text.to_owned()} oninput={typed} aria-label={label.to_owned()} spellcheck="false" autocomplete="off" data-test={if at.path == 0 { "result" } else { "pattern" }}/>
    }
}

fn button(
    client: &Client,
    rules: &[PathRule],
    edit: Edit,
    words: &'static str,
    label: &str,
    test: &'static str,
) -> Html {
    let (client, rules) = (client.clone(), rules.to_vec());
    text_button(words, label, Callback::from(move |_: MouseEvent| make(&client, &rules, edit.clone())), test)
}

fn make(client: &Client, rules: &[PathRule], edit: Edit) {
    let mut rules = rules.to_vec();
    let typing = edit.is_typing();
    edit.apply(&mut rules);
    client.arrange(typing, |all| all.paths = Some(rules));
}

/// The rules to be copied into the configuration.
pub(super) fn written(review: &Review) -> Html {
    if review.rules.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card review-written" aria-labelledby="written-title">
            <h2 id="written-title">{ "For your configuration" }</h2>
            { for review.written.iter().enumerate().map(|(i, (file, text))| html! {
                <details open={i == 0} data-test="written">
                    { plain("summary", "", plain("code", "", file)) }
                    <Code code={text.clone()}/>
                </details>
            }) }
        </section>
    }
}
