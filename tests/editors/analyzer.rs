//! rust-analyzer, as an editor talks to it.

use std::{
    env,
    fs::{self, File},
    io::BufReader,
    path::{Path, PathBuf},
    process::{ChildStdin, ChildStdout, Command, Stdio},
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
};

use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value, json};

use crate::{document::Document, package};

/// A running rust-analyzer that has one file open. It ends when its input does, which is
/// when this program ends.
pub(crate) struct Analyzer {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    uri: String,
    log: PathBuf,
    requests: i32,
    /// How often the file was changed.
    version: i32,
}

/// The one for all tests: to start it takes its time.
pub(crate) fn analyzer() -> MutexGuard<'static, Analyzer> {
    static ANALYZER: LazyLock<Mutex<Analyzer>> = LazyLock::new(|| Mutex::new(Analyzer::start()));
    // A test that has failed leaves it as it was between two requests.
    ANALYZER.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Analyzer {
    #[expect(
        clippy::zombie_processes,
        reason = "it ends after this program, and not before"
    )]
    /// Starts it in a package, and waits until it has read all that this depends on.
    fn start() -> Self {
        let package = package::write();
        let log = package.with_extension("log");
        let mut process = Command::new("rust-analyzer")
            .current_dir(&package)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .expect("rust-analyzer is installed");
        let root = format!("file://{}", package.display());
        let mut analyzer = Self {
            input: process.stdin.take().unwrap(),
            output: BufReader::new(process.stdout.take().unwrap()),
            uri: format!("{root}/src/main.rs"),
            log,
            requests: 0,
            version: 0,
        };
        analyzer.initialize(&root);
        analyzer.open();
        analyzer
    }

    fn initialize(&mut self, root: &str) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editors/target");
        let capabilities = json!({
            "textDocument": { "diagnostic": {}, "hover": { "contentFormat": ["markdown"] } },
            "experimental": { "serverStatusNotification": true },
        });
        let options = json!({
            "cachePriming": { "enable": false },
            "cargo": { "targetDir": target },
            "checkOnSave": false,
        });
        let params = json!({
            "processId": null,
            "rootUri": root,
            "capabilities": capabilities,
            "initializationOptions": options,
        });
        self.request("initialize", params);
        self.notify("initialized", json!({}));
        let is_ready = |message| match message {
            Message::Notification(status) if status.method == "experimental/serverStatus" => {
                assert_eq!(status.params["health"], "ok", "{}", status.params);
                status.params["quiescent"] == true
            }
            _ => false,
        };
        while !is_ready(self.read()) {}
    }

    fn open(&mut self) {
        let document = json!({ "uri": self.uri, "languageId": "rust", "version": 0, "text": "" });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn show(&mut self, text: &str) {
        self.version += 1;
        let document = json!({ "uri": self.uri, "version": self.version });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.notify("textDocument/didChange", params);
    }

    /// What may be inserted at the cursor, the best first.
    pub(crate) fn completions(&mut self, document: &Document) -> Vec<String> {
        let list = self.ask("textDocument/completion", document);
        let mut items = list["items"].as_array().cloned().unwrap_or_default();
        items.sort_by_key(|item| item["sortText"].to_string());
        let text = |item: &Value| item["textEdit"]["newText"].as_str().unwrap().to_owned();
        items.iter().map(text).collect()
    }

    /// What is explained at the cursor, in parts.
    pub(crate) fn hover(&mut self, document: &Document) -> Vec<String> {
        let hover = self.ask("textDocument/hover", document);
        let text = hover["contents"]["value"].as_str().unwrap_or_default();
        text.split("---\n")
            .map(|part| part.trim().to_owned())
            .collect()
    }

    /// The line to which the cursor's word leads.
    pub(crate) fn definition(&mut self, document: &Document) -> String {
        let places = self.ask("textDocument/definition", document);
        let path = places[0]["uri"].as_str().expect("it leads somewhere");
        let line = places[0]["range"]["start"]["line"].as_u64().unwrap();
        let text = if path == self.uri {
            document.text.clone()
        } else {
            fs::read_to_string(path.trim_start_matches("file://")).unwrap()
        };
        let line = text.lines().nth(usize::try_from(line).unwrap()).unwrap();
        line.trim().to_owned()
    }

    /// How often the cursor's word is used in the package.
    pub(crate) fn references(&mut self, document: &Document) -> usize {
        let references = self.ask("textDocument/references", document);
        references.as_array().map_or(0, Vec::len)
    }

    /// The errors that it finds by itself, without the compiler: where, and what.
    pub(crate) fn errors(&mut self, document: &Document) -> Vec<(String, String)> {
        self.show(&document.text);
        let params = json!({ "textDocument": { "uri": self.uri } });
        let mut report = self.request("textDocument/diagnostic", params);
        let items: Vec<Value> = serde_json::from_value(report["items"].take()).unwrap();
        let error = |item: &Value| {
            let message = item["message"].as_str().unwrap().to_owned();
            (document.at(&item["range"]).to_owned(), message)
        };
        items
            .iter()
            .filter(|item| item["severity"] == 1)
            .map(error)
            .collect()
    }

    /// Whatever it, or a macro in it, has to say of its own failures.
    pub(crate) fn panics(&self) -> Vec<String> {
        let log = fs::read_to_string(&self.log).unwrap();
        log.lines()
            .filter(|line| line.contains("panicked"))
            .map(str::to_owned)
            .collect()
    }

    fn ask(&mut self, method: &str, document: &Document) -> Value {
        self.show(&document.text);
        let params = json!({
            "textDocument": { "uri": self.uri },
            "position": document.cursor,
            "context": { "includeDeclaration": false, "triggerKind": 1 },
        });
        self.request(method, params)
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests.into();
        self.write(&Request::new(id, method.to_owned(), params).into());
        loop {
            match self.read() {
                Message::Response(Response {
                    id,
                    response_result,
                }) if id == self.requests.into() => {
                    return response_result.unwrap_or_else(|error| panic!("{method}: {error:?}"));
                }
                _ => {}
            }
        }
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.write(&Notification::new(method.to_owned(), params).into());
    }

    fn write(&mut self, message: &Message) {
        message.write(&mut self.input).unwrap();
    }

    /// The next message. What rust-analyzer asks is answered with nothing.
    fn read(&mut self) -> Message {
        let message = Message::read(&mut self.output).unwrap();
        let message = message.expect("rust-analyzer is running");
        if let Message::Request(request) = &message {
            self.write(&Response::new_ok(request.id.clone(), Value::Null).into());
        }
        message
    }
}
