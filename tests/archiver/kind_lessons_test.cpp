// The firm's own layer of the kind model, with a real store and vault: corrected mail teaches, taking it back unteaches.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "archiver/archiver.hpp"
#include "crm_core/service/lead_correction.hpp"
#include "crm_core/service/mail_correction.hpp"
#include "crm_core/service/record_import.hpp"
#include "crm_core/store/kind_lesson_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::archiver {
namespace {

using crm::MessageKind;

constexpr std::string_view records = R"({
 "firm": {"name": "Quay Lamps", "own_domains": ["quay-lamps.example"], "home_country": "CN"},
 "users": [{"login": "su", "name": "Su Ying", "emails": ["su@quay-lamps.example"], "role": "rep"}],
 "customers": [{"key": "C1", "name": "Lumen Nord AB", "aliases": [], "country": "SE", "domains": ["lumen-nord.example"],
                "owner": "su", "level": "A",
                "contacts": [{"key": "P1", "name": "Elsa Berg", "emails": ["elsa@lumen-nord.example"]}]}],
 "suppliers": [], "products": [], "quotes": [], "orders": [], "cases": []})";

template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

class KindLessons : public ::testing::Test {
 protected:
  KindLessons()
      : directory_(need(crm::DataDirectory::create(temporary_ / "data"))),
        store_(need(crm::Store::open(directory_, crm::Access::write))),
        vault_(need(crm::Vault::open(directory_.vault_file(), crm::Vault::Access::write))),
        messages_(store_.database()) {
    static_cast<void>(need(crm::import_records(store_, actor_, records)));
    archiver_.emplace(store_, vault_, actor_);
    archiver_->intake().begin();
    inbox_ = archiver_->intake().open_folder("su", "INBOX", crm::FolderRole::inbox).folder.id;
    archiver_->intake().commit();
  }

  crm::StoredMessage deliver(std::string_view from, std::string_view subject, std::string_view text) {
    const std::string raw = fmt::format("From: {}\nTo: su@quay-lamps.example\nSubject: {}\nMessage-ID: <m{}@x.example>\n\n{}\n",
                                        from, subject, ++uid_, text);
    Incoming incoming;
    incoming.raw = raw;
    incoming.delivery.folder_id = inbox_;
    incoming.delivery.uid_validity = 1;
    incoming.delivery.uid = uid_;
    incoming.delivery.internal_date = 1'790'000'000 + 3600 * static_cast<EpochSeconds>(uid_);
    const BatchItem item = incoming;
    const BatchResult result = archiver_->file_batch(std::span(&item, 1));
    if (result.filed.size() != 1) throw std::runtime_error("not filed");
    return *messages_.find(result.filed.front().id);
  }

  // The roll call of a depot: its words are of no kind in particular.
  crm::StoredMessage deliver_roll_call(int week) {
    return deliver("Depot Hakala <depot@hakala-halli.example>", fmt::format("Hakala roll call week {}", week),
                   fmt::format("Please send the Hakala roll of hall {} with pallets, prices of storage and the gate code "
                               "before Thursday. Depot Hakala, gate {}.",
                               week, week + 3));
  }

  std::string why(const crm::StoredMessage& message) {
    for (const crm::Decision& decision : messages_.decisions_of(message.id))
      if (decision.what == "kind") return decision.rule + ": " + decision.evidence;
    return "";
  }

  crm::Actor actor_ = crm::Actor::system("test", "test");
  testing::TemporaryDirectory temporary_;
  crm::DataDirectory directory_;
  crm::Store store_;
  crm::Vault vault_;
  crm::MessageRepository messages_;
  std::optional<Archiver> archiver_;
  crm::RecordId inbox_ = 0;
  std::uint32_t uid_ = 0;
};

TEST_F(KindLessons, one_correction_turns_the_next_mail_like_it_and_why_says_so) {
  const auto first = deliver_roll_call(31);
  ASSERT_NE(first.kind, MessageKind::notification);
  ASSERT_TRUE(crm::MailCorrection(store_).set_kind(actor_, first.id, MessageKind::notification));
  const auto next = deliver_roll_call(32);
  EXPECT_EQ(next.kind, MessageKind::notification);
  EXPECT_NE(why(next).find(fmt::format("like message {}, notification according to {}", first.id, actor_.name)),
            std::string::npos)
      << why(next);
}

