//! How the names of the catalogue are spelt in Latin letters, so that they are found by typing them: `tsl`,
//! `tiaoshilv` and `tiaosl` all find 跳失率.
//!
//! Only the characters of those names are known here; a test holds every reading against a library of all of them.

/// A reading, and the characters that have it in the names of the catalogue.
const READINGS: &str = "bao宝 bei贝 ben本 bi比笔 cang藏 cha查 chan产 cheng成 chu出 chuang创 ci次词 cu促 cun存 da达 dan单 \
    dang当 dao到 de得的 dian店点 ding定 du度 duan段 e额 fang访 fei费非 fen分 fu付 ge个 gou购 guan关 guang广 he何和核 hou后 hu户 \
    hua划化花 hui回 ji击基计 jia价加架 jian件荐键间 jiao交 jin进金 jun均 kan看 ke可客 kua跨 kuan款 lan览 lei类 liang量 liu浏留 \
    lv率 mai买 mei每没 mian面 miao秒 ming名 mo默 mu目 nei内 pai拍排 ping平 qi期 quan全权 ren人任认 ri日 rong容 ru入 shen审深 \
    shi事使失时 shou收 shu数 sou搜 suo所索 tao淘 tiao跳 ting停 tong统 tou头投 tui推 wen问 wu无 xi系 xia下 xian现 xiang向相 \
    xiao销效 xin新 xing行 xu续 xuan选 xun询 ye页 yi意 yong用 you有 zai在 zan暂 zhan占展 zhang账 zhe这 zheng正 zhi值支质 zhong中 zhuan转 \
    zong总";

/// The reading of a character.
fn reading(character: char) -> Option<&'static str> {
    let entry = READINGS.split_ascii_whitespace().find(|entry| entry.contains(character))?;
    Some(entry.trim_end_matches(|c: char| !c.is_ascii()))
}

/// The syllables of a text; letters and digits stand for themselves, marks for nothing.
fn syllables(text: &str) -> Vec<String> {
    let syllable = |c: char| match c {
        c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase().to_string()),
        c => reading(c).map(String::from),
    };
    text.chars().filter_map(syllable).collect()
}

/// Whether what was typed spells the text from some syllable on, each syllable whole or by its first letters.
pub fn spells(text: &str, typed: &str) -> bool {
    let typed: String = typed.chars().filter(|c| !matches!(c, ' ' | '\'')).collect::<String>().to_lowercase().replace('ü', "v");
    if typed.is_empty() || !typed.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    let syllables = syllables(text);
    (0..syllables.len()).any(|start| follows(&syllables[start..], &typed))
}

fn follows(syllables: &[String], typed: &str) -> bool {
    let Some((first, rest)) = syllables.split_first() else { return typed.is_empty() };
    let common = first.bytes().zip(typed.bytes()).take_while(|(a, b)| a == b).count();
    typed.is_empty() || (1..=common).rev().any(|taken| follows(rest, &typed[taken..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::catalogue::entries;
    use pinyin::ToPinyinMulti;

    #[test]
    fn every_character_of_every_name_has_a_reading_that_it_can_have() {
        for character in entries().flat_map(|entry| entry.name.zh.chars()).filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)) {
            let known = reading(character).unwrap_or_else(|| panic!("say in READINGS how {character} is read"));
            let mut all = character.to_pinyin_multi().expect("a character has readings").into_iter();
            assert!(all.any(|one| one.plain().replace('ü', "v") == known), "{character} is not read {known}");
        }
    }

    #[test]
    fn no_character_stands_twice() {
        let mut all: Vec<char> = READINGS.chars().filter(|c| !c.is_ascii()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn names_are_found_by_first_letters_whole_spelling_and_both_mixed() {
        for typed in ["tsl", "tiaoshilv", "tiaosl", "TSL", "tiao shi lü", "sl", "shil"] {
            assert!(spells("跳失率", typed), "{typed}");
        }
        for typed in ["tslx", "iao", "", "跳", "ls"] {
            assert!(!spells("跳失率", typed), "{typed}");
        }
        assert!(spells("7日留存率", "7rlcl") && spells("访客数(UV)", "fksuv"));
    }
}
