// Custom fields of a data set: their definitions first, the values when all records are there.
#include <fmt/format.h>

#include <algorithm>

#include "crm_core/service/custom_edit.hpp"
#include "crm_core/service/custom_fields.hpp"
#include "crm_core/service/record_importer.hpp"
#include "crm_core/store/custom_field_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/supplier_repository.hpp"

namespace tradewind::crm {

namespace {

using Json = Fields::Json;

bool truth(const Fields& fields, const char* name, bool otherwise) {
  const Json* value = fields.find(name);
  if (value == nullptr) return otherwise;
  if (!value->is_boolean()) refuse(fields.path(name), "neither true nor false");
  return value->get<bool>();
}

// "5000 EUR" of {"amount": "5000", "currency": "EUR"}, "a; b" of ["a", "b"], "12.5" of 12.5.
std::string typed(const Json& value, const std::string& path) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return value.dump();
  if (value.is_object()) {
    const Fields sum(value, path);
    return fmt::format("{} {}", sum.decimal("amount"), sum.needed("currency"));
  }
  std::string text;
  if (!value.is_array()) refuse(path, "not a value of a custom field");
  for (const auto& each : value) {
    if (!each.is_string()) refuse(path, "not a list of choices");
    text += fmt::format("{}{}", text.empty() ? "" : "; ", each.get<std::string>());
  }
  return text;
}

}  // namespace

void RecordImporter::read_custom_field(const Fields& fields) {
  CustomField field;
  const auto of = custom_field_type(fields.needed("of"));
  if (!of) refuse(fields.path("of"), of.error().message);
  field.of = *of;
  field.name = fields.needed("name");
  const auto before = CustomFieldRepository(database_).find(field.of, field.name);
  if (before) field = *before;
  const auto type = field_type_from_text(fields.needed("type"));
  if (!type) refuse(fields.path("type"), "not a type of custom fields");
  if (before && (*type != before->type || before->retired_at))
    refuse(fields.path("type"), before->retired_at
                                    ? "there is a deleted custom field of this name"
                                    : fmt::format("it is {} here, which cannot be changed", to_text(before->type)));
  field.type = *type;
  if (const std::string to = fields.text("to"); !to.empty()) {
    field.link_to = record_type_from_text(to);
    if (!field.link_to) refuse(fields.path("to"), "not a kind of record");
  }
  field.label = fields.text("label");
  field.required = truth(fields, "required", field.required);
  if (fields.says("default")) field.preset = fields.text("default");
  if (fields.says("hint")) field.help = fields.text("hint");
  if (const Json* position = fields.find("position")) {
    if (!position->is_number_unsigned()) refuse(fields.path("position"), "not a whole number");
    field.position = position->get<std::int64_t>();
  }
  if (fields.says("choices")) field.choices.clear();
  for (const auto& [value, path] : fields.list("choices")) {
    const Fields choice(*value, path);
    field.choices.push_back({choice.needed("name"), choice.text("label"), truth(choice, "retired", false)});
  }
  if (fields.says("hidden_from")) field.hidden_from.clear();
  for (const auto& name : fields.texts("hidden_from")) {
    const auto role = role_from_text(name);
    if (!role) refuse(fields.path("hidden_from"), fmt::format("'{}' is no role", name));
    field.hidden_from.push_back(*role);
  }
  if (auto fine = check_custom_field(database_, field); !fine) refuse(fields.path("name"), fine.error().message);
  if (before && to_json(*before) == to_json(field)) return;
  CustomFields custom(store_);
  if (before)
    must(custom.change(actor_, field));
  else if (const auto added = custom.add(actor_, field); !added)
    throw FieldError{added.error()};
}

// A link names its record as the document does: customers and contacts by their keys.
std::string RecordImporter::linked(const CustomField& field, const std::string& text, const std::string& path) {
  if (text.empty()) return text;
  if (field.link_to == RecordType::customer) return fmt::format("customer:{}", *customer_keyed(text, path));
  if (field.link_to == RecordType::contact) return fmt::format("contact:{}", *contact_keyed(text, path));
  if (field.link_to == RecordType::supplier) {
    const auto supplier = SupplierRepository(database_).find_by_external_key(text);
    if (!supplier) refuse(path, fmt::format("no supplier with the key {}", text));
    return fmt::format("supplier:{}", supplier->id);
  }
  return text;
}

void RecordImporter::read_custom(RecordType type, RecordId record, const Fields& fields) {
  const Kept kept = kept_[{type, record}];
  CustomTexts texts;
  if (const Json* custom = fields.find("custom")) {
    const Fields said(*custom, fields.path("custom"));
    const auto known = visible_fields(database_, actor_, type);
    for (const auto& [name, value] : custom->items()) {
      const auto field = find_field(known, type, name);
      if (!field) refuse(said.path(name), field.error().message);
      std::string text = typed(value, said.path(name));
      if ((*field)->type == FieldType::link) text = linked(**field, text, said.path(name));
      texts.emplace_back(name, std::move(text));
    }
  }
  const auto edit = kept == Kept::created ? CustomEdit::of_new(database_, actor_, type, texts, false)
                                          : CustomEdit::of_stored(database_, actor_, type, record, texts);
  if (!edit) refuse(fields.path("custom"), edit.error().message);
  if (edit->changes_nothing()) return;
  edit->write(database_, record);
  AuditLog(database_).write(actor_, to_text(type), record, "changed", edit->before("{}"), edit->after("{}"));
  if (kept != Kept::unchanged) return;
  --counts_.unchanged;
  ++counts_.changed;
  // Whoever has read the record before must see that it is another now.
  CustomerRepository customers(database_);
  if (type == RecordType::customer) customers.update(customers.find(record).value());
  if (type == RecordType::contact) customers.update_contact(customers.find_contact(record).value());
  SupplierRepository suppliers(database_);
  if (type == RecordType::supplier) suppliers.update(suppliers.find(record).value());
}

void RecordImporter::read_custom_of_parties(const Fields& world) {
  for (const auto& [value, path] : world.list("customers")) {
    const Fields customer(*value, path);
    read_custom(RecordType::customer, customers_.at(customer.needed("key")), customer);
    for (const auto& [person, person_path] : customer.list("contacts")) {
      const Fields contact(*person, person_path);
      read_custom(RecordType::contact, contacts_.at(contact.needed("key")), contact);
    }
  }
  for (const auto& [value, path] : world.list("suppliers")) {
    const Fields supplier(*value, path);
    const auto found = SupplierRepository(database_).find_by_external_key(supplier.needed("key"));
    read_custom(RecordType::supplier, found.value().id, supplier);
  }
}

}  // namespace tradewind::crm
