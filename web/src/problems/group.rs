//! Many problems of one kind as one: five hundred files without a source are one thing to fix.

use covscope_core::error::Problem;

/// Problems of one kind.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    /// The first of them.
    pub problem: Problem,
    /// The inputs, each with its cause.
    pub inputs: Vec<(String, String)>,
}

/// From so many on, problems of one kind and with one fix become one.
const MANY: usize = 4;

/// Groups problems, the worst first, else in the order given.
pub(super) fn groups(problems: &[Problem]) -> Vec<Group> {
    let same = |a: &Problem, b: &Problem| a.code == b.code && a.fix == b.fix;
    let mut groups: Vec<Group> = Vec::new();
    for problem in problems {
        let input = (problem.input.clone(), problem.cause.clone());
        let many = problems.iter().filter(|other| same(problem, other)).take(MANY).count() == MANY;
        match groups.iter_mut().find(|group| many && same(&group.problem, problem)) {
            Some(group) => group.inputs.push(input),
            None => groups.push(Group { problem: problem.clone(), inputs: vec![input] }),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.problem.severity()));
    groups
}

#[cfg(test)]
mod tests {
    use covscope_core::error::Code;

    use super::*;

    fn problems(code: Code, n: usize) -> Vec<Problem> {
        (0..n).map(|i| Problem::new(code, format!("{i}.py"), format!("cause {i}"))).collect()
    }

    #[test]
    fn many_of_a_kind_are_one_and_the_worst_is_first() {
        let mut all = problems(Code::SourceMissing, 500);
        all.extend(problems(Code::DataEmpty, 3));
        let groups = groups(&all);
        let sizes: Vec<_> = groups.iter().map(|group| (group.problem.code, group.inputs.len())).collect();
        let empty = (Code::DataEmpty, 1);
        assert_eq!(sizes, [empty, empty, empty, (Code::SourceMissing, 500)]);
    }

    #[test]
    fn another_fix_is_another_group() {
        let mut all = problems(Code::SourceMissing, 5);
        all.push(Problem::new(Code::SourceMissing, "x.py", "cause").with_fix("another"));
        assert_eq!(groups(&all).len(), 2);
    }
}
