// Custom fields on the command line: --field of adding and editing, and how they are shown.
#pragma once

#include <deque>
#include <span>
#include <string>

#include "cli/command.hpp"
#include "cli/context.hpp"
#include "crm_core/base/result.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/service/custom_view.hpp"
#include "crm_core/store/custom_selection.hpp"

namespace tradewind::cli {

// --field KEY=VALUE.
[[nodiscard]] Option custom_option();
[[nodiscard]] Result<crm::CustomTexts> custom_texts(const Arguments& arguments);

[[nodiscard]] Option custom_where_option();
// --where, --sort and --columns of lists.
void add_custom_list_options(std::vector<Option>& options);
[[nodiscard]] Result<crm::CustomSelection> custom_selection(const Session& session, crm::RecordType type,
                                                            const Arguments& arguments);

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
  // --columns: those of the listing become what it says, of the fields that `sample` has and of custom ones. The titles
  // are kept here. Fault::invalid for what is no column.
  [[nodiscard]] Result<void> choose_columns(const Arguments& arguments, const Record& sample, Listing& listing);

 private:
  [[nodiscard]] Value json_of(const crm::CustomField& field, const std::string& written) const;

  const Session& session_;
  crm::RecordType type_;
  std::vector<crm::RecordId> ids_;
  bool for_people_;
  crm::CustomView view_;
  std::deque<std::string> names_;  // keys and titles of columns, which a listing only points to
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
