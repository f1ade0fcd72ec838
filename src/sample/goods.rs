//! What the shop sells: six categories of ten items, the most wanted first, as data.

/// A group of items, with the words that belong to it.
pub struct Category {
    /// Name as the files write it.
    pub name: &'static str,
    /// First letters of the shop's own item codes.
    pub code: &'static str,
    /// How much of the shop's traffic it draws.
    pub draw: u32,
    /// What people search for inside the shop when they want it.
    pub terms: &'static [&'static str],
    /// First attribute of a variant: name and values.
    pub look: (&'static str, &'static [&'static str]),
    /// Second attribute of a variant: name and values.
    pub size: (&'static str, &'static [&'static str]),
    /// The category whose items go well with this one's.
    pub companion: usize,
    /// The items.
    pub items: [Item; 10],
}

/// One item for sale. Money in fen.
pub struct Item {
    /// Title as listed.
    pub title: &'static str,
    /// Price of a piece.
    pub price: u32,
    /// What a piece costs the shop.
    pub cost: u32,
    /// Pieces in stock.
    pub stock: u32,
}

/// How the traffic of a category spreads over its ten items.
pub const DRAW: [u32; 10] = [30, 18, 12, 9, 7, 6, 5, 4, 3, 2];

/// An item by its place: ten times the category's place, plus the place inside the category.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ItemNo(pub u8);

impl ItemNo {
    /// The item at a place of a category.
    pub fn at(category: usize, place: usize) -> ItemNo {
        ItemNo((category * 10 + place) as u8)
    }

    /// Every item.
    pub fn all() -> impl Iterator<Item = ItemNo> {
        (0..CATEGORIES.len() as u8 * 10).map(ItemNo)
    }

    /// The place of its category.
    pub fn category_no(self) -> usize {
        usize::from(self.0 / 10)
    }

    /// Its place inside the category, 0 for the most wanted.
    pub fn place(self) -> usize {
        usize::from(self.0 % 10)
    }

    /// Its category.
    pub fn category(self) -> &'static Category {
        &CATEGORIES[self.category_no()]
    }

    /// The item itself.
    pub fn item(self) -> &'static Item {
        &self.category().items[self.place()]
    }

    /// The platform's twelve-digit id.
    pub fn id(self) -> u64 {
        700_000_000_000 + (u64::from(self.0) + 3) * 7_919_311_157 % 99_999_999_977
    }

    /// The shop's own code (商家编码), such as `DR01`.
    pub fn code(self) -> String {
        format!("{}{:02}", self.category().code, self.place() + 1)
    }

    /// The item most often bought with this one.
    pub fn companion(self) -> ItemNo {
        ItemNo::at(self.category().companion, self.place() / 3)
    }
}

const fn item(title: &'static str, price: u32, cost: u32, stock: u32) -> Item {
    Item { title, price, cost, stock }
}

const COLOURS: &[&str] = &["白色", "黑色", "雾霾蓝", "杏色", "豆沙粉", "牛油果绿"];
const SIZES: &[&str] = &["S", "M", "L", "XL"];

/// The shop's categories.
pub const CATEGORIES: [Category; 6] = [
    Category {
        name: "连衣裙",
        code: "DR",
        draw: 26,
        terms: &["碎花连衣裙", "小个子 裙子", "法式", "旗袍", "显瘦连衣裙", "吊带裙"],
        look: ("颜色分类", COLOURS),
        size: ("尺码", SIZES),
        companion: 1,
        items: [
            item("法式碎花连衣裙女夏季2026新款收腰显瘦茶歇裙", 15900, 8650, 1860),
            item("小个子吊带裙女夏温柔风雪纺长裙仙气", 12990, 5200, 940),
            item("新中式改良旗袍连衣裙国风日常可穿复古", 23900, 9680, 410),
            item("牛仔背带裙女减龄学院风宽松中长款", 14900, 6130, 385),
            item("纯棉T恤裙女夏季休闲宽松过膝长裙", 8990, 4180, 720),
            item("赫本风小黑裙女气质通勤方领连衣裙", 19900, 7450, 266),
            item("度假风扎染长裙海边沙滩大摆裙", 13900, 4990, 318),
            item("针织吊带连衣裙女修身包臀内搭打底", 7990, 3120, 452),
            item("醋酸缎面礼服裙女高级感晚宴生日裙", 45900, 15200, 64),
            item("桑蚕丝印花连衣裙女杭州真丝中长裙", 69900, 26800, 38),
        ],
    },
    Category {
        name: "T恤衬衫",
        code: "TS",
        draw: 22,
        terms: &["白T恤", "短袖", "防晒衬衫", "打底衫", "纯棉", "正肩短款"],
        look: ("颜色分类", COLOURS),
        size: ("尺码", SIZES),
        companion: 2,
        items: [
            item("重磅纯棉短袖T恤女宽松白色打底衫不透", 5990, 3680, 4200),
            item("正肩短款T恤女辣妹修身显瘦上衣夏", 4990, 2410, 2130),
            item("法式泡泡袖衬衫女设计感小众上衣", 9900, 3850, 560),
            item("冰丝针织短袖女夏薄款镂空防晒罩衫", 7990, 3240, 615),
            item("亚麻衬衫女宽松慵懒风防晒衬衣外搭", 11900, 4560, 402),
            item("条纹长袖T恤女春秋内搭海魂衫", 6990, 2980, 377),
            item("国潮印花短袖情侣装宽松oversize", 7900, 3310, 690),
            item("方领坑条背心女外穿内搭吊带夏", 3990, 1650, 980),
            item("真丝缎面衬衫女通勤职业高级感", 32900, 11800, 72),
            item("莫代尔带胸垫家居短袖女可外穿", 6900, 2870, 344),
        ],
    },
    Category {
        name: "半身裙",
        code: "SK",
        draw: 14,
        terms: &["半身裙", "A字裙", "百褶裙", "牛仔裙", "鱼尾裙"],
        look: ("颜色分类", COLOURS),
        size: ("尺码", SIZES),
        companion: 1,
        items: [
            item("高腰A字半身裙女夏显瘦遮胯中长款", 8990, 4350, 1320),
            item("百褶裙女JK学院风短裙防走光", 6990, 2790, 860),
            item("牛仔半身裙女开叉包臀裙a字长裙", 10900, 4480, 510),
            item("缎面半身裙女垂感高级鱼尾裙", 12900, 4720, 298),
            item("纱裙半身裙女仙女蓬蓬网纱伞裙", 9900, 3610, 334),
            item("碎花半身裙女雪纺一片式系带裹裙", 7990, 2960, 421),
            item("新中式马面裙女织金日常改良短款", 18900, 7240, 187),
            item("棉麻半身裙女松紧腰文艺大码长裙", 8500, 3180, 265),
            item("小香风粗花呢半身裙女气质短裙", 16900, 6150, 92),
            item("重工刺绣马面裙女宋锦礼服款", 59900, 21500, 26),
        ],
    },
    Category {
        name: "床品套件",
        code: "BD",
        draw: 14,
        terms: &["四件套", "夏凉被", "冰丝凉席", "枕头", "纯棉床单"],
        look: ("颜色分类", &["云朵白", "烟灰", "鼠尾草绿", "奶茶色"]),
        size: ("适用床尺寸", &["1.2m床", "1.5m床", "1.8m床"]),
        companion: 4,
        items: [
            item("水洗棉四件套裸睡亲肤床单被套宿舍", 12900, 7280, 1150),
            item("冰丝凉席三件套可机洗空调软席", 9990, 4870, 830),
            item("大豆纤维夏凉被可水洗空调被子", 8990, 4260, 765),
            item("100支长绒棉四件套贡缎纯棉床品", 39900, 15900, 140),
            item("乳胶枕头护颈椎助睡眠单人枕芯", 7990, 3540, 480),
            item("天丝四件套夏季冰丝滑床上用品", 29900, 12100, 176),
            item("床笠单件防滑固定席梦思保护罩", 5990, 2470, 590),
            item("竹纤维毛巾被夏季午睡盖毯", 6990, 2830, 312),
            item("桑蚕丝夏被手工真丝被芯双人", 79900, 33600, 31),
            item("婚庆刺绣八件套大红结婚床品", 89900, 36200, 18),
        ],
    },
    Category {
        name: "收纳整理",
        code: "ST",
        draw: 12,
        terms: &["收纳箱", "抽屉收纳", "挂袋", "压缩袋", "衣柜收纳"],
        look: ("颜色分类", &["透明", "米白", "浅灰", "原木色"]),
        size: ("规格", &["小号", "中号", "大号"]),
        companion: 4,
        items: [
            item("衣服收纳箱布艺折叠可水洗大容量", 3990, 2080, 2600),
            item("真空压缩袋免抽气被子衣物收纳", 2990, 1370, 3100),
            item("抽屉分隔内衣袜子收纳盒三件套", 2590, 1120, 1850),
            item("桌面化妆品收纳盒防尘带镜子", 6990, 2960, 540),
            item("衣柜挂式收纳袋多层包包挂袋", 3590, 1430, 720),
            item("厨房置物架伸缩下水槽收纳层架", 7990, 3420, 410),
            item("夹缝收纳柜卫生间窄缝抽屉柜", 12900, 5890, 233),
            item("日式藤编收纳筐杂物零食收纳篮", 4590, 1790, 376),
            item("床底收纳箱带轮扁平抽屉式", 8900, 3960, 255),
            item("实木斗柜五斗橱北欧卧室储物柜", 59900, 28900, 22),
        ],
    },
    Category {
        name: "美妆护肤",
        code: "BE",
        draw: 18,
        terms: &["口红", "防晒霜", "面膜", "素颜霜", "保湿"],
        look: ("颜色分类", &["01自然色", "02豆沙", "03暖杏", "04经典红"]),
        size: ("净含量", &["标准装", "两件装"]),
        companion: 5,
        items: [
            item("清透防晒霜SPF50+面部隔离军训学生", 6990, 3580, 2900),
            item("玻尿酸补水面膜女保湿舒缓20片装", 5990, 2360, 2400),
            item("丝绒哑光口红显白不易掉色唇釉", 4990, 1480, 1750),
            item("素颜霜懒人提亮隐形毛孔面霜", 7900, 2590, 660),
            item("氨基酸洗面奶温和清洁控油洁面乳", 4590, 1650, 1180),
            item("烟酰胺身体乳保湿留香滋润润肤露", 5990, 1980, 740),
            item("气垫粉底液遮瑕持妆不卡粉", 12900, 4120, 368),
            item("大地色九色眼影盘哑光细闪", 6900, 1870, 435),
            item("胜肽抗皱紧致精华液淡化细纹", 25900, 6890, 158),
            item("护肤礼盒水乳精华面霜七件套送女友", 49900, 14600, 85),
        ],
    },
];
