// A store and a vault in a directory of their own, and mail to put into them.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "crm_core/service/intake.hpp"
#include "crm_core/service/users.hpp"
#include "crm_core/store/message_repository.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::crm::testing {

inline Actor administrator() { return {{}, "root", Role::administrator, "test"}; }

// The raw bytes of a mail, and what was decided about it.
struct Mail {
  std::string raw;
  std::vector<ChunkSpan> parts;
  Filing filing;
};

// An inbound mail; everything in it is made from `key`, so that two keys are two mails.
inline Mail mail(const std::string& key, EpochSeconds at, Direction direction = Direction::inbound) {
  Mail made;
  made.raw = "Message-ID: <" + key + "@buyer.example>\r\nSubject: " + key + "\r\n\r\nText of " + key + "\r\n";
  Filing& filing = made.filing;
  filing.identity = std::string(as_bytes(sha256(made.raw)));
  filing.message_id = key + "@buyer.example";
  filing.subject = "Subject " + key;
  filing.subject_key = "subject " + key;
  filing.author =
      direction == Direction::inbound ? MailAddress{"Ana", "Ana@Buyer.example"} : MailAddress{"Li", "li@own.example"};
  filing.from = {filing.author};
  filing.to = {direction == Direction::inbound ? MailAddress{"Li", "li@own.example"}
                                               : MailAddress{"Ana", "ana@buyer.example"}};
  filing.arrived_at = at;
  filing.direction = direction;
  filing.kind = MessageKind::negotiation;
  filing.kind_confidence = 0.8;
  filing.references = {filing.message_id};
  filing.decisions = {{"kind", "negotiation", "kind-model", 0.8, "words \"price\"", {"order: no number"}}};
  return made;
}

struct Archive {
  ::tradewind::testing::TemporaryDirectory parent;
  DataDirectory directory = DataDirectory::create(parent / "data").value();
  Store store = Store::open(directory, tradewind::crm::Access::write).value();
  Vault vault = Vault::open(directory.vault_file(), Vault::Access::write).value();
  Intake intake{store, vault, Actor::system("mailsync", "test")};
  RecordId inbox = 0;
  std::uint32_t next_uid = 1;

  Archive() {
    intake.begin();
    inbox = intake.open_folder("anna", "INBOX", FolderRole::inbox).folder.id;
    intake.start_over(inbox, 7);
    intake.commit();
  }
  DeliveryFacts delivery(std::uint32_t uid) const { return {inbox, 7, uid, 1'700'000'000, flag_seen, false, 0}; }
  // Files one mail in a batch of its own.
  Intake::Added file(const Mail& mail) {
    intake.begin();
    const auto added = intake.add(mail.filing, mail.raw, mail.parts, delivery(next_uid++));
    intake.commit();
    return added;
  }
  database::Database& database() { return store.database(); }
  MessageRepository messages() { return MessageRepository(store.database()); }
  RecordId user(const std::string& login, Role role = Role::rep, std::int64_t capacity = 1) {
    User user;
    user.login = login;
    user.role = role;
    user.capacity = capacity;
    user.addresses = {login + "@own.example"};
    return Users(store).add(administrator(), user).value().id;
  }
};

}  // namespace tradewind::crm::testing
