// The texts that the kind model learns from: tests/mailset/training/*.txt (format in its README.md).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "archiver/classify/features.hpp"
#include "crm_core/model/mail.hpp"

namespace tradewind::mailset {

struct TrainingText {
  crm::MessageKind kind = crm::MessageKind::unknown;
  std::vector<archiver::Circumstances> scenarios;  // at least one: each way the letter may have come
  std::string subject, written, attachments;
  std::string where;  // file:line
  std::string group;  // what is held out together: a language, or a stretch of English letters
};

// Throws std::runtime_error that names the line for an unknown kind, circumstance or scenario.
[[nodiscard]] std::vector<TrainingText> read_training_texts(const std::filesystem::path& directory);

// A labelled world to be learned from; of some only the mails with odd numbers.
struct WorldChoice {
  std::filesystem::path directory;
  bool odd_only = false;
};
// Those that worlds.list in that directory names.
[[nodiscard]] std::vector<WorldChoice> read_world_choices(const std::filesystem::path& directory);

}  // namespace tradewind::mailset
