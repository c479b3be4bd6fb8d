//! How quickly the page answers to a person: from the click or key until the answer is drawn, worker and messages included.

use std::path::PathBuf;

use covscope_e2e::journey::{journey, project};
use covscope_e2e::page::Page;
use serde_json::{Value, json};

/// How often each thing is done; odd, so that there is one in the middle.
const TIMES: usize = 15;

/// How many files the large report has.
const FILES: usize = 10_000;

/// Does something and measures it in ms: `drawn`, until the condition holds, which is looked at whenever the page changes,
/// and `painted`, until the frame after that is on its way. The condition is written in `DONE`'s place: the page's policy forbids `eval`.
const MEASURE: &str = "
    const [act, target] = arguments;
    window.measured = undefined;
    const holds = () => DONE;
    const start = performance.now();
    const changed = new MutationObserver(() => {
        if (!holds()) return;
        changed.disconnect();
        const drawn = performance.now() - start;
        requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => {
            window.measured = [drawn, performance.now() - start]; }; c.port2.postMessage(0); });
    });
    changed.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
    if (act === 'click') document.querySelector(target).click();
    if (act === 'go') location.hash = target;
    if (act === 'key') document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: target, bubbles: true, cancelable: true }));
    if (act === 'type') { const [selector, text] = JSON.parse(target); const field = document.querySelector(selector);
        field.value = text; field.dispatchEvent(new InputEvent('input', { bubbles: true })); }";

pub(crate) fn run() {
    println!(
        "\nAnswers of the page: from the click or key until it is drawn, with the worker and the messages to it; script: in the page"
    );
    println!("alone. Medians in ms; the most in brackets.");
    println!("{:<56} {:>16} {:>16} {:>16}", "what", "drawn", "painted", "script");
    journey(|page| {
        page.resize(1440, 900);
        page.open("#sample");
        page.wait("[data-test=report]");
        report(page, "sample");
        let file = "backend/orders/service.py";
        alternate(
            page,
            "sample: a file opened",
            [
                Step { act: "go", target: format!("#sample/file/{file}"), done: has("[data-test=line]") },
                Step { act: "go", target: "#sample".to_owned(), done: has("[data-test=file-row]") },
            ],
            1,
        );
        page.open(&format!("#sample/file/{file}"));
        page.wait("[data-test=line]");
        let current =
            |n: i32| format!("document.querySelector('[data-test=line][aria-current=true]')?.dataset.line > {n}");
        alternate(
            page,
            "sample: key j, the next miss",
            [
                Step { act: "key", target: "j".to_owned(), done: current(0) },
                Step { act: "key", target: "0".to_owned(), done: "true".to_owned() },
            ],
            1,
        );
    });
    journey(|page| {
        page.resize(1440, 900);
        page.open("");
        page.wait("[data-test=landing]");
        let files = large(page);
        page.pick("[data-test=pick-files-input]", &files.iter().map(PathBuf::as_path).collect::<Vec<_>>());
        page.wait("[data-test=file-row]");
        report(page, "10,000 files");
    });
    let relyloop = project().join("../shared/relyloop");
    if relyloop.is_dir() {
        journey(|page| {
            page.resize(1440, 900);
            page.open("");
            page.wait("[data-test=landing]");
            let own = [".coverage.unit", ".coverage.heavy", "pyproject.toml", "expected/combined/coverage.json"];
            let files = own.map(|name| relyloop.join(name));
            page.pick("[data-test=pick-files-input]", &files.iter().map(PathBuf::as_path).collect::<Vec<_>>());
            page.wait("[data-test=file-row]");
            report(page, "191 files");
        });
    }
    scroll();
}

