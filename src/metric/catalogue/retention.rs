//! R: who came back one to seven days after the first visit, and (Q) the counts these shares rest on.

use super::{Entry, Group, Kind, Text, basic};
use crate::metric::Part;
use crate::model::Unit;

const RATE: Entry = Entry { group: Group::Extra, unit: Unit::Ratio, ..basic::BASE };
const COUNT: Entry = Entry { group: Group::Part, additive: true, ..basic::BASE };

const EARLY: Text = Text {
    zh: "首日只在载入的数据里找：数据开始之前来过的人，也会被当作第一天来。首日距数据最后一天不足这么多天的人不计。",
    en: "The first day is looked for in the loaded data only: who came before they start counts as new on the first day. \
         People whose first day is less than so many days before the data end are left out.",
};

/// One rate with its two counts, for each number of days.
macro_rules! retention {
    ($($rate:literal, $cohort_n:literal, $retained_n:literal, $day:literal, $cohort:ident, $retained:ident;)*) => {
        pub static RATES: &[Entry] = &[$(Entry {
            n: $rate,
            id: concat!("retention_day_", $day),
            name: Text { zh: concat!($day, "日留存率"), en: concat!("Day-", $day, " retention") },
            kind: Kind::Ratio { numerator: concat!("retained_day_", $day), denominator: concat!("cohort_day_", $day) },
            definition: Text {
                zh: concat!("第一次来店的人里，第 ", $day, " 天后又来看过的比例。"),
                en: concat!("Of the people who came for the first time, the share that viewed a page again ", $day, " day(s) later."),
            },
            formula: Text {
                zh: concat!($day, "日后回访的人数 ÷ ", $day, "日留存的基数"),
                en: concat!("retained_day_", $day, " ÷ cohort_day_", $day),
            },
            beware: EARLY,
            ..RATE
        },)*];

        pub static COUNTS: &[Entry] = &[$(
            Entry {
                n: $cohort_n,
                id: concat!("cohort_day_", $day),
                name: Text { zh: concat!($day, "日留存的基数"), en: concat!("First-time visitors, day-", $day, " retention") },
                kind: Kind::Count(Part::$cohort),
                definition: Text {
                    zh: concat!("首日在时段内、并且数据至少还覆盖其后 ", $day, " 天的访客数。"),
                    en: concat!("Visitors whose first day lies in the period and is followed by ", $day, " or more days of data."),
                },
                formula: Text { zh: "首日在时段内的访客数", en: "visitors whose first day lies in the period" },
                ..COUNT
            },
            Entry {
                n: $retained_n,
                id: concat!("retained_day_", $day),
                name: Text { zh: concat!($day, "日后回访的人数"), en: concat!("Visitors who came back after ", $day, " day(s)") },
                kind: Kind::Count(Part::$retained),
                definition: Text {
                    zh: concat!("这些访客里，首日之后第 ", $day, " 天有浏览的人数。"),
                    en: concat!("Of these visitors, those with a view on the day ", $day, " day(s) after their first one."),
                },
                formula: Text {
                    zh: "在那一天有浏览的访客数（按店铺时区的自然日）", en: "visitors with a view on that local calendar day"
                },
                ..COUNT
            },
        )*];
    };
}

retention! {
    "R01", "Q01", "Q02", "1", Cohort1, Retained1;
    "R02", "Q03", "Q04", "2", Cohort2, Retained2;
    "R03", "Q05", "Q06", "3", Cohort3, Retained3;
    "R04", "Q07", "Q08", "4", Cohort4, Retained4;
    "R05", "Q09", "Q10", "5", Cohort5, Retained5;
    "R06", "Q11", "Q12", "6", Cohort6, Retained6;
    "R07", "Q13", "Q14", "7", Cohort7, Retained7;
}
