#include "archiver/link/relation.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/link/author.hpp"
#include "archiver/link/domains.hpp"
#include "crm_core/model/name_key.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t signature_lines = 14;

// The words of a person's name, sorted: "Hemi Walker" and "WALKER, Hemi" are one.
std::vector<std::string> name_words(std::string_view name) {
  const std::string folded = fold(name);
  std::vector<std::string> words;
  for (const std::string_view word : words_of(folded)) words.emplace_back(word);
  std::sort(words.begin(), words.end());
  return words;
}

std::string last_digits(std::string_view text, std::size_t most) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  return digits.size() < most ? "" : digits.substr(digits.size() - most);
}

std::vector<std::string_view> last_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (const std::string_view line : lines_of(text.size() > 4000 ? text.substr(text.size() - 4000) : text)) {
    if (!trim_wide(line).empty()) lines.push_back(trim_wide(line));
  }
  if (lines.size() > signature_lines)
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(signature_lines));
  return lines;
}

// A line and the pieces that separators make of it: "Buyer | Acme Ltd" gives "Acme Ltd" too.
std::vector<std::string_view> pieces_of(std::string_view line) {
  std::vector<std::string_view> pieces{line};
  for (const std::string_view separator : {" | ", " - ", ", ", " / ", " · "}) {
    const auto parts = split(line, separator);
    if (parts.size() > 1) pieces.insert(pieces.end(), parts.begin(), parts.end());
  }
  return pieces;
}

void take_domain(Party& party, crm::Knowledge& knowledge) {
  std::vector<crm::RecordId> suppliers = knowledge.suppliers_by_domain(party.domain);
  if (suppliers.empty()) suppliers = knowledge.suppliers_under_domain(party.registrable);
  if (suppliers.size() == 1) {
    party.supplier = suppliers.front();
    party.rule = "supplier-domain";
    party.confidence = 0.95;
    party.evidence = "domain " + party.domain;
    return;
  }
  std::vector<crm::RecordId> customers = knowledge.customers_by_domain(party.domain);
  if (customers.empty()) customers = knowledge.customers_under_domain(party.registrable);
  if (customers.size() == 1) {
    party.customer = customers.front();
    party.rule = "company-domain";
    party.confidence = 0.95;
    party.evidence = "domain " + party.domain;
  } else {
    for (const crm::RecordId id : customers)
      party.alternatives.push_back("customer " + std::to_string(id) + " has the domain too");
  }
}

}  // namespace

bool same_person(std::string_view a, std::string_view b) {
  const auto first = name_words(a), second = name_words(b);
  if (first.empty() || first != second) return false;
  // A single Latin word ("Lin") is no name to know somebody by.
  return first.size() >= 2 || static_cast<unsigned char>(first.front().front()) >= 0x80;
}

Party resolve_party(const crm::MailAddress& address, crm::Knowledge& knowledge, const PlatformCatalogue& platforms) {
  Party party;
  party.address = address;
  party.domain = address.domain();
  if (address.address.empty()) return party;
  party.own = is_own_address(knowledge, address.address);
  if (party.own) return party;
  party.registrable = registrable_domain(party.domain);
  party.free_mail = is_free_mail(party.domain);
  party.platform = platforms.by_sender(party.domain) != nullptr || platforms.is_relay(party.domain);

  const std::vector<crm::Contact> contacts = knowledge.contacts_by_address(address.address);
  if (!contacts.empty()) {
    const crm::RecordId customer = contacts.front().customer_id;
    const bool one_customer =
        std::all_of(contacts.begin(), contacts.end(), [&](const crm::Contact& c) { return c.customer_id == customer; });
    if (one_customer) {
      party.customer = customer;
      if (contacts.size() == 1) party.contact = contacts.front().id;
      party.rule = "contact-address";
      party.confidence = 0.99;
      party.evidence = address.address;
      return party;
    }
    for (const crm::Contact& contact : contacts)
      party.alternatives.push_back("contact " + contact.name + " of customer " + std::to_string(contact.customer_id) +
                                   " has the address too");
    return party;
  }
  const auto suppliers = knowledge.suppliers_by_address(address.address);
  if (!suppliers.empty()) {
    party.supplier = suppliers.front().supplier_id;
    party.rule = "supplier-address";
    party.confidence = 0.99;
    party.evidence = address.address;
    return party;
  }
  if (!party.free_mail && !party.platform && !party.domain.empty()) take_domain(party, knowledge);
  if (party.customer && !party.contact) {
    if (const crm::CustomerFacts* const customer = knowledge.customer(*party.customer)) {
      std::string evidence;
      party.contact = contact_by_name(*customer, address.name, "", evidence);
    }
  }
  return party;
}

std::optional<crm::RecordId> contact_by_name(const crm::CustomerFacts& customer, std::string_view display_name,
                                             std::string_view text, std::string& evidence) {
  const std::vector<std::string_view> lines = last_lines(text);
  for (const crm::Contact& contact : customer.contacts) {
    if (same_person(contact.name, display_name)) {
      evidence = "the name " + std::string(display_name);
      return contact.id;
    }
  }
  for (const crm::Contact& contact : customer.contacts) {
    const std::string phone = last_digits(contact.phone, 8);
    for (const std::string_view line : lines) {
      for (const std::string_view piece : pieces_of(line)) {
        if (same_person(contact.name, piece)) {
          evidence = "the signature \"" + std::string(piece) + "\"";
          return contact.id;
        }
      }
      if (!phone.empty() && last_digits(line, 8) == phone) {
        evidence = "the telephone number in \"" + std::string(line.substr(0, 60)) + "\"";
        return contact.id;
      }
    }
  }
  return {};
}

void recognise_by_signature(Party& party, std::string_view text, crm::Knowledge& knowledge) {
  if (party.known() || party.own || party.platform) return;
  std::vector<crm::RecordId> tried;
  for (const std::string_view line : last_lines(text)) {
    if (line.size() > 120) continue;
    for (const std::string_view piece : pieces_of(line)) {
      if (piece.size() < 5 || piece.size() > 80 || piece.find_first_of("0123456789@?") != std::string_view::npos)
        continue;
      const std::string key = crm::name_key(piece);
      if (key.size() < 4) continue;
      for (const crm::RecordId id : knowledge.customers_by_name_key(key)) {
        if (std::find(tried.begin(), tried.end(), id) != tried.end()) continue;
        tried.push_back(id);
        const crm::CustomerFacts* const customer = knowledge.customer(id);
        if (customer == nullptr) continue;
        std::string evidence;
        const auto contact = contact_by_name(*customer, party.address.name, text, evidence);
        if (contact && (party.free_mail || party.address.address.empty())) {
          party.customer = id;
          party.contact = contact;
          party.rule = "name-and-firm";
          party.confidence = 0.85;
          party.evidence = "\"" + std::string(piece) + "\" in the signature and " + evidence;
          return;
        }
        party.alternatives.push_back("customer " + customer->customer.name + ": named in the signature, " +
                                     (contact ? "but the domain " + party.domain + " is not its"
                                              : "but neither person nor telephone number is known there"));
      }
    }
  }
}

}  // namespace tradewind::archiver
