// The words by which mail clients and people mark quoted mail, signatures and disclaimers, as data. All entries are
// case folded (fold_case). A language is added by adding rows here; no code changes.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace tradewind::archiver::lexicon {

enum class HeaderRole { from, date, to, cc, subject, other };
// The role of the label of a header line in a quoted mail ("von", "发件人"), folded, without colon and inner blanks.
[[nodiscard]] std::optional<HeaderRole> header_role(std::string_view label);

enum class SeparatorKind { reply, forward };
struct Separator {
  std::string_view text;
  SeparatorKind kind;
};
// The words of "-----Original Message-----" lines, without their dashes.
[[nodiscard]] std::span<const Separator> separators();

[[nodiscard]] std::span<const std::string_view> attribution_verbs();     // "wrote", "schrieb", "写道"
[[nodiscard]] std::span<const std::string_view> attribution_starters();  // "on", "am", "le": first word of such a line
[[nodiscard]] std::span<const std::string_view> forward_prefixes();      // of a subject, without colon
[[nodiscard]] std::span<const std::string_view> closings();              // formulas that end a letter
[[nodiscard]] std::span<const std::string_view> weak_closings();         // thanks, which may also stand in the middle
[[nodiscard]] std::span<const std::string_view> mobile_footers();        // beginnings of lines that devices add
[[nodiscard]] std::span<const std::string_view> disclaimer_words();      // two different ones make a disclaimer
[[nodiscard]] std::span<const std::string_view> footer_lines();          // one is enough: "consider the environment"
[[nodiscard]] std::span<const std::string_view> contact_labels();        // "tel", "手机": a signature line

}  // namespace tradewind::archiver::lexicon
