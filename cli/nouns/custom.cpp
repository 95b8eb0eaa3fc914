#include "cli/nouns/custom.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/nouns/record_reference.hpp"
#include "cli/output/sanitise.hpp"
#include "crm_core/service/custom_edit.hpp"
#include "crm_core/service/custom_query.hpp"

namespace tradewind::cli {

Option custom_option() { return {"field", "KEY=VALUE", "a custom field; KEY= clears it (crm field list)", {}, true}; }

Result<crm::CustomTexts> custom_texts(const Arguments& arguments) {
  crm::CustomTexts texts;
  const auto given = arguments.options.find("field");
  if (given == arguments.options.end()) return texts;
  for (const auto& text : given->second) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos)
      return fail(Fault::invalid, fmt::format("--field: \"{}\" is no KEY=VALUE", text.substr(0, 100)),
                  "such as --field budget=\"5000 EUR\"");
    texts.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return texts;
}

CustomPage::CustomPage(Context& context, const Session& session, crm::RecordType type,
                       std::span<const crm::RecordId> records)
    : session_(session),
      type_(type),
      ids_(records.begin(), records.end()),
      for_people_(context.out().for_people()),
      view_(crm::custom_view(session.store.database(), session.actor, type, records)) {}

Option custom_where_option() {
  return {"where", "CONDITION", "only those whose custom field is so: 'budget>=5000 EUR'", {}, true};
}

void add_custom_list_options(std::vector<Option>& options) {
  options.push_back(custom_where_option());
  options.push_back({"sort", "KEY", "by a custom field; -KEY the other way round"});
  options.push_back({"columns", "KEY,KEY", "these columns, custom fields too"});
}

Result<crm::CustomSelection> custom_selection(const Session& session, crm::RecordType type,
                                              const Arguments& arguments) {
  const auto given = arguments.options.find("where");
  const std::vector<std::string> none;
  return crm::custom_selection(session.store.database(), session.actor, type,
                               given == arguments.options.end() ? none : given->second, arguments.value("sort"));
}

Result<void> CustomPage::choose_columns(const Arguments& arguments, const Record& sample, Listing& listing) {
  if (!arguments.has("columns")) return {};
  std::vector<Column> chosen;
  const std::string text = arguments.value("columns");
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string key = text.substr(at, end - at);
    at = end + 1;
    const auto known = std::find_if(listing.columns.begin(), listing.columns.end(),
                                    [&](const Column& column) { return column.key == key; });
    const auto* value = sample.find(key);
    if (known != listing.columns.end()) {
      chosen.push_back(*known);
    } else if (value != nullptr && !std::holds_alternative<Object>(*value) && !key.starts_with(crm::custom_prefix)) {
      std::string title = key;
      for (char& c : title) c = c == '_' ? ' ' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
      chosen.push_back({names_.emplace_back(key), names_.emplace_back(std::move(title)), Column::Align::left, 8});
    } else {
      const auto field = crm::find_field(view_.fields, type_, key);
      if (!field)
        return fail(Fault::invalid, fmt::format("--columns: there is no \"{}\"", key.substr(0, 100)),
                    "a field as --json names it, or a custom field by its key");
      const bool number = (*field)->type == crm::FieldType::number || (*field)->type == crm::FieldType::money;
      chosen.push_back({names_.emplace_back(fmt::format("{}{}", crm::custom_prefix, (*field)->name)),
                        names_.emplace_back(sanitise((*field)->label)),
                        number ? Column::Align::right : Column::Align::left, number ? 0U : 8U});
    }
  }
  listing.columns = std::move(chosen);
  return {};
}

Record with_custom(Context& context, const Session& session, crm::RecordType type, crm::RecordId id, Record record) {
  CustomPage(context, session, type, std::span(&id, 1)).add_to(record, id);
  return record;
}

Value CustomPage::json_of(const crm::CustomField& field, const std::string& written) const {
  if (written.empty()) return {};
  if (field.type == crm::FieldType::multi_choice) return crm::choices_in(written);
  if (field.type == crm::FieldType::money) {
    const auto [amount, currency] = crm::sum_in(written);
    return Object{{Record().add("amount", amount).add("currency", currency)}};
  }
  if (field.type == crm::FieldType::link) {
    const auto type = field.link_to.value_or(crm::RecordType::customer);
    const crm::RecordId id = crm::record_in(written);
    return Object{
        {Record().add("type", to_text(type)).add("id", id).add_known("name", seen_name_of(session_, type, id))}};
  }
  return written;
}

void CustomPage::add_to(Record& record, crm::RecordId id) const {
  Record custom;
  for (const auto& field : view_.fields) custom.add(field.name, json_of(field, view_.written(id, field)));
  record.add("custom", Object{{std::move(custom)}});
  for (const auto& field : view_.fields) {
    const std::string written = view_.written(id, field);
    record.add_cell(
        fmt::format("{}{}", crm::custom_prefix, field.name),
        for_people_ ? crm::people_form(session_.store.database(), session_.actor, field, written) : written);
  }
}

void CustomPage::add_to(std::vector<Record>& records) const {
  for (std::size_t i = 0; i < records.size() && i < ids_.size(); ++i) add_to(records[i], ids_[i]);
}

void CustomPage::print(Output& out, crm::RecordId id) const {
  for (const auto& field : view_.fields)
    out.field(field.label,
              crm::people_form(session_.store.database(), session_.actor, field, view_.written(id, field)));
}

}  // namespace tradewind::cli
