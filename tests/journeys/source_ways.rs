//! The ways from a line on: its words, ranges, the clipboard, the repository's host, an editor; the outline and the map.

use covscope_e2e::journey::{journey, journey_by_hands};
use covscope_e2e::page::Page;
use serde_json::json;
use thirtyfour::Key;

use crate::support::{expected, numbers, sample};

const FILE: &str = "backend/orders/service.py";

fn wait_lines(page: &Page, fragment_end: &str) {
    page.until(fragment_end, || page.fragment().ends_with(fragment_end));
}

#[test]
fn a_partial_line_tells_each_side_in_words_and_points_to_what_it_missed() {
    let file = expected("union")["files"][FILE].clone();
    let missed = file["missing_branches"].as_array().unwrap().iter().map(numbers);
    let executed = numbers(&file["executed_lines"]);
    let ends = missed.filter(|ends| executed.contains(&ends[0]) && ends[1] > 0).collect::<Vec<_>>();
    let (from, to) = (ends[0][0], ends[0][1]);
    journey(|page| {
        page.resize(1440, 900);
        page.open(&format!("#sample/file/{FILE}?L={from}"));
        page.wait("[data-test=panel]");
        let sides = page.texts("[data-test=panel-side]");
        assert!(sides.len() >= 2, "{sides:?}");
        let missed = sides.iter().find(|side| side.contains(&format!("to line {to} by no lane"))).unwrap();
        assert!(missed.contains(&format!("line {from} didn't jump to line {to} because")), "{missed}");
        assert!(sides.iter().any(|side| side.contains("by unit") || side.contains("by heavy")), "{sides:?}");
        assert!(page.texts("[data-test=said]")[0].starts_with(&format!("line {from}: partial")));
        // The arrow's head is beside the line that was missed.
        let script = "const box = document.querySelector('[data-test=arrows]').getBoundingClientRect();
            const target = document.querySelector(`[data-line='${arguments[0]}']`).getBoundingClientRect();
            const heads = document.querySelector('.arrow-heads').getAttribute('d');
            return [...heads.matchAll(/M\\d+ (\\d+)/g)].some((m) => Math.abs(box.top + Number(m[1]) - target.top - 10) < 2)";
        page.wait("[data-test=arrows]");
        assert_eq!(page.js(script, &[json!(to)]), true);
        page.resize(360, 800);
        page.wait_gone("[data-test=arrows]");
    });
}

#[test]
fn the_lines_are_one_stop_and_a_key_copies_the_one_chosen() {
    journey(|page| {
        page.resize(1280, 900);
        page.open(&format!("#sample/file/{FILE}"));
        page.wait("[data-line='1']");
        let stops =
            "return [...document.querySelectorAll('.code a:not([tabindex])')].map((stop) => stop.textContent).join()";
        assert_eq!(page.js(stops, &[]), "1");
        page.js("document.querySelector('.code a').focus()", &[]);
        let down = Key::Down.value().to_string();
        page.press(&down.repeat(2));
        page.until("the third line has the focus", || page.js("return document.activeElement.textContent", &[]) == "3");
        page.until("Tab stops there", || page.js(stops, &[]) == "3");
        page.press(&Key::Up.value().to_string());
        page.press(&Key::Enter.value().to_string());
        page.wait_text("[data-test=panel-place]", &format!("{FILE}:2"));
        page.press("c");
        page.until("what became of it is said", || page.text("[data-test=copy-place]") != "Copy");
        // A link that names more lines than there are chooses none.
        page.open(&format!("#sample/file/{FILE}?L=99999"));
        page.wait("[data-line='1']");
        page.wait_gone("[data-test=panel]");
    });
}

#[test]
fn several_lines_are_selected_linked_and_copied() {
    journey_by_hands(|page| {
        page.resize(1280, 900);
        page.open(&format!("#sample/file/{FILE}"));
        page.click("[data-line='12'] a");
        wait_lines(page, "L=12");
        let shift = "document.querySelector(`[data-line='15'] a`)
            .dispatchEvent(new MouseEvent('click', { shiftKey: true, bubbles: true, cancelable: true }))";
        page.js(shift, &[]);
        wait_lines(page, "L=12-15");
        assert_eq!(page.count("[data-test=line][aria-current=true]"), 4);
        assert_eq!(page.text("[data-test=panel-place]"), format!("{FILE}:12-15"));
        page.js("navigator.clipboard.writeText = async (text) => { window.copied = text }", &[]);
        page.click("[data-test=copy-place]");
        page.wait_text("[data-test=copy-place]", "Copied");
        assert_eq!(page.js("return window.copied", &[]), format!("{FILE}:12-15"));
        page.reload();
        page.wait("[data-line='15'][aria-current=true]");
        page.click("[data-test=close-panel]");
        page.wait_gone("[data-test=panel]");
        assert_eq!(page.fragment(), format!("#sample/file/{FILE}"));
    });
}

