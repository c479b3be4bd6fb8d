//! CPython's words for what the parser found and the tokens around do not change.

use ruff_python_parser::{InterpolatedStringErrorType, LexicalErrorType, ParseErrorType};

/// The words, for the error, the text it is about, and what is before it on its line.
pub(super) fn of(error: &ParseErrorType, target: &str, before: &str) -> Option<&'static str> {
    Some(match error {
        ParseErrorType::PositionalAfterKeywordArgument => "positional argument follows keyword argument",
        ParseErrorType::PositionalAfterKeywordUnpacking => "positional argument follows keyword argument unpacking",
        ParseErrorType::InvalidArgumentUnpackingOrder => {
            "iterable argument unpacking follows keyword argument unpacking"
        }
        ParseErrorType::NonDefaultParamAfterDefaultParam => {
            "parameter without a default follows parameter with a default"
        }
        ParseErrorType::ExpectedKeywordParam => "named arguments must follow bare *",
        ParseErrorType::ParamAfterVarKeywordParam => "arguments cannot follow var-keyword argument",
        ParseErrorType::UnparenthesizedGeneratorExpression => "Generator expression must be parenthesized",
        ParseErrorType::InvalidDeleteTarget => match kind_of(target)? {
            "function call" => "cannot delete function call",
            "literal" => "cannot delete literal",
            "True" => "cannot delete True",
            "False" => "cannot delete False",
            "None" => "cannot delete None",
            _ => "cannot delete expression",
        },
        ParseErrorType::InvalidAnnotatedAssignmentTarget => match target.chars().next()? {
            '[' => "only single target (not list) can be annotated",
            '(' => "only single target (not tuple) can be annotated",
            _ if target.contains(',') => "only single target (not tuple) can be annotated",
            _ => return None,
        },
        ParseErrorType::FStringError(InterpolatedStringErrorType::SingleRbrace) => {
            "f-string: single '}' is not allowed"
        }
        ParseErrorType::TStringError(InterpolatedStringErrorType::SingleRbrace) => {
            "t-string: single '}' is not allowed"
        }
        ParseErrorType::Lexical(LexicalErrorType::InvalidByteLiteral) => {
            "bytes can only contain ASCII literal characters"
        }
        ParseErrorType::OtherError(words) if words == "Trailing comma not allowed" && before.starts_with("from") => {
            "trailing comma not allowed without surrounding parentheses"
        }
        ParseErrorType::OtherError(words) if words.starts_with("Bytes literal cannot be mixed") => {
            "cannot mix bytes and nonbytes literals"
        }
        ParseErrorType::OtherError(words) if words.starts_with("Expected `except` or `finally`") => {
            "expected 'except' or 'finally' block"
        }
        _ => return None,
    })
}

/// What CPython calls an expression that can't be assigned to, as far as its text tells.
pub(super) fn kind_of(target: &str) -> Option<&'static str> {
    let word = |word: &str| {
        target.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    Some(match target.chars().next()? {
        _ if target.contains("==") || target.contains("!=") || target.contains(" < ") || target.contains(" > ") => {
            "comparison"
        }
        '0'..='9' | '\'' | '"' => "literal",
        _ if word("lambda") => "lambda",
        _ if word("yield") || word("(yield") => "yield expression",
        _ if target == "True" => "True",
        _ if target == "False" => "False",
        _ if target == "None" => "None",
        _ if target.contains(' ') => "expression",
        _ if target.ends_with(')') && !target.starts_with('(') => "function call",
        _ => return None,
    })
}
