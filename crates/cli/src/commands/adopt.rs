//! `gongkai adopt`: bring an old site along: read, compare, confirm, apply.

mod files;
mod redirects;
mod report;
mod sources;
mod telling;

use crate::Outcome;
use crate::globals::{Globals, Missing, by};
use crate::ledger_files::{LedgerFile, body_names};
use crate::said::bad_use;
use crate::saving::write_file;
use anyhow::{Context, Result};
use clap::Args;
use files::Files;
use gongkai_adopting::{COLUMN, ColumnMap, Document, Told, Understood, Url, understand};
use gongkai_app::Installation;
use gongkai_app::adopting::{Adoption, Batch, Fate, Goal, Incoming, Redirect, apply, compare};
use gongkai_domain::registers::{BodyNames, Place, Vocabulary};
use gongkai_ledgers::Sheet;
use sources::Sources;
use std::collections::HashSet;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use telling::Telling;

/// Brings an old site along: its documents, the days they were published, and where its addresses lead from now on.
#[derive(Debug, Args)]
#[command(after_help = "\
例 / Examples:
  gongkai adopt 旧站镜像/ --body office --dry-run --report 看一看.xlsx
  gongkai adopt 旧站.warc.gz --body office --map 栏目.csv --rejects 退回.csv
  gongkai adopt 条例/ --body office --metadata 元数据.csv
  gongkai adopt --body office --redirects 旧网址.csv")]
pub struct Adopt {
    /// 来源：文件夹、ZIP、WARC（可以是 .gz），可以几个。Folders, ZIP files, crawls.
    #[arg(required_unless_present = "redirects")]
    sources: Vec<PathBuf>,
    /// 老网站是哪个机构的。Body whose site it was.
    #[arg(long, value_name = "CODE")]
    body: String,
    /// 只看会怎样，不写入。Compare only.
    #[arg(long)]
    dry_run: bool,
    /// 把逐件的结果写到这个文件（xlsx、csv 或 html）。Write what becomes of each document here.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// 元数据表：政府信息目录的列，另加“文件”或“旧网址”一列。Table of metadata, with a column for the file.
    #[arg(long, value_name = "FILE")]
    metadata: Vec<PathBuf>,
    /// 栏目对应表：老网站的栏目、信息类别两列；栏目写 * 指其余全部。Which categories the columns become.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// 看不出类别的，算作这一类。Category of what tells none.
    #[arg(long, value_name = "WORD")]
    category: Option<String>,
    /// 文件是从哪个网站取下来的，如 `https://www.x.gov.cn`。Site the files are of, where folders do not say.
    #[arg(long, value_name = "URL")]
    site: Option<Url>,
    /// 有个人信息或密级字样的也直接发布，理由记入审计；不写的话它们成为拟稿。Publish them all the same, for this reason.
    #[arg(long, value_name = "REASON")]
    accept_findings: Option<String>,
    /// 旧网址对照表：旧网址、新网址（或索引号）两列。Old addresses and where each leads.
    #[arg(long, value_name = "FILE")]
    redirects: Option<PathBuf>,
    /// 收下好的，把不能迁入的连同原因写到这个 CSV；补好后作为元数据表再用。Keep the good, write the others here.
    #[arg(long, value_name = "F.csv")]
    rejects: Option<PathBuf>,
    /// 不再询问。Do not ask.
    #[arg(long, short = 'y')]
    yes: bool,
}

