//! The clock as plain text, for a terminal or a letter.

use super::{Due, Step, StepKind};
use crate::says::Language;

impl Due {
    /// All steps as lines of text: what is added begins with ` + `, the due day with ` = `, and the days skipped or
    /// made up stand indented below their step. Every line ends with a line feed.
    pub fn explain(&self, language: Language) -> String {
        self.steps.iter().map(|step| step.explain(language)).collect()
    }
}

impl Step {
    fn explain(&self, language: Language) -> String {
        let sign = match self.kind {
            StepKind::Receipt => "",
            StepKind::Count | StepKind::Pause | StepKind::Extension => " + ",
            StepKind::Restart => " → ",
            StepKind::Stop => " … ",
            StepKind::Note => " · ",
            StepKind::Due => " = ",
        };
        let mut lines = String::new();
        for (place, line) in self.says.in_language(language).lines().enumerate() {
            lines += if place == 0 { sign } else { "   " };
            lines += line;
            lines.push('\n');
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use crate::clock::tests::reckon;
    use crate::says::Language;

    #[test]
    fn steps_serialise_to_the_published_shape() {
        let told = reckon("cn-2019", "2024-02-18", "");
        let json = serde_json::to_value(&told).unwrap();
        let names =
            |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&json), ["due", "provisional", "steps"]);
        let count = &json["steps"][1];
        assert_eq!(names(count), ["kind", "rule", "article", "from", "to", "counted", "skipped", "says"]);
        assert_eq!(count["kind"], "count");
        assert_eq!(count["rule"], "reply");
        assert_eq!(count["from"], "2024-02-18");
        assert_eq!(
            count["skipped"][0],
            serde_json::json!({ "from": "2024-02-24", "to": "2024-02-25", "why": "weekend", "name": "双休日" })
        );
        assert_eq!(names(&count["says"]), ["zh", "en"]);
        let stopped =
            serde_json::to_value(reckon("cn-2019", "2024-02-18", "fee-notified=2024-02-20")).unwrap();
        assert_eq!(stopped["stopped"], true);
    }

    #[test]
    fn the_explanation_reads_in_both_languages() {
        let told =
            reckon("cn-2019", "2024-02-08", "reasons-asked=2024-02-19 extension-approved=2024-03-13:3");
        assert_eq!(
            told.explain(Language::Chinese),
            "\
收到日 2024-02-08（星期四）
 + 20 个工作日，政府信息公开条例（2019）第三十三条，自次日起算，至 2024-03-13（星期三）
   跳过：2月10日—17日春节 8 天；2月24日、25日，3月2日、3日、9日、10日双休日 6 天
   计入：2月18日星期日（调休上班）
 · 2024-02-19 要求说明理由：本规定不因此停止计算，不影响期限
 + 2024-03-13 批准延长 3 个工作日，政府信息公开条例（2019）第三十三条，至 2024-03-18（星期一）
   跳过：3月16日、17日双休日 2 天
 = 2024-03-18（星期一）答复期限
"
        );
        assert_eq!(
            told.explain(Language::English),
            "\
received 2024-02-08 (Thursday)
 + 20 working days, Regulation (2019), art. 33, counted from the next day, to 2024-03-13 (Wednesday)
   skipped: Spring Festival Feb 10–17 (8 days); weekends Feb 24, 25, Mar 2, 3, 9, 10 (6 days)
   counted: Sunday Feb 18 (make-up working)
 · reasons asked for 2024-02-19: no effect, the clock does not stop for it
 + extended by 3 working days, approved 2024-03-13, Regulation (2019), art. 33, to 2024-03-18 (Monday)
   skipped: weekends Mar 16, 17 (2 days)
 = 2024-03-18 (Monday) reply due
"
        );
    }
}
