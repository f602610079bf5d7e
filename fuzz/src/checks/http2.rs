//! What goes over a connection of HTTP/2: <https://www.rfc-editor.org/rfc/rfc9113>.

/// All of a connection that has these frames.
pub(super) fn connection(frames: &[u8]) -> Vec<u8> {
    const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    const SETTINGS: u8 = 4;

    [PREFACE, &frame(SETTINGS, 0, 0, b""), frames].concat()
}

/// A frame for each request: lines of `name: value`, pseudo-headers too.
pub(super) fn requests(text: &[u8]) -> Vec<u8> {
    const HEADERS: u8 = 1;
    const END_STREAM_AND_HEADERS: u8 = 5;

    let lines: Vec<_> = text.split(|byte| *byte == b'\n').collect();
    let requests = lines.split(|line| line.is_empty());
    let frames = requests.zip(0..).flat_map(|(lines, i)| {
        let block: Vec<_> = lines.iter().flat_map(|line| field(line)).collect();
        frame(HEADERS, END_STREAM_AND_HEADERS, 2 * i + 1, &block)
    });
    frames.collect()
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let [_, len @ ..] = u32::try_from(payload.len())
        .unwrap_or(u32::MAX)
        .to_be_bytes();
    [&len[..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// A literal field without indexing: <https://www.rfc-editor.org/rfc/rfc7541#section-6.2.2>.
fn field(line: &[u8]) -> Vec<u8> {
    // A pseudo-header has a colon of its own.
    let colon = line.windows(2).position(|bytes| bytes == b": ");
    let (name, value) = line.split_at(colon.unwrap_or(line.len()));
    let value = value.strip_prefix(b": ").unwrap_or(value);
    [&[0][..], &string(name), &string(value)].concat()
}

/// <https://www.rfc-editor.org/rfc/rfc7541#section-5.2>
fn string(text: &[u8]) -> Vec<u8> {
    const PREFIX: usize = 127;

    let mut bytes = Vec::new();
    if let Some(mut rest) = text.len().checked_sub(PREFIX) {
        bytes.push(PREFIX);
        while rest >= 128 {
            bytes.push(rest % 128 + 128);
            rest /= 128;
        }
        bytes.push(rest);
    } else {
        bytes.push(text.len());
    }
    let length = bytes.into_iter().filter_map(|byte| u8::try_from(byte).ok());
    length.chain(text.iter().copied()).collect()
}
