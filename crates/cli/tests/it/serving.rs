//! How the program faces the network: TLS, proxies, limits, log, figures.

use crate::program::Program;
use crate::served::{Served, ask, soon};
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::net::TcpStream;
use std::path::{Path, PathBuf};

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates").join(name)
}

/// The lines of the log of the day, each a JSON object.
fn lines(folder: &Path) -> Vec<Value> {
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let text = fs::read_to_string(&files[0]).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect()
}

/// The line of a request, once it is written.
fn line_of(folder: &Path, id: &str) -> Value {
    let mut found = None;
    soon(|| {
        let is_it = |line: &Value| line["request.id"] == id && line["target"] == "gongkai::access";
        found = lines(folder).into_iter().find(is_it);
        found.is_some()
    });
    found.unwrap_or_else(|| panic!("no line of {id}"))
}

#[test]
fn a_certificate_is_served_and_renewed_without_a_restart() {
    let program = Program::with_office();
    let (certificate, key) = (program.path("site.pem"), program.path("site.key"));
    let put = |pair: [&str; 2]| {
        fs::copy(sample(pair[0]), &certificate).unwrap();
        fs::copy(sample(pair[1]), &key).unwrap();
    };
    put(["site.pem", "site.key"]);
    let files = ["--tls-certificate", certificate.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let served = Served::start(&program, &files);
    let (answer, first) = served.get_over_tls("/zfxxgk/");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");

    put(["renewed.pem", "site.key"]);
    served.signal("HUP");
    let (answer, still) = served.get_over_tls("/zfxxgk/");
    assert_eq!((answer.status, &still), (200, &first), "a pair that does not fit changes nothing");
    put(["renewed.pem", "other.key"]);
    served.signal("HUP");
    assert!(soon(|| served.get_over_tls("/zfxxgk/").1 != first), "the new certificate is shown");
    put(["site.pem", "site.key"]);
    assert!(
        soon(|| served.get_over_tls("/zfxxgk/").1 == first),
        "files that change are seen without a signal"
    );

    let mut plain = TcpStream::connect(&served.addresses[0]).unwrap();
    std::io::Write::write_all(&mut plain, b"GET / HTTP/1.1\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP/1.1 200"), "nothing is told without TLS");
    let said = served.end();
    assert!(said.contains("不是证书") && said.contains("证书已重新载入"), "{said}");
}

