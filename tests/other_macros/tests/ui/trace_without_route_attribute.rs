use actix_web::Responder;
use corsac::cors;
use fastrace::trace;

#[cors(allow_origins("https://a.example"))]
#[trace]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = handler();
}