#[test]
fn a_line_opens_at_the_host_and_in_an_editor() {
    journey_by_hands(|page| {
        page.resize(1280, 900);
        page.open("");
        let config = std::fs::read_to_string(sample("project/pyproject.toml")).unwrap();
        let config = config.replace("[tool.covscope]\n", "[tool.covscope]\nrepository = \"owner/name\"\n");
        let config = page.file("pyproject.toml", config);
        page.drop_onto("[data-test=drop-area]", &[&sample("data"), &config, &sample("project/backend")]);
        page.wait("[data-test=report]");
        page.open(&format!("#/file/{FILE}?L=12-15"));
        let href = |test: &str| page.attribute(&format!("[data-test={test}]"), "href").unwrap();
        assert_eq!(href("open-host"), format!("https://github.com/owner/name/blob/HEAD/{FILE}#L12-L15"));
        page.click("[data-test=editor-settings]");
        let set = |test: &str, value: &str| {
            let script =
                "const field = document.querySelector(`[data-test=${arguments[0]}]`); field.value = arguments[1];
                field.dispatchEvent(new Event('change', { bubbles: true }))";
            page.js(script, &[json!(test), json!(value)]);
        };
        set("root", "/home/me/app");
        page.until("the folder is known", || href("open-editor") == format!("vscode://file/home/me/app/{FILE}:12"));
        set("editor-choice", "PyCharm");
        let pycharm = format!("jetbrains://pycharm/navigate/reference?project=app&path={FILE}:12");
        page.until("the editor is another one", || href("open-editor") == pycharm);
        // Both are remembered.
        page.open("#sample");
        page.wait("[data-test=origin]");
        page.open(&format!("#sample/file/{FILE}?L=12"));
        page.until("the link is there", || {
            page.count("[data-test=open-editor]") == 1 && href("open-editor") == pycharm
        });
        assert_eq!(page.count("[data-test=open-host]"), 0, "the sample names no repository");
    });
}

#[test]
fn the_outline_and_the_places_lead_to_their_lines() {
    let file = expected("union")["files"][FILE].clone();
    journey_by_hands(|page| {
        page.resize(1440, 900);
        page.open(&format!("#sample/file/{FILE}"));
        page.click("[data-test=outline] summary");
        page.wait("[data-test=outline] li");
        let items = page.texts("[data-test=outline] li");
        let names: Vec<_> = items.iter().map(|item| item.split_whitespace().next().unwrap().to_owned()).collect();
        let regions = ["functions", "classes"].map(|kind| file[kind].as_object().unwrap());
        let told: Vec<_> = regions.iter().flat_map(|regions| regions.keys()).filter(|name| !name.is_empty()).collect();
        assert_eq!(names.len(), told.len());
        assert!(told.iter().all(|name| names.contains(name)), "{names:?}");
        page.click_text("[data-test=outline] a", "OrderService.act");
        let start = &file["functions"]["OrderService.act"]["start_line"];
        wait_lines(page, &format!("L={start}"));
        page.wait(&format!("[data-line='{start}'][aria-current=true]"));
        page.back();
        page.until("back", || !page.fragment().contains("L="));

        page.click("[data-test=misses] summary");
        page.wait("[data-test=misses] li");
        assert_eq!(page.count("[data-test=outline] li"), 0, "one list is open at a time");
        let first = page.texts("[data-test=misses] a")[0].clone();
        page.click("[data-test=misses] a");
        page.wait("[data-test=panel]");
        assert!(page.text("[data-test=panel]").contains(&first), "{first}");
    });
}

#[test]
fn the_map_shows_the_window_and_jumps() {
    journey(|page| {
        page.resize(1280, 600);
        page.open(&format!("#sample/file/{FILE}"));
        page.wait("[data-test=minimap]");
        let lines: f64 = page.attribute("[data-test=lines]", "aria-rowcount").unwrap().parse().unwrap();
        let view = || page.attribute("[data-test=minimap-view]", "y").unwrap().parse::<f64>().unwrap();
        page.until("it is at the top", || view() < 5.0);
        let script = "const map = document.querySelector('[data-test=minimap]'), box = map.getBoundingClientRect();
            map.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: box.left + 3, clientY: box.top + box.height * 0.8 }))";
        page.js(script, &[]);
        page.until("it is further down", || view() > lines * 0.5);
        let middle = format!("[data-line='{}']", (lines * 0.8) as i64);
        page.wait(&middle);
    });
}
