//! What CPython's compiler knows about a test: whether it may be true and whether it may be false.

use ruff_python_ast::{BoolOp, Expr, FStringPartRef, InterpolatedStringElement, UnaryOp};

use super::fold::{Const, fold, literal};
use crate::python::PythonVersion;

/// The outcomes a test may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outcomes {
    pub(super) may_be_true: bool,
    pub(super) may_be_false: bool,
}

impl Outcomes {
    const BOTH: Outcomes = Outcomes { may_be_true: true, may_be_false: true };

    fn only(value: bool) -> Outcomes {
        Outcomes { may_be_true: value, may_be_false: !value }
    }
}

/// The outcomes of a test at a jump. Only constants are known, and `and`, `or`, `not` and `if` of them.
pub(super) fn outcomes(test: &Expr, python: PythonVersion) -> Outcomes {
    match test {
        Expr::UnaryOp(node) if node.op == UnaryOp::Not => {
            let inner = outcomes(&node.operand, python);
            Outcomes { may_be_true: inner.may_be_false, may_be_false: inner.may_be_true }
        }
        Expr::BoolOp(node) => {
            let is_and = node.op == BoolOp::And;
            // Whether some value may end the evaluation, and whether it may go past the last one.
            let (mut stops, mut goes_on) = (false, true);
            for value in &node.values {
                let value = outcomes(value, python);
                let (stop, go) = if is_and {
                    (value.may_be_false, value.may_be_true)
                } else {
                    (value.may_be_true, value.may_be_false)
                };
                stops |= stop;
                goes_on = go;
                if !go {
                    break;
                }
            }
            let (may_be_true, may_be_false) = if is_and { (goes_on, stops) } else { (stops, goes_on) };
            Outcomes { may_be_true, may_be_false }
        }
        Expr::If(node) => {
            let test = outcomes(&node.test, python);
            let none = Outcomes { may_be_true: false, may_be_false: false };
            let arm = |reached: bool, arm: &Expr| if reached { outcomes(arm, python) } else { none };
            let (body, orelse) = (arm(test.may_be_true, &node.body), arm(test.may_be_false, &node.orelse));
            Outcomes {
                may_be_true: body.may_be_true || orelse.may_be_true,
                may_be_false: body.may_be_false || orelse.may_be_false,
            }
        }
        test => constant_at_jump(test, python).map_or(Outcomes::BOTH, |value| Outcomes::only(value.is_true())),
    }
}

/// The value that the compiler knows for an expression at a jump.
pub(super) fn constant_at_jump(expr: &Expr, python: PythonVersion) -> Option<Const> {
    if let Expr::FString(node) = expr {
        // All parts are pieces of one string; `{{` is no piece of its own.
        let mut text = String::new();
        for part in node.value.iter() {
            match part {
                FStringPartRef::Literal(part) => text.push_str(&part.value),
                FStringPartRef::FString(part) => {
                    for element in &part.elements {
                        match element {
                            InterpolatedStringElement::Literal(element) => text.push_str(&element.value),
                            InterpolatedStringElement::Interpolation(_) => return None,
                        }
                    }
                }
            }
        }
        let known = !text.is_empty() || python >= PythonVersion::V3_13;
        return known.then_some(Const::Str(text));
    }
    // From 3.14 arithmetic, tuples and subscripts are computed only after the jumps were made.
    if python >= PythonVersion::V3_14 { literal(expr) } else { fold(expr) }
}

/// coverage.py's own notion of a constant test (`is_constant_test_expr`): `None` if it is not constant.
pub(super) fn constant_test(test: &Expr) -> Option<bool> {
    match test {
        Expr::UnaryOp(node) if node.op == UnaryOp::Not => constant_test(&node.operand).map(|value| !value),
        Expr::BoolOp(node) => {
            let values = node.values.iter().map(constant_test).collect::<Option<Vec<_>>>()?;
            Some(match node.op {
                BoolOp::Or => values.contains(&true),
                BoolOp::And => !values.contains(&false),
            })
        }
        test => literal(test).map(|value| value.is_true()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str, python: PythonVersion) -> (bool, bool) {
        let parsed = ruff_python_parser::parse_expression(text).expect("valid Python");
        let outcomes = outcomes(parsed.expr(), python);
        (outcomes.may_be_true, outcomes.may_be_false)
    }

    #[test]
    fn the_compiler_knows_constants() {
        for text in
            ["1", "not 0", "a or 1", "not (a and 0)", "1 if a else 2", "__debug__", "...", "f'e'", "'a' f'b'", "1e400"]
        {
            assert_eq!(both(text, PythonVersion::V3_13), (true, false), "{text}");
        }
        for text in
            ["0", "a and 0", "0 and a", "''", "None", "0.0", "0j", "1e-400", "0x0", "()", "1 - 1", "f''", "b'' b''"]
        {
            assert_eq!(both(text, PythonVersion::V3_13), (false, true), "{text}");
        }
        for text in ["a", "[]", "a and 1", "0 or a", "1 < 2", "1 in (1,)", "(x := 0)", "f'{1}'", "{}", "1 if a else 0"]
        {
            assert_eq!(both(text, PythonVersion::V3_13), (true, true), "{text}");
        }
        for text in ["()", "-1", "1 - 1", "'ab'[0]"] {
            assert_eq!(both(text, PythonVersion::V3_14), (true, true), "{text}");
        }
        assert_eq!(both("f''", PythonVersion::V3_12), (true, true));
    }

    #[test]
    fn coverage_py_knows_fewer() {
        let known =
            |text: &str| constant_test(ruff_python_parser::parse_expression(text).expect("valid Python").expr());
        assert_eq!(known("not 0"), Some(true));
        assert_eq!(known("1 and 0"), Some(false));
        assert_eq!(known("None or __debug__"), Some(true));
        for text in ["a and 0", "-1", "()", "f'e'", "1 if 1 else 1"] {
            assert_eq!(known(text), None, "{text}");
        }
    }
}
