//! The page: what every screen shares, then one match on what there is to show.

use yew::prelude::*;

use crate::client::{Client, use_new_client};
use crate::frame::{failed, header, loading_panel, toast, use_acts, use_drop, use_focus_kept, use_frame_keys};
use crate::help::{hints, key_list};
use crate::kept::{offer, use_kept};
use crate::landing::landing;
use crate::overview::Report;
use crate::palette::Palette;
use crate::pointed::question;
use crate::problems::problems;
use crate::review::review;
use crate::route::Screen;
use crate::shared::dom;
use crate::shared::plain::plain;
use crate::source_view::source_view;
use crate::state::{Dialog, Engine, Phase, State};

/// The page.
#[component]
pub fn App() -> Html {
    let client = use_new_client();
    let dragging = use_drop(&client);
    use_acts(&client);
    use_focus_kept(&client);
    use_frame_keys(&client);
    use_kept(&client);
    let state = &client.state;
    let phase = state.phase();
    let screen = match (phase, &state.engine) {
        (Phase::Failed, Engine::Failed(failure)) => failed(failure, true),
        (Phase::Failed | Phase::Landing, _) => landing(&client),
        (Phase::Loading, _) => html! { <main class="page page-loading">{ loading_panel(&client, false) }</main> },
        (Phase::Ready, _) => match &state.route.screen {
            Screen::Report => html! { <Report/> },
            Screen::File(path) => source_view(&client, path),
            Screen::Problems => problems(&client),
            Screen::Lanes | Screen::Paths => review(&client),
        },
    };
    let title = title(state);
    let key = title.clone().into();
    let entitle = Box::new(move || {
        dom::document().set_title(&title);
        Vec::new()
    });
    dom::use_started(key, entitle);
    html! {
        <ContextProvider<Client> context={client.clone()}>
            { header(&client) }
            // Before the screen: whoever cancels by keyboard should not have to pass all rows.
            if phase == Phase::Ready && state.loading.is_some() { { loading_panel(&client, true) } }
            { offer(&client) }
            { question(&client) }
            { hints(&client) }
            if let (Phase::Ready, Engine::Failed(failure)) = (phase, &state.engine) { { failed(failure, false) } }
            { screen }
            { dialog(state.dialog) }
            { toast(&client) }
            if dragging { { drop_overlay(phase == Phase::Ready) } }
        </ContextProvider<Client>>
    }
}

/// What is open over the screen.
fn dialog(open: Option<Dialog>) -> Html {
    match open {
        Some(Dialog::Keys) => key_list(),
        // Each with a key: one in place of the other is opened anew.
        Some(Dialog::Commands) => html! { <Palette key="commands" files_only={false}/> },
        Some(Dialog::Files) => html! { <Palette key="files" files_only={true}/> },
        None => Html::default(),
    }
}

/// The page's name in tabs and history.
fn title(state: &State) -> String {
    let what = match (&state.route.screen, &state.overview) {
        (_, None) => return "covscope".to_owned(),
        (Screen::Report, Some(overview)) if overview.union.n_files == 0 => "No data".to_owned(),
        (Screen::Report, Some(overview)) => format!("{} %", overview.union.percent_text),
        (Screen::File(path), _) => path.rsplit('/').next().unwrap_or(path).to_owned(),
        (Screen::Problems, _) => "Problems".to_owned(),
        (Screen::Lanes, _) => "Lanes".to_owned(),
        (Screen::Paths, _) => "Path rules".to_owned(),
    };
    // What a message that brought the files calls them.
    format!("{what} · {}", dom::noted("data-title").unwrap_or_else(|| "covscope".to_owned()))
}

/// Covers the page while files are dragged over it; `adds` when a report is there to add to.
fn drop_overlay(adds: bool) -> Html {
    let words = if adds { "Drop to add to this report" } else { "Drop to open" };
    html! {
        <div class="drop-overlay" data-test="drop-overlay" role="status">
            { plain("p", "drop-overlay-words", words) }
            { plain("p", "", "Data files, artifact zips, configuration, sources, folders, a diff") }
        </div>
    }
}
