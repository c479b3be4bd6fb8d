//! Much of one kind takes no longer than its number: what was quadratic took a minute and more.

use std::time::Instant;

use covscope_core::paths::PathIndex;
use covscope_core::source::Patterns;

#[test]
fn many_files_of_one_name_are_told_apart_by_their_folders() {
    let name = |number: usize| format!("a{}/b{number}/__init__.py", number / 100);
    let mut index = PathIndex::default();
    index.add_group((0..8_000).map(|number| (format!("p/{}", name(number)), number)).collect());
    let start = Instant::now();
    for number in 0..8_000 {
        let path = format!("/w/{}", name(number));
        assert_eq!(index.locate(&path).map(|found| *found.value), Some(number));
        assert!(!index.exists(&path) && index.nearest(&path).is_some());
    }
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn many_patterns_take_no_longer_than_their_number() {
    let mut list: Vec<String> = (0..3_000).map(|number| format!("def name_{number}")).collect();
    list.push("(".to_owned());
    let start = Instant::now();
    let (patterns, errors) = Patterns::new(&list);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    assert!(patterns.as_str().ends_with("|(?:def name_2999)") && errors.len() == 1);
}
