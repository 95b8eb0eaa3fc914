// Platform templates: what is known of the notices of B2B platforms, one small data file each
// (archiver/extract/platform/*.txt, and a directory of the firm's own). The labels of notices and forms in many
// languages are a file beside them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tradewind::archiver {

struct PlatformTemplate {
  std::string platform;                                 // "alibaba"
  std::vector<std::string> senders;                     // domains its mail comes from
  std::vector<std::string> relays;                      // domains of stand-in addresses
  std::vector<std::string> inquiry;                     // folded: in the subject, they promise a buyer's message
  std::vector<std::string> stop;                        // folded: a line with one ends the buyer's message
  std::vector<std::string> contact;                     // folded: headings of a block with the buyer's card
  std::unordered_map<std::string, std::string> labels;  // folded label -> field
};

class PlatformCatalogue {
 public:
  // The shipped templates and those of `directory` (unreadable files are passed over; "" for none).
  explicit PlatformCatalogue(const std::filesystem::path& directory = {});

  // By the domain of the sender; nullptr if it is no platform's.
  [[nodiscard]] const PlatformTemplate* by_sender(std::string_view domain) const;
  // An address that stands in for a buyer's.
  [[nodiscard]] bool is_relay(std::string_view domain) const;
  // The field a label stands for ("company", "email", "message", "ignore" ...), "" for an unknown one. Folded, without
  // colon.
  [[nodiscard]] std::string_view field_of(std::string_view folded_label, const PlatformTemplate* platform) const;
  // Folded words, in any language, that in a subject promise a buyer's message, or tell a website's form.
  [[nodiscard]] const std::vector<std::string>& inquiry_words() const { return inquiry_words_; }
  [[nodiscard]] const std::vector<std::string>& form_words() const { return form_words_; }

 private:
  void add(std::string_view text);
  std::vector<PlatformTemplate> templates_;
  std::unordered_map<std::string, std::string> labels_;
  std::vector<std::string> inquiry_words_, form_words_;
};

}  // namespace tradewind::archiver
