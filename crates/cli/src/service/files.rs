//! The files of an installed service, as text: units, the daily backup, how long logs are kept, the options.

use super::environment::{self, quoted};
use std::fmt::Write;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// How many days logs are kept: six months (网络安全法第二十一条: 不少于六个月).
pub const LOG_DAYS: u32 = 184;

/// Everything the files say.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the program is.
    pub program: PathBuf,
    /// User the service runs as.
    pub user: String,
    /// Data directory.
    pub data_dir: PathBuf,
    /// Folder of the dated backups.
    pub backup_dir: PathBuf,
    /// How many of them are kept.
    pub keep: NonZeroUsize,
    /// Where the portal listens.
    pub listen: SocketAddr,
    /// Scheme and host the public uses.
    pub origin: Option<String>,
    /// Database, where it is not the SQLite file of the data directory.
    pub database: Option<String>,
    /// Installation key, where it is not in the data directory.
    pub key_file: Option<PathBuf>,
    /// Language of messages.
    pub language: String,
    /// Options of `serve` that write the access log and keep it, where the program has them.
    pub log_options: Vec<String>,
}

/// A file of the service: its path below the root of the system, and its text.
#[derive(Clone, Debug)]
pub struct ServiceFile {
    /// Path without the leading stroke.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Settings {
    /// The units and the journal's own file; not the options, which the administrator changes.
    pub fn units(&self) -> Vec<ServiceFile> {
        let file = |path: &str, text| ServiceFile { path: path.to_owned(), text };
        vec![
            file("etc/systemd/system/gongkai.service", self.service()),
            file("etc/systemd/system/gongkai-backup.service", self.backup()),
            file("etc/systemd/system/gongkai-backup.timer", timer()),
            file("etc/systemd/journald@gongkai.conf", journal()),
        ]
    }

    /// The options, as the first installation writes them.
    pub fn options(&self) -> ServiceFile {
        let mut text = String::from(
            "# 公开（gongkai）服务的选项；改后运行：systemctl restart gongkai\n\
             # Options of the service; after a change: systemctl restart gongkai\n",
        );
        let mut line = |name: &str, value: Option<String>, example: &str| {
            let _ = match value {
                Some(value) => writeln!(text, "{name}={}", quoted(&value)),
                None => writeln!(text, "# {name}={example}"),
            };
        };
        line("GONGKAI_DATA_DIR", Some(self.data_dir.display().to_string()), "");
        line("GONGKAI_LISTEN", Some(self.listen.to_string()), "");
        line("GONGKAI_ORIGIN", self.origin.clone(), "https://www.example.gov.cn");
        line("GONGKAI_DATABASE_URL", self.database.clone(), "postgres://gongkai:…@127.0.0.1/gongkai");
        line("GONGKAI_KEY_FILE", self.key_file.as_ref().map(|file| file.display().to_string()), "…");
        line("GONGKAI_LANG", Some(self.language.clone()), "");
        ServiceFile { path: environment::FILE.to_owned(), text }
    }

    fn service(&self) -> String {
        let program = argument(&self.program.display().to_string());
        let options: Vec<String> = self.log_options.iter().map(|option| argument(option)).collect();
        let serve = [vec![program, "serve".to_owned()], options].concat().join(" ");
        format!(
            "[Unit]\n\
             Description=公开：政府信息公开工作平台 (Gongkai)\n\
             Wants=network-online.target\n\
             After=network-online.target postgresql.service\n\
             StartLimitIntervalSec=300\n\
             StartLimitBurst=10\n\
             \n\
             [Service]\n\
             Type=exec\n\
             EnvironmentFile=/{environment}\n\
             ExecStart={serve}\n\
             # 用法有误（退出码 2）时重启也没有用\n\
             RestartPreventExitStatus=2\n\
             Restart=on-failure\n\
             RestartSec=5\n\
             TimeoutStopSec=30\n\
             LogsDirectory=gongkai\n\
             MemoryHigh=1536M\n\
             MemoryMax=2G\n\
             {hardening}\n\
             [Install]\n\
             WantedBy=multi-user.target\n",
            environment = environment::FILE,
            hardening = self.hardening(self.listen.port() < 1024),
        )
    }

    fn backup(&self) -> String {
        format!(
            "[Unit]\n\
             Description=公开：每日备份 (Gongkai, daily backup)\n\
             After=postgresql.service\n\
             \n\
             [Service]\n\
             Type=oneshot\n\
             EnvironmentFile=/{environment}\n\
             ExecStart={program} backup {folder} --keep {keep}\n\
             Nice=10\n\
             IOSchedulingClass=idle\n\
             {hardening}",
            environment = environment::FILE,
            program = argument(&self.program.display().to_string()),
            folder = argument(&self.backup_dir.display().to_string()),
            keep = self.keep,
            hardening = self.hardening(false),
        )
    }

