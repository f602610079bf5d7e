//! Varnish and nginx, each as a program of its own, with nothing of the
//! system's configuration.

use std::{
    fs::{self, File},
    io::Write as _,
    net::SocketAddr,
    os::unix::net::UnixStream,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use actix_web::{dev::Decompress, web::Bytes};
use futures_util::{TryStreamExt as _, stream};
use reqwest::{Client, Method, header::HeaderValue};
use tempfile::TempDir;

use crate::support::Answer;

/// How to start one before the server at this address.
pub(crate) type Start = fn(SocketAddr) -> Cache;

/// A running cache; it ends with this value, also when the test fails.
pub(crate) struct Cache {
    process: Child,
    client: Client,
    /// Everything that it writes.
    folder: TempDir,
}

/// What came back through a cache.
pub(crate) struct Reply {
    /// With the lines of one name as one, which means the same: Varnish joins
    /// them, nginx does not.
    pub(crate) answer: Answer,
    /// What the cache says of it: `HIT`, `MISS`, or nothing if it was not asked.
    pub(crate) outcome: Option<String>,
    pub(crate) encoding: Option<String>,
    body: Bytes,
}

impl Reply {
    /// The body as its reader sees it.
    pub(crate) async fn text(self) -> String {
        let encoding = self.encoding.as_deref().unwrap_or("identity");
        let encoding = encoding.parse().unwrap();
        let bytes = stream::iter([Ok(self.body)]);
        let chunks: Vec<Bytes> = Decompress::new(bytes, encoding)
            .try_collect()
            .await
            .unwrap();
        String::from_utf8(chunks.concat()).unwrap()
    }
}

/// In the folder of a cache: where it listens, and what it prints.
const SOCKET: &str = "http";
const LOG: &str = "log";

/// For a cache that hangs, which fails the test.
const LIMIT: Duration = Duration::from_secs(60);

const NGINX: &str = r#"
    daemon off;
    master_process off;
    pid nginx.pid;
    events {}
    http {
        access_log off;
        client_body_temp_path client;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        proxy_cache_path cache keys_zone=pages:1m;
        server {
            listen "unix:SOCKET";
            location / {
                proxy_pass http://ADDRESS;
                MORE
            }
        }
    }
"#;

/// Keeps what no header keeps away, for longer than a test takes.
const CACHING: &str = "
    proxy_cache pages;
    proxy_cache_valid any 1h;
    add_header X-Cache $upstream_cache_status always;
";

const VARNISH: &str = r#"
    vcl 4.1;
    backend site { .host = "HOST"; .port = "PORT"; }
    sub vcl_hit { set req.http.X-Cache = "HIT"; }
    sub vcl_miss { set req.http.X-Cache = "MISS"; }
    sub vcl_deliver {
        if (req.http.X-Cache) {
            set resp.http.X-Cache = req.http.X-Cache;
        }
    }
"#;

pub(crate) fn nginx(site: SocketAddr) -> Cache {
    nginx_with(site, CACHING)
}

/// nginx as one process, which is the one to end; `more` is about how it passes
/// requests on.
pub(crate) fn nginx_with(site: SocketAddr, more: &str) -> Cache {
    let folder = TempDir::new().unwrap();
    let configuration = NGINX
        .replace("SOCKET", &path(&folder, SOCKET))
        .replace("ADDRESS", &site.to_string())
        .replace("MORE", more);
    fs::write(path(&folder, "nginx.conf"), configuration).unwrap();

    let mut nginx = Command::new("nginx");
    nginx
        .args(["-p", &path(&folder, ""), "-c", "nginx.conf"])
        .args(["-e", "stderr"])
        .stdin(Stdio::null());
    let mut cache = Cache::spawn(nginx, folder);
    cache.wait_until_it_listens();
    cache
}

/// Varnish, which stops the process that it starts for the requests, and then
/// itself, where its commands end.
pub(crate) fn varnish(site: SocketAddr) -> Cache {
    let folder = TempDir::new().unwrap();
    let configuration = VARNISH
        .replace("HOST", &site.ip().to_string())
        .replace("PORT", &site.port().to_string());
    fs::write(path(&folder, "site.vcl"), configuration).unwrap();

    let mut varnish = Command::new("varnishd");
    varnish
        .args(["-d", "-T", "none", "-j", "none"])
        .args(["-n", &path(&folder, "varnish")])
        .args(["-f", &path(&folder, "site.vcl")])
        .args(["-a", &path(&folder, SOCKET)])
        .args(["-s", "malloc,16m", "-p", "vsl_space=1M"])
        .stdin(Stdio::piped());
    let mut cache = Cache::spawn(varnish, folder);
    let mut commands = cache.process.stdin.as_ref().unwrap();
    // It may have ended for a reason that the next line tells.
    let _ = commands.write_all(b"start\n");
    cache.wait_until_it_listens();
    cache
}

fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

impl Cache {
    fn spawn(mut command: Command, folder: TempDir) -> Self {
        let log = File::create(folder.path().join(LOG)).unwrap();
        let client = Client::builder()
            .unix_socket(folder.path().join(SOCKET))
            .timeout(LIMIT)
            // Whatever features other crates ask for.
            .no_gzip();
        let client = client.build().unwrap();
        let process = command
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self {
            process,
            client,
            folder,
        }
    }

    fn wait_until_it_listens(&mut self) {
        let start = Instant::now();
        while UnixStream::connect(self.folder.path().join(SOCKET)).is_err() {
            let ended = self.process.try_wait().unwrap();
            assert!(
                ended.is_none() && start.elapsed() < LIMIT,
                "it does not listen: {}",
                fs::read_to_string(self.folder.path().join(LOG)).unwrap()
            );
            // Not to take the processor away from it.
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// What it answers.
    pub(crate) async fn ask(&self, method: &str, url: &str, headers: &[(&str, &str)]) -> Reply {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = self
            .client
            .request(method, format!("http://site.example{url}"));
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(*name, *value)
        });
        let response = request.send().await.unwrap();

        let text = |name| Some(response.headers().get(name)?.to_str().unwrap().to_owned());
        let joined = response.headers().keys().map(|name| {
            let lines = response.headers().get_all(name);
            let lines: Vec<_> = lines.iter().map(HeaderValue::as_bytes).collect();
            (name.as_str(), lines.join(&b", "[..]))
        });
        let joined: Vec<_> = joined.collect();
        Reply {
            answer: Answer::new(
                response.status().as_u16(),
                joined.iter().map(|(name, value)| (*name, &**value)),
            ),
            outcome: text("X-Cache"),
            encoding: text("Content-Encoding"),
            body: response.bytes().await.unwrap(),
        }
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        match self.process.stdin.take() {
            Some(commands) => drop(commands),
            // It cannot fail in a way that matters: it may have ended already.
            None => drop(self.process.kill()),
        }
        let _ = self.process.wait();
    }
}
