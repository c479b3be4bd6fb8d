//! The small worker, which reads links.

fn main() {
    covscope_web::reader::listen();
}
