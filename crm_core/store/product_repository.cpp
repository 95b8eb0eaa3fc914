#include "crm_core/store/product_repository.hpp"

#include "crm_core/store/or_null.hpp"

namespace tradewind::crm {

std::optional<Product> ProductRepository::read(database::Statement& rows) {
  if (!rows.step()) return {};
  Product product{rows.int64(0), rows.text(1), rows.text(2), rows.text(3), {}};
  auto aliases = database_.query("SELECT name FROM product_alias WHERE product_id = ? ORDER BY name", product.id);
  while (aliases->step()) product.aliases.push_back(aliases->text(0));
  return product;
}

std::optional<Product> ProductRepository::find_by_sku(std::string_view sku) {
  auto rows = database_.query("SELECT id, sku, name, coalesce(category, '') FROM product WHERE sku = ?", sku);
  return read(*rows);
}

std::vector<Product> ProductRepository::list() {
  std::vector<Product> products;
  auto rows = database_.query("SELECT id, sku, name, coalesce(category, '') FROM product ORDER BY sku");
  while (auto product = read(*rows)) products.push_back(*std::move(product));
  return products;
}

RecordId ProductRepository::insert(const Product& product) {
  database_.run("INSERT INTO product (sku, name, category) VALUES (?, ?, ?)", product.sku, product.name,
                or_null(product.category));
  Product stored = product;
  stored.id = database_.last_insert_id();
  write_aliases(stored);
  return stored.id;
}

void ProductRepository::update(const Product& product) {
  database_.run("UPDATE product SET sku = ?, name = ?, category = ? WHERE id = ?", product.sku, product.name,
                or_null(product.category), product.id);
  database_.run("DELETE FROM product_alias WHERE product_id = ?", product.id);
  write_aliases(product);
}

void ProductRepository::write_aliases(const Product& product) {
  for (const auto& alias : product.aliases)
    database_.run(
        "INSERT INTO product_alias (product_id, name) VALUES (?, ?) ON CONFLICT (product_id, name) DO NOTHING",
        product.id, alias);
}

}  // namespace tradewind::crm
