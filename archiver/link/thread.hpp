// Thread: by References (also to mail not seen yet), else by subject with participants in a window. A reference alone
// is not believed: strangers answer the same newsletter, and some programs use a Message-ID twice.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archiver/link/author.hpp"
#include "archiver/link/relation.hpp"
#include "archiver/link/subject.hpp"
#include "archiver/mime/parsed_message.hpp"
#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

struct ThreadFound {
  std::optional<crm::RecordId> thread;
  std::vector<crm::RecordId> merged;
  std::vector<std::string> references;  // own Message-ID last
  SubjectParts subject;
  std::optional<crm::ThreadFacts> facts;
  std::vector<crm::RecordLink> links;  // what the thread is filed to so far
  std::string rule = "new";
  double confidence = 1;
  std::string evidence;
  std::vector<std::string> alternatives;
};

// `counterparts`: the outsiders of the message (its author, or its recipients).
[[nodiscard]] ThreadFound find_thread(const ParsedMessage& message, const std::vector<Party>& counterparts,
                                      EpochSeconds arrived_at, crm::Knowledge& knowledge);

}  // namespace tradewind::archiver