impl Adopt {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let office = globals.open(Missing::Make).await?;
        let bodies = body_names(&office).await?;
        if bodies.name(&self.body).is_none() {
            return Err(bad_use(
                format!("机构名录里没有代码“{}”", self.body),
                format!("no body has the code “{}”", self.body),
            ));
        }
        if self.accept_findings.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
            return Err(bad_use("--accept-findings 要写理由", "--accept-findings needs a reason"));
        }
        let mut sources = Sources::open(&self.sources)?;
        let (understood, tables) = self.understood(&office, &bodies, &mut sources)?;
        let files = Files::look(&office, &mut sources, &understood, self.site.as_ref())?;
        let mut batch = self.batch(&understood, &files, &sources)?;
        let adoption = compare(&office, &batch).await?;
        let telling = Telling {
            globals,
            understood: &understood,
            files: &files,
            codes: &office.law.codes,
            adoption: &adoption,
        };
        telling.tell(&tables);
        if let Some(file) = &self.report {
            report::write(file, &telling)?;
            telling.say(
                &format!("逐件的结果在 {}", file.display()),
                &format!("each document is told in {}", file.display()),
            );
        }
        let refused = adoption.refused();
        if refused > 0 && !self.dry_run {
            let Some(file) = &self.rejects else {
                telling.refuse(refused);
                return Ok(Outcome::Problems);
            };
            write_file(file, report::rejects(&telling).as_bytes())?;
            telling.say(
                &format!("! {refused} 件没有迁入，连同原因写在 {}；补好后用 --metadata 再迁", file.display()),
                &format!(
                    "! {refused} documents are left out; they are in {} with the reasons",
                    file.display()
                ),
            );
        }
        let outcome = if refused > 0 { Outcome::Problems } else { Outcome::Done };
        if self.dry_run {
            telling.say("（只看会怎样，没有写入）", "(compared only, nothing written)");
            telling.json(None);
            return Ok(outcome);
        }
        let adoption = if refused > 0 {
            batch.take_out(&adoption);
            compare(&office, &batch).await?
        } else {
            adoption
        };
        if !self.confirmed(globals, &adoption)? {
            return Ok(Outcome::Problems);
        }
        let wanted = wanted(&batch, &adoption);
        let received = files.receive(&office, &mut sources, self.site.as_ref(), &wanted)?;
        let done = apply(&office, &batch, &received, &adoption.digest, &by()).await?;
        Telling {
            globals,
            understood: &understood,
            files: &files,
            codes: &office.law.codes,
            adoption: &adoption,
        }
        .done(&done);
        Ok(outcome)
    }

    /// Reads the source; answers also the names of the tables of metadata that were used.
    fn understood(
        &self,
        office: &Installation,
        bodies: &BodyNames,
        sources: &mut Sources,
    ) -> Result<(Understood, Vec<String>)> {
        let words = Vocabulary { codes: &office.law.codes, bodies };
        let (mut sheets, mut tables): (Vec<Sheet>, Vec<String>) = (Vec::new(), Vec::new());
        for path in &self.metadata {
            let (name, read) = sheets_of(path)?;
            sheets.extend(read);
            tables.push(name);
        }
        for (name, found) in sources.metadata()? {
            sheets.extend(found);
            tables.push(name);
        }
        let columns = self.columns(&words)?;
        let category = self.category.as_deref().map(|word| category(word, &words)).transpose()?;
        let told = Told {
            headings: &office.law.headings,
            rules: &office.law.old_sites,
            words,
            site: self.site.as_ref(),
            body: &self.body,
            columns: &columns,
            category: category.as_deref(),
            metadata: &sheets,
        };
        let understood = understand(sources, &told).context("来源读不出 / the source cannot be read")?;
        Ok((understood, tables))
    }

    fn columns(&self, words: &Vocabulary<'_>) -> Result<ColumnMap> {
        let Some(path) = &self.map else { return Ok(ColumnMap::default()) };
        let (name, sheets) = sheets_of(path)?;
        let map = ColumnMap::read(&sheets).map_err(|row| {
            bad_use(
                format!("{name} 第 {row} 行要有栏目和信息类别两格"),
                format!("row {row} of {name} needs a column and a category"),
            )
        })?;
        for word in map.categories() {
            category(word, words)?;
        }
        Ok(map)
    }

    fn batch(&self, understood: &Understood, looked: &Files, sources: &Sources) -> Result<Batch> {
        let documents = understood.documents.iter().map(|document| incoming(document, looked)).collect();
        let forwards = understood.forwards.iter();
        let mut redirects: Vec<Redirect> = forwards
            .map(|(from, to)| Redirect { from: from.clone(), to: Goal::Address(to.clone()) })
            .collect();
        let mut files = sources.files.clone();
        if let Some(path) = &self.redirects {
            let file = LedgerFile::open(path)?;
            files.push((file.name.clone(), gongkai_domain::digest::of_bytes(&file.bytes)));
            let sheets = gongkai_ledgers::read(file.bytes, &file.name)?;
            redirects.extend(redirects::read(&sheets, &file.name)?);
        }
        let accepted = self.accept_findings.as_ref().map(|reason| reason.trim().to_owned());
        Ok(Batch { body: self.body.clone(), documents, redirects, files, accepted })
    }

    fn confirmed(&self, globals: &Globals, adoption: &Adoption) -> Result<bool> {
        let nothing = adoption.addresses == 0 && telling::to_write(adoption) == 0;
        if self.yes || nothing || globals.json || !std::io::stdin().is_terminal() {
            return Ok(true);
        }
        eprint!("{}", globals.say("写入吗？[y/N] ", "Apply? [y/N] "));
        std::io::stderr().flush()?;
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer)?;
        Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "是"))
    }
}

fn sheets_of(path: &Path) -> Result<(String, Vec<Sheet>)> {
    let file = LedgerFile::open(path)?;
    let sheets = gongkai_ledgers::read(file.bytes, &file.name)?;
    Ok((file.name, sheets))
}

fn category(word: &str, words: &Vocabulary<'_>) -> Result<String> {
    words.recognise_code("item-categories", word).map(str::to_owned).map_err(|fault| {
        bad_use(
            format!("“{word}”：{}；{}", fault.rule.zh, fault.remedy.zh),
            format!("“{word}”: {}; {}", fault.rule.en, fault.remedy.en),
        )
    })
}

/// Digests of the files of all documents that would be written.
fn wanted<'b>(batch: &'b Batch, adoption: &Adoption) -> HashSet<&'b str> {
    let judged = batch.documents.iter().zip(&adoption.judged);
    let written =
        judged.filter(|(_, judged)| matches!(judged.fate, Fate::Item | Fate::Draft | Fate::Changed));
    written.flat_map(|(document, _)| &document.files).map(|file| file.digest.as_str()).collect()
}

/// A document as the use case takes it.
fn incoming(document: &Document, files: &Files) -> Incoming {
    let (html, used, found) = files.of(document);
    let facts = document.facts.iter().filter(|(code, _)| *code != COLUMN);
    Incoming {
        place: Place { file: document.place.as_str().into(), ..Place::default() },
        fields: facts.map(|(code, fact)| (code.to_owned(), fact.value.clone())).collect(),
        html,
        files: used,
        found,
        addresses: document.addresses.clone(),
        marks: document.marks.clone(),
    }
}
