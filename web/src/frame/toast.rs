//! What was just done, in words, to be seen for a while and heard.

use yew::prelude::*;

use crate::client::Client;

/// The words said last. The style sheet hides them after a while; said again, they are a new element.
pub fn toast(client: &Client) -> Html {
    let (number, words) = &*client.state.said;
    // There before its words are: only what changes is read aloud.
    html! {
        <div class="toast-place" role="status">
            if *number > 0 { <p key={*number} class="toast" data-test="toast">{ words }</p> }
        </div>
    }
}