/// Scrolls through 50,000 lines, a line or a window in each frame, and tells how far the frames are from each other.
fn scroll() {
    println!("\n50,000 lines scrolled: ms from frame to frame, of 300; script: in each frame.");
    println!("{:<56} {:>16} {:>16} {:>16}", "what", "half", "19 of 20", "script");
    let unit = "def f(a):\n    if a:\n        return 'text'  # why\n    for b in a:\n        print(b)\n";
    let text: String = (0..10_000).map(|i| unit.replacen("f(", &format!("f{i}("), 1)).collect();
    journey(|page| {
        page.resize(1440, 900);
        page.open("");
        let sample = project().join("tests/sample");
        let source = page.file("project/backend/orders/service.py", &text);
        let config = page.file("project/pyproject.toml", std::fs::read(sample.join("project/pyproject.toml")).unwrap());
        page.drop_onto("[data-test=drop-area]", &[&sample.join("data"), config.parent().unwrap()]);
        assert!(source.is_file());
        page.wait("[data-test=report]");
        page.cdp("Performance.enable", json!({}));
        for (what, step) in [("a line a frame", 20), ("a window a frame", 800)] {
            page.open("#/file/backend/orders/service.py");
            page.wait("[data-test=line]");
            let script = "const [step] = arguments; scrollTo(0, 0); window.late = undefined; const times = [];
                let last = performance.now();
                const frame = () => { const now = performance.now(); times.push(now - last); last = now; scrollBy(0, step);
                    times.length < 301 ? requestAnimationFrame(frame) : (window.late = times.slice(1).sort((a, b) => a - b)) };
                requestAnimationFrame(frame)";
            let before = script_ms(page);
            page.js(script, &[step.into()]);
            page.until("it was scrolled", || page.js("return !!window.late", &[]) == true);
            let script = (script_ms(page) - before) / 300.0;
            let late = page.js("return [window.late[150], window.late[285]]", &[]);
            let ms = |at: usize| format!("{:.1}", late[at].as_f64().unwrap());
            println!("{what:<56} {:>16} {:>16} {script:>16.1}", ms(0), ms(1));
            page.click("[data-test=back]");
            page.wait("[data-test=report]");
        }
    });
}

/// What is done in a report: a lane off and on, sorting, filtering.
fn report(page: &Page, what: &str) {
    let incomplete =
        |is: bool| format!("document.querySelector('[data-test=undo-rules]') {} null", if is { "!==" } else { "===" });
    let switch = || "[data-lane=heavy] [data-test=lane-switch]".to_owned();
    alternate(
        page,
        &format!("{what}: a lane off, and on again"),
        [
            Step { act: "click", target: switch(), done: incomplete(true) },
            Step { act: "click", target: switch(), done: incomplete(false) },
        ],
        2,
    );
    let first = page.js("return document.querySelector('[data-test=file-row]').dataset.path", &[]);
    let is_first = |is: bool| {
        let sign = if is { "===" } else { "!==" };
        format!("document.querySelector('[data-test=file-row]')?.dataset.path {sign} {first}")
    };
    let by = |column: &str| format!("[data-test=sort][data-column={column}]");
    alternate(
        page,
        &format!("{what}: sorted by another column"),
        [
            Step { act: "click", target: by("missing"), done: is_first(false) },
            Step { act: "click", target: by("file"), done: is_first(true) },
        ],
        2,
    );
    let type_in = |text: &str| json!(["[data-test=filter]", text]).to_string();
    let count = page.text("[data-test=shown]");
    let says_all = |is: bool| {
        let sign = if is { "===" } else { "!==" };
        format!("document.querySelector('[data-test=shown]')?.textContent {sign} {}", Value::from(count.as_str()))
    };
    alternate(
        page,
        &format!("{what}: filtered, and all again"),
        [
            Step { act: "type", target: type_in("er missing>2"), done: says_all(false) },
            Step { act: "type", target: type_in(""), done: says_all(true) },
        ],
        2,
    );
}

struct Step {
    act: &'static str,
    target: String,
    done: String,
}

fn has(selector: &str) -> String {
    format!("document.querySelector('{selector}') !== null")
}

