use sipoke_core::{application::Refusal, problem::ProblemCode, words::Malformed};
use sipoke_text::Lang;

pub(crate) fn problem_title(code: ProblemCode, _: Lang) -> String {
    code.code().to_owned()
}

pub(crate) fn problem_help(_: ProblemCode, _: Lang) -> String {
    String::new()
}

pub(crate) fn refusal_detail(refusal: &Refusal, _: Lang) -> String {
    refusal.to_string()
}

pub(crate) fn malformed(malformed: &Malformed, _: Lang) -> String {
    malformed.to_string()
}