TEST_F(KindLessons, mail_unlike_the_corrected_is_decided_as_before) {
  const auto inquire = [&] {
    return deliver("Kofi <kofi@accra-cookers.example>", "enamel cookers",
                   "Hello, we are importers in Accra and need 500 enamel cookers with two burners, please quote CIF Tema.");
  };
  const auto before = inquire();
  ASSERT_TRUE(crm::MailCorrection(store_).set_kind(actor_, deliver_roll_call(31).id, MessageKind::notification));
  const auto after = deliver("Ama <ama@tema-stoves.example>", "enamel cookers",
                             "Hello, we are importers in Tema and need 900 gas lighters, please quote CIF Tema.");
  EXPECT_EQ(before.kind, MessageKind::inquiry);
  EXPECT_EQ(after.kind, MessageKind::inquiry);
  EXPECT_TRUE(why(after).starts_with("kind-model: ")) << why(after);
}

TEST_F(KindLessons, a_word_taken_back_has_never_been_said) {
  const auto first = deliver_roll_call(31);
  ASSERT_TRUE(crm::MailCorrection(store_).set_kind(actor_, first.id, MessageKind::notification));
  ASSERT_EQ(deliver_roll_call(32).kind, MessageKind::notification);
  const auto back = crm::MailCorrection(store_).forget_kind(actor_, first.id);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, first.kind);
  const auto again = *messages_.find(first.id);
  EXPECT_EQ(again.kind, first.kind);
  EXPECT_EQ(again.kind_confidence, first.kind_confidence);
  EXPECT_FALSE(again.kind_pinned);
  const auto next = deliver_roll_call(33);
  EXPECT_EQ(next.kind, first.kind);
  EXPECT_TRUE(why(next).starts_with("kind-model: ")) << why(next);
  EXPECT_EQ(crm::MailCorrection(store_).forget_kind(actor_, first.id).error().fault, Fault::conflict);
}

TEST_F(KindLessons, what_a_partner_writes_of_today_says_nothing_of_tomorrow) {
  const auto greeting = deliver("Elsa Berg <elsa@lumen-nord.example>", "Midsummer",
                                "Dear Ying, my daughter dances around the maypole, a photo follows. Happy midsummer!");
  ASSERT_TRUE(crm::MailCorrection(store_).set_kind(actor_, greeting.id, MessageKind::personal));
  const auto order = deliver("Elsa Berg <elsa@lumen-nord.example>", "PO 88121",
                             "Please find our purchase order for 200 pendant lamps, confirm and send the proforma invoice.");
  EXPECT_EQ(order.kind, MessageKind::order);
  EXPECT_TRUE(why(order).starts_with("kind-model: ")) << why(order);
}

TEST_F(KindLessons, no_lead_and_a_lead_after_all_teach_and_unteach) {
  const auto pitch = [&](int number) {
    return deliver(fmt::format("Rolf <rolf{}@frame-works.example>", number), "need frames?",
                   fmt::format("We need your answer: may our workshop Frameworks weld lamp frames for you? Please send drawing {} "
                               "and quantity, our Frameworks price is waiting.",
                               number));
  };
  const auto first = pitch(1);
  if (first.kind != MessageKind::inquiry) {
    ASSERT_TRUE(crm::make_lead_of(store_, actor_, first.id, {}));
    EXPECT_EQ(pitch(2).kind, MessageKind::inquiry);
    ASSERT_TRUE(crm::take_lead_from(store_, actor_, first.id, {}));
    EXPECT_EQ(messages_.find(first.id)->kind, first.kind);
    EXPECT_EQ(pitch(3).kind, first.kind);
    return;
  }
  ASSERT_TRUE(crm::take_lead_from(store_, actor_, first.id, MessageKind::solicitation));
  EXPECT_EQ(pitch(2).kind, MessageKind::solicitation);
  ASSERT_TRUE(crm::make_lead_of(store_, actor_, first.id, {}));
  EXPECT_EQ(pitch(3).kind, MessageKind::inquiry);
}

TEST_F(KindLessons, are_read_again_when_the_way_of_reading_changed) {
  const auto first = deliver_roll_call(31);
  ASSERT_TRUE(crm::MailCorrection(store_).set_kind(actor_, first.id, MessageKind::notification));
  static_cast<void>(deliver_roll_call(32));
  crm::KindLessonRepository lessons(store_.database());
  ASSERT_EQ(lessons.newest().size(), 1U);
  const auto traits = lessons.newest().front().traits;
  EXPECT_FALSE(traits.words.empty());
  store_.database().run("UPDATE kind_lesson SET reading = 0, words = 'stale'");
  Archiver fresh(store_, vault_, actor_);
  static_cast<void>(fresh.file_batch({}));
  ASSERT_EQ(lessons.newest().size(), 1U);
  EXPECT_EQ(lessons.newest().front().traits, traits);
}

}  // namespace
}  // namespace tradewind::archiver
