#include "archiver/link/ladder.hpp"

#include <algorithm>

#include "archiver/folded_text.hpp"
#include "archiver/link/open_case.hpp"
#include "crm_core/model/name_key.hpp"

namespace tradewind::archiver {
namespace {

using crm::MessageKind;
using crm::RecordId;
using crm::RecordType;

bool names_customer(std::string_view folded_text, const crm::CustomerFacts& customer) {
  const auto stands_in = [&](std::string_view name) {
    const std::string key = fold(name);
    std::string_view wanted = key;
    if (wanted.size() < 5) return false;
    for (std::size_t at = folded_text.find(wanted); at != std::string_view::npos;
         at = folded_text.find(wanted, at + 1)) {
      const bool begins = at == 0 || !is_word_character(static_cast<unsigned char>(folded_text[at - 1]));
      const std::size_t end = at + wanted.size();
      if (begins && (end == folded_text.size() || !is_word_character(static_cast<unsigned char>(folded_text[end]))))
        return true;
    }
    return false;
  };
  if (stands_in(customer.customer.name) || stands_in(crm::name_key(customer.customer.name))) return true;
  return std::any_of(customer.customer.aliases.begin(), customer.customer.aliases.end(), stands_in);
}

// "Nordstern Tools" and "Nordstern Tools Asia": a head office and its branch, each a customer of its own.
bool one_name_begins_the_other(std::string_view a, std::string_view b) {
  constexpr std::size_t telling = 8;  // bytes
  std::string shorter = crm::name_key(a), longer = crm::name_key(b);
  if (shorter.size() > longer.size()) std::swap(shorter, longer);
  return shorter.size() >= telling && longer.starts_with(shorter) &&
         (longer.size() == shorter.size() || longer[shorter.size()] == ' ');
}

class Climb {
 public:
  Climb(const LadderInput& input, crm::Knowledge& knowledge) : in_(input), knowledge_(knowledge) {}

  LadderResult run() {
    const bool bulk = in_.kind == MessageKind::newsletter || in_.kind == MessageKind::notification ||
                      in_.kind == MessageKind::solicitation || in_.kind == MessageKind::fraud || in_.suspicious;
    if (bulk) {
      result_.decisions.push_back(crm::Decision{
          "customer",
          "none",
          in_.suspicious ? "suspicious-sender" : "kind-belongs-to-nobody",
          1,
          in_.suspicious ? std::string("its domain imitates another") : "kind " + std::string(crm::to_text(in_.kind)),
          {}});
      return std::move(result_);
    }
    if (in_.kind == MessageKind::bounce) from_failed_recipients();
    from_parties();
    from_thread();
    from_documents();
    from_open_cases();
    contact_of_customer();
    return std::move(result_);
  }

 private:
  void link(RecordType type, RecordId id, std::string rule, double confidence, std::string evidence) {
    for (crm::RecordLink& known : result_.links) {
      if (known.type == type && known.id == id) {
        known.confidence = std::max(known.confidence, confidence);
        return;
      }
    }
    result_.links.push_back(crm::RecordLink{type, id, std::move(rule), confidence, std::move(evidence)});
  }

  void decided(std::string what, std::string value, const std::string& rule, double confidence, std::string evidence,
               std::vector<std::string> alternatives = {}) {
    result_.decisions.push_back(crm::Decision{std::move(what), std::move(value), rule, confidence, std::move(evidence),
                                              std::move(alternatives)});
  }

  std::string customer_name(RecordId id) {
    const crm::CustomerFacts* const customer = knowledge_.customer(id);
    return (customer == nullptr ? std::string("customer") : customer->customer.name) + " (customer " +
           std::to_string(id) + ")";
  }

  void take_customer(RecordId id, const std::string& rule, double confidence, const std::string& evidence,
                     std::vector<std::string> alternatives = {}) {
    customer_ = id;
    link(RecordType::customer, id, rule, confidence, evidence);
    decided("customer", customer_name(id), rule, confidence, evidence, std::move(alternatives));
  }

  // An auto-reply or bounce belongs to whom it speaks for.
  void from_failed_recipients() {
    for (const std::string& address : in_.automatic.failed_recipients) {
      const auto contacts = knowledge_.contacts_by_address(address);
      if (contacts.empty()) continue;
      take_customer(contacts.front().customer_id, "failed-recipient", 0.97, address);
      if (contacts.size() == 1) link(RecordType::contact, contacts.front().id, "failed-recipient", 0.97, address);
      contact_ = contacts.front().id;
      return;
    }
  }

