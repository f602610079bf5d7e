use corsac::{Policy, policy};

static WEB_APP: Policy = policy!(allow_origins("https://a.example/"));

fn main() {
    let _ = &WEB_APP;
}
