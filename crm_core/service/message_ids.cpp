#include "crm_core/service/message_ids.hpp"

#include <fmt/format.h>

#include <random>

#include "crm_core/base/sha256.hpp"
#include "crm_core/model/signed_id.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/setting.hpp"

namespace tradewind::crm {

namespace {

// std::random_device reads the kernel's generator (libstdc++: getrandom, rdrand or /dev/urandom).
std::string random_digits(int words) {
  std::random_device random;
  std::string digits;
  for (int i = 0; i < words; ++i) digits += fmt::format("{:08x}", random());
  return digits;
}

}  // namespace

Result<std::string> new_message_id(Store& store, const Actor& actor, RecordType type, RecordId record) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  if (type != RecordType::quotation && type != RecordType::order && type != RecordType::service_case)
    return fail(Fault::invalid, fmt::format("no mail is signed for a {}", to_text(type)),
                "it is for a quotation, an order or a case");
  auto& database = store.database();
  database::Transaction transaction(database);
  if (auto present = check_present(database, actor, type, record); !present) return pass_on(present);
  const Firm own = firm(database);
  if (own.own_domains.empty()) return fail(Fault::invalid, "the firm has no domain", "crm init --domain NAME gives it one");
  auto key = setting(database, signing_key_setting);
  if (!key) {
    key = random_digits(8);
    set_setting(database, signing_key_setting, *key);
    bump_records_version(database);
    AuditLog(database).write(actor, "setting", 0, "signing key made", "", "");
  }
  transaction.commit();
  return fmt::format("<{}>", make_signed_id({type, record}, random_digits(3), own.own_domains.front(), *key));
}

}  // namespace tradewind::crm
