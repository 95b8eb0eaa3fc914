// Kind: what a message is. Structure that leaves no doubt decides at once; the rest is the model's.
#pragma once

#include <string>
#include <vector>

#include "archiver/classify/automatic.hpp"
#include "archiver/classify/features.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::archiver {

struct KindFound {
  crm::MessageKind kind = crm::MessageKind::unknown;
  double confidence = 0;
  crm::Decision decision;
};

[[nodiscard]] KindFound find_kind(const FeatureText& text, const Circumstances& circumstances,
                                  const Automatic& automatic, bool forwarded);

}  // namespace tradewind::archiver
