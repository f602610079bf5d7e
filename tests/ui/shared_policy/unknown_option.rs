use corsac::{Policy, policy};

static WEB_APP: Policy = policy!(allowed_origin("https://a.example"));

fn main() {
    let _ = &WEB_APP;
}
