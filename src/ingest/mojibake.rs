//! Text that was garbled before it reached this file: decoded in one encoding although it was written in another, and
//! saved so. The bytes are whole text, so no reader stumbles; what it says is the likely cause, and whether the text can
//! be had back.

use super::encoding::Encoding;
use super::{foreign, gb18030};
use crate::model::{Garble, Remark};

/// Characters of garbled text that are shown as an example.
const SHOWN: usize = 24;

/// What the first two bytes of a Chinese character in UTF-8 read as in GBK: rare characters, with one of which every
/// garbled word begins. So most text needs no closer look, which would need the whole table of GBK.
const FIRST: &[&str] = &[
    "鋩鋪鋫鋬鋭鋮鋯鋰鋱鋲鋳鋴鋵鋶鋷鋸鋹鋺鋻鋼鋽鋾鋿錀錁錂錃錄錅錆錇錈錉洹洧洌浃浈洇洄洙洎洫浍洮洵洚浏",
    "浒浔洳涑浯涞涠浞涓涔浜浠浼浣渚淇鍊鍋鍌鍍鍎鍏鍐鍑鍒鍓鍔鍕鍖鍗鍘鍙鍚鍛鍜鍝鍞鍟鍠鍡鍢鍣鍤鍥鍦鍧鍨鍩",
    "鍫濉澧澹澶濂濡濮濞濠濯瀚瀣瀛瀹瀵灏灞宀宄宕宓宥宸甯骞搴寤寮褰寰蹇鎬鎭鎮鎯鎰鎱鎲鎳鎴鎵鎶鎷鎸鎹鎺鎻",
    "鎼鎽鎾鎿鏀鏁鏂鏃鏄鏅鏆鏇鏈鏉鏋鏌鏍妗姊妫妞妤姒妲妯姗妾娅娆姝娈姣姘姹娌娉娲娴娑娣娓婀婧婊婕娼婢婵",
    "鐎鐏鐐鐑鐒鐓鐔鐕鐖鐗鐘鐙鐚鐛鐜鐝鐞鐟鐠鐡鐢鐣鐤鐥鐦鐧鐨鐩鐪鐫鐬鐭鐮纭纰纾绀绁绂绉绋绌绐绔绗绛绠绡",
    "绨绫绮绯绱绲缍绶绺绻绾缁缂缃缇缈鑰鑱鑲鑳鑴鑵鑶鑷鑸鑹鑺鑻鑼鑽鑾鑿钀钁钂钃钄钑钖钘铇铏铓铔铚铦铻锜",
    "锠琛琚瑁瑜瑗瑕瑙瑷瑭瑾璜璎璀璁璇璋璞璨璩璐璧瓒璺韪韫韬杌杓杞杈杩閫閬閭閮閯閰閱閲閳閴閵閶閷閸閹閺",
    "閻閼閽閾閿闀闁闂闃闄闅闆闇闈闉闊闋椤棰椋椁楗棣椐楱椹楠楂楝榄楫榀榘楸椴槌榇榈槎榉楦楣楹榛榧榻榫榭",
];

/// Looks at the first rows of a file: cells with the line each stands on.
pub fn look<'a>(cells: impl Iterator<Item = (&'a str, u64)>) -> Option<Remark> {
    // Of each cause: cells, the line of the first, that cell.
    let mut found: Vec<(Garble, u64, u64, &str)> = Vec::new();
    let mut beyond = 0u64;
    for (cell, line) in cells.filter(|(cell, _)| !cell.is_ascii() || cell.contains("???")) {
        beyond += 1;
        let Some(cause) = cause(cell) else { continue };
        match found.iter_mut().find(|(known, ..)| *known == cause) {
            Some((_, cells, ..)) => *cells += 1,
            None => found.push((cause, 1, line, cell)),
        }
    }
    let (cause, cells, first_line, cell) = found.into_iter().max_by_key(|(_, cells, line, _)| (*cells, u64::MAX - line))?;
    // A rare name may look garbled by chance; garbled files are garbled throughout.
    let sure = matches!(cause, Garble::Replaced | Garble::Replaced2) && cells >= 1 || cells >= 2 && cells * 2 >= beyond;
    sure.then(|| Remark::Garbled {
        cause,
        cells,
        first_line,
        example: cell.trim().chars().take(SHOWN).collect(),
        meant: meant(cause, cell),
    })
}

