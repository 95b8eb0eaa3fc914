// Takes the records of a document in: what record_import.hpp offers, in parts (parties: import_parties.cpp, documents:
// import_documents.cpp). Throws FieldError for a mistake in the document.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "crm_core/model/actor.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/service/import_fields.hpp"
#include "crm_core/service/record_import.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

class RecordImporter {
 public:
  RecordImporter(Store& store, const Actor& actor) : store_(store), database_(store.database()), actor_(actor) {}

  ImportCounts run(const Fields::Json& document);

 private:
  enum class Kept { created, changed, unchanged };
  // Stores the record and counts it; `before` is what is stored under the same key.
  template <class Record, class Insert, class Update>
  RecordId keep(std::string_view type, const std::optional<Record>& before, const Record& record, int& count,
                Insert&& insert, Update&& update) {
    ++count;
    const auto note = [&](RecordId id, Kept kept) {
      if (const auto named = record_type_from_text(type)) kept_[{*named, id}] = kept;
      return id;
    };
    if (!before) {
      ++counts_.created;
      const RecordId id = note(insert(record), Kept::created);
      AuditLog(database_).write(actor_, type, id, "created", "", to_json(record));
      return id;
    }
    if (*before == record) return ++counts_.unchanged, note(before->id, Kept::unchanged);
    ++counts_.changed;
    note(before->id, Kept::changed);
    update(record);
    AuditLog(database_).write(actor_, type, before->id, "changed", to_json(*before), to_json(record));
    return before->id;
  }

  void read_custom_field(const Fields& fields);
  void read_custom_of_parties(const Fields& world);  // when all records are there: links lead to any of them
  void read_custom(RecordType type, RecordId record, const Fields& fields);
  std::string linked(const CustomField& field, const std::string& text, const std::string& path);
  void read_firm(const Fields& fields);
  void read_patterns(const Fields& fields);
  void read_user(const Fields& fields);
  void read_customer(const Fields& fields);
  void read_parent(const Fields& fields);  // when all customers are there
  void read_contact(CustomerRepository& customers, RecordId customer, const Fields& fields);
  void read_supplier(const Fields& fields);
  void read_product(const Fields& fields);
  void read_quotation(const Fields& fields);
  void read_order(const Fields& fields);
  void read_case(const Fields& fields);
  void read_tags(RecordType type, RecordId record, const Fields& fields);

  RecordId user_named(const std::string& login, const std::string& path);
  std::optional<RecordId> customer_keyed(const std::string& key, const std::string& path);
  std::optional<RecordId> contact_keyed(const std::string& key, const std::string& path);

  Store& store_;
  database::Database& database_;
  const Actor& actor_;
  ImportCounts counts_;
  std::map<std::string, RecordId> users_, customers_, contacts_;
  std::map<std::pair<RecordType, RecordId>, Kept> kept_;
};

}  // namespace tradewind::crm
