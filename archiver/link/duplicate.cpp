#include "archiver/link/duplicate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace tradewind::archiver {
namespace {

constexpr EpochSeconds day = 86'400;
constexpr EpochSeconds window = 60 * day;
constexpr int leads_looked_at = 300;
constexpr std::size_t most_known = 4'000;
// A full name makes a buyer; the score needs what he asks for beside it.
constexpr double least_buyer = 2.5, enough = 6;
// Three equal quantities for the same country are no chance, whatever the names.
constexpr std::size_t telling_quantities = 3;

double sum(const std::vector<DuplicateSign>& signs) {
  double points = 0;
  for (const DuplicateSign& sign : signs) points += sign.points;
  return points;
}

std::string explained(double score, const std::vector<DuplicateSign>& signs) {
  std::string text = fmt::format("score {:g}", score);
  for (const DuplicateSign& sign : signs)
    text += fmt::format("{} {} ({:+g})", &sign == &signs.front() ? ":" : ",", sign.what, sign.points);
  return text;
}

// 0.82 at the threshold, 0.95 three points above it.
double confidence_of(double score) { return 1 / (1 + std::exp(-(score - 3) / 2)); }

}  // namespace

const BuyerMarks& DuplicateFinder::marks_of(const crm::LeadMark& lead, crm::Knowledge& knowledge) {
  if (const auto known = known_.find(lead.id);
      known != known_.end() && known->second.version == lead.version && known->second.arrived_at == lead.arrived_at)
    return known->second.marks;
  if (known_.size() >= most_known) known_.clear();
  Known& kept = known_[lead.id];
  kept = {lead.version, lead.arrived_at, {}};
  if (const auto facts = knowledge.lead(lead.id))
    kept.marks = make_marks({facts->email, facts->author_address, facts->phone, facts->country, facts->company,
                             facts->contact_name, facts->platform});
  return kept.marks;
}

std::optional<DuplicateFound> DuplicateFinder::find(const crm::LeadDraft& draft, const Author& author,
                                                    EpochSeconds arrived_at, std::optional<crm::RecordId> message,
                                                    crm::Knowledge& knowledge) {
  const EpochSeconds since = arrived_at - window;
  std::vector<crm::LeadMark> candidates = knowledge.recent_leads(since, arrived_at, leads_looked_at);
  // The buyer's own, also where so many others came since.
  for (crm::LeadMark& lead : knowledge.leads_of_buyer(draft.email, author.address.address, draft.phone)) {
    const bool looked_at = std::any_of(candidates.begin(), candidates.end(),
                                       [&](const crm::LeadMark& known) { return known.id == lead.id; });
    if (!looked_at && lead.arrived_at >= since && lead.arrived_at <= arrived_at) candidates.push_back(lead);
  }
  if (candidates.empty()) return {};
  const BuyerMarks buyer = make_marks(
      {draft.email, author.address.address, draft.phone, draft.country, draft.company, draft.contact_name, {}});
  const SaidOfEarlier said(author.subject + "\n" + author.text + "\n" + author.signature);
  const SaidMatter matter(author.subject, author.text, draft);
  std::optional<DuplicateFound> best;
  double best_score = 0;
  for (const crm::LeadMark& lead : candidates) {
    if (message && lead.message_id == message) continue;
    const BuyerMarks& theirs = marks_of(lead, knowledge);
    std::vector<DuplicateSign> signs = same_buyer(buyer, said, theirs);
    const bool known_buyer = sum(signs) >= least_buyer;
    if (!known_buyer && (buyer.country.empty() || buyer.country != theirs.country)) continue;
    const std::vector<crm::LeadItem> items = knowledge.items_of_lead(lead.id);
    if (!known_buyer && matter.equal_quantities(items) < telling_quantities) continue;
    const auto facts = knowledge.lead(lead.id);
    if (!facts) continue;
    const auto of_matter = matter.compare({items, facts->port, facts->target_price, facts->subject, facts->preview});
    if (!of_matter) continue;
    const bool restated = sum(*of_matter) >= 1.5;
    signs.insert(signs.end(), of_matter->begin(), of_matter->end());
    if (!known_buyer) signs.push_back({1, "for the same country"});
    constexpr EpochSeconds fresh = 21 * day;
    if (arrived_at - lead.arrived_at > fresh)
      signs.push_back({-1, fmt::format("{} days later", (arrived_at - lead.arrived_at) / day)});
    const double score = sum(signs);
    if (score < enough) continue;
    if (!best || score > best_score || (score == best_score && lead.id < best->lead)) {
      best_score = score;
      best = DuplicateFound{lead.id, lead.message_id, confidence_of(score), explained(score, signs), restated};
    }
  }
  return best;
}

}  // namespace tradewind::archiver
