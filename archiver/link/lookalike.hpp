// Domains that imitate those of our customers, suppliers or ourselves.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

struct Lookalike {
  std::string domain;  // imitated
  crm::RecordType type = crm::RecordType::customer;
  std::optional<crm::RecordId> record;  // nothing: our own domain
  std::string manner;                   // "looks alike", "one letter differs", "added words", "other ending"
};

// An index over the partners' domains, so that a look costs the same for ten and for ten thousand of them.
class LookalikeIndex {
 public:
  void build(const crm::Knowledge& knowledge);
  // `registrable` of a sender that is nobody's we know.
  [[nodiscard]] std::optional<Lookalike> find(std::string_view registrable) const;

 private:
  void add(std::string domain, crm::RecordType type, std::optional<crm::RecordId> record);
  struct Partner {
    std::string domain;
    crm::RecordType type = crm::RecordType::customer;
    std::optional<crm::RecordId> record;
  };
  std::vector<Partner> partners_;
  std::unordered_map<std::string, std::vector<std::uint32_t>>
      by_key_;  // the name, and it with each one letter left out
};

}  // namespace tradewind::archiver
