// The text inside the attachments of stored mail, for the index: each file is read once, however many mails carry it.
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "archiver/isolated_text.hpp"
#include "crm_core/base/sha256.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::archiver {

// Remembers what the latest files said, so that a price list sent to a hundred buyers is read once. Not thread-safe.
// Forks the process that reads PDF and office files when it is made: make it early, see IsolatedText.
class AttachmentTexts {
 public:
  // Whether text may be found in a file of that name and type: pictures, sound, film and archives are not even decoded.
  [[nodiscard]] static bool may_have_text(const crm::AttachmentRecord& attachment);

  // What the still encoded body says; "" if nothing can be read from it. PDF and office files are read in a process of
  // their own. Bounded: bodies over 45 MB, text over 256 KiB and PDF pages over 100 are left out.
  [[nodiscard]] const std::string& read(const crm::AttachmentRecord& attachment, std::string_view encoded);

  // The remembered texts.
  void forget();

 private:
  struct DigestHash {
    std::size_t operator()(const Digest& digest) const;
  };
  void forget_oldest();

  IsolatedText isolated_;
  std::unordered_map<Digest, std::string, DigestHash> known_;
  std::deque<Digest> order_;
  std::size_t bytes_ = 0;
};

// All of one mail's attachments may say this much.
inline constexpr std::size_t most_attachment_text = std::size_t{1} << 20;

}  // namespace tradewind::archiver
