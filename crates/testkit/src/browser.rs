//! A headless Chromium, driven over its debugging pipe.
//!
//! A message is one JSON value ended by a zero byte. The browser reads them from descriptor 3 and writes them to
//! descriptor 4, to which a shell joins our two pipes: no port is opened and nothing is added to what we compile.

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use std::{
    ffi::OsString,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};
use tempfile::TempDir;

/// What every page must keep to, as an expression to [`evaluate`](Browser::evaluate): a list of faults.
pub const PAGE_CHECKS: &str = include_str!("page-checks.js");
/// Names the browser's program; `cargo xtask test` sets it.
const PROGRAM: &str = "GONGKAI_TEST_CHROMIUM";
/// Longest wait for one message; a page of ours takes far less than a second.
const PATIENCE: Duration = Duration::from_secs(30);
const JOINED: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#;

/// One browser with one tab.
#[derive(Debug)]
pub struct Browser {
    process: Child,
    commands: ChildStdin,
    messages: Receiver<Value>,
    session: Option<String>,
    sent: u64,
    events: Vec<Value>,
    _profile: TempDir,
}

/// The browser of a journey, or `None` where there is none; in CI there must be one.
///
/// # Panics
/// Everything here panics where the browser does not do as it is told: the test has failed then.
pub fn browser() -> Option<Browser> {
    if let Some(program) = std::env::var_os(PROGRAM).or_else(installed) {
        return Some(Browser::start(program));
    }
    assert!(std::env::var_os("CI").is_none(), "in CI the journeys need a browser: set {PROGRAM}");
    eprintln!("skipped: no browser here; set {PROGRAM} or run `cargo xtask test`, which installs one");
    None
}

fn installed() -> Option<OsString> {
    let path = std::env::var_os("PATH")?;
    let programs = ["chromium", "google-chrome"];
    let all = std::env::split_paths(&path).flat_map(|folder| programs.map(|program| folder.join(program)));
    all.into_iter().find(|program| program.is_file()).map(Into::into)
}

impl Browser {
    fn start(program: OsString) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut process = Command::new("sh")
            .args(["-c", JOINED])
            .arg(program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions"])
            .args(["--disable-background-networking", "--disable-dev-shm-usage", "--hide-scrollbars"])
            .arg("--remote-debugging-pipe")
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let commands = process.stdin.take().unwrap();
        let from = BufReader::new(process.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            for message in from.split(0).map_while(Result::ok) {
                if sender.send(serde_json::from_slice(&message).unwrap()).is_err() {
                    return;
                }
            }
        });
        let mut browser = Self {
            process,
            commands,
            messages,
            session: None,
            sent: 0,
            events: Vec::new(),
            _profile: profile,
        };
        browser.open_tab();
        browser
    }

    fn open_tab(&mut self) {
        let tab = self.ask("Target.createTarget", json!({ "url": "about:blank" }));
        let attached =
            self.ask("Target.attachToTarget", json!({ "targetId": tab["targetId"], "flatten": true }));
        self.session = Some(attached["sessionId"].as_str().unwrap().to_owned());
        for domain in ["Page", "Runtime", "Log"] {
            self.ask(&format!("{domain}.enable"), json!({}));
        }
    }

    /// Sends a command and waits for its answer.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.sent += 1;
        let mut command = json!({ "id": self.sent, "method": method, "params": params });
        if let Some(session) = &self.session {
            command["sessionId"] = Value::from(session.as_str());
        }
        self.commands.write_all(command.to_string().as_bytes()).unwrap();
        self.commands.write_all(&[0]).unwrap();
        self.commands.flush().unwrap();
        loop {
            let message = self.next();
            if message["id"] == self.sent {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            self.events.push(message);
        }
    }

    fn next(&self) -> Value {
        self.messages.recv_timeout(PATIENCE).unwrap()
    }

    fn wait_for(&mut self, event: &str) {
        while self.events.iter().all(|known| known["method"] != event) {
            let message = self.next();
            self.events.push(message);
        }
    }

    /// Sets the size of the window, in CSS pixels.
    pub fn resize(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", size);
    }

    /// Turns the scripts of pages off.
    pub fn without_scripts(&mut self) {
        self.ask("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    /// Lays pages out as for paper.
    pub fn as_printed(&mut self) {
        self.ask("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    }

    /// Opens an address and waits until it has loaded.
    pub fn open(&mut self, address: &str) {
        self.events.clear();
        let answer = self.ask("Page.navigate", json!({ "url": address }));
        assert!(answer["errorText"].is_null(), "{address}: {}", answer["errorText"]);
        self.wait_for("Page.loadEventFired");
    }

    /// Clicks in the middle of the first element of this selector and waits for the page it leads to.
    pub fn follow(&mut self, selector: &str) {
        let place = format!(
            "(() => {{ const link = document.querySelector({selector:?}); if (!link) return null;\
             link.scrollIntoView({{ block: 'center' }}); const box = link.getClientRects()[0];\
             return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        );
        let place = self.evaluate(&place);
        assert!(place.is_array(), "no {selector} on {}", self.address());
        self.events.clear();
        for kind in ["mousePressed", "mouseReleased"] {
            let (x, y) = (&place[0], &place[1]);
            let click = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.ask("Input.dispatchMouseEvent", click);
        }
        self.wait_for("Page.loadEventFired");
    }

    /// Chooses files for a control of a form.
    pub fn choose(&mut self, selector: &str, files: &[&Path]) {
        let document = self.ask("DOM.getDocument", json!({}));
        let asked = json!({ "nodeId": document["root"]["nodeId"], "selector": selector });
        let control = self.ask("DOM.querySelector", asked);
        self.ask("DOM.setFileInputFiles", json!({ "nodeId": control["nodeId"], "files": files }));
    }

    /// Takes a picture of the whole page into a file (PNG).
    pub fn picture(&mut self, file: &Path) {
        let asked = json!({ "format": "png", "captureBeyondViewport": true });
        let answer = self.ask("Page.captureScreenshot", asked);
        let png = BASE64_STANDARD.decode(answer["data"].as_str().unwrap()).unwrap();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, png).unwrap();
    }

    /// The value of a JavaScript expression on the page, which the page's policy does not stop.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.ask("Runtime.evaluate", asked);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// The text of the first element of this selector.
    pub fn text(&mut self, selector: &str) -> String {
        let text = self.evaluate(&format!("document.querySelector({selector:?})?.textContent"));
        text.as_str().unwrap_or_else(|| panic!("no {selector}")).trim().to_owned()
    }

    /// How many elements of this selector there are.
    pub fn count(&mut self, selector: &str) -> u64 {
        self.evaluate(&format!("document.querySelectorAll({selector:?}).length")).as_u64().unwrap()
    }

    /// Path of the page shown.
    pub fn address(&mut self) -> String {
        self.evaluate("location.pathname + location.search").as_str().unwrap().to_owned()
    }

    /// What the browser had to object to since the page was opened: what the policy stopped, errors of scripts.
    pub fn objections(&mut self) -> Vec<String> {
        self.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))");
        let told = |event: &Value| {
            let params = &event["params"];
            match event["method"].as_str()? {
                "Log.entryAdded" if params["entry"]["source"] != "network" => {
                    Some(params["entry"]["text"].to_string())
                }
                "Runtime.exceptionThrown" => Some(params["exceptionDetails"].to_string()),
                "Runtime.consoleAPICalled" => Some(params["args"].to_string()),
                _ => None,
            }
        };
        self.events.iter().filter_map(told).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
