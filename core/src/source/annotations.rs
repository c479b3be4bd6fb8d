//! What CPython's symbol table rejects in annotations and type parameters, beyond what the parser knows.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_type_params};
use ruff_python_ast::{Expr, Parameters, PythonVersion, Stmt};
use ruff_text_size::{Ranged, TextSize};

/// The first thing in this statement's own annotations and type parameters that the compiler would reject.
pub(super) fn first_error(
    stmt: &Stmt,
    in_class: bool,
    python: PythonVersion,
    future_annotations: bool,
) -> Option<(TextSize, &'static str)> {
    // Strings in the end, but a scope of their own before that; from 3.14 on the parser knows.
    if future_annotations && python < PythonVersion::PY314 {
        let mut find = Find { wanted: is_effect, found: None };
        match stmt {
            Stmt::FunctionDef(node) => find.annotations(&node.parameters, node.returns.as_deref()),
            Stmt::AnnAssign(node) => find.visit_expr(&node.annotation),
            _ => {}
        }
        if let Some(found) = find.found {
            return Some((found, "this expression cannot be used within an annotation"));
        }
    }
    // Scopes in a class that see its names hold no other scopes, in 3.12 alone.
    if in_class && python == PythonVersion::PY312 {
        let mut find = Find { wanted: is_scope, found: None };
        match stmt {
            Stmt::TypeAlias(node) => {
                node.type_params.iter().for_each(|parameters| walk_type_params(&mut find, parameters));
                find.visit_expr(&node.value);
            }
            Stmt::FunctionDef(node) => {
                if let Some(parameters) = &node.type_params {
                    walk_type_params(&mut find, parameters);
                    if !future_annotations {
                        find.annotations(&node.parameters, node.returns.as_deref());
                    }
                }
            }
            Stmt::ClassDef(node) => {
                if let Some(parameters) = &node.type_params {
                    walk_type_params(&mut find, parameters);
                    node.arguments.iter().for_each(|arguments| find.visit_arguments(arguments));
                }
            }
            _ => {}
        }
        return Some((find.found?, "cannot use a lambda or comprehension in annotation scope within class scope"));
    }
    None
}

fn is_effect(expr: &Expr) -> bool {
    matches!(expr, Expr::Named(_) | Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Await(_))
}

fn is_scope(expr: &Expr) -> bool {
    matches!(expr, Expr::Lambda(_) | Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_))
}

/// Looks for an expression, but not in scopes of their own.
struct Find {
    wanted: fn(&Expr) -> bool,
    found: Option<TextSize>,
}

impl Find {
    fn annotations(&mut self, parameters: &Parameters, returns: Option<&Expr>) {
        let annotations = parameters.iter().filter_map(|parameter| parameter.annotation());
        annotations.chain(returns).for_each(|annotation| self.visit_expr(annotation));
    }
}

impl<'a> Visitor<'a> for Find {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if (self.wanted)(expr) {
            self.found.get_or_insert(expr.start());
        } else if !is_scope(expr) {
            walk_expr(self, expr);
        }
    }
}
