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
constexpr std::size_t most_known = 4'000;

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

BuyerMarks marks(std::string_view email, std::string_view author, std::string_view phone, std::string_view country,
                 std::string_view company, std::string_view person) {
  BuyerMarks made;
  for (const std::string_view address : {email, author}) {
    if (!address.empty()) made.addresses.push_back(crm::address_key(address));
  }
  made.phone = crm::phone_key(phone);
  made.country = country;
  made.company = crm::name_key(company);
  made.squeezed_company = squeezed(company);
  made.squeezed_name = squeezed(made.company);
  made.domain = registrable_domain(domain_of(author));
  if (is_free_mail(made.domain)) made.domain.clear();
  made.person = sorted_words(person);
  return made;
}

bool one_within_the_other(const BuyerMarks& a, const BuyerMarks& b) {
  constexpr std::size_t telling = 9;  // letters
  if (a.squeezed_company.size() < telling || b.squeezed_company.size() < telling) return false;
  if (a.company.empty() || b.company.empty()) return false;
  return a.squeezed_company.find(b.squeezed_name) != std::string::npos ||
         b.squeezed_company.find(a.squeezed_name) != std::string::npos;
}

// Who: 0..1, with what agreed.
double same_buyer(const BuyerMarks& ours, const BuyerMarks& theirs, std::string& evidence) {
  double score = 0;
  const auto agree = [&](double points, std::string_view what) {
    score = std::max(score, points);
    if (!evidence.empty()) evidence += ", ";
    evidence += what;
  };
  const bool same_address = std::any_of(ours.addresses.begin(), ours.addresses.end(), [&](const std::string& address) {
    return std::find(theirs.addresses.begin(), theirs.addresses.end(), address) != theirs.addresses.end();
  });
  if (same_address) agree(1, "same address");
  const auto last_eight = [](const std::string& phone) { return std::string_view(phone).substr(phone.size() - 8); };
  const bool elsewhere = !ours.country.empty() && !theirs.country.empty() && ours.country != theirs.country;
  if (ours.phone.size() >= 8 && theirs.phone.size() >= 8 && !elsewhere &&
      last_eight(ours.phone) == last_eight(theirs.phone))
    agree(0.95, "same telephone number");
  if (!ours.company.empty() && ours.company == theirs.company)
    agree(0.9, "same firm");
  else if (one_within_the_other(ours, theirs))
    agree(0.85, "one firm's name within the other's");
  if (!ours.domain.empty() && ours.domain == theirs.domain) agree(0.85, "same company domain");
  if (ours.person.size() >= 2 && ours.person == theirs.person) agree(score > 0 ? score : 0.6, "same name");
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

// What a text says, where the draft's list of products may have missed it.
struct SaidGoods {
  std::vector<std::string> words;    // sorted
  std::vector<std::string> amounts;  // digits only
};

SaidGoods said_goods(std::string_view text) {
  constexpr std::size_t read = 4'000;
  SaidGoods said;
  said.words = sorted_words(text.substr(0, read));
  std::string digits;
  const auto close = [&] {
    if (digits.size() >= 3) said.amounts.push_back(digits);
    digits.clear();
  };
  const std::string_view part = text.substr(0, read);
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool digit = part[i] >= '0' && part[i] <= '9';
    const bool between = !digits.empty() && (part[i] == ',' || part[i] == '.' || part[i] == '\'') &&
                         i + 1 < part.size() && part[i + 1] >= '0' && part[i + 1] <= '9';
    if (digit)
      digits.push_back(part[i]);
    else if (!between)
      close();
  }
  close();
  return said;
}

bool says_amount(const SaidGoods& said, const crm::LeadItem& item) {
  return item.quantity.size() >= 3 &&
         std::find(said.amounts.begin(), said.amounts.end(), item.quantity) != said.amounts.end();
}

// The share of their products that the text speaks of: by two of its words, or one and the quantity.
double spoken_goods(const SaidGoods& said, const std::vector<crm::LeadItem>& theirs) {
  if (theirs.empty()) return 0;
  std::size_t spoken = 0;
  for (const crm::LeadItem& item : theirs) {
    std::size_t common = says_amount(said, item);
    for (const std::string& word : sorted_words(item.product))
      common += word.size() >= 4 && std::binary_search(said.words.begin(), said.words.end(), word);
    spoken += common >= 2;
  }
  return static_cast<double>(spoken) / static_cast<double>(theirs.size());
}

std::size_t spoken_amounts(const SaidGoods& said, const std::vector<crm::LeadItem>& theirs) {
  return static_cast<std::size_t>(
      std::count_if(theirs.begin(), theirs.end(), [&](const crm::LeadItem& item) { return says_amount(said, item); }));
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

const BuyerMarks& DuplicateFinder::marks_of(const crm::LeadMark& lead, crm::Knowledge& knowledge) {
  if (const auto known = known_.find(lead.id);
      known != known_.end() && known->second.version == lead.version && known->second.arrived_at == lead.arrived_at)
    return known->second.marks;
  if (known_.size() >= most_known) known_.clear();
  Known& kept = known_[lead.id];
  kept = {lead.version, lead.arrived_at, {}};
  if (const auto facts = knowledge.lead(lead.id))
    kept.marks =
        marks(facts->email, facts->author_address, facts->phone, facts->country, facts->company, facts->contact_name);
  return kept.marks;
}

std::optional<DuplicateFound> DuplicateFinder::find(const crm::LeadDraft& draft, const crm::MailAddress& author,
                                                    std::string_view text, EpochSeconds arrived_at,
                                                    std::optional<crm::RecordId> message, crm::Knowledge& knowledge) {
  const EpochSeconds since = arrived_at - window;
  std::vector<crm::LeadMark> candidates = knowledge.recent_leads(since, arrived_at, leads_looked_at);
  // The buyer's own, also where so many others came since.
  for (crm::LeadMark& lead : knowledge.leads_of_buyer(draft.email, author.address, draft.phone)) {
    const bool looked_at = std::any_of(candidates.begin(), candidates.end(),
                                       [&](const crm::LeadMark& known) { return known.id == lead.id; });
    if (!looked_at && lead.arrived_at >= since && lead.arrived_at <= arrived_at) candidates.push_back(lead);
  }
  const BuyerMarks buyer =
      marks(draft.email, author.address, draft.phone, draft.country, draft.company, draft.contact_name);
  const SaidGoods said = said_goods(text);
  std::optional<DuplicateFound> best;
  for (const crm::LeadMark& lead : candidates) {
    if (message && lead.message_id == message) continue;
    const BuyerMarks& theirs = marks_of(lead, knowledge);
    std::string evidence;
    double who = same_buyer(buyer, theirs, evidence);
    const bool same_country = !buyer.country.empty() && buyer.country == theirs.country;
    if (who < 0.6 && !same_country) continue;
    const std::vector<crm::LeadItem> items = knowledge.items_of_lead(lead.id);
    const double what = std::max(same_goods(draft, items), spoken_goods(said, items));
    // Three equal quantities to the same place are no chance, whatever the names.
    if (who < 0.6 && std::max(same_amounts(draft, items), spoken_amounts(said, items)) >= 3) {
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
