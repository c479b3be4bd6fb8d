//! The rules that sources are read by, chosen on the page; and CI's own report beside the numbers.

use covscope_e2e::journey::journey_by_hands;
use covscope_e2e::page::Page;

use crate::support::{expected, open_sample, percent, sample};

fn choose_python(page: &Page, value: &str) {
    let script = "const select = document.querySelector('[data-test=python]'); select.value = arguments[0];
        select.dispatchEvent(new Event('change', { bubbles: true }))";
    page.js(script, &[value.into()]);
}

#[test]
fn python_and_the_default_exclusions_can_be_chosen() {
    journey_by_hands(|page| {
        open_sample(page);
        let union = expected("union");
        let of_project = format!("{} lines by 5 patterns", union["totals"]["excluded_lines"]);
        assert_eq!(page.text("[data-test=exclusions] summary"), of_project);
        assert!(!page.is_shown("[data-test=what-if]"));

        page.click("[data-test=exclusions] summary");
        page.click("[data-test=default-exclusions]");
        page.wait_text("[data-test=exclusions] summary", "without coverage.py's defaults");
        choose_python(page, "3.14");
        page.wait_text("[data-test=python-from]", "chosen here");
        page.wait("[data-test=what-if]");
        assert_eq!(page.fragment(), "#sample?py=3.14&nodef");
        // More can run, and none of it ran.
        let statements = page.text("[data-test=union-total] td:nth-of-type(2)").replace(',', "");
        assert!(statements.parse::<u64>().unwrap() > union["totals"]["num_statements"].as_u64().unwrap());

        // The address carries it all, and the source view goes by the same rules.
        page.reload();
        page.wait("[data-test=what-if]");
        assert_eq!(page.js("return document.querySelector('[data-test=python]').value", &[]), "3.14");
        page.click("[data-test=undo-rules]");
        page.wait_gone("[data-test=what-if]");
        page.until("the project's number is back", || {
            page.attribute("[data-test=total]", "data-percent") == Some(percent(&union["totals"]))
        });
        assert_eq!(page.fragment(), "#sample");
    });
}

#[test]
fn cis_report_agrees_or_the_first_line_that_differs_is_a_click_away() {
    journey_by_hands(|page| {
        page.open("");
        let [unit, heavy] = ["unit", "heavy"].map(|lane| sample(&format!("data/.coverage.{lane}")));
        let json = sample("expected/union/coverage.json");
        let xml = sample("expected/union/coverage.xml");
        page.drop_onto("[data-test=drop-area]", &[&unit, &heavy, &sample("project"), &json, &xml]);
        page.wait("[data-test=report]");
        assert_eq!(
            page.texts("[data-test=agreement]"),
            ["coverage.json: 35 of 35 files agree with CI.", "coverage.xml: 35 of 35 files agree with CI.",]
        );

        let mut other = expected("union");
        let file = &mut other["files"]["backend/core/money.py"];
        let missing = file["missing_lines"].as_array_mut().unwrap().remove(0);
        file["executed_lines"].as_array_mut().unwrap().push(missing.clone());
        let stale = page.file("stale.json", other.to_string());
        page.pick("[data-test=pick-files-input]", &[&stale]);
        page.until("three reports are compared", || page.count("[data-test=agreement]") == 3);
        let told = page.texts("[data-test=agreement][data-agrees=false]");
        let why = "It ran in CI's report, and not in the data here.";
        let first = format!("First difference: backend/core/money.py:{missing}. {why}");
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("34 of 35 files agree with CI.") && told[0].contains(&first), "{told:?}");
        page.click("[data-test=first-difference]");
        page.wait("[data-test=line]");
        assert!(page.fragment().ends_with(&format!("/file/backend/core/money.py?L={missing}")), "{}", page.fragment());
    });
}
