#include "archiver/circumstances.hpp"

#include <algorithm>

#include "archiver/classify/lexicon.hpp"
#include "archiver/data_table.hpp"
#include "archiver/link/brand.hpp"
#include "archiver/link/domains.hpp"
#include "archiver/link/relation.hpp"

namespace tradewind::archiver {
namespace {

using Is = Circumstance;
constexpr EpochSeconds half_year = 183 * 86'400;

std::string letters_of(std::string_view text) {
  std::string letters;
  for (const char c : fold(text)) {
    if (c != '-' && c != ' ' && c != '.' && c != '_') letters += c;
  }
  return letters;
}

// Under whose name the sender appears: our own, one of our people's, a brand's that everybody trusts.
void of_shown_name(const CircumstanceInput& in, crm::Knowledge& knowledge, Circumstances& is) {
  const crm::MailAddress& from = in.message.from.front();
  if (is_own_address(knowledge, from.address)) return;
  const std::string shown = letters_of(from.name);
  for (const std::string& own : knowledge.firm().own_domains) {
    const std::string label = letters_of(std::string_view(own).substr(0, own.find('.')));
    is.set(Is::own_in_sender, shown.find(letters_of(own)) != std::string::npos ||
                                  (label.size() >= 6 && shown.find(label) != std::string::npos));
  }
  if (in.counterparts.empty() || in.counterparts.front().known()) return;
  is.set(Is::borrowed_user, std::any_of(knowledge.users().begin(), knowledge.users().end(),
                                        [&](const crm::User& user) { return same_person(user.name, from.name); }));
  is.set(Is::borrowed_brand, !borrowed_brand(from.name, registrable_domain(from.domain())).empty());
}

void of_sender(const CircumstanceInput& in, crm::Knowledge& knowledge, Circumstances& is) {
  is.set(Is::outbound, in.direction == crm::Direction::outbound);
  is.set(Is::internal, in.direction == crm::Direction::internal && !in.author.forwarded);
  is.set(Is::notice, in.notice && in.notice->inquiry);
  is.set(Is::bulk_header, in.automatic.sort == Automatic::Sort::bulk);
  is.set(Is::machine_header, in.automatic.sort == Automatic::Sort::machine);
  is.set(Is::calendar, in.message.has_calendar);
  const bool relayed = in.notice && in.notice->inquiry;
  if (!in.message.from.empty() && !relayed && in.direction == crm::Direction::inbound) {
    is.set(Is::machine_sender, is_machine_address(in.message.from.front().address));
    is.set(Is::role_sender, is_role_address(in.message.from.front().address));
    of_shown_name(in, knowledge, is);
  }
  is.set(Is::platform, in.notice && !in.notice->inquiry);
  const bool any_customer = std::any_of(in.counterparts.begin(), in.counterparts.end(),
                                        [](const Party& party) { return party.customer.has_value(); });
  if (in.counterparts.empty()) {
    is.set(Is::stranger);
    return;
  }
  const Party& first = in.counterparts.front();
  is.set(Is::customer, first.customer.has_value() || (in.direction != crm::Direction::inbound && any_customer));
  is.set(Is::known_contact, first.contact.has_value());
  is.set(Is::supplier, first.supplier.has_value());
  is.set(Is::stranger, !first.known());
  is.set(Is::free_mail, first.free_mail && !first.known());
  is.set(Is::company_domain, !first.free_mail && !first.platform && !first.known());
  is.set(Is::lookalike, in.lookalike.has_value());
  const bool named = std::any_of(first.alternatives.begin(), first.alternatives.end(), [](const std::string& text) {
    return text.find("but the domain") != std::string::npos;
  });
  is.set(Is::borrowed_name, named);
}

void of_thread(const CircumstanceInput& in, crm::Knowledge& knowledge, Circumstances& is) {
  const SubjectParts& subject = in.thread.subject;
  is.set(Is::reply_mark, subject.reply);
  is.set(Is::forward_mark, subject.forward);
  bool quotes_us = false;
  for (const QuotedBlock& block : in.message.blocks)
    quotes_us = quotes_us || (block.from && is_own_address(knowledge, block.from->address));
  static const PhraseTable bulk = Lexicon::phrases_of("bulk");
  const bool answers_bulk = bulk.occurs(fold(std::string_view(in.message.body.quoted).substr(0, 4000)));
  is.set(Is::answers_bulk, answers_bulk);
  is.set(Is::answers_ours, quotes_us && !answers_bulk);
  is.set(Is::false_reply, subject.reply && !in.thread.thread && in.message.body.quoted.empty() &&
                              in.message.references.empty() && in.message.in_reply_to.empty());
  if (in.thread.facts) {
    is.set(Is::thread);
    for (const crm::ThreadMessage& each : in.thread.facts->latest) {
      if (each.arrived_at > in.arrived_at) continue;
      is.set(Is::thread_ours, each.direction == crm::Direction::outbound && !each.automatic);
      is.set(Is::thread_inquiry, each.kind == crm::MessageKind::inquiry);
      is.set(Is::thread_deal, each.kind == crm::MessageKind::negotiation);
      is.set(Is::thread_order, each.kind == crm::MessageKind::order || each.kind == crm::MessageKind::shipping ||
                                   each.kind == crm::MessageKind::payment);
      is.set(Is::thread_service, each.kind == crm::MessageKind::service);
      is.set(Is::thread_supplier, each.kind == crm::MessageKind::supplier);
    }
  }
  if (in.direction != crm::Direction::inbound || in.author.address.address.empty()) return;
  for (const crm::AuthoredMessage& earlier :
       knowledge.messages_by_author(in.author.address.address, in.arrived_at - half_year, 20)) {
    is.set(Is::wrote_before, earlier.arrived_at < in.arrived_at);
    is.set(Is::lead_open, earlier.arrived_at < in.arrived_at && earlier.kind == crm::MessageKind::inquiry);
  }
  // A platform's notice is by the platform, the lead of it has the buyer's address.
  for (const crm::LeadMark& lead : knowledge.leads_of_buyer(in.author.address.address, "", "")) {
    const auto facts = knowledge.lead(lead.id);
    const bool earlier = facts && facts->status != crm::LeadStatus::disqualified && lead.arrived_at < in.arrived_at &&
                         lead.arrived_at >= in.arrived_at - half_year;
    if (!earlier) continue;
    is.set(Is::wrote_before);
    is.set(Is::lead_open);
    break;
  }
  const auto ours = knowledge.has_outbound_to(in.author.address.address);
  is.set(Is::we_wrote, ours && *ours <= in.arrived_at);
}

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
}

void of_attachments(const ParsedMessage& message, Circumstances& is) {
  for (const AttachmentPart& part : message.attachments) {
    set_file_circumstances(part.file_name, part.media_type, is);
    is.set(Is::file_image, part.media_type.starts_with("image/") && !part.inline_image);
  }
}

void of_content(const CircumstanceInput& in, crm::Knowledge& knowledge, Circumstances& is) {
  of_attachments(in.message, is);
  const std::string& html = in.message.html;
  is.set(Is::password_form,
         html.find("type=\"password\"") != std::string::npos || html.find("type=password") != std::string::npos);
  if (!in.message.reply_to.empty() && !in.message.from.empty() && in.author.rule == "from") {
    const std::string from = registrable_domain(in.message.from.front().domain()),
                      answer = registrable_domain(in.message.reply_to.front().domain());
    is.set(Is::reply_elsewhere,
           !answer.empty() && from != answer && !is_own_address(knowledge, in.message.reply_to.front().address));
  }
  if (const std::string* const results = in.message.header("Authentication-Results")) {
    const std::string folded = fold(*results);
    is.set(Is::fails_authentication, folded.find("dmarc=fail") != std::string::npos ||
                                         folded.find("spf=fail") != std::string::npos ||
                                         folded.find("spf=softfail") != std::string::npos);
  }
  // A mail that names the very mailbox it was sent to, in its subject or its links, is made by a machine for many.
  for (const MailAddress& address : in.message.to) {
    if (address.address.size() < 6) continue;
    const std::string key = fold(address.address);
    is.set(Is::own_address_in_text, fold(in.message.subject).find(key) != std::string::npos);
    for (const std::string& link : in.message.links)
      is.set(Is::own_address_in_text, fold(std::string_view(link).substr(0, 500)).find(key) != std::string::npos &&
                                          !link.starts_with("mailto:"));
  }
  for (const DocumentFound& document : in.documents) {
    // A stranger who shows somebody else's quotation continues nothing.
    const bool theirs = in.direction != crm::Direction::inbound || is[Is::answers_ours] ||
                        std::any_of(in.counterparts.begin(), in.counterparts.end(), [&](const Party& party) {
                          return party.customer && party.customer == document.facts.customer_id;
                        });
    is.set(Is::number_quotation, theirs && document.facts.type == crm::RecordType::quotation);
    is.set(Is::number_order, document.facts.type == crm::RecordType::order);
    is.set(Is::number_case, document.facts.type == crm::RecordType::service_case);
  }
  std::size_t products = 0;
  std::size_t looked_at = 0;
  for (const std::string_view line : lines_of(in.author.text)) {
    if (++looked_at > 25 || products >= 2) break;
    if (line.size() >= 5) products += in.catalogue.match(line, false).score >= 0.6;
  }
  if (products == 0) products += in.catalogue.match(in.author.subject, false).score >= 0.6;
  is.set(Is::product, products >= 1);
  is.set(Is::products, products >= 2);
}

}  // namespace

