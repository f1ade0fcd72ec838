//! Workbooks, archives and web pages: what goes in comes out, and what is made to harm is refused.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/packed.rs"]
mod packed;

use dianzhang::model::{Problem, Remark};
use dianzhang::unpack::{Container, Limits};
use packed::{Cell, Member, cfb, gz, xls, xlsx, zip};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::Cursor;

fn decode(_: u16, bytes: &[u8]) -> String {
    encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned()
}

fn open_with(bytes: &[u8], limits: Limits) -> Result<Option<Container>, Problem> {
    Container::open("f", Box::new(Cursor::new(bytes.to_vec())), limits, decode)
}

fn open(bytes: &[u8]) -> Container {
    open_with(bytes, Limits::default()).unwrap().expect("a container")
}

fn text(container: &mut Container, at: usize) -> Result<(String, Vec<Remark>), Problem> {
    let mut out = Vec::new();
    let remarks = container.read(at, &mut |bytes| {
        out.extend_from_slice(bytes);
        true
    })?;
    Ok((String::from_utf8(out).unwrap(), remarks))
}

/// A part's name, and its text or its problem.
type Found = (String, Result<String, Problem>);

/// Every part.
fn all(bytes: &[u8]) -> Result<Vec<Found>, Problem> {
    let mut container = open_with(bytes, Limits::default())?.expect("a container");
    let names: Vec<String> = container.parts().iter().map(|part| part.name.clone()).collect();
    Ok(names.into_iter().enumerate().map(|(at, name)| (name, text(&mut container, at).map(|(text, _)| text))).collect())
}

/// The text of the only part.
fn only(bytes: &[u8]) -> Result<String, Problem> {
    let mut parts = all(bytes)?;
    assert_eq!(parts.len(), 1);
    parts.remove(0).1
}

/// Cells of a text, each row of the sheet on its line.
fn cells(text: &str) -> Vec<Vec<String>> {
    // Each line by itself: a line end inside a cell would break this.
    let line = |line: &str| match csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes()).records().next() {
        Some(record) => record.unwrap().iter().map(String::from).collect(),
        None => Vec::new(),
    };
    text.lines().map(line).collect()
}

/// What a sheet of these cells must look like: row by row, without what is empty at the end of a row.
fn expected(cells: &[(u32, u32, String)]) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (row, column, text) in cells.iter().filter(|(.., text)| !text.is_empty()) {
        rows.resize(rows.len().max(*row as usize + 1), Vec::new());
        let cells = &mut rows[*row as usize];
        cells.resize(cells.len().max(*column as usize + 1), String::new());
        cells[*column as usize] = text.clone();
    }
    rows
}

fn trimmed(mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    for row in &mut rows {
        while row.last().is_some_and(String::is_empty) {
            row.pop();
        }
    }
    rows
}

/// A cell to write, and the text it must come back as.
#[derive(Clone, Debug)]
enum Written {
    Text(String),
    Number(f64, String),
    Bool(bool),
    Date(i32, u8, u8, u8, u8, u8),
    Percent(u32),
    Formula(String),
}

impl Written {
    fn shown(&self) -> String {
        match self {
            Written::Text(text) | Written::Formula(text) => text.replace("\r\n", " ").replace(['\r', '\n', '\t'], " "),
            Written::Number(_, text) => text.clone(),
            Written::Bool(value) => value.to_string().to_uppercase(),
            Written::Date(y, m, d, h, i, s) => format!("{y:04}-{m:02}-{d:02} {h:02}:{i:02}:{s:02}"),
            Written::Percent(points) => {
                let text = format!("{}.{:02}", points / 100, points % 100);
                format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
            }
        }
    }
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9 ,;\"'&<>|=]{0,12}",
        "[订单店账𠀀é\n\t_x0D]{1,8}",
        Just("_x000D_".into()),
        Just("a\r\nb".into()),
        Just("x".repeat(3000))
    ]
}

