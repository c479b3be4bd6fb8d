//! The constants that CPython's compiler computes, as far as a test or a tuple needs them.

use ruff_python_ast::{Expr, ExprContext, Number, Operator, UnaryOp};

/// A constant of Python.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Const {
    None,
    Ellipsis,
    Bool(bool),
    Int(i128),
    /// An integer whose value is not followed; it is not zero.
    Big,
    Float(f64),
    Complex(f64, f64),
    Str(String),
    Bytes(Vec<u8>),
    Tuple(Vec<Const>),
}

impl Const {
    /// Python's `bool(value)`.
    pub(super) fn is_true(&self) -> bool {
        match self {
            Const::None => false,
            Const::Ellipsis | Const::Big => true,
            Const::Bool(value) => *value,
            Const::Int(value) => *value != 0,
            Const::Float(value) => *value != 0.0,
            Const::Complex(real, imag) => *real != 0.0 || *imag != 0.0,
            Const::Str(value) => !value.is_empty(),
            Const::Bytes(value) => !value.is_empty(),
            Const::Tuple(items) => !items.is_empty(),
        }
    }

    /// An integer or a bool, which is one in Python.
    fn int(&self) -> Option<i128> {
        match self {
            Const::Bool(value) => Some(i128::from(*value)),
            Const::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// A real number.
    #[expect(clippy::cast_precision_loss, reason = "Python rounds here too")]
    fn float(&self) -> Option<f64> {
        match self {
            Const::Float(value) => Some(*value),
            _ => self.int().map(|value| value as f64),
        }
    }
}

/// A literal (an `ast.Constant`), or `__debug__`.
pub(super) fn literal(expr: &Expr) -> Option<Const> {
    Some(match expr {
        Expr::NoneLiteral(_) => Const::None,
        Expr::EllipsisLiteral(_) => Const::Ellipsis,
        Expr::BooleanLiteral(node) => Const::Bool(node.value),
        Expr::NumberLiteral(node) => match &node.value {
            Number::Int(value) => value.as_u64().map_or(Const::Big, |value| Const::Int(i128::from(value))),
            Number::Float(value) => Const::Float(*value),
            Number::Complex { real, imag } => Const::Complex(*real, *imag),
        },
        Expr::StringLiteral(node) => Const::Str(node.value.to_str().to_owned()),
        Expr::BytesLiteral(node) => Const::Bytes(node.value.bytes().collect()),
        Expr::Name(node) if node.id == "__debug__" => Const::Bool(true),
        _ => return None,
    })
}

/// The value of an expression that CPython up to 3.13 computes on the syntax tree (`ast_opt.c`), or `None` for one that
/// is no constant, that fails, or whose result is too big for it.
pub(super) fn fold(expr: &Expr) -> Option<Const> {
    // Long chains lean to the left: they are walked down without recursion.
    let mut spine = Vec::new();
    let mut leaf = expr;
    loop {
        match leaf {
            Expr::BinOp(node) => {
                spine.push(leaf);
                leaf = &node.left;
            }
            Expr::Subscript(node) if node.ctx == ExprContext::Load => {
                spine.push(leaf);
                leaf = &node.value;
            }
            _ => break,
        }
    }
    let mut value = match leaf {
        Expr::Tuple(node) => Const::Tuple(node.elts.iter().map(fold).collect::<Option<_>>()?),
        Expr::UnaryOp(node) => unary(node.op, &fold(&node.operand)?)?,
        _ => literal(leaf)?,
    };
    while let Some(node) = spine.pop() {
        value = match node {
            Expr::BinOp(node) => binary(node.op, &value, &fold(&node.right)?)?,
            Expr::Subscript(node) => item(&value, &fold(&node.slice)?)?,
            _ => return None,
        };
    }
    Some(value)
}

fn unary(op: UnaryOp, value: &Const) -> Option<Const> {
    Some(match (op, value) {
        (UnaryOp::Not, value) => Const::Bool(!value.is_true()),
        (UnaryOp::Invert, value) => Const::Int(!value.int()?),
        (UnaryOp::UAdd, Const::Big) | (UnaryOp::USub, Const::Big) => Const::Big,
        (UnaryOp::UAdd, Const::Float(value)) => Const::Float(*value),
        (UnaryOp::USub, Const::Float(value)) => Const::Float(-value),
        (UnaryOp::UAdd, Const::Complex(real, imag)) => Const::Complex(*real, *imag),
        (UnaryOp::USub, Const::Complex(real, imag)) => Const::Complex(-real, -imag),
        (UnaryOp::UAdd, value) => Const::Int(value.int()?),
        (UnaryOp::USub, value) => Const::Int(value.int()?.checked_neg()?),
    })
}

fn binary(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    if let (Some(left), Some(right)) = (left.int(), right.int()) {
        return integers(op, left, right);
    }
    if let (Some(left), Some(right)) = (left.float(), right.float()) {
        return floats(op, left, right);
    }
    if matches!(left, Const::Complex(..)) || matches!(right, Const::Complex(..)) {
        return complexes(op, complex(left)?, complex(right)?);
    }
    match (op, left, right) {
        (Operator::Add, Const::Str(left), Const::Str(right)) => Some(Const::Str(format!("{left}{right}"))),
        (Operator::Add, Const::Bytes(left), Const::Bytes(right)) => Some(Const::Bytes([&left[..], right].concat())),
        (Operator::Add, Const::Tuple(left), Const::Tuple(right)) => Some(Const::Tuple([&left[..], right].concat())),
        (Operator::Mult, sequence, count) if count.int().is_some() => repeat(sequence, count.int()?),
        (Operator::Mult, count, sequence) => repeat(sequence, count.int()?),
        _ => None,
    }
}

/// The compiler's limits: 128 bits, 4096 characters, 256 items of a tuple.
fn integers(op: Operator, left: i128, right: i128) -> Option<Const> {
    let bits = |value: i128| i128::from(128 - value.unsigned_abs().leading_zeros());
    let value = match op {
        Operator::Add => left.checked_add(right)?,
        Operator::Sub => left.checked_sub(right)?,
        Operator::Mult if bits(left) + bits(right) <= 128 => left.checked_mul(right)?,
        Operator::FloorDiv => floor_div(left, right)?,
        Operator::Mod => left.checked_sub(floor_div(left, right)?.checked_mul(right)?)?,
        Operator::Pow if right < 0 => return floats(op, Const::Int(left).float()?, Const::Int(right).float()?),
        Operator::Pow if right == 0 || bits(left) <= 128 / right => left.checked_pow(u32::try_from(right).ok()?)?,
        Operator::LShift if (0..=128).contains(&right) && bits(left) <= 128 - right => {
            left.checked_mul(1i128.checked_shl(u32::try_from(right).ok()?)?)?
        }
        Operator::RShift if right >= 0 => left >> right.min(127),
        Operator::BitAnd => left & right,
        Operator::BitOr => left | right,
        Operator::BitXor => left ^ right,
        Operator::Div if right != 0 => return floats(op, Const::Int(left).float()?, Const::Int(right).float()?),
        _ => return None,
    };
    Some(Const::Int(value))
}

fn floor_div(left: i128, right: i128) -> Option<i128> {
    let quotient = left.checked_div(right)?;
    let exact = quotient.checked_mul(right)? == left;
    if exact || (left < 0) == (right < 0) { Some(quotient) } else { quotient.checked_sub(1) }
}

fn floats(op: Operator, left: f64, right: f64) -> Option<Const> {
    let value = match op {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult => left * right,
        Operator::Div if right != 0.0 => left / right,
        Operator::FloorDiv if right != 0.0 => (left / right).floor(),
        Operator::Mod if right != 0.0 => {
            let rest = left % right;
            if rest != 0.0 && (rest < 0.0) != (right < 0.0) { rest + right } else { rest }
        }
        // Otherwise it fails, or the result is complex.
        Operator::Pow if (left != 0.0 || right >= 0.0) && (left >= 0.0 || right.fract() == 0.0) => {
            let value = left.powf(right);
            if value.is_infinite() && left.is_finite() && right.is_finite() {
                return None;
            }
            value
        }
        _ => return None,
    };
    Some(Const::Float(value))
}

fn complex(value: &Const) -> Option<(f64, f64)> {
    match value {
        Const::Complex(real, imag) => Some((*real, *imag)),
        value => value.float().map(|real| (real, 0.0)),
    }
}

fn complexes(op: Operator, (a, b): (f64, f64), (c, d): (f64, f64)) -> Option<Const> {
    Some(match op {
        Operator::Add => Const::Complex(a + c, b + d),
        Operator::Sub => Const::Complex(a - c, b - d),
        Operator::Mult => Const::Complex(a * c - b * d, a * d + b * c),
        Operator::Div if c != 0.0 || d != 0.0 => {
            let square = c * c + d * d;
            Const::Complex((a * c + b * d) / square, (b * c - a * d) / square)
        }
        _ => return None,
    })
}

fn repeat(sequence: &Const, count: i128) -> Option<Const> {
    let fits = |length: usize, limit: i128| {
        let total = i128::try_from(length).ok()?.checked_mul(count)?;
        if count < 0 || total > limit { None } else { usize::try_from(count).ok() }
    };
    Some(match sequence {
        Const::Str(text) => {
            Const::Str(if text.is_empty() { String::new() } else { text.repeat(fits(text.chars().count(), 4096)?) })
        }
        Const::Bytes(bytes) => {
            Const::Bytes(if bytes.is_empty() { Vec::new() } else { bytes.repeat(fits(bytes.len(), 4096)?) })
        }
        Const::Tuple(items) if items.is_empty() => Const::Tuple(Vec::new()),
        Const::Tuple(items) => {
            let total = items.len() * fits(items.len(), 256)?;
            Const::Tuple(items.iter().cycle().take(total).cloned().collect())
        }
        _ => return None,
    })
}

fn item(sequence: &Const, index: &Const) -> Option<Const> {
    let index = index.int()?;
    let at = |length: usize| {
        let length = i128::try_from(length).ok()?;
        usize::try_from(if index < 0 { index + length } else { index }).ok()
    };
    Some(match sequence {
        Const::Str(text) => Const::Str(text.chars().nth(at(text.chars().count())?)?.to_string()),
        Const::Bytes(bytes) => Const::Int(i128::from(*bytes.get(at(bytes.len())?)?)),
        Const::Tuple(items) => items.get(at(items.len())?)?.clone(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<Const> {
        fold(ruff_python_parser::parse_expression(text).expect("valid Python").expr())
    }

    #[test]
    fn constants_are_computed_as_python_does() {
        for (text, expected) in [
            ("-7 // 2", Const::Int(-4)),
            ("-7 % 3", Const::Int(2)),
            ("7 % -3", Const::Int(-2)),
            ("2 ** -1", Const::Float(0.5)),
            ("1 / 4", Const::Float(0.25)),
            ("-7.5 % 2", Const::Float(0.5)),
            ("1 << 10 >> 2", Const::Int(256)),
            ("~True", Const::Int(-2)),
            ("not ()", Const::Bool(true)),
            ("'ab' * 2 + 'c'", Const::Str("ababc".to_owned())),
            ("2 * (1,)", Const::Tuple(vec![Const::Int(1); 2])),
            ("(1, 'x', 0)[-1]", Const::Int(0)),
            ("'h\u{e9}'[1]", Const::Str("\u{e9}".to_owned())),
            ("b'a'[0]", Const::Int(97)),
            ("1j * 1j", Const::Complex(-1.0, 0.0)),
            ("__debug__ - 1", Const::Int(0)),
            ("'' * 10 ** 9", Const::Str(String::new())),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
        for text in [
            "1 // 0",
            "1 / 0",
            "0 ** -1",
            "'a' * 5000",
            "'a' * -1",
            "'a'[1]",
            "1 << 200",
            "2 ** 128",
            "'%s' % 1",
            "x",
            "'a' + 1",
            "(x, 1)",
            "[1]",
            "1 < 2",
            "10.0 ** 400",
            "~1.0",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
