use gongkai_documents::read;
use std::time::Instant;
struct R(u64);
impl R {
    fn n(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn b(&mut self, e: usize) -> usize {
        (self.n() % e.max(1) as u64) as usize
    }
}
fn main() {
    let mut args = std::env::args().skip(1);
    let rounds: usize = args.next().unwrap().parse().unwrap();
    let seed: u64 = args.next().unwrap().parse().unwrap();
    std::panic::set_hook(Box::new(|p| {
        if let Some(l) = p.location() {
            println!("PANIC {}:{}", l.file(), l.line());
        }
    }));
    for path in args {
        let whole = std::fs::read(&path).unwrap();
        let mut r = R(seed);
        let mut worst = 0.0f64;
        let mut ok = 0;
        let mut kinds = std::collections::BTreeMap::new();
        for round in 0..rounds {
            let mut b = whole.clone();
            for _ in 0..=r.b(8) {
                if b.is_empty() {
                    break;
                }
                let at = r.b(b.len());
                let len = r.b(60).min(b.len() - at);
                match r.b(8) {
                    0..3 => b[at] ^= 1 << r.b(8),
                    3 => drop(b.drain(at..at + len)),
                    4 => {
                        let p = b[at..at + len].to_vec();
                        let t = r.b(b.len());
                        drop(b.splice(t..t, p));
                    }
                    5 => {
                        let p = b[at..at + len].repeat(r.b(50));
                        drop(b.splice(at..at, p));
                    }
                    6 => {
                        let n = [&b"0"[..], b"-1", b"65536", b"4294967296", b"99999999", b"1e30"][r.b(6)];
                        let e = at + n.len().min(b.len() - at);
                        drop(b.splice(at..e, n.iter().copied()));
                    }
                    _ => b[at] = r.n() as u8,
                }
            }
            let s = Instant::now();
            let d = read(&path, &b);
            let t = s.elapsed().as_secs_f64();
            match d {
                Ok(_) => ok += 1,
                Err(e) => *kinds.entry(format!("{e:?}")).or_insert(0) += 1,
            }
            if t > worst {
                worst = t;
                if t > 1.0 {
                    println!("slow {t:.2} {path} {round}");
                    std::fs::write(format!("/tmp/slow-{round}.bin"), &b).unwrap();
                }
            }
        }
        let rss = std::fs::read_to_string("/proc/self/status").unwrap();
        let hwm = rss.lines().find(|l| l.starts_with("VmHWM")).unwrap().to_owned();
        println!("{path}: ok {ok}/{rounds} worst {worst:.3}s {hwm} {kinds:?}");
    }
}
