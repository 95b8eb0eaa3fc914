#include "archiver/extract/lead_items.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/extract/article_words.hpp"
#include "archiver/extract/asked_goods.hpp"
#include "archiver/extract/decimal.hpp"
#include "archiver/extract/goods_words.hpp"
#include "archiver/extract/items.hpp"
#include "archiver/extract/lead_field.hpp"
#include "archiver/extract/money.hpp"
#include "archiver/extract/quantity.hpp"
#include "archiver/extract/request_words.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t most_named = 20;

std::vector<std::string_view> clauses_of(std::string_view line) {
  std::vector<std::string_view> clauses{line};
  for (const std::string_view mark : {", ", "; ", ": ", ". ", "? ", "，", "、", "。", "；", " and ", " und ", " et ",
                                      " y ", " e ", " и ", " ve ", " i "}) {
    std::vector<std::string_view> finer;
    for (const std::string_view clause : clauses) {
      for (const std::string_view part : split(clause, mark)) finer.push_back(part);
    }
    clauses = std::move(finer);
  }
  return clauses;
}

class ItemReading {
 public:
  ItemReading(const Author& author, const std::optional<Notice>& notice, const Card& card, const Catalogue& catalogue,
              crm::LeadDraft& lead)
      : author_(author), notice_(notice), card_(card), catalogue_(catalogue), lead_(lead) {}

  void read() {
    std::string_view body = author_.text;
    if (!card_.lines.empty() && card_.lines.size() < 12) {
      const std::size_t card = author_.text.rfind(card_.lines.front());
      if (card != std::string::npos && card > author_.text.size() / 4) body = body.substr(0, card);
    }
    ItemFound each;  // a quantity whose product is named elsewhere
    for (ItemFound& found : find_items(body, catalogue_, &each)) {
      take_target(found);
      lead_.sources.emplace_back("item", found.source);
      lead_.items.push_back(std::move(found.item));
    }
    read_counted_subject();
    const bool quantity_field = notice_ && !notice_->field("quantity").empty();
    if (quantity_field) read_notice_items();
    if (!lead_.items.empty()) {
      read_uncounted(body, each);
      settle_quantities(body);
    } else {
      read_named(body, each);
      if (lead_.items.empty() && notice_ && notice_->inquiry) read_notice_items();
      if (lead_.items.empty()) read_asked(body, each);
    }
    take_notice_quantity();
  }

 private:
  [[nodiscard]] bool has_sku(std::string_view sku) const {
    return std::any_of(lead_.items.begin(), lead_.items.end(),
                       [&](const crm::LeadItem& item) { return item.sku == sku; });
  }

  // The quantity of a notice belongs to the product that it is about, the first named.
  void take_notice_quantity() {
    if (!notice_ || lead_.items.empty() || !lead_.items.front().quantity.empty()) return;
    const auto quantities = find_quantities(notice_->field("quantity"));
    if (quantities.empty()) return;
    crm::LeadItem& item = lead_.items.front();
    item.quantity = quantities.front().amount;
    item.unit = quantities.front().unit.empty() ? std::string(notice_->field("unit")) : quantities.front().unit;
  }

  // "Subject: reading glasses, 5000 pcs" above a text that counts nothing.
  void read_counted_subject() {
    const bool counted = std::any_of(lead_.items.begin(), lead_.items.end(),
                                     [](const crm::LeadItem& item) { return !item.quantity.empty(); });
    if (counted || notice_) return;
    std::vector<ItemFound> found = find_items(author_.subject.substr(0, 200), catalogue_);
    std::erase_if(found, [](const ItemFound& item) { return item.item.quantity.empty() || item.item.product.empty(); });
    for (ItemFound& each : found) {
      lead_.sources.emplace_back("item", each.source);
      lead_.items.push_back(std::move(each.item));
    }
  }

  // The price wanted, from the column of a table.
  void take_target(const ItemFound& found) {
    const std::vector<Money> money = find_money(found.target);
    const std::string amount = money.empty() ? decimal_of(fold(found.target)) : money.front().amount;
    set_field(lead_, lead_.target_price, "target_price", amount, found.source);
    if (!money.empty()) set_field(lead_, lead_.currency, "currency", money.front().currency, found.source);
  }

  // The first product named takes the quantity that stood without one, the others only one said of each.
  [[nodiscard]] crm::LeadItem named(std::string product, const std::string& sku, const ItemFound& each) const {
    const bool takes = lead_.items.empty() || each.of_each;
    return {std::move(product), sku, takes ? each.item.quantity : "", takes ? each.item.unit : ""};
  }

  // No quantity anywhere: the lines, clauses and subject that name a product of ours.
  void read_named(std::string_view body, const ItemFound& each) {
    for (const std::string_view part : {body, std::string_view(author_.subject)}) {
      for (const std::string_view line : lines_of(part)) {
        for (const std::string_view clause : clauses_of(line)) {
          const auto match = catalogue_.match(clause);
          if (match.score < 0.6 || has_sku(match.sku) || lead_.items.size() >= most_named) continue;
          const std::string_view asked = clause.substr(behind_request(clause));
          const std::string_view product = strip_edge_words(asked);
          lead_.items.push_back(named(std::string(has_words(product) ? product : clause), match.sku, each));
          if (says_one(asked) && lead_.items.back().quantity.empty()) lead_.items.back().quantity = "1";
          lead_.sources.emplace_back("item", std::string(line.substr(0, 160)));
        }
      }
    }
  }

