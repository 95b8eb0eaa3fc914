// mailset_eval DIR --out predictions.json [--time] [--correct N]
//
// Files a labelled mail set (a world) into a fresh store by the way that live mail takes, and writes what was decided
// in the format of its labels. Of labels.json it reads nothing but each message's mailbox - unless with --correct: then
// a person says of every Nth message, after it was written down, what kind it is.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "archiver/archiver.hpp"
#include "crm_core/service/mail_correction.hpp"
#include "crm_core/service/record_import.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace tradewind;
using nlohmann::json;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

json text_or_null(const std::string& text) { return text.empty() ? json() : json(text); }
json number_or_null(const std::string& text) {
  return text.empty() ? json() : json(std::strtod(text.c_str(), nullptr));
}

json lead_json(const crm::LeadDraft& lead) {
  json items = json::array();
  for (const crm::LeadItem& item : lead.items)
    items.push_back({{"product", item.product},
                     {"sku", text_or_null(item.sku)},
                     {"qty", number_or_null(item.quantity)},
                     {"unit", text_or_null(item.unit)}});
  return {{"company", text_or_null(lead.company)},
          {"contact_name", text_or_null(lead.contact_name)},
          {"email", text_or_null(lead.email)},
          {"phone", text_or_null(lead.phone)},
          {"country", text_or_null(lead.country)},
          {"platform", text_or_null(lead.platform)},
          {"items", items},
          {"incoterm", text_or_null(lead.incoterm)},
          {"port", text_or_null(lead.port)},
          {"target_price", number_or_null(lead.target_price)},
          {"currency", text_or_null(lead.currency)},
          {"language", text_or_null(lead.language)}};
}

class Evaluation {
 public:
  explicit Evaluation(std::filesystem::path world)
      : world_(std::move(world)),
        directory_(need(crm::DataDirectory::create(temporary_.path() / "data"))),
        store_(need(crm::Store::open(directory_, crm::Access::write))),
        vault_(need(crm::Vault::open(directory_.vault_file(), crm::Vault::Access::write))),
        actor_(crm::Actor::system("mailset_eval", "evaluation")) {
    static_cast<void>(need(crm::import_records(store_, actor_, read_file(world_ / "world.json"))));
    archiver_.emplace(store_, vault_, actor_);
  }

  json run(std::size_t correct_every) {
    json predictions = json::array();
    for (const json& label : json::parse(read_file(world_ / "labels.json"))) {
      const std::string file = label.at("file");
      predictions.push_back(one(file, label.at("mailbox") == "Sent"));
      if (correct_every > 0 && predictions.size() % correct_every == 0) correct(file, label.at("kind"));
    }
    return predictions;
  }

  [[nodiscard]] double seconds_deciding() const { return seconds_; }

 private:
  void correct(const std::string& file, const std::string& kind) {
    for (const auto& [id, name] : file_of_) {
      if (name != file) continue;
      const auto set = crm::MailCorrection(store_).set_kind(actor_, id, *crm::message_kind_from_text(kind));
      if (!set) throw std::runtime_error(set.error().message);
    }
  }

  json one(const std::string& file, bool sent) {
    const std::string raw = read_file(world_ / file);
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
    if (result.filed.empty()) return {{"file", file}};
    file_of_[result.filed.front().id] = file;
    return describe(file, result.filed.front().id);
  }

  json describe(const std::string& file, crm::RecordId id) {
    crm::MessageRepository messages(store_.database());
    crm::DocumentRepository documents(store_.database());
    crm::LeadRepository leads(store_.database());
    const auto message = messages.find(id);
    json made = {{"file", file},
                 {"direction", crm::to_text(message->direction)},
                 {"kind", crm::to_text(message->kind)},
                 {"customer", nullptr},
                 {"contact", nullptr},
                 {"quotes", json::array()},
                 {"orders", json::array()},
                 {"cases", json::array()},
                 {"lead", nullptr},
                 {"duplicate_of", nullptr}};
    archiver_->knowledge().refresh();
    for (const crm::FiledLink& filed : messages.links_of(id)) {
      const crm::RecordLink& link = filed.link;
      const std::string name = documents.name_of(link.type, link.id).value_or("");
      if (link.type == crm::RecordType::quotation) made["quotes"].push_back(name);
      if (link.type == crm::RecordType::order) made["orders"].push_back(name);
      if (link.type == crm::RecordType::service_case) made["cases"].push_back(name);
      if (link.type == crm::RecordType::customer) {
        const crm::CustomerFacts* const customer = archiver_->knowledge().customer(link.id);
        if (customer != nullptr) made["customer"] = customer->customer.external_key;
        for (const crm::FiledLink& other : messages.links_of(id)) {
          if (other.link.type != crm::RecordType::contact || customer == nullptr) continue;
          for (const crm::Contact& contact : customer->contacts) {
            if (contact.id == other.link.id) made["contact"] = contact.external_key;
          }
        }
      }
    }
    if (const auto lead = leads.of_message(id)) made["lead"] = lead_json(leads.find(*lead)->draft);
    if (message->duplicate_of) made["duplicate_of"] = file_of_[*message->duplicate_of];
    json why = json::array();
    for (const crm::Decision& decision : messages.decisions_of(id))
      why.push_back(fmt::format("{} = {} by {} ({:.2f}): {}", decision.what, decision.value, decision.rule,
                                decision.confidence, decision.evidence));
    made["why"] = why;
    return made;
  }

  std::filesystem::path world_;
  testing::TemporaryDirectory temporary_;
  crm::DataDirectory directory_;
  crm::Store store_;
  crm::Vault vault_;
  crm::Actor actor_;
  std::optional<archiver::Archiver> archiver_;
  std::uint32_t uid_ = 0;
  EpochSeconds clock_ = 1'700'000'000;
  double seconds_ = 0;
  std::map<crm::RecordId, std::string> file_of_;
};

}  // namespace

int main(int argc, char** argv) try {
  std::filesystem::path world, out;
  bool time = false;
  std::size_t correct_every = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--out" && i + 1 < argc)
      out = argv[++i];
    else if (argument == "--correct" && i + 1 < argc)
      correct_every = std::stoul(argv[++i]);
    else if (argument == "--time")
      time = true;
    else
      world = argument;
  }
  if (world.empty() || out.empty()) {
    std::cerr << "usage: mailset_eval DIR --out predictions.json [--time] [--correct N]\n";
    return 2;
  }
  Evaluation evaluation(world);
  const json predictions = evaluation.run(correct_every);
  std::ofstream(out) << predictions.dump(1) << '\n';
  if (time)
    std::cerr << fmt::format("{:.3f} ms a message to decide and file\n",
                             1000 * evaluation.seconds_deciding() / static_cast<double>(predictions.size()));
  return 0;
} catch (const std::exception& error) {
  std::cerr << "mailset_eval: " << error.what() << '\n';
  return 1;
}
