//! The worker.

fn main() {
    covscope_web::run_worker();
}
