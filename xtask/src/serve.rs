//! A static server that behaves as GitHub Pages does: files, folders' `index.html`, `404.html` for the rest, compressed
//! twins for browsers that take them, and no special header.

use crate::{build, compress, setup, workspace};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

const USUAL_PORT: u16 = 8080;

/// How many ports after the usual one are tried when it is taken.
const MORE_PORTS: u16 = 20;

/// Longest request line or header that is read; a page here needs far less.
const LONGEST_LINE: u64 = 8192;

/// `./x serve`
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let listener = match arguments {
        [] => listen_near(USUAL_PORT)?,
        [flag, port] if flag == "--port" => {
            let port = port.parse().with_context(|| format!("{port} is no port"))?;
            listen(port).with_context(|| format!("port {port} cannot be used"))?
        }
        _ => bail!("usage: ./x serve [--port N]"),
    };
    build::build(&setup::for_build()?)?;
    println!("\nndgym is at http://{}  (Ctrl+C ends it)", listener.local_addr()?);
    Server::new(workspace::dist(), "/").run(&listener)
}

fn listen_near(port: u16) -> Result<TcpListener> {
    let taken = match listen(port) {
        Ok(listener) => return Ok(listener),
        Err(error) => error,
    };
    let listener = (port + 1..=port + MORE_PORTS).find_map(|port| listen(port).ok());
    let listener =
        listener.with_context(|| format!("no port from {port} to {} is free", port + MORE_PORTS))?;
    println!("serve   port {port} cannot be used ({taken}); using {}", listener.local_addr()?.port());
    Ok(listener)
}

/// Listens on this machine only; port 0 takes any free one.
pub(crate) fn listen(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
}

/// A folder, served under a path.
pub(crate) struct Server {
    folder: PathBuf,
    /// Starts and ends with a slash.
    prefix: String,
}

/// What a browser asks for.
struct Request {
    head_only: bool,
    path: String,
    accepts: String,
    known_tag: Option<String>,
    keep_open: bool,
}

/// What it gets.
enum Answer {
    File { path: PathBuf, status: &'static str },
    Redirect(String),
    Nothing,
}

impl Server {
    /// Serves `folder` under `prefix`, which starts and ends with a slash.
    pub(crate) fn new(folder: PathBuf, prefix: &str) -> Self {
        Server { folder, prefix: prefix.to_owned() }
    }

    /// Answers until the process ends.
    pub(crate) fn run(self, listener: &TcpListener) -> Result<()> {
        let server = Arc::new(self);
        for stream in listener.incoming() {
            // A client that is gone before it is served is no concern of the others.
            let Ok(stream) = stream else { continue };
            let server = Arc::clone(&server);
            thread::spawn(move || server.converse(&stream));
        }
        Ok(())
    }

    fn converse(&self, stream: &TcpStream) {
        let mut reader = BufReader::new(stream);
        let idle = Some(Duration::from_secs(60));
        if stream.set_read_timeout(idle).is_err() || stream.set_nodelay(true).is_err() {
            return;
        }
        while let Some(request) = read_request(&mut reader) {
            if self.send(stream, &request).is_err() || !request.keep_open {
                return;
            }
        }
    }

    fn answer(&self, path: &str) -> Answer {
        let not_found = || {
            let path = self.folder.join("404.html");
            if path.is_file() { Answer::File { path, status: "404 Not Found" } } else { Answer::Nothing }
        };
        let Some(inside) = path.strip_prefix(&self.prefix) else { return Answer::Nothing };
        let Some(relative) = decoded(inside) else { return not_found() };
        let full = self.folder.join(&relative);
        if full.is_dir() && !path.ends_with('/') {
            return Answer::Redirect(format!("{path}/"));
        }
        let file = if full.is_dir() { full.join("index.html") } else { full };
        if file.is_file() { Answer::File { path: file, status: "200 OK" } } else { not_found() }
    }

    fn send(&self, mut stream: &TcpStream, request: &Request) -> io::Result<()> {
        let (path, status) = match self.answer(&request.path) {
            Answer::File { path, status } => (path, status),
            Answer::Redirect(to) => {
                return write!(
                    stream,
                    "HTTP/1.1 301 Moved Permanently\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"
                );
            }
            Answer::Nothing => return write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
        };
        let (variant, encoding) = best_variant(&path, &request.accepts);
        let mut file = File::open(variant)?;
        let tag = entity_tag(&file, encoding)?;
        let mut head = format!("Cache-Control: no-cache\r\nETag: {tag}\r\nVary: Accept-Encoding\r\n");
        if status == "200 OK" && request.known_tag.as_deref() == Some(&tag) {
            return write!(stream, "HTTP/1.1 304 Not Modified\r\n{head}\r\n");
        }
        if let Some(encoding) = encoding {
            head += &format!("Content-Encoding: {encoding}\r\n");
        }
        let (kind, length) = (media_type(&path), file.metadata()?.len());
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{head}\r\n"
        )?;
        if !request.head_only {
            io::copy(&mut file, &mut stream)?;
        }
        Ok(())
    }
}

