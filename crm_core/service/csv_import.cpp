#include "crm_core/service/csv_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "crm_core/base/csv.hpp"
#include "crm_core/model/name_key.hpp"
#include "crm_core/service/duplicates.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr auto fields = std::to_array<std::string_view>({"name", "country", "level", "status", "website", "owner",
                                                         "domains", "aliases", "contact", "email", "phone", "title"});

// What the header says: for each column the index of its field, or nothing for one that is left out.
Result<std::vector<std::optional<std::size_t>>> read_header(const CsvRow& header, const CsvOptions& options) {
  std::vector<std::optional<std::size_t>> columns;
  for (const auto& cell : header.cells) {
    const auto mapped = options.columns.find(cell);
    const std::string& name = mapped == options.columns.end() ? cell : mapped->second;
    const auto found = std::find(fields.begin(), fields.end(), name);
    if (name != "-" && found == fields.end())
      return fail(Fault::invalid, fmt::format("line {}: there is no field \"{}\"", header.line, name.substr(0, 100)),
                  fmt::format("map it: \"{}=FIELD\", or leave it out: \"{}=-\"; the fields are {}", cell.substr(0, 60),
                              cell.substr(0, 60), fmt::join(fields, ", ")));
    columns.push_back(name == "-" ? std::nullopt : std::optional(static_cast<std::size_t>(found - fields.begin())));
  }
  const auto field = std::optional<std::size_t>(0);
  if (std::find(columns.begin(), columns.end(), field) == columns.end())
    return fail(Fault::invalid, fmt::format("line {}: no column gives the name", header.line));
  return columns;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    std::string_view word = text.substr(0, end);
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    if (!word.empty()) words.emplace_back(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

class Import {
 public:
  Import(Store& store, const Actor& actor) : store_(store), actor_(actor), customers_(store.database()) {}

  Result<void> take(const CsvRow& row, const std::vector<std::optional<std::size_t>>& columns, ImportOutcome& outcome) {
    std::array<std::string, fields.size()> values;
    if (row.cells.size() != columns.size())
      return fail(Fault::invalid, fmt::format("{} cells where the header has {}", row.cells.size(), columns.size()));
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i]) values[*columns[i]] = without_guard(row.cells[i]);
    outcome.name = values[0];
    return take(values, outcome);
  }

 private:
  Result<void> take(const std::array<std::string, fields.size()>& values, ImportOutcome& outcome) {
    Customer customer;
    customer.name = values[0];
    customer.country = values[1];
    customer.level = values[2];
    if (!values[3].empty()) customer.status = values[3];
    customer.website = values[4];
    if (!values[5].empty()) {
      const auto owner = UserRepository(store_.database()).find_by_login(values[5]);
      if (!owner)
        return fail(Fault::not_found, fmt::format("owner: there is no user \"{}\"", values[5].substr(0, 100)));
      customer.owner_id = owner->id;
    }
    customer.domains = split(values[6]);
    customer.aliases = split(values[7]);
    if (const auto known = matching(customer, values, outcome.why)) {
      outcome.outcome = "matched";
      outcome.customer = *known;
    } else {
      const auto added = Records(store_).add_customer(actor_, customer);
      if (!added) return pass_on(added);
      outcome.outcome = "created";
      outcome.customer = *added;
    }
    return add_contact(values, outcome);
  }

  std::optional<RecordId> matching(const Customer& customer, const std::array<std::string, fields.size()>& values,
                                   std::string& why) {
    DuplicateQuestion question{{customer.name}, customer.domains, split(values[9]), {}, customer.website, {}};
    if (!values[10].empty()) question.phones.push_back(values[10]);
    const auto found = find_duplicates(store_, actor_, question);
    if (!found || found->empty() || found->front().score < same_firm) return {};
    why = explained(found->front());
    return found->front().customer;
  }

  Result<void> add_contact(const std::array<std::string, fields.size()>& values, ImportOutcome& outcome) {
    Contact contact;
    contact.customer_id = outcome.customer;
    contact.name = values[8];
    contact.addresses = split(values[9]);
    contact.phone = values[10];
    contact.title = values[11];
    if (contact.name.empty() && contact.addresses.empty()) return {};
    for (const auto& address : contact.addresses)
      for (const auto& known : customers_.contacts_by_address(address))
        if (known.customer_id == outcome.customer) {  // he or she is there already
          outcome.contact = known.id;
          return {};
        }
    const auto added = Records(store_).add_contact(actor_, contact);
    if (!added) return pass_on(added);
    outcome.contact = *added;
    return {};
  }

  Store& store_;
  const Actor& actor_;
  CustomerRepository customers_;
};

}  // namespace

Result<std::vector<ImportOutcome>> import_customers(Store& store, const Actor& actor, std::string_view csv,
                                                    const CsvOptions& options) {
  if (auto allowed = require(actor, Act::import_records); !allowed) return pass_on(allowed);
  const auto rows = parse_csv(csv);
  if (!rows) return pass_on(rows);
  if (rows->empty()) return fail(Fault::invalid, "the file is empty", "its first line names the columns");
  const auto columns = read_header(rows->front(), options);
  if (!columns) return pass_on(columns);
  Import import(store, actor);
  return take_rows(store, std::span(*rows).subspan(1), options.manner,
                   [&](const CsvRow& row, ImportOutcome& outcome) { return import.take(row, *columns, outcome); });
}

}  // namespace tradewind::crm
