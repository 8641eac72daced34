//! The files of a draft as pages list them: name, kind, size, what the scanner and the automatic reading say.

use super::refused;
use crate::{Call, Frame, Office};
use gongkai_app::attachments::{self, Attachment};
use gongkai_app::drafts::{self, Draft};
use gongkai_domain::catalogue::{Finding, Level};
use gongkai_domain::says::Says;
use gongkai_web::PageError;

/// One file of a draft.
#[derive(Debug)]
pub(super) struct FileLine {
    /// The file.
    pub file: Attachment,
    /// What it is called in the draft.
    pub name: String,
    /// Why it is not ready.
    pub obstacle: Option<Says>,
    /// What was found in it and nobody has handled.
    pub open: Vec<Finding>,
}

/// The files of a draft, with what is found in them; none of one that is not kept yet.
pub(super) async fn lines(office: &Office, call: &Call, draft: &Draft) -> Result<Vec<FileLine>, PageError> {
    if draft.id == "new" {
        return Ok(Vec::new());
    }
    let records = &office.records;
    let used = attachments::of_draft(records, &call.officer, &draft.id).await.map_err(refused)?;
    if used.is_empty() {
        return Ok(Vec::new());
    }
    let found = drafts::examine(records, draft).await.map_err(|error| crate::error::failed(&error))?;
    let is_asked = records.files.as_ref().is_some_and(|keeping| keeping.scanner.is_some());
    let open = found.open();
    let line = |one: attachments::DraftAttachment| FileLine {
        obstacle: one.file.scan.obstacle(is_asked),
        open: open
            .iter()
            .filter(|finding| found.in_files.get(&finding.id) == Some(&one.file.digest))
            .cloned()
            .collect(),
        file: one.file,
        name: one.name,
    };
    Ok(used.into_iter().map(line).collect())
}

impl FileLine {
    /// Its size as people write it.
    pub(super) fn size(&self) -> String {
        gongkai_web::files::size(self.file.size)
    }

    /// What was taken out of it, in words; nothing where nothing was.
    pub(super) fn removed(&self, frame: &Frame) -> Option<String> {
        let mut names: Vec<String> = Vec::new();
        for hidden in &self.file.removed {
            let kind = hidden.kind.says();
            let name = frame.says(&kind).to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        (!names.is_empty()).then(|| {
            let names = names.join(frame.say("、", ", "));
            if frame.lang() == "en" { format!("taken out: {names}") } else { format!("已去掉{names}") }
        })
    }

    /// How it stands: class of the tag and word.
    pub(super) fn state(&self, frame: &Frame) -> (&'static str, &'static str) {
        let stops = self.open.iter().any(|finding| finding.level == Level::Stop);
        match (&self.obstacle, self.open.is_empty()) {
            (Some(_), _) => ("warn", frame.say("等待", "Waits")),
            (None, true) => ("ok", frame.say("可以公开", "Ready")),
            (None, false) if stops => ("stop", frame.say("要处理", "Handle")),
            (None, false) => ("warn", frame.say("请看", "Look")),
        }
    }
}
