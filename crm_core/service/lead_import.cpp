#include <fmt/format.h>

#include <array>
#include <optional>
#include <span>

#include "crm_core/base/time.hpp"
#include "crm_core/service/csv_import.hpp"
#include "crm_core/service/leads.hpp"
#include "crm_core/service/sheet_import.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr EpochSeconds day = 86'400;

constexpr auto fields = std::to_array<std::string_view>({"email", "phone", "company", "contact", "country", "language",
                                                         "platform", "products", "incoterm", "port", "date", "owner"});

class LeadImport {
 public:
  LeadImport(Store& store, const Actor& actor) : store_(store), actor_(actor) {}

  // `values` are those of `fields`.
  Result<void> take(const std::vector<std::string>& values, const CustomTexts& custom, ImportOutcome& outcome) {
    outcome.name = !values[2].empty() ? values[2] : !values[3].empty() ? values[3] : values[0];
    auto lead = lead_of(values);
    if (!lead) return pass_on(lead);
    const auto added = Leads(store_).add(actor_, *lead, false, custom);
    if (!added) return pass_on(added);
    outcome.outcome = added->twin ? "matched" : "created";
    outcome.lead = added->twin ? added->twin->lead : added->lead;
    outcome.customer = added->twin ? added->twin->customer : 0;
    outcome.why = added->twin ? added->twin->why : std::string();
    return {};
  }

 private:
  Result<Lead> lead_of(const std::vector<std::string>& values) {
    Lead lead;
    lead.draft.email = values[0];
    lead.draft.phone = values[1];
    lead.draft.company = values[2];
    lead.draft.contact_name = values[3];
    lead.draft.country = values[4];
    lead.draft.language = values[5];
    lead.draft.platform = values[6];
    for (auto& product : split_cell(values[7])) lead.draft.items.push_back({std::move(product), "", "", ""});
    lead.draft.incoterm = values[8];
    lead.draft.port = values[9];
    if (!values[10].empty()) {
      // A spreadsheet's date may have a time of day, in no zone: the day counts.
      const bool day_first = values[10].size() == 10 || (values[10].size() > 10 && values[10][10] == 'T');
      const auto date = day_first ? parse_iso_date(std::string_view(values[10]).substr(0, 10)) : std::nullopt;
      if (!date)
        return fail(Fault::invalid, fmt::format("date: '{}' is no day such as 2026-12-31", values[10].substr(0, 100)));
      lead.arrived_at = days_from_civil(*date) * day;
    }
    if (!values[11].empty()) {
      const auto owner = UserRepository(store_.database()).find_by_login(values[11]);
      if (!owner)
        return fail(Fault::not_found, fmt::format("owner: there is no user \"{}\"", values[11].substr(0, 100)));
      lead.owner_id = owner->id;
    }
    return lead;
  }

  Store& store_;
  const Actor& actor_;
};

}  // namespace

Result<std::vector<ImportOutcome>> import_leads(Store& store, const Actor& actor, const std::vector<CsvRow>& rows,
                                                const CsvOptions& options) {
  return take_sheet<LeadImport>(store, actor, rows, options, {RecordType::lead, fields, std::span(fields).first(2)});
}

}  // namespace tradewind::crm
