#include "crm_core/search/record_names.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

#include "crm_core/search/tokenizer.hpp"

namespace tradewind::crm::search {

namespace {

constexpr char mark = '\x01';  // stands round every word: no token contains it

// "\1nordhaus\1gmbh\1"
std::string marked_words(std::string_view text) {
  std::string words(1, mark);
  tokenize(text, [&](const Token& token) {
    if (token.colocated) return true;
    words += token.text;
    words += mark;
    return true;
  });
  return words;
}

std::string letters_only(std::string_view text) {
  std::string letters = marked_words(text);
  letters.erase(std::remove(letters.begin(), letters.end(), mark), letters.end());
  return letters;
}

class NameTest {
 public:
  NameTest(const Term& term) : raw_(term.value), needle_(marked_words(term.value)) {
    bool single = false;
    tokenize(term.value,
             [&](const Token& token) { return (single = token.kind == TokenKind::single && !token.colocated); });
    one_character_ = single;
    if (term.prefix && needle_.size() > 1) needle_.pop_back();
  }
  [[nodiscard]] bool fits(std::string_view name) const {
    if (needle_.size() < 2) return false;
    // One Chinese character is half of every pair it stands in.
    if (one_character_) return name.find(raw_) != std::string_view::npos;
    return marked_words(name).find(needle_) != std::string::npos;
  }

 private:
  std::string raw_;
  std::string needle_;
  bool one_character_ = false;
};

class NumberTest {
 public:
  NumberTest(const Term& term) : needle_(letters_only(term.value)), prefix_(term.prefix) {}
  [[nodiscard]] bool fits(std::string_view number) const {
    if (needle_.empty()) return false;
    const std::string letters = letters_only(number);
    return prefix_ ? letters.starts_with(needle_) : letters == needle_;
  }

 private:
  std::string needle_;
  bool prefix_;
};

template <class Test>
std::vector<std::int64_t> scan(database::Database& database, std::string_view sql, const Test& test) {
  std::vector<std::int64_t> found;
  auto rows = database.query(sql);
  while (found.size() < most_named_records && rows->step())
    if (test.fits(rows->view(1))) found.push_back(rows->int64(0));
  return found;
}

std::vector<std::int64_t> find_folders(database::Database& database, const Term& term) {
  std::string wanted = letters_only(term.value);
  std::vector<std::int64_t> found;
  auto rows = database.query("SELECT id, name, role FROM crm.folder");
  const auto fits = [&](std::string_view name) {
    const std::string letters = letters_only(name);
    return term.prefix ? letters.starts_with(wanted) : letters == wanted;
  };
  while (found.size() < most_named_records && rows->step()) {
    const std::string_view name = rows->view(1);
    const std::size_t delimiter = name.find_last_of("/.");
    const bool last_part = delimiter != std::string_view::npos && fits(name.substr(delimiter + 1));
    if (!wanted.empty() && (fits(name) || last_part || rows->view(2) == term.value)) found.push_back(rows->int64(0));
  }
  return found;
}

void add_id(std::vector<std::int64_t>& found, const std::string& value) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), id);
  if (error == std::errc() && end == value.data() + value.size()) found.push_back(id);
}

}  // namespace

std::vector<std::int64_t> find_records(database::Database& database, const Term& term) {
  std::vector<std::int64_t> found;
  switch (term.field) {
    case Field::customer:
      found =
          scan(database, "SELECT id, name FROM crm.customer UNION ALL SELECT customer_id, name FROM crm.customer_alias",
               NameTest(term));
      add_id(found, term.value);
      break;
    case Field::contact:
      found = scan(database,
                   "SELECT id, name FROM crm.contact UNION ALL SELECT contact_id, address FROM crm.contact_address",
                   NameTest(term));
      add_id(found, term.value);
      break;
    case Field::supplier:
      found = scan(database, "SELECT id, name FROM crm.supplier", NameTest(term));
      add_id(found, term.value);
      break;
    case Field::quote:
      found = scan(database, "SELECT id, number FROM crm.quotation", NumberTest(term));
      break;
    case Field::order:
      found = scan(database,
                   "SELECT id, number FROM crm.sales_order UNION ALL"
                   " SELECT id, customer_po FROM crm.sales_order WHERE customer_po IS NOT NULL",
                   NumberTest(term));
      break;
    case Field::service_case:
      found = scan(database, "SELECT id, number FROM crm.service_case", NumberTest(term));
      break;
    case Field::account:
      found = scan(database, "SELECT id, name FROM crm.account", NameTest(term));
      break;
    case Field::folder:
      found = find_folders(database, term);
      break;
    default:
      break;
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace tradewind::crm::search
