//! Settings that the browser remembers for this site. Where it remembers nothing, as in some private windows, they hold until
//! the page is closed.

use std::cell::RefCell;

use web_sys::Storage;

use super::dom;

/// In front of every name: other pages of the same host have settings of their own.
const PREFIX: &str = "covscope.";

thread_local! {
    /// What was set since the page was opened.
    static SET: RefCell<Vec<(String, Option<String>)>> = const { RefCell::new(Vec::new()) };
}

/// The remembered value.
pub fn get(name: &str) -> Option<String> {
    let set = SET.with_borrow(|set| set.iter().find(|(known, _)| known == name).cloned());
    if let Some((_, value)) = set {
        return value;
    }
    storage()?.get_item(&format!("{PREFIX}{name}")).ok().flatten()
}

/// Remembers a value, or forgets it. Tells whether the browser did.
pub fn set(name: &str, value: Option<&str>) -> bool {
    SET.with_borrow_mut(|set| {
        set.retain(|(known, _)| known != name);
        set.push((name.to_owned(), value.map(str::to_owned)));
    });
    let name = format!("{PREFIX}{name}");
    let done = storage().map(|storage| match value {
        Some(value) => storage.set_item(&name, value),
        None => storage.remove_item(&name),
    });
    matches!(done, Some(Ok(())))
}

/// Forgets everything that [`set`] remembered.
pub fn clear() {
    SET.take();
    let Some(storage) = storage() else { return };
    let names = (0..storage.length().unwrap_or(0)).filter_map(|i| storage.key(i).ok().flatten());
    let own: Vec<String> = names.filter(|name| name.starts_with(PREFIX)).collect();
    for name in own {
        // What can't be forgotten was not remembered.
        let _ = storage.remove_item(&name);
    }
}

fn storage() -> Option<Storage> {
    dom::window().local_storage().ok().flatten()
}