#[test]
fn a_certificate_that_is_over_is_served_and_told() {
    let program = Program::with_office();
    let (certificate, key) = (sample("ended.pem"), sample("site.key"));
    let files = ["--tls-certificate", certificate.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let served = Served::start(&program, &files);
    assert_eq!(served.get_over_tls("/zfxxgk/").0.status, 200);
    assert!(served.end().contains("证书已于 2021-01-01 到期"));
    let doctor = program.run(&[&["doctor"][..], &files].concat());
    doctor.problems().says(&["✗ certificate", "证书已于 2021-01-01 到期"]);
    let renewed = ["--tls-certificate", "site.pem", "--tls-key", "site.key"].map(|argument| match argument {
        name if name.starts_with("--") => name.to_owned(),
        name => sample(name).to_str().unwrap().to_owned(),
    });
    let arguments: Vec<&str> = renewed.iter().map(String::as_str).collect();
    let on = |origin: &str| program.run(&[&["doctor", "--origin", origin][..], &arguments].concat());
    // Whether the machine's disk is full is not what is tried here.
    on("https://www.example.gov.cn").says(&["✓ certificate", "证书有效至 2119-12-31"]);
    on("https://www.example.org:8443").problems().says(&["证书不是给 www.example.org 的"]);
}

#[test]
fn what_cannot_be_served_is_refused_with_what_to_do() {
    let program = Program::with_office();
    let of = |name: &str| sample(name).to_str().unwrap().to_owned();
    let (site, key, other) = (of("site.pem"), of("site.key"), of("other.key"));
    for (arguments, words) in [
        (vec!["--tls-certificate", &site], "--tls-key"),
        (vec!["--tls-certificate", "nowhere.pem", "--tls-key", &key], "找不到文件“nowhere.pem”"),
        (vec!["--tls-certificate", &site, "--tls-key", &other], "不是证书"),
        (vec!["--tls-certificate", &key, "--tls-key", &key], "没有可用的证书"),
        (vec!["--tls-certificate", &site, "--tls-key", &site], "没有可用的私钥"),
        (vec!["--trusted-proxy", "10.0.0.0/33"], "“10.0.0.0/33”不是网段"),
        (vec!["--rate-limit", "fast"], "50/200"),
        (vec!["--metrics-listen", "here"], "--metrics-listen"),
        (vec!["--log", "xml"], "json"),
        (vec!["--log-dir", "/proc/nowhere"], "日志目录“/proc/nowhere”写不进"),
    ] {
        program
            .run(&[&["serve", "--listen", "127.0.0.1:0"][..], &arguments].concat())
            .bad_use()
            .says(&[words]);
    }
}

#[test]
fn every_request_has_a_line_that_tells_no_secrets() {
    let program = Program::with_office();
    let logs = program.path("logs");
    let served = Served::start(&program, &["--log", "json", "--log-dir", logs.to_str().unwrap()]);
    let claimed = [("X-Forwarded-For", "198.51.100.1"), ("X-Request-Id", "mine")];
    let answer = served.get("/zfxxgk/fdzdgknr/?page=1&q=%E5%BC%A0%E4%B8%89", &claimed);
    let id = answer.header("x-request-id").to_owned();
    assert_eq!((answer.status, id.len()), (200, 9), "{}", answer.head);
    assert_eq!(answer.header("strict-transport-security"), "", "not without TLS");
    let line = line_of(&logs, &id);
    for (field, value) in [
        ("level", Value::from("INFO")),
        ("client.address", "127.0.0.1".into()),
        ("http.method", "GET".into()),
        ("url.path", "/zfxxgk/fdzdgknr/".into()),
        ("url.query", "page,q".into()),
        ("http.status", 200.into()),
        ("bytes", answer.body.len().into()),
    ] {
        assert_eq!(line[field], value, "{field} of {line}");
    }
    assert!(line["duration_ms"].as_f64().unwrap() > 0.0);
    assert!(line["timestamp"].as_str().unwrap().ends_with("+08:00"), "{line}");
    assert!(!line.to_string().contains("%E5%BC%A0"), "{line}");

    let stream = TcpStream::connect(&served.addresses[0]).unwrap();
    let head = ask(stream, "HEAD", "/zfxxgk/", &[]);
    let line = line_of(&logs, head.header("x-request-id"));
    assert_eq!((&line["http.method"], &line["bytes"]), (&"HEAD".into(), &0.into()));
    assert!(line["message"].as_str().unwrap().ends_with(" 200"), "{line}");
    let said = served.end();
    let of_disk = |line: &&str| line.contains(r#""check":"disk""#);
    let said: Vec<&str> = said.lines().filter(|line| !of_disk(line)).collect();
    assert!(said.len() == 1 && said[0].contains("--trusted-proxy 127.0.0.1"), "{said:?}: only the warning");
}

#[test]
fn the_number_on_an_error_page_is_the_id_in_the_log() {
    let program = Program::with_office();
    let logs = program.path("logs");
    let served = Served::start(&program, &["--log", "json", "--log-dir", logs.to_str().unwrap()]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = gongkai_storage::Db::sqlite(&program.data().join("gongkai.db")).await.unwrap();
        gongkai_testkit::tamper(&db, "drop table edition; drop table item").await.unwrap();
    });
    let answer = served.get("/zfxxgk/fdzdgknr/", &[]);
    let id = answer.header("x-request-id");
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains(&format!("<span class=\"num\">{id}</span>")), "{}", answer.body);
    assert_eq!(line_of(&logs, id)["http.status"], 500);
    let errors: Vec<Value> = lines(&logs).into_iter().filter(|line| line["level"] == "ERROR").collect();
    assert_eq!((errors.len(), &errors[0]["request.id"]), (1, &Value::from(id)));
    assert!(errors[0]["message"].as_str().unwrap().contains("item"), "{}", errors[0]);
    assert!(!answer.body.contains("no such table"));
    assert!(served.end().contains(r#""level":"ERROR""#), "and whoever started the program sees it");
}

#[test]
fn only_a_trusted_proxy_speaks_for_its_clients() {
    let program = Program::with_office();
    let logs = program.path("logs");
    let logging = ["--log", "json", "--log-dir", logs.to_str().unwrap(), "--rate-limit", "1/1"];
    let served =
        Served::start(&program, &[&logging[..], &["--trusted-proxy", "10.0.0.0/8,127.0.0.1"]].concat());
    let by_proxy = |client: &str, id: &str| {
        let headers = [("X-Forwarded-For", client), ("X-Request-Id", id), ("X-Forwarded-Proto", "https")];
        served.get("/zfxxgk/", &headers)
    };
    let answer = by_proxy("198.51.100.1", "from-the-proxy-1");
    assert_eq!((answer.status, answer.header("x-request-id")), (200, "from-the-proxy-1"));
    assert_ne!(answer.header("strict-transport-security"), "");
    assert_eq!(line_of(&logs, "from-the-proxy-1")["client.address"], "198.51.100.1");
    assert_eq!(by_proxy("198.51.100.2", "2").status, 200, "each client has its own limit");
    assert_eq!(by_proxy("198.51.100.99, 198.51.100.2", "3").status, 429, "and cannot talk itself out of it");
}

#[test]
fn who_asks_too_fast_is_told_when_to_come_back() {
    let program = Program::with_office();
    let served = Served::start(&program, &["--rate-limit", "1/3"]);
    let page = served.get("/zfxxgk/", &[]);
    assert_eq!(page.status, 200);
    let sheet = page.body.split("href=\"").filter_map(|rest| rest.split('"').next());
    let sheet = sheet.into_iter().find(|address| address.starts_with("/assets/")).unwrap().to_owned();
    for _ in 0..20 {
        assert_eq!(served.get(&sheet, &[]).status, 200, "assets do not count");
    }
    let answers: Vec<_> = (0..6).map(|_| served.get("/en/zfxxgk/", &[])).collect();
    let refused: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(!refused.is_empty());
    for answer in refused {
        assert_eq!(answer.header("retry-after"), "1");
        assert!(answer.body.contains("please try again in 1 s"), "{}", answer.body);
        assert!(answer.header("content-security-policy").contains("default-src 'none'"));
    }
    let answers: Vec<_> = (0..3).map(|_| served.get("/assets/nothing", &[]).status).collect();
    assert!(answers.contains(&429), "what is no asset counts wherever it stands: {answers:?}");
    let free = Served::start(&program, &["--rate-limit", "off"]);
    assert!((0..300).all(|_| free.get(&sheet, &[]).status == 200));
    assert!((0..20).all(|_| free.get("/zfxxgk/", &[]).status == 200));
}

#[test]
fn those_who_watch_see_figures_and_health() {
    let program = Program::with_office();
    let served = Served::start(&program, &["--metrics-listen", "127.0.0.1:0"]);
    served.get("/zfxxgk/", &[]);
    served.get("/en/zfxxgk/fdzdgknr/?page=1", &[]);
    served.get("/nothing-here", &[]);
    let counted = r#"gongkai_requests_total{route="/zfxxgk/fdzdgknr/",method="GET",status="2xx"} 1"#;
    assert!(soon(|| served.watch("/metrics").body.contains(counted)), "{}", served.watch("/metrics").body);
    let figures = served.watch("/metrics").body;
    for line in [
        r#"gongkai_requests_total{route="other",method="GET",status="4xx"} 1"#,
        "gongkai_requests_in_flight 0",
        "gongkai_audit_entries 2",
        "process_start_time_seconds 1",
    ] {
        assert!(figures.contains(line), "{line} is missing from\n{figures}");
    }
    assert!(!figures.contains("nothing-here"));
    let health = served.watch("/healthz");
    assert_eq!((health.status, health.body.as_str()), (200, r#"{"status":"ok","audit_entries":2}"#));
    assert_eq!(served.get("/metrics", &[]).status, 404, "the public does not see them");
}

#[test]
fn an_answer_under_way_is_finished_and_a_slow_head_is_not_waited_for() {
    let program = Program::with_office();
    let served = Served::start(&program, &[]);
    let mut slow = TcpStream::connect(&served.addresses[0]).unwrap();
    std::io::Write::write_all(&mut slow, b"GET /zfxxgk/ HTTP/1.1\r\nHost: x\r\n").unwrap();
    assert_eq!(served.get("/zfxxgk/", &[]).status, 200, "others do not wait for it");
    let begun = std::time::Instant::now();
    served.end();
    assert!(begun.elapsed().as_secs() < 20, "an unfinished request does not hold the program");
}
