//! Rows of the table `products`.

use super::row::{RowText, column, value};
use super::values::{Id, money, read_id};
use crate::model::{ColumnGuess, Money, Product, Reason, Role};

/// Turns rows of cells into products.
pub struct ProductBuilder {
    products: Vec<Product>,
    item: Option<usize>,
    title: Option<usize>,
    category: Option<usize>,
    price: Option<usize>,
    cost: Option<usize>,
    stock: Option<usize>,
    attributes: Option<usize>,
}

impl ProductBuilder {
    /// A builder for a file with these columns.
    pub fn new(columns: &[ColumnGuess]) -> ProductBuilder {
        let of = |role| column(columns, role);
        ProductBuilder {
            products: Vec::new(),
            item: of(Role::Item),
            title: of(Role::Title),
            category: of(Role::Category),
            price: of(Role::Price),
            cost: of(Role::Cost),
            stock: of(Role::Stock),
            attributes: of(Role::Attributes),
        }
    }

    /// Takes one row, or says why it cannot be used.
    #[inline(never)]
    pub fn row(&mut self, row: &mut RowText<'_>) -> Result<(), Reason> {
        let item = row.cell(self.item);
        let item = match read_id(&item) {
            Id::Text(text) => text.to_string(),
            Id::Absent => return Err(Reason::Missing(Role::Item)),
            Id::Destroyed => return Err(Reason::IdDestroyed(Role::Item)),
        };
        let mut amount = |at: Option<usize>, role: Role| -> Result<Option<Money>, Reason> { value(money(&row.cell(at)), role) };
        let (price, cost, stock) = (amount(self.price, Role::Price)?, amount(self.cost, Role::Cost)?, amount(self.stock, Role::Stock)?);
        let (title, category) = (row.cell(self.title).trim().to_string(), row.cell(self.category).trim().to_string());
        let attributes = row.cell(self.attributes).trim().to_string();
        self.products.push(Product { item, title, category, price, cost, stock, attributes });
        Ok(())
    }

    /// The products.
    #[inline(never)]
    pub fn finish(self) -> Vec<Product> {
        self.products
    }
}
