#include "archiver/link/duplicate.hpp"

#include <algorithm>
#include <vector>

#include "archiver/data_table.hpp"
#include "archiver/link/domains.hpp"
#include "crm_core/model/name_key.hpp"

namespace tradewind::archiver {
namespace {

constexpr EpochSeconds window = 60 * 86'400;
constexpr int leads_looked_at = 300;

std::string domain_of(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? "" : fold(address.substr(at + 1));
}

std::vector<std::string> sorted_words(std::string_view text) {
  const std::string folded = fold(text);
  std::vector<std::string> words;
  for (const std::string_view word : words_of(folded)) words.emplace_back(word);
  std::sort(words.begin(), words.end());
  return words;
}

// The local part of a free-mail address or a name contains the firm's name: "bigtools.ng@..." and "Bigtools Ventures".
std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : fold(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) out.push_back(c);
  }
  return out;
}

// Who: 0..1, with what agreed.
double same_buyer(const crm::LeadDraft& draft, const crm::MailAddress& author, const crm::LeadFacts& lead,
                  std::string& evidence) {
  double score = 0;
  const auto agree = [&](double points, std::string_view what) {
    score = std::max(score, points);
    if (!evidence.empty()) evidence += ", ";
    evidence += what;
  };
  for (const std::string& address : {draft.email, author.address}) {
    if (address.empty()) continue;
    const std::string key = crm::address_key(address);
    if (key == crm::address_key(lead.email) || key == crm::address_key(lead.author_address)) {
      agree(1, "same address");
      break;
    }
  }
  const std::string phone = crm::phone_key(draft.phone);
  if (phone.size() >= 8 && !lead.phone.empty()) {
    const std::string theirs = crm::phone_key(lead.phone);
    const bool elsewhere = !draft.country.empty() && !lead.country.empty() && draft.country != lead.country;
    if (!elsewhere && theirs.size() >= 8 && theirs.substr(theirs.size() - 8) == phone.substr(phone.size() - 8))
      agree(0.95, "same telephone number");
  }
  const std::string company = crm::name_key(draft.company), theirs = crm::name_key(lead.company);
  if (!company.empty() && company == theirs)
    agree(0.9, "same firm");
  else if (squeezed(draft.company).size() >= 9 && squeezed(lead.company).size() >= 9 &&
           (squeezed(draft.company).find(squeezed(theirs)) != std::string::npos ||
            squeezed(lead.company).find(squeezed(company)) != std::string::npos) &&
           !theirs.empty() && !company.empty()) {
    agree(0.85, "one firm's name within the other's");
  }
  const std::string domain = registrable_domain(domain_of(author.address)),
                    their_domain = registrable_domain(domain_of(lead.author_address));
  if (!domain.empty() && domain == their_domain && !is_free_mail(domain)) agree(0.85, "same company domain");
  const auto name = sorted_words(draft.contact_name);
  if (name.size() >= 2 && name == sorted_words(lead.contact_name)) agree(score > 0 ? score : 0.6, "same name");
  return score;
}

// What: the share of the smaller list of products that is in both.
double same_goods(const crm::LeadDraft& draft, const std::vector<crm::LeadItem>& theirs) {
  if (draft.items.empty() || theirs.empty()) return 0.5;
  std::size_t shared = 0;
  for (const crm::LeadItem& item : draft.items) {
    const auto words = sorted_words(item.product);
    shared += std::any_of(theirs.begin(), theirs.end(), [&](const crm::LeadItem& other) {
      if (!item.sku.empty() && !other.sku.empty()) return item.sku == other.sku;
      if (!item.quantity.empty() && item.quantity == other.quantity && item.quantity.size() >= 3) return true;
      const auto others = sorted_words(other.product);
      std::size_t common = 0;
      for (const std::string& word : words)
        common += word.size() >= 4 && std::binary_search(others.begin(), others.end(), word);
      return common >= 1;
    });
  }
  return static_cast<double>(shared) / static_cast<double>(std::min(draft.items.size(), theirs.size()));
}

std::size_t same_amounts(const crm::LeadDraft& draft, const std::vector<crm::LeadItem>& theirs) {
  std::size_t count = 0;
  for (const crm::LeadItem& item : draft.items) {
    count += !item.quantity.empty() && std::any_of(theirs.begin(), theirs.end(), [&](const crm::LeadItem& other) {
      return other.quantity == item.quantity;
    });
  }
  return count;
}

}  // namespace

std::optional<DuplicateFound> find_duplicate(const crm::LeadDraft& draft, const crm::MailAddress& author,
                                             EpochSeconds arrived_at, crm::Knowledge& knowledge) {
  std::vector<crm::LeadFacts> candidates = knowledge.recent_leads(arrived_at - window, leads_looked_at);
  const auto also = [&](std::vector<crm::LeadFacts> more) {
    for (crm::LeadFacts& lead : more) candidates.push_back(std::move(lead));
  };
  if (!draft.email.empty()) also(knowledge.leads_by_email(draft.email));
  if (!author.address.empty()) also(knowledge.leads_by_author(author.address));
  if (!draft.phone.empty()) also(knowledge.leads_by_phone(draft.phone));
  std::optional<DuplicateFound> best;
  for (const crm::LeadFacts& lead : candidates) {
    if (lead.arrived_at > arrived_at || lead.arrived_at < arrived_at - window) continue;
    std::string evidence;
    double who = same_buyer(draft, author, lead, evidence);
    const bool same_country = !draft.country.empty() && draft.country == lead.country;
    if (who < 0.6 && !same_country) continue;
    const std::vector<crm::LeadItem> items = knowledge.items_of_lead(lead.id);
    const double what = same_goods(draft, items);
    // Three equal quantities to the same place are no chance, whatever the names.
    if (who < 0.6 && same_amounts(draft, items) >= 3) {
      who = 0.75;
      evidence = "the same quantities for the same country";
    }
    const double confidence = who * (0.5 + 0.5 * what);
    if (who < 0.6 || what < 0.34 || confidence < 0.5) continue;
    if (!best || confidence > best->confidence || (confidence == best->confidence && lead.id < best->lead))
      best = DuplicateFound{lead.id, lead.message_id, confidence, evidence};
  }
  return best;
}

}  // namespace tradewind::archiver
