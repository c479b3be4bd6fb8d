//! The first moments: the page appears, its worker starts, and nothing comes from elsewhere.

use covscope_e2e::journey::journey;

#[test]
fn the_page_loads_and_the_engine_is_ready() {
    journey(|page| {
        page.open("");
        page.wait("[data-engine=running]");
        let loaded: Vec<_> = page.requests().into_iter().map(|seen| (seen.target, seen.status)).collect();
        assert!(loaded.iter().all(|(_, status)| *status == 200), "{loaded:#?}");
        assert!(loaded.iter().any(|(path, _)| path.ends_with("worker_bg.wasm")), "{loaded:#?}");
        assert_eq!(page.console(), [""; 0]);
    });
}

#[test]
fn the_site_stands_below_a_folder_as_github_pages_puts_it() {
    journey(|page| {
        let without_slash = page.server.url().trim_end_matches('/').to_owned();
        page.browser.run(async |driver| driver.goto(&without_slash).await).unwrap();
        page.wait("[data-engine=running]");
        assert!(page.requests().iter().all(|seen| seen.target.starts_with("/covscope")), "{:#?}", page.requests());
    });
}

#[test]
fn a_page_that_stops_by_a_mistake_of_its_own_says_so() {
    journey(|page| {
        page.open("");
        page.wait("[data-engine=running]");
        page.js(
            "dispatchEvent(new ErrorEvent('error', { error: new Error('another script\\'s') }));
             if (!document.getElementById('crash').hidden) throw new Error('not the page\\'s mistake');
             dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') }))",
            &[],
        );
        assert!(page.text("#crash").contains("RuntimeError: unreachable"), "{}", page.text("#crash"));
    });
}
