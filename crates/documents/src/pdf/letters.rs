//! Letters on a page, and radicals given back as the characters they look like.

/// A letter, or a few that one glyph stands for; places in points from the upper left corner.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    /// What it stands for.
    pub(super) text: String,
    /// Where it begins.
    pub(super) left: f64,
    /// Where the next one would begin.
    pub(super) right: f64,
    /// The line it stands on.
    pub(super) baseline: f64,
    /// Size of its type.
    pub(super) size: f64,
}

impl Letter {
    /// Its middle; letters hang a little below their line.
    pub(super) fn middle(&self) -> (f64, f64) {
        (f64::midpoint(self.left, self.right), self.baseline - self.size * 0.35)
    }

    /// Whether it is white space.
    pub(super) fn is_space(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// Whether it takes a square, as Chinese characters and their punctuation do.
    pub(super) fn is_wide(&self) -> bool {
        self.text.chars().all(|letter| letter >= '\u{2e80}')
    }
}

/// Characters of the block of Kangxi radicals, U+2F00 to U+2FD5, in its order.
const KANGXI: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴\
    廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿\
    目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵\
    邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
/// Characters that the supplementary radicals U+2E80 to U+2EF3 look like, in its order; a question mark where none does.
const SUPPLEMENT: &str = "\
    ?厂??乙亻冂?刀刂?卩小小??尢尢巳幺?彐忄心扌攵?旡日月歺母民氵氺灬爫?丬?犭?疋目示礻?糸纟?罒???\
    羊羊羊耂?聿月?艹艹艹虎衤覀西见角?讠贝足车辶辶辶阝钅長?长门?阝雨青韦页风飞食?飠饣?马骨鬼鱼鸟卤麦黄??\
    齐?齿竜龙?亀龟";

/// The character a radical looks like. Programs that draw with a font in which both are one glyph write down the radical.
pub(super) fn plain(letter: char) -> char {
    let (first, table) = match letter {
        '\u{2f00}'..='\u{2fd5}' => (0x2f00, KANGXI),
        '\u{2e80}'..='\u{2ef3}' => (0x2e80, SUPPLEMENT),
        _ => return letter,
    };
    let plain = table.chars().nth((letter as u32 - first) as usize);
    plain.filter(|plain| *plain != '?').unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_characters() {
        assert_eq!((KANGXI.chars().count(), SUPPLEMENT.chars().count()), (214, 116));
        let read: String =
            "\u{2f00}\u{2f2f}\u{2fd5}\u{2ed3}\u{2ed4}\u{2ec5}\u{2ef3}三".chars().map(plain).collect();
        assert_eq!(read, "一工龠长门见龟三");
    }
}
