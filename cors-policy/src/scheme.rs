//! Schemes of origins: <https://www.rfc-editor.org/rfc/rfc3986#section-3.1>.

/// Arbitrary, no standard has a limit; the longest scheme in use,
/// `safari-web-extension`, has 20 bytes.
pub(crate) const MAX_LEN: usize = 64;
/// WebSocket handshakes have the origin of their page, `blob:` and `filesystem:`
/// pages that of what made them, and the others an opaque one or none:
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
/// Schemes of app shells, which serve pages from the app that is installed, so
/// that they never cross a network. Sorted by name.
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
/// Schemes of browser extensions, which never cross a network, either. Sorted by
/// name.
const EXTENSIONS: [&str; 3] = [
    // Chromium: 32 letters from `a` to `p`, the same wherever it is installed;
    // https://developer.chrome.com/docs/extensions/reference/manifest/key.
    "chrome-extension",
    // Firefox: a UUID in lower case, another one on each installation;
    // https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/manifest.json/web_accessible_resources.
    "moz-extension",
    // Safari: a UUID in upper case, another one in each browser;
    // https://developer.apple.com/documentation/safariservices/safari-web-extensions,
    // and an example of one in http://jamieonsoftware.com/javascript/.
    "safari-web-extension",
];

/// Whether pages can have an origin of this scheme, in lower case.
pub(crate) fn is_scheme(scheme: &str) -> bool {
    let is_scheme_byte = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.');
    scheme.len() <= MAX_LEN
        && scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme.bytes().all(is_scheme_byte)
        && scheme != "file"
        && !PAGELESS.contains(&scheme)
}

/// Whether the hosts of the scheme are domains and IP addresses: whether it is
/// [special](https://url.spec.whatwg.org/#special-scheme). The other special
/// schemes are those of no page.
pub(crate) fn has_domains(scheme: &str) -> bool {
    matches!(scheme, "https" | "http")
}

/// Whether pages never have this scheme, in whichever case.
pub(crate) fn is_pageless(scheme: &str) -> bool {
    let mut pageless = PAGELESS.iter();
    pageless.any(|it| it.eq_ignore_ascii_case(scheme))
}

/// Whether what has this scheme never crosses a network.
pub(crate) fn is_local(scheme: &str) -> bool {
    APP_SHELLS.contains(&scheme) || is_of_extensions(scheme)
}

/// Whether the pages of the scheme are those of browser extensions.
pub(crate) fn is_of_extensions(scheme: &str) -> bool {
    EXTENSIONS.contains(&scheme)
}

/// The default port of a scheme: <https://url.spec.whatwg.org/#default-port>.
/// The other special schemes are those of no page.
pub(crate) fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

/// What `scheme` was meant to be, if that is the scheme of the web and it is one
/// insertion, deletion or substitution away. Such a scheme has been registered by
/// nobody, and a policy that names it allows nobody.
pub(crate) fn misspelled(scheme: &str) -> Option<&'static str> {
    let mut web = ["https", "http"].into_iter();
    if web.clone().any(|it| it == scheme) {
        return None;
    }
    web.find(|it| strsim::levenshtein(it, scheme) == 1)
}
