//! The page.

fn main() {
    covscope_web::run_app();
}
