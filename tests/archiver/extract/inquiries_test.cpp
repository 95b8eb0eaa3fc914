// Whole letters and what a careful salesperson would take down of each: inquiries/*.txt.
//
//   === name of the case
//   headers, a blank line, the text
//   ---
//   product: SKU | name        a product of ours, before the rest
//   item: words | quantity | unit | SKU        all of them in order, the later cells may be left out
//   field: value               contact, company, email, phone, country, platform, incoterm, port, target_price,
//   currency,
//                              language; "-" for none. Fields not named are not compared.
//   notice: unknown layout     the notice must say that its layout is unknown
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "archiver/archiver.hpp"
#include "archiver/data_table.hpp"
#include "archiver/extract/language.hpp"
#include "archiver/extract/lead.hpp"
#include "archiver/link/author.hpp"
#include "crm_core/service/record_import.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::archiver {
namespace {

struct Letter {
  std::string name, mail;
  std::vector<crm::Product> products;
  std::vector<std::pair<std::string, std::string>> wanted;  // field, value; items as "words | quantity | unit | SKU"
};

std::vector<Letter> letters_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::vector<Letter> letters;
  bool in_mail = false;
  for (const std::string_view line : lines_of(text)) {
    if (line.starts_with("=== ")) {
      letters.push_back(Letter{std::string(line.substr(4)), "MIME-Version: 1.0\r\n", {}, {}});
      in_mail = true;
    } else if (letters.empty()) {
      continue;
    } else if (line == "---") {
      in_mail = false;
    } else if (in_mail) {
      letters.back().mail += std::string(line) + "\r\n";
    } else if (const std::size_t colon = line.find(": "); colon != std::string_view::npos) {
      const std::string_view field = line.substr(0, colon), value = trim_wide(line.substr(colon + 2));
      if (field == "product") {
        crm::Product product;
        product.sku = std::string(trim_wide(value.substr(0, value.find(" | "))));
        product.name = std::string(trim_wide(value.substr(value.find(" | ") + 3)));
        letters.back().products.push_back(std::move(product));
      } else {
        letters.back().wanted.emplace_back(field, value);
      }
    }
  }
  for (Letter& letter : letters) {
    if (letter.mail.find("Content-Type: text/html\r\n") == std::string::npos)
      letter.mail.insert(0, "Content-Type: text/plain; charset=utf-8\r\n");
    else
      letter.mail.replace(letter.mail.find("text/html"), 9, "text/html; charset=utf-8");
  }
  return letters;
}

std::string cells(const crm::LeadItem& item, std::size_t count) {
  std::string joined = item.product;
  const std::array<std::string, 3> later{item.quantity, item.unit, item.sku};
  for (std::size_t i = 0; i < count; ++i) joined += " | " + later.at(i);
  return joined;
}

std::string value_of(const crm::LeadDraft& lead, std::string_view field) {
  for (const auto& [name, value] : {std::pair<std::string_view, const std::string*>{"contact", &lead.contact_name},
                                    {"company", &lead.company},
                                    {"email", &lead.email},
                                    {"phone", &lead.phone},
                                    {"country", &lead.country},
                                    {"platform", &lead.platform},
                                    {"incoterm", &lead.incoterm},
                                    {"port", &lead.port},
                                    {"target_price", &lead.target_price},
                                    {"currency", &lead.currency},
                                    {"language", &lead.language}}) {
    if (name == field) return value->empty() ? "-" : *value;
  }
  return "no such field";
}

// A store that knows our firm and nobody else.
class ReadLetters {
 public:
  ReadLetters()
      : directory_(crm::DataDirectory::create(temporary_.path() / "data").value()),
        store_(crm::Store::open(directory_, crm::Access::write).value()),
        knowledge_(store_.database()) {
    static_cast<void>(crm::import_records(store_, crm::Actor::system("test", "test"),
                                          R"({"firm": {"name": "Our Firm", "own_domains": ["ourfirm.example"],
        "home_country": "CN"}, "users": [], "customers": [], "suppliers": [], "products": [], "quotes": [], "orders": [],
        "cases": []})")
                          .value());
    knowledge_.refresh();
  }

  struct Reading {
    crm::LeadDraft lead;
    bool unknown_layout = false;
  };
  Reading read(const Letter& letter) {
    Catalogue catalogue;
    catalogue.build(letter.products);
    const ReadMail read = read_mail(letter.mail);
    const auto notice = read_notice(read.message, platforms_, notice_sender(read.message, knowledge_));
    const Author author = find_author(read.message, notice, knowledge_);
    return {read_lead(author, notice, platforms_, catalogue, "CN", detect_language(author.text)),
            notice && notice->inquiry && !notice->known_layout};
  }

 private:
  testing::TemporaryDirectory temporary_;
  crm::DataDirectory directory_;
  crm::Store store_;
  crm::Knowledge knowledge_;
  PlatformCatalogue platforms_{{}};
};

class Inquiries : public ::testing::TestWithParam<const char*> {
 protected:
  void compare(const Letter& letter) {
    const auto [lead, unknown_layout] = letters_.read(letter);
    std::vector<std::string> items, wanted_items;
    std::size_t most_cells = 0;
    for (const auto& [field, value] : letter.wanted) {
      if (field == "notice") {
        EXPECT_TRUE(unknown_layout);
      } else if (field != "item") {
        EXPECT_EQ(value_of(lead, field), value) << field;
      } else {
        std::string wanted;
        std::size_t count = 0;
        for (std::string_view rest = value;;) {
          const std::size_t bar = rest.find('|');
          wanted += (count == 0 ? "" : " | ") + std::string(trim_wide(rest.substr(0, bar)));
          ++count;
          if (bar == std::string_view::npos) break;
          rest.remove_prefix(bar + 1);
        }
        most_cells = std::max(most_cells, count - 1);
        wanted_items.push_back(std::move(wanted));
      }
    }
    if (wanted_items.empty()) return;
    for (const crm::LeadItem& item : lead.items) items.push_back(cells(item, most_cells));
    EXPECT_EQ(items, wanted_items);
  }

