//! Four times as much of one kind takes about four times as long: what was quadratic took a minute and more.

use std::time::{Duration, Instant};

use covscope_core::paths::PathIndex;
use covscope_core::source::Patterns;

/// Fails if the work for four times `count` takes more than nine times as long: by the square it would be sixteen times. Of three
/// runs each the quickest counts, as these machines do other things, too.
#[track_caller]
fn takes_time_by_its_number(count: usize, work: impl Fn(usize)) {
    let time = |count| {
        let start = Instant::now();
        work(count);
        start.elapsed()
    };
    let mut least = [Duration::MAX; 2];
    for _ in 0..3 {
        least = [least[0].min(time(count)), least[1].min(time(4 * count))];
    }
    assert!(least[1] < 9 * least[0], "{least:?}");
}

#[test]
fn many_files_of_one_name_are_told_apart_by_their_folders() {
    takes_time_by_its_number(1_500, |count| {
        let name = |number: usize| format!("a{}/b{number}/__init__.py", number / 100);
        let mut index = PathIndex::default();
        index.add_group((0..count).map(|number| (format!("p/{}", name(number)), number)).collect());
        for number in 0..count {
            let path = format!("/w/{}", name(number));
            assert_eq!(index.locate(&path).map(|found| *found.value), Some(number));
            assert!(!index.exists(&path) && index.nearest(&path).is_some());
        }
    });
}

#[test]
fn many_patterns_take_no_longer_than_their_number() {
    takes_time_by_its_number(500, |count| {
        let mut list: Vec<String> = (0..count).map(|number| format!("def name_{number}")).collect();
        list.push("(".to_owned());
        let (patterns, errors) = Patterns::new(&list);
        assert!(patterns.as_str().ends_with(&format!("|(?:def name_{})", count - 1)) && errors.len() == 1);
    });
}
