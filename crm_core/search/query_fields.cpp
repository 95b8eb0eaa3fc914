#include "crm_core/search/query_fields.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "crm_core/model/mail.hpp"

namespace tradewind::crm::search {

namespace {

constexpr FieldName names[] = {
    {"from", Field::from},
    {"to", Field::to},
    {"cc", Field::cc},
    {"subject", Field::subject},
    {"body", Field::body},
    {"attachment", Field::attachment},
    {"filetype", Field::filetype},
    {"customer", Field::customer},
    {"contact", Field::contact},
    {"supplier", Field::supplier},
    {"quote", Field::quote},
    {"order", Field::order},
    {"case", Field::service_case},
    {"lead", Field::lead},
    {"kind", Field::kind},
    {"lang", Field::lang},
    {"account", Field::account},
    {"folder", Field::folder},
    {"thread", Field::thread},
    {"id", Field::id},
    {"has", Field::has},
    {"is", Field::is},
    {"date", Field::date},
    {"size", Field::size},
    {"before", Field::date, FieldWord::before},
    {"after", Field::date, FieldWord::after},
    // What other programs call them.
    {"sender", Field::from},
    {"recipient", Field::to},
    {"quotation", Field::quote},
    {"filename", Field::attachment},
    {"file", Field::attachment},
    {"ext", Field::filetype},
    {"language", Field::lang},
    {"in", Field::folder},
    {"mailbox", Field::account},
    {"since", Field::date, FieldWord::after},
    {"until", Field::date, FieldWord::before},
};

constexpr std::string_view has_words[] = {"attachment", "customer", "contact", "supplier",   "quote",
                                          "order",      "case",     "lead",    "opportunity"};
constexpr std::string_view is_words[] = {"unread",    "read",        "flagged", "unfiled",  "unanswered",
                                         "answered",  "quarantined", "inbound", "outbound", "internal",
                                         "automatic", "duplicate",   "stub"};

const std::array<std::string_view, message_kind_count>& kind_words() {
  static const auto words = [] {
    std::array<std::string_view, message_kind_count> all;
    for (int i = 0; i < message_kind_count; ++i)
      all[static_cast<std::size_t>(i)] = to_text(static_cast<MessageKind>(i));
    return all;
  }();
  return words;
}

bool same_letters(std::string_view typed, std::string_view name) {
  return std::equal(typed.begin(), typed.end(), name.begin(), name.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; });
}

// Letters to add, drop, change or swap with their neighbour (optimal string alignment); words here are short.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({changed, cost[i - 1][j] + 1, cost[i][j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::span<const FieldName> field_names() { return names; }

const FieldName* find_field(std::string_view name) {
  const auto* found = std::find_if(std::begin(names), std::end(names),
                                   [&](const FieldName& entry) { return same_letters(name, entry.name); });
  return found != std::end(names) ? found : nullptr;
}

std::string_view name_of(Field field) {
  const auto* found =
      std::find_if(std::begin(names), std::end(names), [&](const FieldName& entry) { return entry.field == field; });
  return found != std::end(names) ? found->name : std::string_view{};
}

bool is_text_field(Field field) { return field <= Field::attachment; }

std::span<const std::string_view> words_of(Field field) {
  switch (field) {
    case Field::has:
      return has_words;
    case Field::is:
      return is_words;
    case Field::kind:
      return kind_words();
    default:
      return {};
  }
}

std::string_view nearest(std::string_view typed, std::span<const std::string_view> known) {
  constexpr std::size_t longest_compared = 32;
  if (typed.size() > longest_compared) return {};
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, typed.size() / 3) + 1;
  for (const std::string_view word : known) {
    const bool beginning = typed.size() >= 2 && word.substr(0, typed.size()) == typed;
    const std::size_t away = beginning ? 1 : distance(typed, word);
    if (away < best_distance) {
      best = word;
      best_distance = away;
    }
  }
  return best;
}

std::string_view nearest_field(std::string_view typed) {
  std::vector<std::string_view> known;
  for (const FieldName& entry : names) known.push_back(entry.name);
  return nearest(typed, known);
}

}  // namespace tradewind::crm::search
