// A store with the records of a small firm, and mail delivered into it.
#pragma once

#include <gtest/gtest.h>

#include "archiver/archiver.hpp"
#include "crm_core/service/record_import.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::archiver {

using crm::Direction;
using crm::MessageKind;
using crm::RecordType;

inline constexpr std::string_view records = R"({
 "firm": {"name": "Harbour Valves Ltd", "own_domains": ["harbour-valves.example"], "home_country": "CN"},
 "number_patterns": {"quote": "HV-####", "order": "HVO-######", "case": "HVC-###"},
 "users": [{"login": "mei", "name": "Mei Lin", "emails": ["mei@harbour-valves.example", "mei.lin.private@163.com"], "role": "rep"},
           {"login": "bo", "name": "Bo Tan", "emails": ["bo@harbour-valves.example"], "role": "rep"}],
 "customers": [{"key": "C1", "name": "Rohrbau Kessler GmbH", "aliases": [], "country": "DE", "domains": ["rohrbau-kessler.example"], "owner": "mei", "level": "A",
                "contacts": [{"key": "P1", "name": "Anna Vogt", "emails": ["a.vogt@rohrbau-kessler.example"], "phone": "+49 30 5550 1122", "title": "Einkauf"}]},
               {"key": "C2", "name": "Tubos del Sur S.A.", "aliases": [], "country": "CL", "domains": ["tubosdelsur.example"], "owner": "bo", "level": "B",
                "contacts": [{"key": "P2", "name": "Pablo Rojas", "emails": ["projas@tubosdelsur.example"], "phone": null, "title": "Compras"}]}],
 "suppliers": [{"key": "S1", "name": "Castings Works", "domains": ["castings-works.example"], "contacts": [{"name": "Fu", "emails": ["fu@castings-works.example"]}]}],
 "products": [{"sku": "BV-50", "name": "Brass ball valve 50 mm", "aliases": ["ball valve 2 inch"], "category": "Valves"}],
 "quotes": [{"number": "HV-0007", "customer": "C1", "contact": "P1", "date": "2026-08-01", "status": "sent", "lines": []}],
 "orders": [{"number": "HVO-260001", "customer_po": "RK-77812", "customer": "C1", "quote": "HV-0007"}],
 "cases": []})";

template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

// A store with the records above, and mail delivered into it.
class Archive : public ::testing::Test {
 protected:
  Archive()
      : directory_(need(crm::DataDirectory::create(temporary_ / "data"))),
        store_(need(crm::Store::open(directory_, crm::Access::write))),
        vault_(need(crm::Vault::open(directory_.vault_file(), crm::Vault::Access::write))),
        messages_(store_.database()) {
    static_cast<void>(need(crm::import_records(store_, crm::Actor::system("test", "test"), records)));
    archiver_.emplace(store_, vault_, crm::Actor::system("test", "test"));
    inbox_ = open("INBOX", crm::FolderRole::inbox);
    sent_ = open("Sent", crm::FolderRole::sent);
  }

  crm::RecordId open(std::string_view name, crm::FolderRole role) {
    archiver_->intake().begin();
    const crm::FolderState folder = archiver_->intake().open_folder("mei", name, role);
    archiver_->intake().commit();
    return folder.folder.id;
  }

  Incoming incoming(std::string_view raw, crm::RecordId folder, EpochSeconds at) {
    Incoming made;
    made.delivery.folder_id = folder;
    made.delivery.uid_validity = 1;
    made.delivery.uid = ++uid_;
    made.delivery.internal_date = at;
    made.raw = raw;
    return made;
  }

  BatchResult file(const std::vector<BatchItem>& items) { return archiver_->file_batch(items); }

  // Files one mail; header lines end with '\n' here. Gives the stored message.
  crm::StoredMessage deliver(const std::string& raw, crm::RecordId folder = 0, EpochSeconds at = 0) {
    const BatchResult result = file({incoming(raw, folder == 0 ? inbox_ : folder, at == 0 ? clock_ += 3600 : at)});
    if (result.filed.size() != 1) throw std::runtime_error("not filed");
    return *messages_.find(result.filed.front().id);
  }

  std::vector<crm::RecordId> linked(const crm::StoredMessage& message, RecordType type) {
    std::vector<crm::RecordId> ids;
    for (const crm::FiledLink& link : messages_.links_of(message.id)) {
      if (link.link.type == type) ids.push_back(link.link.id);
    }
    return ids;
  }

  std::optional<crm::Lead> lead_of(const crm::StoredMessage& message) {
    crm::LeadRepository leads(store_.database());
    const auto id = leads.of_message(message.id);
    return id ? leads.find(*id) : std::nullopt;
  }

  crm::RecordId customer(std::string_view key) {
    archiver_->knowledge().refresh();
    return archiver_->knowledge().customers_by_domain(key).front();
  }

  testing::TemporaryDirectory temporary_;
  crm::DataDirectory directory_;
  crm::Store store_;
  crm::Vault vault_;
  crm::MessageRepository messages_;
  std::optional<Archiver> archiver_;
  crm::RecordId inbox_ = 0, sent_ = 0;
  std::uint32_t uid_ = 0;
  EpochSeconds clock_ = 1'790'000'000;
};

}  // namespace tradewind::archiver
