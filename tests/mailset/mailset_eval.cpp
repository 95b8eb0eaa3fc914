// mailset_eval DIR --out predictions.json [--time] [--correct N]
//
// Files a labelled mail set (a world) into a fresh store by the way that live mail takes, and writes what was decided
// in the format of its labels. Of labels.json it reads nothing but each message's mailbox - unless with --correct: then
// a person says of every Nth message, after it was written down, what kind it is.
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "tests/mailset/world_filing.hpp"

namespace {

using namespace tradewind;
using nlohmann::json;

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
  explicit Evaluation(const std::filesystem::path& world)
      : filing_(world), labels_(json::parse(mailset::read_whole_file(world / "labels.json"))) {}

  json run(std::size_t correct_every) {
    json predictions = json::array();
    for (const json& label : labels_) {
      const std::string file = label.at("file");
      const auto filed = filing_.file(file, label.at("mailbox") == "Sent");
      if (filed) file_of_[*filed] = file;
      predictions.push_back(filed ? describe(file, *filed) : json{{"file", file}});
      if (filed && correct_every > 0 && predictions.size() % correct_every == 0)
        filing_.correct(*filed, label.at("kind"));
    }
    return predictions;
  }

  [[nodiscard]] double seconds_deciding() const { return filing_.seconds_deciding(); }

 private:
  json describe(const std::string& file, crm::RecordId id) {
    crm::MessageRepository messages(filing_.store().database());
    crm::DocumentRepository documents(filing_.store().database());
    crm::LeadRepository leads(filing_.store().database());
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
    for (const crm::FiledLink& filed : messages.links_of(id)) {
      const crm::RecordLink& link = filed.link;
      const std::string name = documents.name_of(link.type, link.id).value_or("");
      if (link.type == crm::RecordType::quotation) made["quotes"].push_back(name);
      if (link.type == crm::RecordType::order) made["orders"].push_back(name);
      if (link.type == crm::RecordType::service_case) made["cases"].push_back(name);
      if (link.type == crm::RecordType::customer) {
        const crm::CustomerFacts* const customer = filing_.knowledge().customer(link.id);
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

  mailset::WorldFiling filing_;
  json labels_;
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