/// Does two things in turn, and prints what the first `counted` of them took.
fn alternate(page: &Page, what: &str, steps: [Step; 2], counted: usize) {
    let (mut drawn, mut painted, mut script) = (Vec::new(), Vec::new(), Vec::new());
    page.cdp("Performance.enable", json!({}));
    // The first time, the browser compiles what it runs.
    for turn in 0..=TIMES {
        for (nth, step) in steps.iter().enumerate() {
            let before = script_ms(page);
            page.js(&MEASURE.replace("DONE", &step.done), &[step.act.into(), step.target.as_str().into()]);
            page.until(what, || page.js("return window.measured ?? null", &[]).is_array());
            let took = page.js("return window.measured", &[]);
            if turn > 0 && nth < counted {
                drawn.push(took[0].as_f64().unwrap());
                painted.push(took[1].as_f64().unwrap());
                script.push(script_ms(page) - before);
            }
        }
    }
    println!("{what:<56} {:>16} {:>16} {:>16}", shown(drawn), shown(painted), shown(script));
}

/// The time that the page's own thread has spent in scripts.
fn script_ms(page: &Page) -> f64 {
    let metrics = page.cdp("Performance.getMetrics", json!({}));
    let found = metrics["metrics"].as_array().unwrap().iter().find(|metric| metric["name"] == "ScriptDuration");
    found.unwrap()["value"].as_f64().unwrap() * 1_000.0
}

fn shown(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    format!("{:.1} ({:.1})", times[times.len() / 2], times[times.len() - 1])
}

/// Two lanes of many files, and their statements.
fn large(page: &Page) -> Vec<PathBuf> {
    let path = |i: usize| format!("src/pkg{}/mod{i}_server.py", i % 100);
    let lane = |name: &str, bits: [u8; 4], hole: usize| {
        let file = page.file(name, "");
        std::fs::remove_file(&file).unwrap();
        let mut db = rusqlite::Connection::open(&file).unwrap();
        db.execute_batch(
            "create table coverage_schema (version integer); insert into coverage_schema values (7);
             create table meta (key text, value text, unique (key)); insert into meta values ('version', '7.17.3'), ('has_arcs', '0');
             create table file (id integer primary key, path text, unique (path));
             create table context (id integer primary key, context text, unique (context)); insert into context values (1, '');
             create table line_bits (file_id integer, context_id integer, numbits blob, unique (file_id, context_id));
             create table arc (file_id integer, context_id integer, fromno integer, tono integer, unique (file_id, context_id, fromno, tono));
             create table tracer (file_id integer primary key, tracer text);",
        ).unwrap();
        let all = db.transaction().unwrap();
        for i in 0..FILES {
            all.execute("insert into file (id, path) values (?, ?)", ((i + 1).to_string(), path(i))).unwrap();
            let mut bits = bits.to_vec();
            // What the other lane covers.
            bits[hole] *= u8::from(i % 2 == 0);
            all.execute("insert into line_bits values (?, 1, ?)", ((i + 1).to_string(), bits)).unwrap();
        }
        all.commit().unwrap();
        file
    };
    let files: serde_json::Map<String, Value> = (0..FILES)
        .map(|i| {
            let missing: Vec<usize> = (30..30 + i % 4).collect();
            let lines: Vec<usize> = (1..30).collect();
            let summary = json!({ "num_statements": lines.len() + missing.len(), "missing_lines": missing.len(), "excluded_lines": 0 });
            (path(i), json!({ "executed_lines": lines, "missing_lines": missing, "excluded_lines": [], "summary": summary }))
        })
        .collect();
    let report = json!({ "meta": { "format": 3, "version": "7.17.3", "branch_coverage": false }, "files": files });
    vec![
        lane(".coverage.unit", [0xff, 0xff, 0x0f, 0], 2),
        lane(".coverage.heavy", [0, 0xff, 0xff, 0x3f], 1),
        page.file("coverage.json", report.to_string()),
    ]
}
