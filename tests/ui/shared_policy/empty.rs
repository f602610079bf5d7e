use corsac::{Policy, policy};

static WEB_APP: Policy = policy!();

fn main() {
    let _ = &WEB_APP;
}
