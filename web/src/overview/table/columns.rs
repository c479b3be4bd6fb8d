//! Which columns are shown: chosen by the person, remembered by the browser.

use yew::prelude::*;

use crate::shared::storage;

/// The setting's name.
const SETTING: &str = "columns";

/// The columns that can be hidden: the name that style sheets have for them, and the one in the menu.
const COLUMNS: [(&str, &str); 8] = [
    ("stmts", "Statements"),
    ("miss", "Missing"),
    ("excl", "Excluded"),
    ("branch", "Branches"),
    ("brpart", "Partial branches"),
    ("bar", "Who covers it"),
    ("gate", "Gate"),
    ("lane", "Each lane alone"),
];

/// What is hidden until somebody chooses.
const HIDDEN: &str = "excl";

/// The hidden columns, and how to hide others.
#[hook]
pub(super) fn use_columns() -> (Vec<String>, Callback<&'static str>) {
    let hidden = use_state_eq(|| storage::get(SETTING).unwrap_or_else(|| HIDDEN.to_owned()));
    let toggle = {
        let hidden = hidden.clone();
        Callback::from(move |name: &'static str| {
            let mut names = parse(&hidden);
            match names.iter().position(|hidden| hidden == name) {
                Some(at) => drop(names.remove(at)),
                None => names.push(name.to_owned()),
            }
            // Where nothing is remembered, it is so until the page is left.
            let names = names.join(",");
            storage::set(SETTING, Some(&names));
            hidden.set(names);
        })
    };
    (parse(&hidden), toggle)
}

fn parse(text: &str) -> Vec<String> {
    let known = |name: &&str| COLUMNS.iter().any(|(column, _)| column == name);
    text.split(',').filter(known).map(str::to_owned).collect()
}

/// The classes that hide them; but not the column that the rows are sorted by, `lane2` among those of lanes.
pub(super) fn classes(hidden: &[String], sorted: &str) -> Classes {
    hidden.iter().filter(|name| !sorted.starts_with(name.as_str())).map(|name| format!("hide-{name}")).collect()
}

/// The menu.
pub(super) fn menu(hidden: &[String], toggle: &Callback<&'static str>, has_branches: bool) -> Html {
    let is_there = |(name, _): &&(&str, &str)| has_branches || !name.starts_with("br");
    let item = |(name, label): &(&'static str, &str)| {
        let (toggle, name) = (toggle.clone(), *name);
        let shown = !hidden.iter().any(|hidden| hidden == name);
        html! {
            <li>
                <label class="check menu-check">
                    <input type="checkbox" checked={shown} onchange={move |_| toggle.emit(name)} data-test={format!("column-{name}")} />
                    { *label }
                </label>
            </li>
        }
    };
    html! {
        <>
            <button type="button" class="button button-small" popovertarget="columns-menu" data-test="columns">{ "Columns" }</button>
            <div id="columns-menu" class="menu columns-menu" popover="auto" role="group" aria-label="Columns of the table">
                <ul>{ for COLUMNS.iter().filter(is_there).map(item) }</ul>
            </div>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_columns_that_there_are_can_be_hidden() {
        assert_eq!(*parse("excl,bar"), ["excl", "bar"].map(str::to_owned));
        assert_eq!(*parse(",what,file"), [""; 0].map(str::to_owned));
    }
}
