//! What is known of a visit's views as they come.

/// Items of a visit that are compared one by one.
const FEW: usize = 32;

/// The views of a visit so far.
#[derive(Clone, Copy)]
pub struct Views {
    /// How many there are.
    pub count: u32,
    pub first_page: u32,
    pub last_page: u32,
    /// Instants of the first and the last one.
    pub first: u32,
    pub last: u32,
    /// Views of the first page.
    pub landing: u32,
    /// Views of items' pages that another view follows, and the seconds until then: never more than to the last view.
    pub followed: u32,
    pub seconds: u32,
    /// Whether the last one was of an item's page.
    on_item: bool,
}

impl Views {
    /// Before the first view, which is at this instant and of this page.
    #[inline]
    pub fn from(time: u32, page: u32) -> Views {
        Views { count: 0, first_page: page, last_page: page, first: time, last: time, landing: 0, followed: 0, seconds: 0, on_item: false }
    }

    /// Adds the next view.
    #[inline(always)]
    pub fn add(&mut self, time: u32, page: u32, on_item: bool) {
        let followed = u32::from(self.on_item);
        self.followed += followed;
        self.seconds += followed * (time - self.last);
        self.count += 1;
        self.landing += u32::from(page == self.first_page);
        (self.last, self.last_page, self.on_item) = (time, page, on_item);
    }
}

/// The different items that a visit looks at. Many of them are sorted out at the end.
#[derive(Default)]
pub struct Items {
    list: Vec<u32>,
    /// One of 64 bits for each of them.
    bits: u64,
}

impl Items {
    /// Adds an item; one without an id is known by its page.
    #[inline(always)]
    pub fn add(&mut self, page: u32, item: u32) {
        let key = if item != 0 { item } else { page };
        // Most items are new: then mostly nothing has set their bit, and none need be compared.
        let bit = 1u64 << (key.wrapping_mul(0x9e37_79b9) >> 26);
        if self.bits & bit == 0 || self.list.len() >= FEW || !self.list.contains(&key) {
            self.list.push(key);
            self.bits |= bit;
        }
    }

    /// How many there are.
    #[inline]
    pub fn different(&mut self) -> u64 {
        if self.list.len() > FEW {
            self.list.sort_unstable();
            self.list.dedup();
        }
        self.list.len() as u64
    }

    /// Forgets them all.
    #[inline]
    pub fn clear(&mut self) {
        self.list.clear();
        self.bits = 0;
    }
}
