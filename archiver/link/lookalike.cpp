#include "archiver/link/lookalike.hpp"

#include "archiver/data_table.hpp"
#include "archiver/link/domains.hpp"

namespace tradewind::archiver {
namespace {

// The name without its ending, and it with each one letter left out: two names within one or two edits share one of
// these. "-" is no letter.
std::vector<std::string> keys_of(std::string_view registrable) {
  std::string name;
  for (const char c : registrable.substr(0, registrable.find('.'))) {
    if (c != '-') name += c == '1' || c == 'i' ? 'l' : c == '0' ? 'o' : c;
  }
  std::vector<std::string> keys{name};
  for (std::size_t i = 0; i < name.size() && name.size() <= 40; ++i)
    keys.push_back(name.substr(0, i) + name.substr(i + 1));
  for (std::size_t at = name.find("rn"); at != std::string::npos; at = name.find("rn", at + 1))
    keys.push_back(name.substr(0, at) + "m" + name.substr(at + 2));
  return keys;
}

}  // namespace

void LookalikeIndex::add(std::string domain, crm::RecordType type, std::optional<crm::RecordId> record) {
  const auto index = static_cast<std::uint32_t>(partners_.size());
  std::string registrable = registrable_domain(domain);
  for (std::string& key : keys_of(registrable)) {
    if (key.size() >= 3) by_key_[std::move(key)].push_back(index);
  }
  partners_.push_back(Partner{std::move(registrable), type, record});
}

void LookalikeIndex::build(const crm::Knowledge& knowledge) {
  partners_.clear();
  by_key_.clear();
  for (const auto& partner : knowledge.partner_domains()) {
    if (!is_free_mail(partner.domain)) add(partner.domain, partner.type, partner.id);
  }
  for (const std::string& own : knowledge.firm().own_domains) add(own, crm::RecordType::customer, {});
}

std::optional<Lookalike> LookalikeIndex::find(std::string_view registrable) const {
  std::vector<std::string> keys = keys_of(registrable);
  // "acme-payments", "pay-acme": the parts between hyphens, and neighbours of them joined.
  const std::string_view label = registrable.substr(0, registrable.find('.'));
  const auto words = split(label, "-");
  for (std::size_t i = 0; i < words.size() && words.size() <= 8; ++i) {
    std::string joined;
    for (std::size_t j = i; j < words.size(); ++j) {
      joined += words[j];
      if (joined.size() >= 6 && joined.size() < label.size()) keys.push_back(keys_of(joined + ".x").front());
    }
  }
  for (const std::string& key : keys) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) continue;
    for (const std::uint32_t index : found->second) {
      const Partner& partner = partners_[index];
      if (partner.domain == registrable) return {};
    }
    for (const std::uint32_t index : found->second) {
      const Partner& partner = partners_[index];
      std::string manner = imitation(registrable, partner.domain);
      if (!manner.empty()) return Lookalike{partner.domain, partner.type, partner.record, std::move(manner)};
    }
  }
  return {};
}

}  // namespace tradewind::archiver
