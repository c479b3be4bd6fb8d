//! The question whether to keep the files, put once, after the first own drop.

use yew::prelude::*;

use super::is_on;
use crate::client::Client;
use crate::shared::written::written;
use crate::state::Origin;

/// The question; nothing once it was answered.
pub fn offer(client: &Client) -> Html {
    if client.state.origin == Origin::Dropped && is_on().is_none() { written("offer") } else { Html::default() }
}
