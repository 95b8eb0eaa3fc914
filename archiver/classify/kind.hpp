// Kind: what a message is. Structure that leaves no doubt decides at once; the rest is the model's.
#pragma once

#include <string>
#include <vector>

#include "archiver/classify/automatic.hpp"
#include "archiver/classify/features.hpp"
#include "archiver/classify/kind_model.hpp"
#include "archiver/classify/lessons.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::archiver {

struct KindFound {
  crm::MessageKind kind = crm::MessageKind::unknown;
  double confidence = 0;
  crm::Decision decision;
};

// The firm's own layer, and by whose hand the mail is for it.
struct OwnLayer {
  const Lessons& lessons;
  LessonSender sender;
};

[[nodiscard]] KindFound find_kind(const FeatureText& text, const Circumstances& circumstances,
                                  const Automatic& automatic, bool forwarded, const OwnLayer& own);

// All that the kind of one message is decided by, the firm's own layer aside.
struct KindQuestion {
  std::string subject, written, attachments;
  Circumstances circumstances;
  Automatic automatic;
  bool forwarded = false;
};
// By other weights than the shipped ones, without lessons: for the trainer's figures.
[[nodiscard]] KindFound find_kind(const KindQuestion& question, const Features& features, const KindModel& model);

}  // namespace tradewind::archiver