fn written() -> impl Strategy<Value = Written> {
    let whole = (-9_007_199_254_740_991i64..9_007_199_254_740_992).prop_map(|value| Written::Number(value as f64, value.to_string()));
    let cents = (-99_999_999i64..99_999_999).prop_map(|value| {
        let sign = if value < 0 { "-" } else { "" };
        let text = format!("{sign}{}.{:02}", value.abs() / 100, value.abs() % 100);
        Written::Number(value as f64 / 100.0, text.trim_end_matches('0').trim_end_matches('.').to_string())
    });
    let date = (1900..2200i32, 1..13u8, 1..29u8, 0..24u8, 0..60u8, 0..60u8);
    prop_oneof![
        3 => texts().prop_map(Written::Text),
        1 => whole,
        1 => cents,
        1 => any::<bool>().prop_map(Written::Bool),
        1 => date.prop_map(|(y, m, d, h, i, s)| Written::Date(y, m, d, h, i, s)),
        1 => (0..100_000u32).prop_map(Written::Percent),
        1 => "[a-z,]{1,5}".prop_map(Written::Formula),
    ]
}

fn sheet() -> impl Strategy<Value = Vec<(u32, u32, Written)>> {
    prop::collection::btree_map((0..60u32, 0..12u32), written(), 1..80)
        .prop_map(|cells| cells.into_iter().map(|((row, column), cell)| (row, column, cell)).collect())
}

fn book(cells: &[(u32, u32, Written)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let percent = Format::new().set_num_format("0.00%");
    let sheet = book.add_worksheet();
    for (row, column, cell) in cells {
        let column = *column as u16;
        match cell {
            Written::Text(text) => sheet.write_string(*row, column, text.as_str()),
            Written::Number(value, _) => sheet.write_number(*row, column, *value),
            Written::Bool(value) => sheet.write_boolean(*row, column, *value),
            Written::Date(y, m, d, h, i, s) => {
                let when = ExcelDateTime::from_ymd(*y as u16, *m, *d).unwrap().and_hms(u16::from(*h), *i, f64::from(*s)).unwrap();
                sheet.write_datetime_with_format(*row, column, &when, &date)
            }
            Written::Percent(points) => sheet.write_number_with_format(*row, column, f64::from(*points) / 10_000.0, &percent),
            Written::Formula(text) => sheet.write_formula(*row, column, Formula::new("=A1").set_result(text.as_str())),
        }
        .unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// A short text of an .xls.
fn old_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        texts().prop_map(|text| Cell::Text(text.replace("_x", "-"))),
        "[a-zé]{1,9}|[店账]{1,9}".prop_map(Cell::Formula),
        any::<bool>().prop_map(Cell::Bool),
        (-500_000_000..500_000_000i32).prop_map(Cell::Short),
        (-99_999i32..99_999).prop_map(|value| Cell::Number(f64::from(value) / 8.0)),
        (1u32..70_000).prop_map(|day| Cell::Date(f64::from(day) + 0.5)),
        Just(Cell::Error(0x0f)),
    ]
}

fn old_shown(cell: &Cell) -> String {
    match cell {
        Cell::Number(value) => value.to_string(),
        Cell::Short(value) => value.to_string(),
        Cell::Text(text) | Cell::Formula(text) => text.replace("\r\n", " ").replace(['\n', '\t'], " "),
        Cell::Bool(value) => value.to_string().to_uppercase(),
        Cell::Error(_) => "#VALUE!".into(),
        // 1970-01-01 is day 25569; days before March 1900 are one off.
        Cell::Date(serial) => {
            let day = serial.floor() as i64 - 25_569 + i64::from(*serial < 60.0);
            let date = dianzhang::model::Day(day as i32);
            format!("{date} 12:00:00")
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_workbook_comes_back_cell_by_cell(cells_in in sheet()) {
        let shown: Vec<_> = cells_in.iter().map(|(row, column, cell)| (*row, *column, cell.shown())).collect();
        let bytes = book(&cells_in);
        let rows = expected(&shown);
        match only(&bytes) {
            Err(Problem::NothingInside) => prop_assert!(rows.is_empty()),
            text => prop_assert_eq!(trimmed(cells(&text.unwrap())), rows),
        }
    }

    #[test]
    fn an_old_workbook_comes_back_cell_by_cell(
        cells_in in prop::collection::btree_map((0..40u16, 0..9u16), old_cell(), 1..60),
        most in 40..8224usize,
    ) {
        let cells_in: Vec<_> = cells_in.into_iter().map(|((row, column), cell)| (row, column, cell)).collect();
        let shown: Vec<_> = cells_in.iter().map(|(row, column, cell)| (u32::from(*row), u32::from(*column), old_shown(cell))).collect();
        let rows = expected(&shown);
        match only(&xls(&cells_in, most, &[])) {
            Ok(text) => prop_assert_eq!(trimmed(cells(&text)), rows),
            Err(problem) => prop_assert!(rows.is_empty(), "{:?}", problem),
        }
    }

    #[test]
    fn bytes_that_were_changed_or_cut_break_nothing(kind in 0..5usize, cut in any::<prop::sample::Index>(), hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)) {
        let mut bytes = match kind {
            0 => xlsx("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1'><v>2</v></c></row>", "<sst><si><t>a</t></si></sst>"),
            1 => xls(&[(0, 0, Cell::Text("a,b".repeat(90))), (1, 1, Cell::Number(1.5)), (2, 0, Cell::Formula("x".into()))], 60, &[]),
            2 => zip(&[Member::of("a.csv", b"a,b\n1,2\n"), Member::of("b.gz", &gz(b"a,b\n"))]),
            3 => gz(&b"a,b\n1,2\n".repeat(50)),
            _ => b"<html><table><tr><td rowspan=3>a&amp;<td colspan='2'>b</td></tr><tr><th>c</table></html>".to_vec(),
        };
        for (at, byte) in &hits {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2));
        if let Ok(Some(mut container)) = open_with(&bytes, Limits { held: 1 << 20, ..Limits::default() }) {
            for at in 0..container.parts().len() {
                let _ = container.read(at, &mut |_| true);
            }
        }
    }
}

#[test]
fn sheets_that_are_hidden_or_empty_are_told() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("数据").unwrap().write(0, 0, "a").unwrap();
    book.add_worksheet().set_name("空").unwrap();
    book.add_worksheet().set_name("暗").unwrap().set_hidden(true).write(2, 1, 7).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let mut container = open(&bytes);
    let parts: Vec<_> = container.parts().iter().map(|part| (part.name.as_str(), part.remarks.clone())).collect();
    let empty = vec![Remark::EmptySheets { names: vec!["空".into()] }];
    assert_eq!(parts, [("f › 数据", empty), ("f › 暗", vec![Remark::HiddenSheet])]);
    assert_eq!(text(&mut container, 1).unwrap().0, "\n\n,7\n");
    assert_eq!(text(&mut container, 0).unwrap().0, "a\n", "in any order, as often as wanted");
}

