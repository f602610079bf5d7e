//! Schemes of origins: <https://www.rfc-editor.org/rfc/rfc3986#section-3.1>.

/// Arbitrary, since no standard has a limit. The longest scheme in use,
/// `safari-web-extension`, has 20 bytes.
pub(crate) const MAX_LEN: usize = 64;
/// WebSocket handshakes have the origin of their page, `blob:` and `filesystem:`
/// pages that of their creator, and the others an opaque origin or none:
/// <https://url.spec.whatwg.org/#concept-url-origin>.
const PAGELESS: [&str; 8] = [
    "about",
    "blob",
    "data",
    "filesystem",
    "ftp",
    "javascript",
    "ws",
    "wss",
];
/// Schemes of app shells, which serve pages from the installed app, so they never
/// cross a network. Sorted by name.
const APP_SHELLS: [&str; 6] = [
    // Electron, https://www.electronjs.org/docs/latest/api/protocol; the host is the
    // app's choice, often `-` or `.` (https://github.com/sindresorhus/electron-serve/issues/22).
    "app",
    "capacitor",      // Capacitor on iOS, https://capacitorjs.com/docs/config
    "ionic",          // Ionic on iOS, https://ionicframework.com/docs/troubleshooting/cors
    "tauri",          // Tauri on macOS, iOS and Linux, https://v2.tauri.app
    "vscode-webview", // VS Code, https://code.visualstudio.com/api/extension-guides/webview
    "wails",          // Wails on macOS and Linux, https://wails.io
];
/// Schemes of browser extensions, which never cross a network either. Sorted by
/// name.
const EXTENSIONS: [&str; 3] = [
    // Chromium: 32 letters from `a` to `p`, the same wherever it is installed;
    // https://developer.chrome.com/docs/extensions/reference/manifest/key.
    "chrome-extension",
    // Firefox: a lowercase UUID, a new one on each installation;
    // https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/manifest.json/web_accessible_resources.
    "moz-extension",
    // Safari: an uppercase UUID, a new one in each browser;
    // https://developer.apple.com/documentation/safariservices/safari-web-extensions,
    // and an example of one in http://jamieonsoftware.com/javascript/.
    "safari-web-extension",
];

/// Whether pages can have this scheme, in lowercase.
pub(crate) fn is_scheme(scheme: &str) -> bool {
    let is_scheme_byte = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.');
    scheme.len() <= MAX_LEN
        && scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme.bytes().all(is_scheme_byte)
        && scheme != "file"
        && !PAGELESS.contains(&scheme)
}

/// Whether the hosts of the scheme are domains and IP addresses: whether it is
/// [special](https://url.spec.whatwg.org/#special-scheme). Pages never have the
/// other special schemes.
pub(crate) fn has_domains(scheme: &str) -> bool {
    matches!(scheme, "https" | "http")
}

/// Whether pages never have this scheme, in any case.
pub(crate) fn is_pageless(scheme: &str) -> bool {
    let mut pageless = PAGELESS.iter();
    pageless.any(|it| it.eq_ignore_ascii_case(scheme))
}

/// Whether pages of this scheme never cross a network.
pub(crate) fn is_local(scheme: &str) -> bool {
    APP_SHELLS.contains(&scheme) || is_of_extensions(scheme)
}

/// Whether browser extensions have this scheme.
pub(crate) fn is_of_extensions(scheme: &str) -> bool {
    EXTENSIONS.contains(&scheme)
}

/// The default port of a scheme: <https://url.spec.whatwg.org/#default-port>. Pages
/// never have the other special schemes.
#[inline]
pub(crate) fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

/// The web scheme that `scheme` was meant to be, if it is one insertion, deletion,
/// or substitution away. Nobody has registered such a scheme, and a policy that
/// lists it allows nobody.
pub(crate) fn misspelled(scheme: &str) -> Option<&'static str> {
    let mut web = ["https", "http"].into_iter();
    if web.clone().any(|it| it == scheme) {
        return None;
    }
    web.find(|it| strsim::levenshtein(it, scheme) == 1)
}
