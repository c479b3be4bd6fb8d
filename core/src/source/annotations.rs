//! What CPython's symbol table rejects in annotations and type parameters. The parser's own check does not see that a
//! lambda in them is a scope of its own.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_type_params};
use ruff_python_ast::{Expr, Parameters, PythonVersion, Stmt, TypeParams};
use ruff_text_size::{Ranged, TextSize};

/// The first thing in this statement's own annotations and type parameters that the compiler would reject.
pub(super) fn first_error(
    stmt: &Stmt,
    in_class: bool,
    python: PythonVersion,
    future_annotations: bool,
) -> Option<(TextSize, &'static str)> {
    let mut effect = Find::new(is_effect);
    effect.annotation_scopes(stmt, python < PythonVersion::PY314 && !future_annotations);
    if let Some(at) = effect.found {
        return Some((at, "this expression cannot be used within an annotation or type parameter"));
    }
    // In 3.12 alone, scopes in a class that see its names hold no other scopes.
    if in_class && python == PythonVersion::PY312 {
        let mut scope = Find::new(is_scope);
        scope.class_scopes(stmt, future_annotations);
        return Some((scope.found?, "cannot use a lambda or comprehension in annotation scope within class scope"));
    }
    None
}

fn is_effect(expr: &Expr) -> bool {
    matches!(expr, Expr::Named(_) | Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Await(_))
}

fn is_scope(expr: &Expr) -> bool {
    expr.is_lambda_expr() || is_comprehension(expr)
}

fn is_comprehension(expr: &Expr) -> bool {
    matches!(expr, Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_))
}

/// Looks for an expression, but not in scopes of their own.
struct Find {
    wanted: fn(&Expr) -> bool,
    /// A `:=` in a comprehension binds in the scope around it, which only annotations allow.
    named_in_comprehensions: bool,
    found: Option<TextSize>,
}

impl Find {
    fn new(wanted: fn(&Expr) -> bool) -> Find {
        Find { wanted, named_in_comprehensions: false, found: None }
    }

    fn annotations(&mut self, parameters: &Parameters, returns: Option<&Expr>) {
        let annotations = parameters.iter().filter_map(|parameter| parameter.annotation());
        annotations.chain(returns).for_each(|annotation| self.visit_expr(annotation));
    }

    fn parameters(&mut self, parameters: Option<&TypeParams>) {
        parameters.into_iter().for_each(|parameters| walk_type_params(self, parameters));
    }

    /// Everything that is in a scope for annotations, in which `:=`, `yield` and `await` are refused. Annotations have
    /// none if they are evaluated `in_place`, unless the function has type parameters.
    fn annotation_scopes(&mut self, stmt: &Stmt, in_place: bool) {
        match stmt {
            Stmt::AnnAssign(node) if !in_place => self.visit_expr(&node.annotation),
            Stmt::FunctionDef(node) => {
                self.named_in_comprehensions = node.type_params.is_some();
                self.parameters(node.type_params.as_deref());
                if !in_place || node.type_params.is_some() {
                    self.annotations(&node.parameters, node.returns.as_deref());
                }
            }
            Stmt::ClassDef(node) if node.type_params.is_some() => {
                self.named_in_comprehensions = true;
                self.parameters(node.type_params.as_deref());
                node.arguments.iter().for_each(|arguments| self.visit_arguments(arguments));
            }
            Stmt::TypeAlias(node) => {
                self.named_in_comprehensions = true;
                self.parameters(node.type_params.as_deref());
                self.visit_expr(&node.value);
            }
            _ => {}
        }
    }

    /// Everything that is in a scope that sees the names of the class around it.
    fn class_scopes(&mut self, stmt: &Stmt, future_annotations: bool) {
        match stmt {
            Stmt::TypeAlias(node) => {
                self.parameters(node.type_params.as_deref());
                self.visit_expr(&node.value);
            }
            Stmt::FunctionDef(node) if node.type_params.is_some() => {
                self.parameters(node.type_params.as_deref());
                if !future_annotations {
                    self.annotations(&node.parameters, node.returns.as_deref());
                }
            }
            Stmt::ClassDef(node) if node.type_params.is_some() => {
                self.parameters(node.type_params.as_deref());
                node.arguments.iter().for_each(|arguments| self.visit_arguments(arguments));
            }
            _ => {}
        }
    }
}

impl<'a> Visitor<'a> for Find {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if (self.wanted)(expr) {
            self.found.get_or_insert(expr.start());
        } else if self.named_in_comprehensions && is_comprehension(expr) {
            let outer = std::mem::replace(&mut self.wanted, Expr::is_named_expr);
            walk_expr(self, expr);
            self.wanted = outer;
        } else if !is_scope(expr) {
            walk_expr(self, expr);
        }
    }
}
