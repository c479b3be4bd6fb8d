//! What is known of a match before it is looked for.

use super::bytes::ByteSet;
use super::tree::{ENDLESS, Node, One};

/// The characters that a line starts with, as many as there are, and what must come next.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    pub(super) one: One,
    pub(super) next: Vec<ByteSet>,
}

/// So many bytes are looked at before a program is run.
const STARTS: usize = 4;

/// What comes in a row, whatever groups it is in.
pub(super) fn elements(node: &Node) -> Vec<&Node> {
    let mut elements = Vec::new();
    collect(node, &mut elements);
    elements
}

fn collect<'n>(node: &'n Node, elements: &mut Vec<&'n Node>) {
    match node {
        Node::Sequence(nodes) => nodes.iter().for_each(|node| collect(node, elements)),
        Node::Group(_, node) | Node::Atomic(node) => collect(node, elements),
        node => elements.push(node),
    }
}

/// What the first bytes can be.
pub(super) fn starts(elements: &[&Node]) -> Vec<ByteSet> {
    let mut sets = Vec::new();
    for (index, node) in elements.iter().enumerate() {
        if sets.len() >= STARTS {
            break;
        }
        match node {
            Node::At(_) | Node::Look { .. } => continue,
            Node::One(one) if !one.first_bytes().meets(&ByteSet::OTHERS) => sets.push(one.first_bytes()),
            _ => {
                let first = elements.get(index..).unwrap_or_default().iter().rfold(None, |next, node| match next {
                    None => Some(node.first()),
                    Some(next) => Some(node.first().then(next)),
                });
                sets.extend(first.filter(|first| !first.empty).map(|first| first.bytes));
                break;
            }
        }
    }
    sets
}

/// The text that a match begins with.
pub(super) fn prefix(elements: &[&Node]) -> Vec<u8> {
    let mut text = String::new();
    for node in elements {
        match node {
            Node::One(One::Char(c)) => text.push(*c),
            Node::At(_) | Node::Look { .. } => {}
            _ => break,
        }
    }
    text.into_bytes()
}

/// What a line starts with, if the first element is the start of a line.
pub(super) fn lead(elements: &[&Node]) -> Option<Lead> {
    let [_, Node::Repeat { node, least: 0, most: ENDLESS, .. }, rest @ ..] = elements else { return None };
    let Node::One(one) = node.as_ref() else { return None };
    let next = starts(rest);
    let ends_alone = next.first().is_some_and(|next| !next.meets(&one.first_bytes()));
    ends_alone.then(|| Lead { one: one.clone(), next })
}

/// The longest text that each match has in it, and whether it always stands in the line in which the match begins.
pub(super) fn needed(elements: &[&Node]) -> Option<(Vec<u8>, bool)> {
    let mut longest: Option<(String, bool)> = None;
    let (mut text, mut in_line, mut in_line_at_start) = (String::new(), true, true);
    for node in elements {
        match node {
            Node::One(One::Char(c)) => {
                if text.is_empty() {
                    in_line_at_start = in_line;
                }
                text.push(*c);
                if longest.as_ref().is_none_or(|(longest, _)| text.len() > longest.len()) {
                    longest = Some((text.clone(), in_line_at_start));
                }
            }
            _ => text.clear(),
        }
        in_line &= !node.takes_line_ends();
    }
    longest.map(|(text, in_line)| (text.into_bytes(), in_line))
}

impl Node {
    fn takes_line_ends(&self) -> bool {
        match self {
            Node::One(one) => one.contains('\n'),
            Node::At(_) | Node::Look { .. } => false,
            Node::Sequence(nodes) | Node::Alternatives(nodes) => nodes.iter().any(Node::takes_line_ends),
            Node::Repeat { node, .. } | Node::Group(_, node) | Node::Atomic(node) => node.takes_line_ends(),
            Node::Reference(..) => true,
            Node::Condition(_, nodes) => nodes.iter().any(Node::takes_line_ends),
        }
    }
}
