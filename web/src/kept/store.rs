//! The browser's store for the person's files: one database with two records, the list of names and files, and how they were
//! arranged.

use covscope_core::view::Arrangement;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, IdbDatabase, IdbRequest, IdbTransaction, IdbTransactionMode};

use crate::packed;
use crate::protocol::Picked;
use crate::shared::dom;

/// The database, its store of records, and the files' key.
const NAME: &str = "covscope";

/// The key of how they were arranged, in the bytes of messages: written otherwise it gets another key.
const ARRANGED: &str = "arranged 1";

/// Keeps these files in place of those kept before, or leaves those; and how they are arranged.
///
/// # Errors
/// The browser's: it stores nothing here, or has no room.
pub(super) async fn put(files: Option<Vec<Picked>>, arranged: Vec<u8>) -> Result<(), JsValue> {
    let writing = begin(IdbTransactionMode::Readwrite).await?;
    let store = writing.object_store(NAME)?;
    if let Some(files) = files {
        let list: Array = files.iter().map(|picked| Array::of2(&picked.name.as_str().into(), &picked.file)).collect();
        store.put_with_key(&list, &NAME.into())?;
    }
    store.put_with_key(&Uint8Array::from(&arranged[..]), &ARRANGED.into())?;
    ended(&writing).await
}

/// The files kept, and how they were arranged; where that can't be read, not at all.
///
/// # Errors
/// The browser's; or what is kept is no list of files.
pub(super) async fn get() -> Result<(Vec<Picked>, Arrangement), JsValue> {
    let reading = begin(IdbTransactionMode::Readonly).await?;
    let store = reading.object_store(NAME)?;
    let kept = answer(&store.get(&NAME.into())?).await?;
    let arranged = answer(&store.get(&ARRANGED.into())?).await?.dyn_into::<Uint8Array>();
    let arranged = arranged.ok().and_then(|bytes| {
        let bytes = bytes.to_vec();
        let read = packed::read(&bytes);
        (packed::append(&read, Vec::new()) == bytes).then_some(read)
    });
    if kept.is_undefined() {
        return Ok(Default::default());
    }
    let picked = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some(Picked { name: pair.get(0).as_string()?, file: pair.get(1).dyn_into::<File>().ok()? })
    };
    let files = kept.dyn_into::<Array>().ok().and_then(|list| list.iter().map(picked).collect());
    Ok((files.ok_or("It is not a list of files.")?, arranged.unwrap_or_default()))
}

/// Forgets the files kept.
///
/// # Errors
/// The browser's.
pub(super) async fn clear() -> Result<(), JsValue> {
    let writing = begin(IdbTransactionMode::Readwrite).await?;
    writing.object_store(NAME)?.clear()?;
    ended(&writing).await
}

async fn begin(mode: IdbTransactionMode) -> Result<IdbTransaction, JsValue> {
    let factory = dom::window().indexed_db()?.ok_or("It has no IndexedDB.")?;
    let request = factory.open_with_u32(NAME, 1)?;
    let opened = request.clone();
    let made = Closure::once(move || {
        if let Ok(database) = opened.result() {
            // Fails only if it is there; then all is well.
            let _ = database.unchecked_into::<IdbDatabase>().create_object_store(NAME);
        }
    });
    request.set_onupgradeneeded(Some(made.as_ref().unchecked_ref()));
    let database: IdbDatabase = answer(&request).await?.unchecked_into();
    let transaction = database.transaction_with_str_and_mode(NAME, mode);
    // The connection ends when its transaction has.
    database.close();
    transaction
}

async fn answer(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result(),
        Err(event) => Err(request.error().ok().flatten().map_or(event, JsValue::from)),
    }
}

/// Only then it is stored: for want of room a browser refuses at the end.
async fn ended(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        transaction.set_oncomplete(Some(&done));
        transaction.set_onabort(Some(&failed));
    });
    let ended = JsFuture::from(promise).await;
    ended.map(|_| ()).map_err(|event| transaction.error().map_or(event, JsValue::from))
}
