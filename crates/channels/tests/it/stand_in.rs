//! A stand-in of a service: it answers what it was told to, in order, and remembers what it was asked.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What it does with a request.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    /// Answers with this status and body.
    Says(u16, &'static str),
    /// Reads the request and never answers.
    Hangs,
    /// Reads the request and closes the connection.
    Slams,
    /// Sends elsewhere.
    Redirects,
    /// Answers more than anybody should read.
    Floods,
    /// Answers half of what it promised.
    Breaks,
}

/// The stand-in; it ends with the test.
pub struct StandIn {
    pub address: String,
    asked: Arc<Mutex<Vec<String>>>,
    left: Arc<Mutex<Vec<Does>>>,
}

impl StandIn {
    pub async fn that(script: &[Does]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let left = Arc::new(Mutex::new(script.iter().rev().copied().collect::<Vec<_>>()));
        let (told, script) = (Arc::clone(&asked), Arc::clone(&left));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (told, script) = (Arc::clone(&told), Arc::clone(&script));
                tokio::spawn(async move { answer(stream, &told, &script).await });
            }
        });
        Self { address, asked, left }
    }

    /// What it is to do next, after what is left.
    pub fn then(&self, script: &[Does]) {
        let mut left = self.left.lock().unwrap();
        for does in script {
            left.insert(0, *does);
        }
    }

    /// Every request it was sent: head and body as text.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// Method and path of every request.
    pub fn lines(&self) -> Vec<String> {
        let line = |request: &String| {
            let mut words = request.split([' ', '?']);
            format!("{} {}", words.next().unwrap(), words.next().unwrap())
        };
        self.asked().iter().map(line).collect()
    }
}

async fn answer(mut stream: TcpStream, asked: &Mutex<Vec<String>>, script: &Mutex<Vec<Does>>) {
    let request = read(&mut stream).await;
    asked.lock().unwrap().push(request);
    let does = script.lock().unwrap().pop().unwrap_or(Does::Says(500, "nothing left to say"));
    let says = |status: u16, length: usize, body: &str| {
        format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        )
    };
    let text = match does {
        Does::Says(status, body) => says(status, body.len(), body),
        Does::Hangs => return tokio::time::sleep(std::time::Duration::from_mins(1)).await,
        Does::Slams => return,
        Does::Redirects => {
            "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n".to_owned()
        }
        Does::Floods => says(200, 3 << 20, &"x".repeat(3 << 20)),
        Does::Breaks => says(200, 1_000, "{\"id\":"),
    };
    let _ = stream.write_all(text.as_bytes()).await;
}

async fn read(stream: &mut TcpStream) -> String {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let head_bytes = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
            let _ = body;
            if bytes.len() - head_bytes >= length.and_then(|length| length.parse().ok()).unwrap_or(0) {
                return text;
            }
        }
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return String::from_utf8_lossy(&bytes).into_owned(),
            Ok(read) => bytes.extend_from_slice(&chunk[..read]),
        }
    }
}