    /// What both units are denied: everything but the data, the backups and the network.
    fn hardening(&self, low_port: bool) -> String {
        let capability = if low_port { "CAP_NET_BIND_SERVICE" } else { "" };
        let homes = [&self.data_dir, &self.backup_dir, &self.program];
        let in_home = |path: &&PathBuf| ["/home", "/root"].iter().any(|home| path.starts_with(home));
        let protect_home = if homes.iter().any(in_home) { "no" } else { "yes" };
        format!(
            "User={user}\n\
             Group={user}\n\
             UMask=0027\n\
             LogNamespace=gongkai\n\
             ReadWritePaths={data} {backups}\n\
             ProtectSystem=strict\n\
             ProtectHome={protect_home}\n\
             PrivateTmp=yes\n\
             PrivateDevices=yes\n\
             NoNewPrivileges=yes\n\
             CapabilityBoundingSet={capability}\n\
             AmbientCapabilities={capability}\n\
             ProtectKernelTunables=yes\n\
             ProtectKernelModules=yes\n\
             ProtectKernelLogs=yes\n\
             ProtectControlGroups=yes\n\
             ProtectClock=yes\n\
             ProtectHostname=yes\n\
             RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX\n\
             RestrictNamespaces=yes\n\
             RestrictRealtime=yes\n\
             RestrictSUIDSGID=yes\n\
             LockPersonality=yes\n\
             MemoryDenyWriteExecute=yes\n\
             SystemCallArchitectures=native\n\
             SystemCallFilter=@system-service\n",
            user = self.user,
            data = path_value(&self.data_dir),
            backups = path_value(&self.backup_dir),
        )
    }
}

fn timer() -> String {
    "[Unit]\n\
     Description=公开：每天两点备份 (Gongkai, daily backup at two)\n\
     \n\
     [Timer]\n\
     OnCalendar=*-*-* 02:00:00\n\
     RandomizedDelaySec=15min\n\
     Persistent=yes\n\
     \n\
     [Install]\n\
     WantedBy=timers.target\n"
        .to_owned()
}

/// The journal of these units alone, kept six months whatever the rest of the machine keeps.
fn journal() -> String {
    format!(
        "[Journal]\nStorage=persistent\nMaxRetentionSec={LOG_DAYS}day\nMaxFileSec=1day\nSystemMaxUse=4G\n"
    )
}

/// A word of a command line in a unit.
fn argument(word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    let plain = !escaped.contains(char::is_whitespace) && escaped == word && !word.is_empty();
    if plain { escaped } else { format!("\"{escaped}\"") }
}

/// A path as the value of a unit's setting.
fn path_value(path: &Path) -> String {
    let escaped = path.display().to_string().replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%");
    if escaped.contains(char::is_whitespace) { format!("\"{escaped}\"") } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::{Settings, argument};
    use std::num::NonZeroUsize;
    use std::path::PathBuf;

    fn settings(listen: &str, data_dir: &str) -> Settings {
        Settings {
            program: PathBuf::from("/usr/local/bin/gongkai"),
            user: "gongkai".to_owned(),
            data_dir: PathBuf::from(data_dir),
            backup_dir: PathBuf::from("/var/backups/gongkai"),
            keep: NonZeroUsize::MIN,
            listen: listen.parse().unwrap(),
            origin: None,
            database: None,
            key_file: None,
            language: "zh".to_owned(),
            log_options: vec!["--log-dir".to_owned(), "/var/log/gongkai".to_owned()],
        }
    }

    #[test]
    fn only_a_low_port_is_given_the_right_to_bind_it() {
        let low = settings("0.0.0.0:80", "/var/lib/gongkai").service();
        assert!(low.contains("\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE\n"), "{low}");
        let high = settings("0.0.0.0:8720", "/var/lib/gongkai").service();
        assert!(high.contains("\nCapabilityBoundingSet=\nAmbientCapabilities=\n"), "{high}");
        assert!(!settings("0.0.0.0:80", "/srv").backup().contains("CAP_NET"), "the backup binds nothing");
    }

    #[test]
    fn homes_are_hidden_unless_the_data_lie_there() {
        assert!(settings("0.0.0.0:80", "/srv/gongkai").service().contains("ProtectHome=yes"));
        assert!(settings("0.0.0.0:80", "/home/li/data").service().contains("ProtectHome=no"));
    }

    #[test]
    fn words_with_a_meaning_in_units_are_escaped() {
        assert_eq!(argument("/usr/bin/a"), "/usr/bin/a");
        assert_eq!(argument("/数据/a b"), "\"/数据/a b\"");
        assert_eq!(argument("50%$x\""), "\"50%%$$x\\\"\"");
        let spaced = settings("0.0.0.0:80", "/srv/gong kai").service();
        assert!(spaced.contains("ReadWritePaths=\"/srv/gong kai\" /var/backups/gongkai\n"), "{spaced}");
    }

    #[test]
    fn the_options_hold_what_was_given_and_examples_for_the_rest() {
        let text = settings("0.0.0.0:8720", "/var/lib/gongkai").options().text;
        assert!(
            text.contains(
                "\nGONGKAI_DATA_DIR=/var/lib/gongkai\nGONGKAI_LISTEN=0.0.0.0:8720\n# GONGKAI_ORIGIN="
            )
        );
    }
}
