// Custom fields on the command line: --field of adding and editing, and how they are shown.
#pragma once

#include <span>

#include "cli/command.hpp"
#include "cli/context.hpp"
#include "crm_core/base/result.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/service/custom_view.hpp"

namespace tradewind::cli {

// --field KEY=VALUE.
[[nodiscard]] Option custom_option();
[[nodiscard]] Result<crm::CustomTexts> custom_texts(const Arguments& arguments);

// The custom fields of some records, read at once.
class CustomPage {
 public:
  CustomPage(Context& context, const Session& session, crm::RecordType type, std::span<const crm::RecordId> records);

  // "custom" of JSON, and a cell "custom.KEY" a field.
  void add_to(Record& record, crm::RecordId id) const;
  // The same of a list, whose records stand in the order of the ids that were given.
  void add_to(std::vector<Record>& records) const;
  // "Label   value" of those that are filled.
  void print(Output& out, crm::RecordId id) const;
  [[nodiscard]] const std::vector<crm::CustomField>& fields() const { return view_.fields; }

 private:
  [[nodiscard]] Value json_of(const crm::CustomField& field, const std::string& written) const;

  const Session& session_;
  std::vector<crm::RecordId> ids_;
  bool for_people_;
  crm::CustomView view_;
};

// The numbers of a page of records, for the above.
template <class Records>
[[nodiscard]] std::vector<crm::RecordId> ids_of(const Records& records) {
  std::vector<crm::RecordId> ids;
  for (const auto& record : records) ids.push_back(record.id);
  return ids;
}
// The record of one, with its custom fields.
[[nodiscard]] Record with_custom(Context& context, const Session& session, crm::RecordType type, crm::RecordId id,
                                 Record record);

}  // namespace tradewind::cli
