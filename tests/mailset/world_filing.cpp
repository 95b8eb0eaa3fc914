#include "tests/mailset/world_filing.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "crm_core/service/mail_correction.hpp"
#include "crm_core/service/record_import.hpp"

namespace tradewind::mailset {
namespace {

template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

}  // namespace

std::string read_whole_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

WorldFiling::WorldFiling(std::filesystem::path world)
    : world_(std::move(world)),
      directory_(need(crm::DataDirectory::create(temporary_.path() / "data"))),
      store_(need(crm::Store::open(directory_, crm::Access::write))),
      vault_(need(crm::Vault::open(directory_.vault_file(), crm::Vault::Access::write))),
      actor_(crm::Actor::system("mailset", "evaluation")) {
  static_cast<void>(need(crm::import_records(store_, actor_, read_whole_file(world_ / "world.json"))));
  archiver_.emplace(store_, vault_, actor_);
}

std::optional<crm::RecordId> WorldFiling::file(const std::string& name, bool sent) {
  const std::string raw = read_whole_file(world_ / name);
  crm::Intake& intake = archiver_->intake();
  intake.begin();
  const crm::FolderState folder =
      intake.open_folder("mailset", sent ? "Sent" : "INBOX", sent ? crm::FolderRole::sent : crm::FolderRole::inbox);
  intake.commit();
  auto read = std::make_shared<archiver::ReadMail>(archiver::read_mail(raw));
  archiver::Incoming incoming;
  incoming.raw = raw;
  incoming.delivery.folder_id = folder.folder.id;
  incoming.delivery.uid_validity = 1;
  incoming.delivery.uid = ++uid_;
  incoming.delivery.internal_date = clock_ = std::max(clock_ + 1, read->message.date.value_or(clock_ + 1));
  incoming.read = read;
  const archiver::BatchItem item = incoming;
  const auto begin = std::chrono::steady_clock::now();
  const archiver::BatchResult result = archiver_->file_batch(std::span(&item, 1));
  seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (result.filed.empty()) return std::nullopt;
  archiver_->knowledge().refresh();
  return result.filed.front().id;
}

archiver::KindQuestion WorldFiling::ask_kind(const std::string& name, bool sent) {
  const archiver::ReadMail read = archiver::read_mail(read_whole_file(world_ / name));
  archiver::DeliveryContext context;
  context.folder = sent ? crm::FolderRole::sent : crm::FolderRole::inbox;
  context.internal_date = std::max(clock_ + 1, read.message.date.value_or(clock_ + 1));
  archiver_->knowledge().refresh();
  return decider_.ask_kind(read.message, archiver_->knowledge(), context);
}

void WorldFiling::correct(crm::RecordId message, const std::string& kind) {
  const auto set = crm::MailCorrection(store_).set_kind(actor_, message, *crm::message_kind_from_text(kind));
  if (!set) throw std::runtime_error(set.error().message);
}

std::vector<WorldMail> read_world_mails(const std::filesystem::path& world, bool odd_only) {
  WorldFiling filing(world);
  std::vector<WorldMail> mails;
  std::size_t number = 0;
  for (const nlohmann::json& label : nlohmann::json::parse(read_whole_file(world / "labels.json"))) {
    const std::string file = label.at("file");
    const bool sent = label.at("mailbox") == "Sent";
    const bool told = ++number % 2 == 1 || !odd_only;
    if (told) {
      WorldMail mail;
      mail.file = file;
      mail.kind = crm::message_kind_from_text(label.at("kind").get<std::string>()).value();
      mail.question = filing.ask_kind(file, sent);
      mail.of_customer = !label.at("customer").is_null();
      mail.lead = !label.at("lead").is_null();
      const archiver::Circumstances& is = mail.question.circumstances;
      mail.may_be_lead = mail.lead || (label.at("duplicate_of").is_null() && !is[archiver::Circumstance::customer] &&
                                       !is[archiver::Circumstance::supplier] && !is[archiver::Circumstance::outbound]);
      mails.push_back(std::move(mail));
    }
    const auto filed = filing.file(file, sent);
    if (filed && told) filing.correct(*filed, label.at("kind"));
  }
  return mails;
}

}  // namespace tradewind::mailset
