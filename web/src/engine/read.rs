//! Reads what the page handed over: the bytes of dropped files.

use super::turns::Turns;
use crate::protocol::Picked;
use covscope_core::error::{Code, Problem};
use covscope_core::pace::{Cancelled, Pace};
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Bytes read at a time: small enough that "cancel" is heard soon, large enough not to cost speed.
const SLICE: f64 = 4.0 * 1024.0 * 1024.0;

/// The largest file read, in bytes. A page's memory ends at 4 GiB, and an archive is unpacked beside its bytes.
const LARGEST: f64 = 1024.0 * 1024.0 * 1024.0;

/// How often progress is told, in milliseconds.
const TOLD_EVERY: f64 = 40.0;

/// Reads a file, telling how many of how many bytes are read.
pub(super) async fn file(
    picked: &Picked,
    turns: &Turns,
    told: impl Fn(f64, f64),
) -> Result<Result<Vec<u8>, Problem>, Cancelled> {
    let size = picked.file.size();
    if size > LARGEST {
        let cause = format!("It has {:.1} GB; the most that is read is 1.1 GB.", size / 1e9);
        return Ok(Err(Problem::new(Code::InputTooLarge, &picked.name, cause)));
    }
    let mut bytes = Vec::new();
    // In range: `LARGEST` is below the address space.
    if bytes.try_reserve_exact(size as usize).is_err() {
        let cause = format!("The page's memory has no room for its {:.0} MB.", size / 1e6);
        return Ok(Err(Problem::new(Code::InputTooLarge, &picked.name, cause)));
    }
    let mut last_told = f64::MIN;
    let mut start = 0.0;
    while start < size {
        if turns.now() - last_told >= TOLD_EVERY {
            told(start, size);
            last_told = turns.now();
        }
        turns.tick().await?;
        let end = size.min(start + SLICE);
        match slice(picked, start, end).await {
            Ok(slice) => bytes.extend(slice.to_vec()),
            Err(error) => {
                let cause = format!("The browser could not read it: {}.", words(&error));
                return Ok(Err(Problem::new(Code::InputUnreadable, &picked.name, cause)));
            }
        }
        start = end;
    }
    Ok(Ok(bytes))
}

async fn slice(picked: &Picked, start: f64, end: f64) -> Result<Uint8Array, JsValue> {
    let blob = picked.file.slice_with_f64_and_f64(start, end)?;
    bytes(blob.array_buffer()).await
}

/// The bytes of a buffer that is promised.
async fn bytes(buffer: Promise) -> Result<Uint8Array, JsValue> {
    let buffer: ArrayBuffer = JsFuture::from(buffer).await?.dyn_into()?;
    Ok(Uint8Array::new(&buffer))
}

/// What a thrown value says.
pub(super) fn words(error: &JsValue) -> String {
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    let dom = || js_sys::Reflect::get(error, &"message".into()).ok()?.as_string();
    message.or_else(dom).or_else(|| error.as_string()).unwrap_or_default().trim_end_matches('.').to_owned()
}
