//! Invented people's words: places, masked names, carriers, remarks. Nobody real is in here.

/// The shop's name.
pub const SHOP: &str = "拾光日常小店";

/// Provinces with a city and how many buyers live there.
pub const PLACES: &[(&str, u32)] = &[
    ("浙江省 杭州市", 12),
    ("浙江省 宁波市", 5),
    ("江苏省 苏州市", 9),
    ("江苏省 南京市", 8),
    ("上海 上海市", 12),
    ("北京 北京市", 9),
    ("广东省 广州市", 10),
    ("广东省 深圳市", 9),
    ("广东省 佛山市", 4),
    ("四川省 成都市", 8),
    ("重庆 重庆市", 5),
    ("湖北省 武汉市", 6),
    ("湖南省 长沙市", 5),
    ("河南省 郑州市", 5),
    ("山东省 青岛市", 5),
    ("山东省 济南市", 4),
    ("福建省 厦门市", 4),
    ("安徽省 合肥市", 4),
    ("陕西省 西安市", 5),
    ("河北省 石家庄市", 3),
    ("辽宁省 沈阳市", 3),
    ("黑龙江省 哈尔滨市", 2),
    ("江西省 南昌市", 3),
    ("广西壮族自治区 南宁市", 3),
    ("云南省 昆明市", 3),
    ("贵州省 贵阳市", 2),
    ("山西省 太原市", 2),
    ("吉林省 长春市", 2),
    ("天津 天津市", 3),
    ("新疆维吾尔自治区 乌鲁木齐市", 1),
];

/// Family names; the rest of a name is masked.
pub const FAMILIES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗", "郑", "梁",
    "谢", "宋", "唐", "许", "邓", "冯", "韩", "曹",
];

/// Carriers and the letters their parcel numbers start with.
pub const CARRIERS: &[(&str, &str)] =
    &[("中通快递", "7"), ("圆通速递", "YT"), ("韵达快递", "43"), ("申通快递", "77"), ("极兔速递", "JT"), ("顺丰速运", "SF")];

/// What buyers write under an order.
pub const MESSAGES: &[&str] = &["尽快发货哦", "麻烦检查一下线头", "送人的，不要放价格单", "放快递柜即可", "周末在家，谢谢"];

/// What the shop notes for itself.
pub const NOTES: &[&str] = &["已加赠小样", "优先发货", "老客户", "改过地址，已核对"];

/// Articles of the shop's own feed.
pub const POSTS: &[&str] = &["/post/outfit", "/post/newhome", "/post/sunscreen", "/post/review"];