/// Reads one request; `None` at the end of the conversation, or if it makes no sense.
fn read_request(reader: &mut impl BufRead) -> Option<Request> {
    let line = read_line(reader)?;
    let mut words = line.split(' ');
    let head_only = match words.next()? {
        "GET" => false,
        "HEAD" => true,
        _ => return None,
    };
    let target = words.next()?;
    let path = target.split(['?', '#']).next()?.to_owned();
    let keep_open = words.next()? == "HTTP/1.1";
    let mut request = Request { head_only, path, accepts: String::new(), known_tag: None, keep_open };
    loop {
        let line = read_line(reader)?;
        if line.is_empty() {
            return Some(request);
        }
        let (name, value) = line.split_once(':')?;
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "accept-encoding" => request.accepts = value.to_ascii_lowercase(),
            "if-none-match" => request.known_tag = Some(value.to_owned()),
            "connection" if value.eq_ignore_ascii_case("close") => request.keep_open = false,
            _ => {}
        }
    }
}

fn read_line(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    reader.by_ref().take(LONGEST_LINE).read_line(&mut line).ok()?;
    Some(line.strip_suffix('\n')?.trim_end_matches('\r').to_owned())
}

/// The relative path an address stands for; `None` if it leaves the folder or is no text.
fn decoded(address: &str) -> Option<PathBuf> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    let path = PathBuf::from(String::from_utf8(bytes).ok()?);
    path.components().all(|component| matches!(component, Component::Normal(_))).then_some(path)
}

/// The smallest twin that the browser takes, with the name of its encoding.
fn best_variant(path: &Path, accepts: &str) -> (PathBuf, Option<&'static str>) {
    let takes =
        |name: &str| accepts.split(',').any(|item| item.split(';').next().is_some_and(|n| n.trim() == name));
    for (encoding, suffix) in [("br", "br"), ("gzip", "gz")] {
        let twin = compress::twin(path, suffix);
        if takes(encoding) && twin.is_file() {
            return (twin, Some(encoding));
        }
    }
    (path.to_path_buf(), None)
}

fn entity_tag(file: &File, encoding: Option<&str>) -> io::Result<String> {
    let metadata = file.metadata()?;
    let written = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    Ok(format!("\"{:x}-{written:x}-{}\"", metadata.len(), encoding.unwrap_or("plain")))
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A server of a small site under `/sub/`, in a folder named for the test; its address.
    fn site(test: &str) -> std::net::SocketAddr {
        let folder = workspace::scratch(&format!("tests/serve-{test}")).unwrap();
        fs::create_dir_all(folder.join("problems")).unwrap();
        for (name, text) in [
            ("index.html", "home"),
            ("problems/index.html", "problems"),
            ("404.html", "lost"),
            ("a b.wasm", "plain"),
            ("a b.wasm.br", "brotli"),
            ("a b.wasm.gz", "gzip"),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
        let listener = listen(0).unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || Server::new(folder, "/sub/").run(&listener));
        address
    }

    fn ask(address: std::net::SocketAddr, path: &str, header: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\n{header}Connection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn status_and_body(answer: &str) -> (&str, &str) {
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap(), body)
    }

    #[test]
    fn folders_give_their_index_and_unknown_paths_the_page_for_them() {
        let address = site("folders");
        for (path, status, body) in [
            ("/sub/", "200", "home"),
            ("/sub/problems/", "200", "problems"),
            ("/sub/problems/?a=b", "200", "problems"),
            ("/sub/problems", "301", ""),
            ("/sub/nowhere/at/all", "404", "lost"),
            ("/elsewhere", "404", ""),
        ] {
            assert_eq!(status_and_body(&ask(address, path, "")), (status, body), "{path}");
        }
        assert!(ask(address, "/sub/problems", "").contains("\r\nLocation: /sub/problems/\r\n"));
    }

    #[test]
    fn the_best_accepted_encoding_is_sent() {
        let address = site("encodings");
        for (accepts, encoding, body) in [
            ("Accept-Encoding: gzip, deflate, br\r\n", Some("br"), "brotli"),
            ("accept-encoding: gzip;q=1.0\r\n", Some("gzip"), "gzip"),
            ("Accept-Encoding: brotli\r\n", None, "plain"),
            ("", None, "plain"),
        ] {
            let answer = ask(address, "/sub/a%20b.wasm", accepts);
            assert_eq!(status_and_body(&answer), ("200", body), "{accepts}");
            assert!(answer.contains("\r\nContent-Type: application/wasm\r\n"));
            let sent = answer.split_once("Content-Encoding: ").map(|(_, rest)| rest.lines().next().unwrap());
            assert_eq!(sent, encoding, "{accepts}");
        }
    }

    #[test]
    fn what_is_known_is_not_sent_again() {
        let address = site("known");
        let answer = ask(address, "/sub/", "");
        let tag = answer.split_once("ETag: ").unwrap().1.lines().next().unwrap();
        let again = ask(address, "/sub/", &format!("If-None-Match: {tag}\r\n"));
        assert_eq!(status_and_body(&again), ("304", ""));
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let address = site("outside");
        for path in [
            "/sub/../Cargo.toml",
            "/sub/%2e%2e/Cargo.toml",
            "/sub//etc/passwd",
            "/sub/%2Fetc/passwd",
            "/sub/%zz",
        ] {
            assert_eq!(status_and_body(&ask(address, path, "")), ("404", "lost"), "{path}");
        }
    }
}
