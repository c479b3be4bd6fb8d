use covscope_core::source::{Patterns, Rules};
fn main() {
    let root = std::env::args().nth(1).unwrap();
    let mut texts = vec![];
    let mut todo = vec![std::path::PathBuf::from(root)];
    while let Some(dir) = todo.pop() {
        for e in std::fs::read_dir(dir).unwrap() {
            let p = e.unwrap().path();
            if p.is_dir() {
                todo.push(p)
            } else if p.extension().is_some_and(|x| x == "py") {
                if let Ok(t) = std::fs::read_to_string(p) {
                    texts.push(t)
                }
            }
        }
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} files {} bytes", texts.len(), bytes);
    let rules = Rules::default();
    let run = |name: &str, p: &Patterns| {
        for _ in 0..3 {
            let t = std::time::Instant::now();
            let n: usize = texts.iter().map(|t| p.bench(t)).sum();
            println!("{name}: {:?} {n} lines", t.elapsed());
        }
    };
    run("exclude", &rules.exclude);
    run("partial", &rules.partial);
    for extra in [
        r"raise NotImplementedError",
        r"def __repr__",
        r"^\s*@(abc\.)?abstractmethod",
        r"if settings.DEBUG",
        r".*foo",
        r"(?i)todo",
        r"\bassert\b",
        r"except \w+ as (\w+):\n\s+raise \1",
    ] {
        let (p, e) = Patterns::new(&[extra]);
        assert!(e.is_empty());
        run(extra, &p);
    }
}
