use corsac::{Policy, policy};

static WEB_APP: Policy = policy!(max_age = 600);

fn main() {
    let _ = &WEB_APP;
}
