#include "crm_core/service/custom_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "crm_core/rules/fold.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"

namespace tradewind::crm {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

tl::unexpected<Error> wrong(const CustomField& field, std::string_view typed, std::string_view what, std::string hint) {
  return fail(Fault::invalid,
              fmt::format("{}{}: '{}' is not {}", custom_prefix, field.name, typed.substr(0, 100), what),
              std::move(hint));
}

// A currency before or behind the amount.
Result<std::string> sum(const CustomField& field, std::string_view typed) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  std::string currency;
  std::string_view amount = typed;
  if (is_letter(typed.front())) {
    currency = typed.substr(0, 3);
    amount = typed.substr(std::min<std::size_t>(3, typed.size()));
  } else if (typed.size() > 3) {
    currency = typed.substr(typed.size() - 3);
    amount = typed.substr(0, typed.size() - 3);
  }
  for (char& c : currency)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const auto scaled = parse_scaled(trimmed(amount));
  if (!scaled || currency.size() != 3 || !std::all_of(currency.begin(), currency.end(), is_letter))
    return wrong(field, typed, "an amount with its currency", "digits with a point and ISO 4217, such as 5000.00 EUR");
  return fmt::format("{} {}", scaled_text(*scaled, 2), currency);
}

Result<std::string> day(const CustomField& field, std::string_view typed) {
  if (rules::folded(typed) == "today") {
    const CivilDate today = local_date(now());
    return fmt::format("{:04}-{:02}-{:02}", today.year, today.month, today.day);
  }
  // A spreadsheet's date may have a time of day: the day counts.
  if (typed.size() > 10 && typed[10] == 'T') typed = typed.substr(0, 10);
  if (typed.size() != 10 || !parse_iso_date(typed)) return wrong(field, typed, "a day", "write it as 2026-12-31");
  return std::string(typed);
}

// The place of a choice that is offered, by its name or label.
std::optional<std::size_t> offered(const CustomField& field, std::string_view typed) {
  const std::string key = rules::folded(trimmed(typed));
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    const CustomChoice& choice = field.choices[i];
    if (!choice.retired && (choice.name == key || rules::folded(choice.label) == key)) return i;
  }
  return {};
}

tl::unexpected<Error> no_choice(const CustomField& field, std::string_view typed) {
  constexpr std::size_t most_named = 20;
  std::string names;
  std::size_t count = 0;
  for (const auto& choice : field.choices)
    if (!choice.retired && ++count <= most_named) names += fmt::format("{}{}", names.empty() ? "" : ", ", choice.name);
  if (count > most_named) names += ", ...";
  return wrong(field, typed, "one of its choices", fmt::format("it is one of {}", names));
}

Result<std::string> choices(const CustomField& field, std::string_view typed) {
  std::vector<bool> chosen(field.choices.size());
  const auto take = [&](std::string_view word) {
    const auto place = offered(field, word);
    if (place) chosen[*place] = true;
    return place.has_value();
  };
  // A label may have a comma in it, so the whole is tried first, then what stands between semicolons.
  const auto each = [](std::string_view text, char mark, auto&& act) -> Result<void> {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find(mark), text.size());
      if (const auto word = trimmed(text.substr(0, end)); !word.empty())
        if (Result<void> done = act(word); !done) return done;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
  };
  const auto taken = each(typed, ';', [&](std::string_view part) -> Result<void> {
    if (take(part)) return {};
    return each(part, ',', [&](std::string_view word) -> Result<void> {
      if (take(word)) return {};
      return no_choice(field, word);
    });
  });
  if (!taken) return pass_on(taken);
  std::string written;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    if (chosen[i]) written += fmt::format("{}{}", written.empty() ? "" : "; ", field.choices[i].name);
  return written;
}

std::optional<RecordId> by_number(std::string_view text) {
  RecordId id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size() || id <= 0) return {};
  return id;
}

std::optional<RecordId> by_name(database::Database& database, RecordType type, std::string_view name) {
  DocumentRepository documents(database);
  if (type == RecordType::quotation)
    if (const auto found = documents.find_quotation_by_number(name)) return found->id;
  if (type == RecordType::order)
    if (const auto found = documents.find_order_by_number(name)) return found->id;
  if (type == RecordType::service_case)
    if (const auto found = documents.find_case_by_number(name)) return found->id;
  if (type == RecordType::customer)
    if (const auto found = CustomerRepository(database).find_by_name(name); found.size() == 1) return found.front();
  return {};
}

Result<std::string> link(database::Database& database, const Actor& actor, const CustomField& field,
                         std::string_view typed) {
  const RecordType type = field.link_to.value_or(RecordType::customer);
  const std::string prefix = fmt::format("{}:", to_text(type));
  const std::string_view reference = typed.starts_with(prefix) ? typed.substr(prefix.size()) : typed;
  auto id = by_name(database, type, reference);
  if (!id) id = by_number(reference);
  if (!id) return wrong(field, typed, fmt::format("a {}", to_text(type)), fmt::format("its number, or {}12", prefix));
  if (auto present = check_present(database, actor, type, *id); !present) {
    const Error& error = present.error();
    return fail(error.fault, fmt::format("{}{}: {}", custom_prefix, field.name, error.message), error.hint);
  }
  return fmt::format("{}{}", prefix, *id);
}

}  // namespace

Result<std::string> written_from(database::Database& database, const Actor& actor, const CustomField& field,
                                 std::string_view typed) {
  typed = trimmed(typed);
  if (typed.empty()) return std::string();
  switch (field.type) {
    case FieldType::text: {
      const auto is_control = [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
      };
      if (typed.size() > longest_custom_text || std::any_of(typed.begin(), typed.end(), is_control))
        return wrong(field, typed, "a text of this field",
                     fmt::format("at most {} bytes, without control characters", longest_custom_text));
      return std::string(typed);
    }
    case FieldType::number: {
      const auto scaled = parse_scaled(typed);
      if (!scaled)
        return wrong(field, typed, "a number", "digits with a point, such as 1234.5; at most four behind the point");
      return scaled_text(*scaled, 0);
    }
    case FieldType::money:
      return sum(field, typed);
    case FieldType::date:
      return day(field, typed);
    case FieldType::choice: {
      const auto place = offered(field, typed);
      if (!place) return no_choice(field, typed);
      return field.choices[*place].name;
    }
    case FieldType::multi_choice:
      return choices(field, typed);
    case FieldType::link:
      break;
  }
  return link(database, actor, field, typed);
}

}  // namespace tradewind::crm