#[test]
fn values_are_what_the_cell_shows() {
    let rows = "<row><c t='e'><v>#VALUE!</v></c><c t='b'><v>1</v></c><c><v>123456789012345678</v></c>\
        <c><v>1.2345678901234568E+17</v></c><c t='inlineStr'><is><t>a</t><rPh><t>no</t></rPh><r><t>&amp;b</t></r></is></c>\
        <c t='d'><v>2026-06-17T10:00:00Z</v></c><c t='str'><f>x</f><v>_x000D_</v></c><c><f>A1</f></c></row>";
    let mut container = open(&xlsx(rows, "<sst/>"));
    let (text, remarks) = text(&mut container, 0).unwrap();
    assert_eq!(text, "#VALUE!,TRUE,123456789012345678,1.2345678901234568E+17,a&b,2026-06-17 10:00:00, \n");
    assert_eq!(remarks, [Remark::FormulasWithoutValue { cells: 1 }]);
}

#[test]
fn both_date_systems_are_read() {
    let styles = "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='22'/></cellXfs></styleSheet>";
    let links =
        packed::LINKS.replace("</Relationships>", "<Relationship Id='rId3' Type='http://x/styles' Target='styles.xml'/></Relationships>");
    for (setting, expected) in [("0", "2022-06-16 12:00:00\n"), ("1", "2026-06-17 12:00:00\n")] {
        let workbook = packed::BOOK.replace("<sheets>", &format!("<workbookPr date1904='{setting}'/><sheets>"));
        let book = zip(&[
            Member::of("[Content_Types].xml", b"<Types/>"),
            Member::of("xl/workbook.xml", workbook.as_bytes()),
            Member::of("xl/_rels/workbook.xml.rels", links.as_bytes()),
            Member::of("xl/styles.xml", styles.as_bytes()),
            Member::of("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c s='1'><v>44728.5</v></c></row></sheetData></worksheet>"),
        ]);
        assert_eq!(only(&book).as_deref(), Ok(expected));
        let old = xls(&[(0, 0, Cell::Date(44728.5))], 8224, &[(0x22, vec![setting.parse().unwrap(), 0])]);
        assert_eq!(only(&old).as_deref(), Ok(expected));
    }
}