  void from_parties() {
    if (in_.direction == crm::Direction::internal && in_.kind == MessageKind::internal) return;
    for (const Party& party : in_.counterparts) {
      if (party.supplier) {
        link(RecordType::supplier, *party.supplier, party.rule, party.confidence, party.evidence);
        if (!supplier_)
          decided("supplier", "supplier " + std::to_string(*party.supplier), party.rule, party.confidence,
                  party.evidence);
        supplier_ = party.supplier;
      }
      if (customer_ || !party.customer || (supplier_ && in_.direction == crm::Direction::inbound)) continue;
      take_customer(*party.customer, party.rule, party.confidence, party.evidence, party.alternatives);
      if (party.contact) take_contact(*party.contact, party.rule, party.confidence, party.evidence);
    }
    if (customer_ || supplier_ || in_.counterparts.empty() || in_.counterparts.front().alternatives.empty()) return;
    decided("customer", "none", "not-sure-enough", 0.5, in_.counterparts.front().address.address,
            in_.counterparts.front().alternatives);
  }

  void take_contact(RecordId id, const std::string& rule, double confidence, const std::string& evidence) {
    if (contact_) return;
    contact_ = id;
    link(RecordType::contact, id, rule, confidence, evidence);
    std::string name;
    if (const crm::CustomerFacts* const customer = customer_ ? knowledge_.customer(*customer_) : nullptr) {
      for (const crm::Contact& contact : customer->contacts) {
        if (contact.id == id) name = contact.name + " ";
      }
    }
    decided("contact", name + "(contact " + std::to_string(id) + ")", rule, confidence, evidence);
  }

  // A reply keeps its thread's records: the customer where nobody else is known to write, and the documents.
  void from_thread() {
    if (!in_.thread.thread) return;
    const bool sure = in_.thread.confidence >= 0.8;
    for (const crm::RecordLink& of_thread : in_.thread.links) {
      if (of_thread.type == RecordType::customer && !customer_ && !supplier_ && sure && of_thread.confidence >= 0.7 &&
          in_.direction != crm::Direction::internal) {
        take_customer(of_thread.id, "thread", std::min(0.93, of_thread.confidence), in_.thread.evidence);
      }
    }
    if (!sure) return;
    for (const crm::RecordLink& of_thread : in_.thread.links) {
      const bool document = of_thread.type == RecordType::quotation || of_thread.type == RecordType::order ||
                            of_thread.type == RecordType::service_case || of_thread.type == RecordType::opportunity;
      if (document && of_thread.confidence >= 0.7)
        link(of_thread.type, of_thread.id, "thread", std::min(0.92, of_thread.confidence), in_.thread.evidence);
    }
  }

  // Whether the people of the message may speak about this document, and why.
  std::string fits(const DocumentFound& document, double& confidence) {
    confidence = 0.98;
    const auto owner = document.facts.customer_id;
    if (!owner) return in_.direction == crm::Direction::inbound && !customer_ ? "" : "the document has no customer";
    if (customer_ == owner) return "the customer's own document";
    if (in_.direction == crm::Direction::internal && !has_stranger()) return "our own people write about it";
    for (const Party& party : in_.counterparts) {
      if (party.customer == owner) return "its customer takes part: " + party.address.address;
    }
    const crm::CustomerFacts* const theirs = knowledge_.customer(*owner);
    if (customer_ && theirs != nullptr) {
      const crm::CustomerFacts* const ours = knowledge_.customer(*customer_);
      if (ours == nullptr) return "";
      const auto parent = ours->customer.parent_id;
      if (theirs->customer.parent_id == customer_ || parent == owner ||
          (parent && theirs->customer.parent_id == parent))
        return "companies of one group";
      if (!one_name_begins_the_other(ours->customer.name, theirs->customer.name)) return "";
      confidence = 0.85;
      return "companies of one name";
    }
    if (supplier_ || (in_.direction == crm::Direction::outbound && any_supplier())) {
      confidence = 0.95;
      return "a supplier of ours works on it";
    }
    // A third party (broker, forwarder, surveyor) that the customer works with: from a firm's own domain, naming the
    // customer, about an order.
    const Party* const author = in_.counterparts.empty() ? nullptr : &in_.counterparts.front();
    if (author != nullptr && in_.direction == crm::Direction::inbound && !author->free_mail && !author->platform &&
        !author->registrable.empty() && document.facts.type == RecordType::order && theirs != nullptr &&
        names_customer(folded_text(), *theirs)) {
      confidence = 0.85;
      return "a third party names its customer";
    }
    return "";
  }

