// How people name records on a command line, and how records are named to people.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::cli {

struct Session;

// "12". Fault::invalid for anything but a positive whole number; `what` is "message", "lead" ...
[[nodiscard]] Result<crm::RecordId> parse_id(std::string_view text, std::string_view what);

struct RecordReference {
  crm::RecordType type = crm::RecordType::customer;
  crm::RecordId id = 0;
};

// "customer:12", "quotation:Q-2026-0012", "customer:Nordhaus": the number of the record, the number of a document, the
// name of a customer. Fault::invalid, Fault::not_found, Fault::conflict when a name is that of several.
[[nodiscard]] Result<RecordReference> parse_record(crm::Store& store, std::string_view text);

// Fault::not_found.
[[nodiscard]] Result<crm::RecordId> user_id_of(crm::Store& store, std::string_view login);
// name_of(), of a record that the session's actor sees; "" of others.
[[nodiscard]] std::string seen_name_of(const Session& session, crm::RecordType type, crm::RecordId id);
// "" for nobody.
[[nodiscard]] std::string login_of(crm::Store& store, std::optional<crm::RecordId> user);
// "Nordhaus GmbH", "Q-2026-0012" ...; "" when there is none.
[[nodiscard]] std::string name_of(crm::Store& store, crm::RecordType type, std::optional<crm::RecordId> id);

// What it is linked to, in both directions, as far as the session's actor sees it: "distributor: Nordhaus GmbH
// (customer 3)".
[[nodiscard]] std::vector<std::string> related_texts(const Session& session, crm::RecordType type,
                                                     crm::RecordId id);

}  // namespace tradewind::cli