  ReadLetters letters_;
};

std::vector<Letter> letters_in(std::string_view file) {
  return letters_of(std::filesystem::path(TRADEWIND_TEST_DATA).parent_path() / "archiver/extract/inquiries" / file);
}

TEST_P(Inquiries, AreReadAsASalespersonWould) {
  const auto letters = letters_in(GetParam());
  ASSERT_GT(letters.size(), 5U);
  for (const Letter& letter : letters) {
    SCOPED_TRACE(letter.name);
    compare(letter);
  }
}

INSTANTIATE_TEST_SUITE_P(Files, Inquiries,
                         ::testing::Values("quantities.txt", "lists.txt", "terms.txt", "people.txt", "notices.txt"),
                         [](const auto& each) {
                           const std::string name = each.param;
                           return name.substr(0, name.find('.'));
                         });

// Items as the mail sets count them (tests/eval/score.py): right when the words meet, the quantity, the unit where the
// letter says one, and our SKU where it is ours.
struct ItemScore {
  int wanted = 0, found = 0, right = 0;
  int fields = 0, fields_right = 0;
  std::string misses;

  [[nodiscard]] double f1() const { return 2.0 * right / std::max(1, wanted + found); }
};

bool words_meet(std::string_view a, std::string_view b) {
  const std::string first = fold(a), second = fold(b);
  const auto words = words_of(second);
  const auto all = words_of(first);
  return first.find(second) != std::string::npos || second.find(first) != std::string::npos ||
         std::any_of(all.begin(), all.end(),
                     [&](std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); });
}

bool is_item(std::string_view wanted, const crm::LeadItem& item) {
  std::vector<std::string_view> parts;
  for (std::string_view rest = wanted;;) {
    const std::size_t bar = rest.find('|');
    parts.push_back(trim_wide(rest.substr(0, bar)));
    if (bar == std::string_view::npos) break;
    rest.remove_prefix(bar + 1);
  }
  const auto same_unit = [&](std::string_view unit) {
    return unit.empty() || fold(item.unit).find(fold(unit)) != std::string::npos ||
           (!item.unit.empty() && fold(unit).find(fold(item.unit)) != std::string::npos);
  };
  return words_meet(parts[0], item.product) && (parts.size() < 2 || parts[1] == item.quantity) &&
         (parts.size() < 3 || same_unit(parts[2])) && (parts.size() < 4 || parts[3] == item.sku);
}

ItemScore score_of(std::string_view file) {
  ItemScore score;
  ReadLetters letters;
  for (const Letter& letter : letters_in(file)) {
    const crm::LeadDraft lead = letters.read(letter).lead;
    std::vector<crm::LeadItem> left = lead.items;
    std::string wrong;
    score.found += static_cast<int>(left.size());
    for (const auto& [field, value] : letter.wanted) {
      if (field != "item") {
        ++score.fields;
        if (value_of(lead, field) == value)
          ++score.fields_right;
        else
          wrong += "  " + field + ": " + value + ", read " + value_of(lead, field) + "\n";
        continue;
      }
      ++score.wanted;
      const auto hit = std::find_if(left.begin(), left.end(),
                                    [&value = value](const crm::LeadItem& item) { return is_item(value, item); });
      if (hit == left.end()) {
        wrong += "  not read: " + value + "\n";
      } else {
        ++score.right;
        left.erase(hit);
      }
    }
    for (const crm::LeadItem& item : left) wrong += "  read: " + cells(item, 3) + "\n";
    if (!wrong.empty()) score.misses += letter.name + "\n" + wrong;
  }
  return score;
}

TEST(InquiryScore, StaysAboveItsFloorForTradesOfAllKinds) {
  const ItemScore score = score_of("trades.txt");
  RecordProperty("items", std::to_string(score.f1()));
  EXPECT_GE(score.f1(), 0.94) << score.misses;
  EXPECT_GE(score.fields_right, 15) << score.misses;
}

// Only counted: whoever betters the reading looks at trades.txt.
TEST(InquiryScore, StaysAboveItsFloorForLettersKeptAside) {
  const ItemScore score = score_of("trades_aside.txt");
  RecordProperty("items", std::to_string(score.f1()));
  EXPECT_GE(score.f1(), 0.86) << score.right << " right of " << score.wanted << ", " << score.found << " read";
  EXPECT_GE(score.fields_right, 25);
}

TEST(InquiryScore, StaysAboveItsFloorForLettersOfManyLanguages) {
  const ItemScore score = score_of("letters.txt");
  RecordProperty("items", std::to_string(score.f1()));
  EXPECT_GE(score.f1(), 0.82) << score.misses;
  EXPECT_GE(score.fields_right, 240) << score.misses;
}

// Only counted, as above.
TEST(InquiryScore, StaysAboveItsFloorForLettersOfManyLanguagesKeptAside) {
  const ItemScore score = score_of("letters_aside.txt");
  RecordProperty("items", std::to_string(score.f1()));
  EXPECT_GE(score.f1(), 0.69) << score.right << " right of " << score.wanted << ", " << score.found << " read";
  EXPECT_GE(score.fields_right, 90) << "of " << score.fields;
}

}  // namespace
}  // namespace tradewind::archiver