/// What has garbled a text, if anything.
fn cause(cell: &str) -> Option<Garble> {
    if cell.contains("锟斤拷") || cell.contains("烫烫烫") || cell.contains("ï¿½") {
        return Some(Garble::Replaced2);
    }
    if cell.contains('\u{fffd}') || cell.trim().len() >= 3 && cell.trim().bytes().all(|byte| byte == b'?') {
        return Some(Garble::Replaced);
    }
    [Garble::Utf8AsGbk, Garble::Utf8AsLatin, Garble::GbkAsLatin].into_iter().find(|cause| meant(*cause, cell).is_some())
}

/// What a garbled text meant, where its bytes can be had back and say something likelier.
fn meant(cause: Garble, cell: &str) -> Option<String> {
    let text = cell.trim();
    let meant = match cause {
        Garble::Replaced | Garble::Replaced2 => return None,
        Garble::Utf8AsGbk => {
            let first = text.chars().find(|c| *c >= '\u{2e80}')?;
            if !FIRST.iter().any(|some| some.contains(first)) {
                return None;
            }
            let bytes = gb18030::encode(text);
            // The last character may have lost its end.
            let whole = match std::str::from_utf8(&bytes) {
                Ok(text) => text,
                Err(error) if error.valid_up_to() + 4 > bytes.len() && error.valid_up_to() >= 6 => {
                    std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?
                }
                Err(_) => return None,
            };
            whole.to_string()
        }
        Garble::Utf8AsLatin => std::str::from_utf8(&latin(text)?).ok()?.to_string(),
        Garble::GbkAsLatin => {
            let bytes = latin(text)?;
            // Accents stand alone in western words; here every high byte has a partner.
            let (mut at, mut pairs) = (0, 0);
            while at < bytes.len() {
                let pair = bytes[at] >= 0xa1 && bytes.get(at + 1).is_some_and(|byte| *byte >= 0xa1);
                if !pair && bytes[at] >= 0x80 {
                    return None;
                }
                pairs += usize::from(pair);
                at += if pair { 2 } else { 1 };
            }
            if pairs < 2 {
                return None;
            }
            Encoding::Gb18030.decode(&bytes).into_owned()
        }
    };
    let sense = |text: &str| text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    (sense(&meant) >= 2 && !meant.contains('\u{fffd}')).then(|| meant.chars().take(SHOWN).collect())
}

/// The bytes of a text of western letters; None where a character is none of them.
fn latin(text: &str) -> Option<Vec<u8>> {
    text.chars().map(foreign::western).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(Garble, Option<String>)> {
        match look([(text, 1), (text, 2)].into_iter())? {
            Remark::Garbled { cause, meant, .. } => Some((cause, meant)),
            _ => None,
        }
    }

    #[test]
    fn the_likely_cause_of_garbled_text() {
        let text = "订单编号流量来源";
        let utf8_as_gbk = encoding_rs::GB18030.decode(text.as_bytes()).0.into_owned();
        let utf8_as_latin = encoding_rs::WINDOWS_1252.decode(text.as_bytes()).0.into_owned();
        let gbk_as_latin = encoding_rs::WINDOWS_1252.decode(&gb18030::encode(text)).0.into_owned();
        assert_eq!(of(&utf8_as_gbk), Some((Garble::Utf8AsGbk, Some(text.into()))), "{utf8_as_gbk}");
        assert_eq!(of(&utf8_as_latin), Some((Garble::Utf8AsLatin, Some(text.into()))));
        assert_eq!(of(&gbk_as_latin), Some((Garble::GbkAsLatin, Some(text.into()))));
        assert_eq!(of("锟斤拷锟斤拷"), Some((Garble::Replaced2, None)));
        assert_eq!(of("\u{fffd}\u{fffd}编"), Some((Garble::Replaced, None)));
        assert_eq!(of("????"), Some((Garble::Replaced, None)));
    }

    #[test]
    fn text_that_is_as_it_was_meant() {
        for text in [
            "订单编号",
            "店铺",
            "Théière à café",
            "naïve Müller ß",
            "注文番号",
            "訂單編號",
            "手套（红）",
            "¥1,234.50",
            "璁",
            "what???",
            "Ünïcödé",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
