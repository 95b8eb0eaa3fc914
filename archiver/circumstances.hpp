// Circumstances of a message that the kind model weighs: who writes, in which thread, with what attached.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "archiver/classify/automatic.hpp"
#include "archiver/classify/features.hpp"
#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/notice.hpp"
#include "archiver/link/author.hpp"
#include "archiver/link/ladder.hpp"
#include "archiver/link/lookalike.hpp"

namespace tradewind::archiver {

struct CircumstanceInput {
  const ParsedMessage& message;
  const std::optional<Notice>& notice;
  const Author& author;
  const Automatic& automatic;
  crm::Direction direction;
  const std::vector<Party>& counterparts;
  const ThreadFound& thread;
  const std::vector<DocumentFound>& documents;
  const std::optional<Lookalike>& lookalike;
  const Catalogue& catalogue;
  EpochSeconds arrived_at;
};

// What an attachment's name and type say.
void set_file_circumstances(std::string_view file_name, std::string_view media_type, Circumstances& is);

[[nodiscard]] Circumstances find_circumstances(const CircumstanceInput& input, crm::Knowledge& knowledge);

}  // namespace tradewind::archiver
