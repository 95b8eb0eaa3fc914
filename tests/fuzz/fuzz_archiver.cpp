// parse -> decide -> extract of arbitrary bytes against a store with a few records: nothing may crash, hang or leave
// the transaction open.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "archiver/archiver.hpp"
#include "archiver/mime/parse.hpp"
#include "crm_core/service/record_import.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace tradewind;

constexpr std::string_view records =
    R"({"firm": {"name": "Fuzz Ltd", "own_domains": ["fuzz.example"], "home_country": "CN"}, "number_patterns": {"quote": "FQ-####"},
 "users": [{"login": "u", "name": "U", "emails": ["u@fuzz.example"], "role": "rep"}],
 "customers": [{"key": "C1", "name": "Customer GmbH", "aliases": [], "country": "DE", "domains": ["customer.example"], "owner": "u", "level": "A",
                "contacts": [{"key": "P1", "name": "Ann Bee", "emails": ["ann@customer.example"], "phone": "+49 30 1234567", "title": ""}]}],
 "suppliers": [], "products": [{"sku": "P-1", "name": "Folding chair 60 cm", "aliases": ["camp chair"], "category": ""}],
 "quotes": [{"number": "FQ-0001", "customer": "C1", "contact": "P1", "date": "2026-08-01", "status": "sent", "lines": []}], "orders": [], "cases": []})";

struct World {
  World()
      : directory(crm::DataDirectory::create(temporary / "data").value()),
        store(crm::Store::open(directory, crm::Access::write).value()),
        knowledge(store.database()) {
    static_cast<void>(crm::import_records(store, crm::Actor::system("fuzz", "fuzz"), records).value());
    knowledge.refresh();
  }
  testing::TemporaryDirectory temporary;
  crm::DataDirectory directory;
  crm::Store store;
  crm::Knowledge knowledge;
  archiver::Decider decider;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World world;
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  const archiver::ReadMail read = archiver::read_mail(raw);
  archiver::DeliveryContext context;
  context.internal_date = 1'790'000'000;
  context.folder = size % 7 == 0 ? crm::FolderRole::sent : crm::FolderRole::inbox;
  static_cast<void>(world.decider.decide(read.message, world.knowledge, context));
  return 0;
}