#[test]
fn a_workbook_as_one_xml_text() {
    let book = "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>\n\
        <Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>\
        <Styles><Style ss:ID='p'><NumberFormat ss:Format='0.00%'/></Style><Style ss:ID='d'><NumberFormat ss:Format='Short Date'/></Style></Styles>\
        <Worksheet ss:Name='一'><Table><Row ss:Index='2'><Cell><Data ss:Type='String'>a &amp; b</Data></Cell>\
        <Cell ss:Index='3' ss:StyleID='p'><Data ss:Type='Number'>0.1234</Data></Cell></Row>\
        <Row><Cell ss:MergeAcross='1'><Data ss:Type='Number'>123456789012345678</Data></Cell>\
        <Cell ss:StyleID='d'><Data ss:Type='DateTime'>2026-06-17T00:00:00.000</Data></Cell></Row></Table></Worksheet>\
        <Worksheet ss:Name='二'><Table/></Worksheet>\
        <Worksheet ss:Name='三'><Table><Row><Cell><ss:Data ss:Type='String'>x<Font>y</Font></ss:Data></Cell></Row></Table>\
        <WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>";
    let mut container = open(book.as_bytes());
    let parts: Vec<_> = container.parts().iter().map(|part| (part.name.clone(), part.remarks.clone())).collect();
    let empty = vec![Remark::EmptySheets { names: vec!["二".into()] }];
    assert_eq!(parts, [("f › 一".to_string(), empty), ("f › 三".to_string(), vec![Remark::HiddenSheet])]);
    assert_eq!(text(&mut container, 0).unwrap().0, "\na & b,,12.34%\n123456789012345678,,2026-06-17\n");
    assert_eq!(text(&mut container, 1).unwrap().0, "xy\n");
}

#[test]
fn archives_hold_several_kinds() {
    let inner = xlsx("<row r='2'><c r='B2'><v>1</v></c></row>", "<sst/>");
    let page = b"<table><tr><td>x</td></tr></table>".to_vec();
    let packed = gz(b"c,d\n");
    let archive = zip(&[Member::of("x.csv", b"")]);
    let chinese = encoding_rs::GB18030.encode("订单.csv").0.into_owned();
    let files = [
        Member::of("dir/", b""),
        Member::of("__MACOSX/._a.csv", b"x"),
        Member::of("dir/a.csv", b"a,b\n"),
        Member { name: &chinese, flags: 0, ..Member::of("", b"e,f\n") },
        Member { method: 0, ..Member::of("c.log.gz", &packed) },
        Member::of("book.xlsx", &inner),
        Member::of("page.xls", &page),
        Member::of("inner.zip", &archive),
        Member { flags: 1, ..Member::of("secret.csv", b"a") },
        Member { method: 14, ..Member::of("odd.csv", b"a") },
    ];
    let found = all(&zip(&files)).unwrap();
    let found: Vec<_> = found.iter().map(|(name, text)| (name.as_str(), text.as_ref().map(String::as_str))).collect();
    let expected = [
        ("f › dir/a.csv", Ok("a,b\n")),
        ("f › 订单.csv", Ok("e,f\n")),
        ("f › c.log.gz", Ok("c,d\n")),
        ("f › book.xlsx › Sheet1", Ok("\n,1\n")),
        ("f › page.xls", Ok("x\n")),
        ("f › inner.zip", Err(&Problem::Nested)),
        ("f › secret.csv", Err(&Problem::Encrypted)),
        ("f › odd.csv", Err(&Problem::Method("LZMA".into()))),
    ];
    assert_eq!(found, expected);
    assert_eq!(only(&gz(&inner)).unwrap(), "\n,1\n");
    assert_eq!(open_with(b"a,b\n1,2\n", Limits::default()).map(|found| found.is_none()), Ok(true), "plain text stays as it is");
}

