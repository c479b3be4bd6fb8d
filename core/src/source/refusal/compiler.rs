//! What CPython's compiler says of what its grammar accepts.

use ruff_python_parser::semantic_errors::{SemanticSyntaxError, SemanticSyntaxErrorKind as Kind, WriteToDebugKind};
use ruff_python_parser::{UnsupportedSyntaxError, UnsupportedSyntaxErrorKind};

/// The words for what the parser's own check of meaning found. Where none are known better, the parser's, in CPython's quotes.
pub(in crate::source) fn of_compiler(error: &SemanticSyntaxError) -> String {
    match &error.kind {
        Kind::LateFutureImport => "from __future__ imports must occur at the beginning of the file".to_owned(),
        Kind::TypeParameterDefaultOrder(name) => {
            format!("non-default type parameter '{name}' follows default type parameter")
        }
        Kind::MultipleStarredNamesInSequencePattern => "multiple starred expressions in sequence pattern".to_owned(),
        Kind::WriteToDebug(WriteToDebugKind::Store) => "cannot assign to __debug__".to_owned(),
        Kind::WriteToDebug(WriteToDebugKind::Delete(_)) => "cannot delete __debug__".to_owned(),
        Kind::DuplicateMatchClassAttribute(name) => format!("attribute name repeated in class pattern: {name}"),
        Kind::InvalidStarExpression => "can't use starred expression here".to_owned(),
        Kind::YieldOutsideFunction(kind) => format!("'{kind}' outside function"),
        Kind::ReturnOutsideFunction => "'return' outside function".to_owned(),
        Kind::AwaitOutsideAsyncFunction(kind) => match kind.to_string().replace('`', "'") {
            words if words.starts_with('\'') => format!("{words} outside async function"),
            words => format!("{words} outside of an asynchronous function"),
        },
        Kind::DuplicateParameter(name) => format!("duplicate argument '{name}' in function definition"),
        Kind::DuplicateKeywordArgument(name) => format!("keyword argument repeated: {name}"),
        Kind::YieldFromInAsyncFunction => "'yield from' inside async function".to_owned(),
        Kind::NonModuleImportStar(_) => "import * only allowed at module level".to_owned(),
        Kind::MultipleStarredExpressions => "multiple starred expressions in assignment".to_owned(),
        Kind::FutureFeatureNotDefined(name) if name == "braces" => "not a chance".to_owned(),
        Kind::FutureFeatureNotDefined(name) => format!("future feature {name} is not defined"),
        Kind::GlobalParameter(name) => format!("name '{name}' is parameter and global"),
        Kind::NonlocalParameter(name) => format!("name '{name}' is parameter and nonlocal"),
        Kind::ContinueOutsideLoop => "'continue' not properly in loop".to_owned(),
        _ => error.to_string().replace('`', "'"),
    }
}

/// The words for syntax that a version does not know yet.
pub(in crate::source) fn of_version(error: &UnsupportedSyntaxError) -> String {
    match error.kind {
        UnsupportedSyntaxErrorKind::UnparenthesizedExceptionTypes => {
            "multiple exception types must be parenthesized".to_owned()
        }
        _ => super::SYNTAX.to_owned(),
    }
}
