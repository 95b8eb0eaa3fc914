#include "archiver/link/documents.hpp"

#include <algorithm>
#include <utility>

#include "archiver/link/short_numbers.hpp"
#include "crm_core/model/signed_id.hpp"

namespace tradewind::archiver {
namespace {

using crm::RecordId;
using crm::RecordType;

constexpr std::size_t most_words_tried = 20;

std::string upper(std::string_view text) {
  std::string made;
  for (const char c : text) made.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
  return made;
}

// Of a number only what everybody writes: "OC 7741" and "OC-7741" are one.
std::string squeezed(std::string_view number) {
  std::string made;
  for (const char c : number) {
    if (c != ' ' && c != '-' && c != '/' && c != '.' && c != '_' && c != '#') made.push_back(c);
  }
  return made;
}

void add_document(std::vector<DocumentFound>& found, std::optional<crm::DocumentFacts> facts, NumberHit hit,
                  const char* rule) {
  if (!facts) return;
  for (const DocumentFound& known : found) {
    if (known.facts.type == facts->type && known.facts.id == facts->id) return;
  }
  hit.type = facts->type;
  found.push_back(DocumentFound{std::move(*facts), std::move(hit), rule});
}

std::vector<RecordId> customers_of(const std::vector<Party>& counterparts) {
  std::vector<RecordId> customers;
  for (const Party& party : counterparts) {
    if (party.customer && std::find(customers.begin(), customers.end(), *party.customer) == customers.end())
      customers.push_back(*party.customer);
  }
  return customers;
}

void add_by_short_numbers(std::vector<DocumentFound>& found, std::string_view text,
                          const std::vector<RecordId>& customers, crm::Knowledge& knowledge) {
  if (customers.empty()) return;
  const std::vector<ShortNumber> said = find_short_numbers(text);
  if (said.empty()) return;
  std::vector<crm::DocumentFacts> documents;
  for (const RecordId customer : customers) {
    const auto theirs = knowledge.documents_of_customer(customer);
    documents.insert(documents.end(), theirs.begin(), theirs.end());
  }
  for (const ShortNumber& number : said) {
    if (const crm::DocumentFacts* const document = named_by(number, documents))
      add_document(found, *document, NumberHit{document->type, document->number, "text"}, "short-number");
  }
}

}  // namespace

std::vector<DocumentFound> find_signed(const ParsedMessage& message, crm::Direction direction,
                                       crm::Knowledge& knowledge) {
  std::vector<DocumentFound> found;
  if (knowledge.signing_key().empty()) return found;
  constexpr std::size_t most = 50;  // ids looked at
  std::size_t looked_at = 0;
  const auto look = [&](const std::string& id, std::string_view where) {
    if (++looked_at > most) return;
    const auto about = crm::read_signed_id(id, knowledge.signing_key());
    if (about)
      add_document(found, knowledge.document(about->type, about->id), NumberHit{about->type, id, std::string(where)},
                   "signed-id");
  };
  if (direction == crm::Direction::outbound) look(message.message_id, own_id_place);
  for (const std::string& id : message.in_reply_to) look(id, answered_id_place);
  for (auto id = message.references.rbegin(); id != message.references.rend(); ++id) look(*id, "References");
  return found;
}

std::vector<DocumentFound> find_documents(const std::vector<NumberHit>& hits, const std::vector<NumberWord>& words,
                                          std::string_view text, const NumberFinder& finder,
                                          const std::vector<Party>& counterparts, std::vector<DocumentFound> found,
                                          crm::Knowledge& knowledge) {
  for (const NumberHit& hit : hits) {
    if (hit.type == RecordType::quotation)
      add_document(found, knowledge.quotation_by_number(hit.number), hit, "document-number");
    if (hit.type == RecordType::order)
      add_document(found, knowledge.order_by_number(hit.number), hit, "document-number");
    if (hit.type == RecordType::service_case)
      add_document(found, knowledge.case_by_number(hit.number), hit, "document-number");
  }
  const std::vector<RecordId> customers = customers_of(counterparts);
  add_by_short_numbers(found, text, customers, knowledge);
  if (words.empty()) return found;
  std::vector<std::string> squeezed_words;
  for (const NumberWord& word : words) squeezed_words.push_back(squeezed(word.word));
  for (const RecordId customer : customers) {
    for (const crm::DocumentFacts& order : knowledge.orders_of_customer(customer)) {
      const std::string po = upper(order.customer_po), squeezed_po = squeezed(po);
      if (po.size() < 3) continue;
      for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].word == po || (squeezed_po.size() >= 5 && squeezed_words[i] == squeezed_po))
          add_document(found, order, NumberHit{RecordType::order, order.customer_po, words[i].where}, "customer-po");
      }
    }
  }
  // What an outsider without a firm quotes is never filed, so it is not looked up either.
  const bool in_vain =
      !counterparts.empty() && std::all_of(counterparts.begin(), counterparts.end(), [](const Party& party) {
        return !party.known() && (party.free_mail || party.platform);
      });
  if (in_vain) return found;
  const bool quotations = !finder.has(RecordType::quotation), orders = !finder.has(RecordType::order),
             cases = !finder.has(RecordType::service_case);
  std::size_t tried = 0;
  for (const NumberWord& word : words) {
    if (++tried > most_words_tried) break;
    if (!knowledge.may_be_document(word.word)) continue;
    const NumberHit hit{RecordType::order, word.word, word.where};
    if (quotations) add_document(found, knowledge.quotation_by_number(word.word), hit, "document-number");
    if (orders) add_document(found, knowledge.order_by_number(word.word), hit, "document-number");
    if (cases) add_document(found, knowledge.case_by_number(word.word), hit, "document-number");
    if (word.word.size() < 5) continue;
    const auto by_po = knowledge.orders_by_customer_po(word.word);
    if (by_po.size() == 1) add_document(found, by_po.front(), hit, "customer-po");
  }
  return found;
}

}  // namespace tradewind::archiver