#[test]
fn what_cannot_be_read_is_named() {
    let problem = |bytes: &[u8]| open_with(bytes, Limits::default()).err();
    let plain = xls(&[(0, 0, Cell::Short(1))], 8224, &[]);
    assert_eq!(problem(&cfb("EncryptedPackage", b"x")), Some(Problem::Encrypted));
    assert_eq!(problem(&xls(&[(0, 0, Cell::Short(1))], 8224, &[(0x2f, vec![0; 6])])), Some(Problem::Encrypted));
    assert_eq!(problem(&cfb("WordDocument", b"x")), Some(Problem::NotText("OLE2".into())));
    assert_eq!(problem(&plain[..plain.len() - 600]), Some(Problem::Damaged));
    assert_eq!(problem(&zip(&[])), Some(Problem::NothingInside));
    assert_eq!(problem(&xlsx("", "<sst/>")), Some(Problem::NothingInside));
    assert_eq!(
        problem(&zip(&[Member::of("[Content_Types].xml", b"<Types/>"), Member::of("xl/workbook.xml", b"<document/>")])),
        Some(Problem::Damaged)
    );
    assert_eq!(problem(&gz(&zip(&[Member::of("a.csv", b"a")]))), Some(Problem::Nested));
    let mut tar = vec![b'x'; 1024];
    tar[257..262].copy_from_slice(b"ustar");
    assert_eq!((problem(&tar), problem(&gz(&tar))), (Some(Problem::Compressed), Some(Problem::Nested)));
    assert_eq!(problem(b"<html><body>sign in</body></html>"), Some(Problem::WebPage));
    let ods = [Member::of("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), Member::of("content.xml", b"<x/>")];
    assert_eq!(problem(&zip(&ods)), Some(Problem::Workbook));
    let many: Vec<String> = (0..1001).map(|at| format!("{at}.csv")).collect();
    let many: Vec<Member<'_>> = many.iter().map(|name| Member::of(name, b"a")).collect();
    assert_eq!(problem(&zip(&many)), Some(Problem::TooMany(1000)));
    let sheet = xlsx("<row><c><v>1</v></c></row>", "<sst/>");
    assert_eq!(problem(&sheet[..sheet.len() / 2]), Some(Problem::Damaged));
}

#[test]
fn a_workbook_that_claims_two_billion_texts_is_read_for_what_it_holds() {
    let claims = "<sst count='2000000000' uniqueCount='2000000000'><si><t>a</t></si></sst>";
    assert_eq!(only(&xlsx("<row><c t='s'><v>0</v></c></row>", claims)), Ok("a\n".into()));
    assert_eq!(only(&xlsx("<row><c t='s'><v>1</v></c></row>", claims)), Err(Problem::Damaged));
}

#[test]
fn much_made_of_little_is_refused() {
    // With less room than a real file has, so that the test is quick.
    let limits = Limits { free: 1 << 20, held: 1 << 20, ..Limits::default() };
    let read = |bytes: &[u8]| match open_with(bytes, limits)? {
        Some(mut container) => text(&mut container, 0).map(|(text, _)| text.len()),
        None => Ok(0),
    };
    // One long text in every cell.
    let texts = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(32_767));
    let rows: String = (1..=400).map(|row| format!("<row r='{row}'><c r='A{row}' t='s'><v>0</v></c></row>")).collect();
    assert_eq!(read(&xlsx(&rows, &texts)), Err(Problem::Swollen));
    // A row that no reader would take.
    let row: String = (0..1000).map(|_| "<c t='s'><v>0</v></c>").collect();
    assert_eq!(read(&xlsx(&format!("<row>{row}</row>"), &texts)), Err(Problem::RowTooLong(1)));
    // A list of shared texts that swells, and one that is longer than what may be held.
    let cell = "<row><c t='s'><v>0</v></c></row>";
    assert_eq!(read(&xlsx(cell, &format!("<sst>{}", "<r/>".repeat(1 << 20)))), Err(Problem::Swollen));
    let texts: String = (0..200_000).map(|at| format!("<si><t>{at}</t></si>")).collect();
    assert_eq!(read(&xlsx(cell, &format!("<sst>{texts}</sst>"))), Err(Problem::TooLarge));
    // A workbook inside an archive that is longer than what may be held.
    let large = [b"<table><tr><td>".to_vec(), (0..400_000u32).flat_map(u32::to_le_bytes).collect()].concat();
    let large = zip(&[Member::of("a.xls", &large)]);
    assert_eq!(read(&large), Err(Problem::TooLarge));
    let ones = vec![b'1'; 4 << 20];
    assert_eq!(read(&gz(&ones)), Err(Problem::Swollen));
    assert_eq!(read(&zip(&[Member::of("a.csv", &ones)])), Err(Problem::Swollen));
}