  // Nothing of ours either: the goods behind the words of asking, else those of the subject.
  void read_asked(std::string_view body, const ItemFound& each) {
    std::vector<AskedGoods> asked = find_asked_goods(body);
    if (asked.empty()) {
      std::string goods = goods_of_subject(author_.subject, body);
      // A quantity in the text is of what the subject names ("how much for 350 pairs of these?").
      if (goods.empty() && !each.item.quantity.empty()) {
        goods = goods_of_subject(author_.subject, author_.subject);
        if (!has_goods_word(goods) && catalogue_.match(goods).sku.empty()) goods.clear();
      }
      if (!goods.empty()) asked.push_back(AskedGoods{std::move(goods), false});
    }
    for (AskedGoods& goods : asked) {
      lead_.sources.emplace_back("item", goods.words);
      std::string sku = catalogue_.match(goods.words).sku;
      if (sku.empty()) sku = catalogue_.likely(goods.words).sku;
      lead_.items.push_back(named(std::move(goods.words), sku, each));
      if (goods.one && lead_.items.back().quantity.empty()) lead_.items.back().quantity = "1";
    }
  }

  // Beside the counted goods: products of ours named by name with no quantity; the first takes the quantity that stood
  // without goods ("I saw your steel ladder. How much for 40 pieces?").
  void read_uncounted(std::string_view body, ItemFound& each) {
    for (const std::string_view line : lines_of(body)) {
      for (const std::string_view clause : clauses_of(line)) {
        const std::size_t request = behind_request(clause);
        const auto match = request > 0 ? catalogue_.match(clause.substr(request)) : catalogue_.match_by_name(clause);
        const bool by_name = match.how == "name" || match.how == "alias" || match.how == "sku" ||
                             (request > 0 && match.how == "translation");
        const bool known = std::any_of(lead_.items.begin(), lead_.items.end(), [&](const crm::LeadItem& item) {
          return item.sku == match.sku || clause.find(item.product) != std::string_view::npos;
        });
        if (!by_name || match.score < (each.item.quantity.empty() && request == 0 ? 0.85 : 0.6) || known ||
            lead_.items.size() >= 20)
          continue;
        const std::string_view asked = clause.substr(behind_request(clause));
        const std::string_view product = strip_edge_words(has_words(asked) ? asked : clause);
        if (split(product, " ").size() > 8) continue;
        lead_.items.push_back(crm::LeadItem{std::string(product), match.sku, each.item.quantity, each.item.unit});
        if (request > 0 && each.item.quantity.empty() && says_one(asked)) lead_.items.back().quantity = "1";
        lead_.sources.emplace_back("item", std::string(line.substr(0, 160)));
        each = {};
      }
    }
  }

  // Words that name no goods we know took a quantity of goods said before them ("sunscreen 50 ml. to sell, | to begin
  // 600 tubes"): those that stand without one take it.
  void settle_quantities(std::string_view body) {
    constexpr std::size_t longest_way = 300;
    const auto place = [&](const crm::LeadItem& item) { return body.find(item.product); };
    for (std::size_t i = 0; i < lead_.items.size(); ++i) {
      const std::size_t from = place(lead_.items[i]);
      if (lead_.items[i].sku.empty() || !lead_.items[i].quantity.empty() || from == std::string_view::npos) continue;
      std::size_t nearest = lead_.items.size(), way = longest_way;
      for (std::size_t j = 0; j < lead_.items.size(); ++j) {
        const std::size_t at = place(lead_.items[j]);
        if (j == i || at == std::string_view::npos || at <= from || at - from >= way) continue;
        nearest = j;
        way = at - from;
      }
      if (nearest == lead_.items.size()) continue;
      crm::LeadItem& weak = lead_.items[nearest];
      if (!weak.sku.empty() || weak.quantity.empty() || has_goods_word(weak.product)) continue;
      lead_.items[i].quantity = std::move(weak.quantity);
      lead_.items[i].unit = std::move(weak.unit);
      lead_.items.erase(lead_.items.begin() + static_cast<std::ptrdiff_t>(nearest));
      if (nearest < i) --i;
    }
  }

  void read_notice_items() {
    const std::string quantity_field(notice_->field("quantity"));
    bool first = true;
    for (const auto& [field, value] : notice_->fields) {
      if (field != "product") continue;
      for (const std::string_view product : split(value, ", ")) {
        const auto match = catalogue_.match(product);
        if (!match.sku.empty() && has_sku(match.sku)) continue;
        if (!lead_.items.empty() && first && quantity_field.empty())
          break;  // the words of the buyer say more than the listing he clicked
        crm::LeadItem item{std::string(product), match.sku, "", ""};
        if (first && !quantity_field.empty()) {
          const auto quantities = find_quantities(quantity_field);
          if (!quantities.empty()) {
            item.quantity = quantities.front().amount;
            item.unit = quantities.front().unit.empty() ? std::string(notice_->field("unit")) : quantities.front().unit;
          }
        }
        first = false;
        lead_.sources.emplace_back("item", "product in the notice");
        lead_.items.push_back(std::move(item));
      }
    }
  }

  const Author& author_;
  const std::optional<Notice>& notice_;
  const Card& card_;
  const Catalogue& catalogue_;
  crm::LeadDraft& lead_;
};

}  // namespace

void read_lead_items(const Author& author, const std::optional<Notice>& notice, const Card& card,
                     const Catalogue& catalogue, crm::LeadDraft& lead) {
  ItemReading(author, notice, card, catalogue, lead).read();
}

}  // namespace tradewind::archiver
