use covscope_core::regex::{Regex, refusal};
use serde_json::{Value, json};
use std::io::BufRead;
fn main() {
    for line in std::io::stdin().lock().lines() {
        let v: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let p = v[0].as_str().unwrap();
        let out = match Regex::new(p) {
            Err(e) => json!([p, e, refusal(p).is_some()]),
            Ok(r) => {
                let mut all = vec![];
                for t in v[1].as_array().unwrap() {
                    let t = t.as_str().unwrap();
                    let at = |b: usize| t[..b].chars().count();
                    let mut spans = vec![];
                    match r.each_match(t, |a, b| spans.push((at(a), at(b)))) {
                        Ok(()) => {
                            assert_eq!(r.is_match(t).unwrap(), !spans.is_empty());
                            all.push(json!(spans))
                        }
                        Err(e) => all.push(json!(e.to_string())),
                    }
                }
                json!([p, null, all])
            }
        };
        println!("{out}");
    }
}