void set_file_circumstances(std::string_view file_name, std::string_view media_type, Circumstances& is) {
  const std::string name = fold(file_name);
  is.set(Is::file_document, ends_with_any(name, {".pdf", ".doc", ".docx", ".rtf"}) || media_type == "application/pdf");
  is.set(Is::file_sheet, ends_with_any(name, {".xls", ".xlsx", ".csv", ".ods", ".et"}));
  is.set(Is::file_html, ends_with_any(name, {".html", ".htm", ".shtml", ".xhtml", ".svg", ".mht"}) ||
                            (media_type == "text/html" && !name.empty()));
  is.set(Is::file_archive,
         ends_with_any(name, {".zip", ".rar", ".7z",  ".iso", ".img", ".exe", ".js",  ".vbs", ".scr",  ".lnk",
                              ".gz",  ".ace", ".cab", ".r00", ".z",   ".jar", ".bat", ".wsf", ".xlsm", ".docm"}));
}

Circumstances find_circumstances(const CircumstanceInput& input, crm::Knowledge& knowledge) {
  Circumstances is;
  of_sender(input, knowledge, is);
  of_thread(input, knowledge, is);
  of_content(input, knowledge, is);
  const bool had_to_do_with_us = is[Is::thread] || is[Is::wrote_before] || is[Is::we_wrote] || is[Is::answers_ours] ||
                                 is[Is::answers_bulk] || is[Is::number_quotation] || is[Is::number_order] ||
                                 is[Is::number_case] || (is[Is::reply_mark] && !is[Is::false_reply]);
  is.set(Is::fresh, is[Is::stranger] && !is[Is::outbound] && !is[Is::internal] && !had_to_do_with_us);
  return is;
}

}  // namespace tradewind::archiver