  // An unknown address (a private one, a clerk's) answers the very mail that we sent about it. One that only has it
  // among its References got it from somebody else. Never against a customer that is known to write.
  std::string by_our_own_mail(const DocumentFound& document, double& confidence) const {
    confidence = 0.9;
    if (customer_) return "";
    if (document.hit.where == own_id_place) return "our own mail about it";
    return document.hit.where == answered_id_place ? "answers our own mail about it" : "";
  }

  bool has_stranger() const {
    return std::any_of(in_.counterparts.begin(), in_.counterparts.end(),
                       [](const Party& party) { return !party.own && !party.known(); });
  }
  bool any_supplier() const {
    return std::any_of(in_.counterparts.begin(), in_.counterparts.end(),
                       [](const Party& party) { return party.supplier.has_value(); });
  }
  const std::string& folded_text() {
    if (folded_.empty()) folded_ = fold(in_.text.substr(0, 20'000));
    return folded_;
  }

  void from_documents() {
    for (const DocumentFound& document : in_.documents) {
      double confidence = 0;
      std::string why = fits(document, confidence);
      if (why.empty() && document.rule == "signed-id") why = by_our_own_mail(document, confidence);
      if (document.rule == "short-number") confidence = std::min(confidence, 0.85);
      const std::string what = document.facts.type == RecordType::quotation ? "quotation"
                               : document.facts.type == RecordType::order   ? "order"
                                                                            : "case";
      if (why.empty()) {
        decided(what, "not filed", document.rule, 0.9, document.facts.number + " in the " + document.hit.where,
                {"its customer is another: an outsider quotes the number"});
        continue;
      }
      link(document.facts.type, document.facts.id, document.rule, confidence,
           document.hit.number + " in the " + document.hit.where);
      decided(what, document.facts.number, document.rule, confidence,
              document.hit.number + " in the " + document.hit.where + "; " + why);
      if (!customer_ && document.facts.customer_id)
        take_customer(*document.facts.customer_id, document.rule, confidence - 0.03, document.hit.number + "; " + why);
    }
  }

  // The customer goes on about a complaint without its number.
  void from_open_cases() {
    if (!customer_ || in_.kind != MessageKind::service || in_.direction == crm::Direction::internal) return;
    const bool named = std::any_of(result_.links.begin(), result_.links.end(),
                                   [](const crm::RecordLink& link) { return link.type == RecordType::service_case; });
    if (named) return;
    const std::vector<crm::DocumentFacts> cases = knowledge_.open_cases_of_customer(*customer_);
    if (cases.empty()) return;
    const auto match = match_open_case(in_.thread.subject.rest, in_.text, cases, articles_with(cases));
    if (!match) return;
    const crm::DocumentFacts& found = cases[match->index];
    const std::string evidence = "the customer's open case about " + match->shared;
    link(RecordType::service_case, found.id, "open-case", 0.8, evidence);
    decided("case", found.number, "open-case", 0.8, evidence);
  }

  CaseArticles articles_with(const std::vector<crm::DocumentFacts>& cases) const {
    constexpr std::size_t most_lines = 25, shortest_line = 5;
    constexpr double sure = 0.6;
    CaseArticles articles;
    const auto add = [&](std::string_view line) {
      if (line.size() < shortest_line) return;
      if (const auto match = in_.catalogue.match(line, false); match.score >= sure) articles.said.push_back(match.sku);
    };
    add(in_.thread.subject.rest);
    std::size_t read = 0;
    for (const std::string_view line : lines_of(in_.text)) {
      if (++read > most_lines) break;
      add(line);
    }
    for (const crm::DocumentFacts& each : cases) {
      const auto named = in_.catalogue.mentions(each.subject);
      const auto match = in_.catalogue.match(each.subject, false);
      articles.of_cases.push_back(!named.empty() ? named.front().sku : match.score >= sure ? match.sku : "");
    }
    return articles;
  }

  void contact_of_customer() {
    if (!customer_ || contact_ || in_.direction != crm::Direction::inbound || supplier_ || in_.counterparts.empty())
      return;
    const crm::CustomerFacts* const customer = knowledge_.customer(*customer_);
    if (customer == nullptr) return;
    std::string evidence;
    const auto contact = contact_by_name(*customer, in_.counterparts.front().address.name, in_.text, evidence);
    if (contact) take_contact(*contact, "name-at-customer", 0.85, evidence);
  }

  const LadderInput& in_;
  crm::Knowledge& knowledge_;
  LadderResult result_;
  std::optional<RecordId> customer_, contact_, supplier_;
  std::string folded_;
};

}  // namespace

LadderResult climb(const LadderInput& input, crm::Knowledge& knowledge) { return Climb(input, knowledge).run(); }

}  // namespace tradewind::archiver
