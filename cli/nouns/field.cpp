// field list, show, add, edit, delete, restore, purge, history.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/nouns/history_listing.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/service/custom_fields.hpp"

namespace tradewind::cli {

namespace {

std::vector<Record> choice_records(const crm::CustomField& field) {
  std::vector<Record> records;
  for (const auto& choice : field.choices)
    records.push_back(Record().add("name", choice.name).add("label", choice.label).add("retired", choice.retired));
  return records;
}

std::string choices_text(const crm::CustomField& field) {
  std::string text;
  for (const auto& choice : field.choices)
    text += fmt::format("{}{}{}", text.empty() ? "" : ", ",
                        choice.label == choice.name ? choice.name : fmt::format("{} ({})", choice.name, choice.label),
                        choice.retired ? " retired" : "");
  return text;
}

Record to_record(const crm::CustomField& field) {
  std::vector<std::string> hidden;
  for (const crm::Role role : field.hidden_from) hidden.emplace_back(to_text(role));
  return Record()
      .add("of", to_text(field.of))
      .add("name", field.name)
      .add("label", field.label)
      .add("type", to_text(field.type))
      .add_known("to", field.link_to ? to_text(*field.link_to) : std::string_view())
      .add("choices", choice_records(field))
      .add_known("choices_text", choices_text(field))
      .add("required", field.required)
      .add_known("default", field.preset)
      .add_known("hint", field.help)
      .add("position", field.position)
      .add("hidden_from", hidden)
      .add_time("created_at", field.created_at)
      .add_time("deleted_at", field.retired_at)
      .add("version", field.version);
}

// "ce=CE mark", or "ce".
Result<void> take_choices(const Arguments& arguments, crm::CustomField& field) {
  const auto given = arguments.options.find("choice");
  if (given == arguments.options.end()) return {};
  field.choices.clear();
  for (const auto& text : given->second) {
    const std::size_t equals = std::min(text.find('='), text.size());
    field.choices.push_back({text.substr(0, equals), text.substr(std::min(equals + 1, text.size())), false});
  }
  return {};
}

Result<void> take_parts(const Arguments& arguments, crm::CustomField& field) {
  take_text(arguments, "label", field.label);
  take_text(arguments, "default", field.preset);
  take_text(arguments, "hint", field.help);
  if (arguments.has("required")) field.required = arguments.value("required") == "yes";
  const auto position = arguments.number("position", field.position, 0, 1'000'000);
  if (!position) return pass_on(position);
  field.position = *position;
  if (const auto given = arguments.options.find("hide-from"); given != arguments.options.end()) {
    field.hidden_from.clear();
    for (const auto& name : given->second)
      if (const auto role = crm::role_from_text(name)) field.hidden_from.push_back(*role);
  }
  return take_choices(arguments, field);
}

// The kind and the name that the command line gives.
struct Named {
  Session session;
  crm::RecordType of;
  std::string name;
};
Result<Named> named(Context& context, const Arguments& arguments) {
  auto session = context.session();
  if (!session) return pass_on(session);
  const auto of = crm::custom_field_type(arguments.positionals[0]);
  if (!of) return pass_on(of);
  return Named{std::move(*session), *of, arguments.positionals[1]};
}

Result<int> answer(Context& context, const Named& field, const std::string& done) {
  if (context.out().for_people()) {
    context.out().message(fmt::format("custom field {}.{} {}", to_text(field.of), field.name, done));
    return exit_ok;
  }
  const auto shown = crm::CustomFields(field.session.store).show(field.session.actor, field.of, field.name);
  if (!shown) return pass_on(shown);
  context.out().records({to_record(*shown)});
  return exit_ok;
}

}  // namespace

Result<int> run_field_list(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  std::optional<crm::RecordType> of;
  if (!arguments.positionals.empty()) {
    const auto type = crm::custom_field_type(arguments.positionals[0]);
    if (!type) return pass_on(type);
    of = *type;
  }
  const auto fields = crm::CustomFields(session->store).list(session->actor, of, arguments.has("deleted"));
  if (!fields) return pass_on(fields);
  Listing listing;
  listing.columns = {{"of", "OF"},
                     {"name", "KEY"},
                     {"label", "LABEL", Column::Align::left, 12},
                     {"type", "TYPE"},
                     {"required", "REQUIRED"},
                     {"default", "DEFAULT", Column::Align::left, 8},
                     {"choices_text", "CHOICES", Column::Align::left, 16},
                     {"deleted_at", "DELETED"}};
  if (!arguments.has("deleted")) listing.columns.pop_back();
  listing.none = "no custom fields";
  for (const auto& field : *fields) listing.records.push_back(to_record(field));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_field_show(Context& context, const Arguments& arguments) {
  const auto field = named(context, arguments);
  if (!field) return pass_on(field);
  crm::CustomFields fields(field->session.store);
  const auto shown = fields.show(field->session.actor, field->of, field->name);
  if (!shown) return pass_on(shown);
  Output& out = context.out();
  const Record record = to_record(*shown);
  if (!out.for_people()) {
    out.records({record});
    return exit_ok;
  }
  const auto print = [&](std::string_view label, std::string_view key) {
    out.field(label, people_text(*record.find(key)));
  };
  out.field("Field", fmt::format("{}.{}", to_text(shown->of), shown->name));
  out.field("Label", shown->label, Style::bold);
  print("Type", "type");
  print("To", "to");
  print("Choices", "choices_text");
  if (shown->required) out.field("Required", "yes");
  print("Default", "default");
  print("Hint", "hint");
  print("Hidden from", "hidden_from");
  print("Deleted", "deleted_at");
  if (const auto records = fields.records_with(field->session.actor, *shown))
    out.field("Records", std::to_string(*records));
  print("Version", "version");
  return exit_ok;
}

Result<int> run_field_add(Context& context, const Arguments& arguments) {
  const auto where = named(context, arguments);
  if (!where) return pass_on(where);
  crm::CustomField field;
  field.of = where->of;
  field.name = where->name;
  field.type = crm::field_type_from_text(arguments.value("type", "text")).value_or(crm::FieldType::text);
  if (arguments.has("to")) {
    field.link_to = crm::record_type_from_text(arguments.value("to"));
    if (!arguments.has("type")) field.type = crm::FieldType::link;
  }
  if (auto taken = take_parts(arguments, field); !taken) return pass_on(taken);
  const auto added = crm::CustomFields(where->session.store).add(where->session.actor, field);
  if (!added) return pass_on(added);
  return answer(context, *where, "is added");
}

Result<int> run_field_edit(Context& context, const Arguments& arguments) {
  const auto where = named(context, arguments);
  if (!where) return pass_on(where);
  crm::CustomFields fields(where->session.store);
  auto field = fields.show(where->session.actor, where->of, where->name);
  if (!field) return pass_on(field);
  if (auto taken = take_parts(arguments, *field); !taken) return pass_on(taken);
  if (auto taken = take_version(arguments, field->version); !taken) return pass_on(taken);
  if (auto changed = fields.change(where->session.actor, *field); !changed) return pass_on(changed);
  return answer(context, *where, "is changed");
}

Result<int> run_field_delete(Context& context, const Arguments& arguments) {
  const auto where = named(context, arguments);
  if (!where) return pass_on(where);
  const auto done = crm::CustomFields(where->session.store)
                        .retire(where->session.actor, where->of, where->name, arguments.value("why"));
  if (!done) return pass_on(done);
  return answer(context, *where, "is deleted; its values are kept");
}

Result<int> run_field_restore(Context& context, const Arguments& arguments) {
  const auto where = named(context, arguments);
  if (!where) return pass_on(where);
  const auto done = crm::CustomFields(where->session.store).restore(where->session.actor, where->of, where->name);
  if (!done) return pass_on(done);
  return answer(context, *where, "is restored, with its values");
}

Result<int> run_field_purge(Context& context, const Arguments& arguments) {
  const auto where = named(context, arguments);
  if (!where) return pass_on(where);
  const auto records = crm::CustomFields(where->session.store).purge(where->session.actor, where->of, where->name);
  if (!records) return pass_on(records);
  if (context.out().for_people())
    context.out().message(fmt::format("custom field {}.{} is gone, with the values of {} records", to_text(where->of),
                                      where->name, *records));
  else
    context.out().records({Record().add("of", to_text(where->of)).add("name", where->name).add("records", *records)});
  return exit_ok;
}

Result<int> run_field_history(Context& context, const Arguments& arguments) {
  const auto where = named(context, arguments);
  if (!where) return pass_on(where);
  const auto entries = crm::CustomFields(where->session.store).history(where->session.actor, where->of, where->name);
  if (!entries) return pass_on(entries);
  context.out().list(history_listing(where->session, *entries));
  return exit_ok;
}

}  // namespace tradewind::cli
