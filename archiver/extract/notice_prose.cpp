#include "archiver/extract/notice_prose.hpp"

#include <algorithm>
#include <set>

#include "archiver/classify/lexicon.hpp"
#include "archiver/data_table.hpp"
#include "archiver/extract/notice_fields.hpp"
#include "archiver/extract/notice_lines.hpp"
#include "archiver/extract/places.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t longest_label = 60;

}  // namespace

// The buyer's words where no label says so: the paragraph that asks most and speaks least of the platform.
LikelyMessage likely_message(const std::vector<std::string_view>& lines, const PlatformCatalogue& platforms,
                             const PlatformTemplate* platform, bool rows) {
  const Lexicon& lexicon = Lexicon::shared();
  static const std::size_t want = lexicon.concept_index("want"), machine = lexicon.concept_index("machine"),
                           bulk = lexicon.concept_index("bulk");
  LikelyMessage best;
  std::string paragraph;
  double best_score = 1.5;
  const auto close = [&](std::size_t line) {
    if (paragraph.size() >= 15) {
      const auto found = lexicon.find(fold(paragraph));
      // The platform puts the buyer's words between quotation marks.
      const bool quoted = paragraph.size() >= 40 && (paragraph.starts_with("\"") || paragraph.starts_with("“") ||
                                                     paragraph.starts_with("«") || paragraph.starts_with("„"));
      const double score = (quoted ? 3.0 : 0.0) + 2.0 * found[want].count +
                           static_cast<double>(std::min<std::size_t>(paragraph.size(), 400)) / 100.0 -
                           3.0 * (found[machine].count + found[bulk].count);
      if (score > best_score) {
        best_score = score;
        best = {paragraph, line};
      }
    }
    paragraph.clear();
  };
  for (std::size_t at = 0; at < lines.size(); ++at) {
    std::string_view line = trim_wide(lines[at]);
    while (!line.empty() && line.front() == '>') line = trim_wide(line.substr(1));
    std::size_t size = 1;
    const std::size_t colon = std::min(label_end(line, size), line.find('\t'));
    const bool labelled =
        colon != std::string_view::npos && colon > 0 && colon <= longest_label &&
        !platforms.field_of(trim_wide(std::string_view(fold(line.substr(0, colon)))), platform).empty();
    const bool ends =
        line.empty() || labelled || is_rule_line(line) || (platform != nullptr && has_any(fold(line), platform->stop));
    if (ends || rows) close(at);
    if (ends) continue;
    if (!paragraph.empty()) paragraph += '\n';
    paragraph += line;
  }
  close(lines.size());
  return best;
}

// The buyer's card below his words, without labels: his name, his firm, where and by which number he is reached.
std::string card_below(const std::vector<std::string_view>& lines, std::size_t behind,
                       const PlatformTemplate* platform) {
  constexpr std::size_t most_lines = 5, longest_line = 120;
  while (behind < lines.size() && trim_wide(lines[behind]).empty()) ++behind;
  std::string card;
  bool reached = false;
  for (std::size_t i = behind; i < std::min(lines.size(), behind + most_lines); ++i) {
    const std::string_view line = trim_wide(lines[i]);
    const bool ends = line.empty() || line.size() > longest_line || is_rule_line(line) ||
                      (platform != nullptr && has_any(fold(line), platform->stop));
    if (ends) break;
    card += std::string(line) + "\n";
    reached = reached || count_digits(line) >= 7 || line.find('@') != std::string_view::npos ||
              line.find('[') != std::string_view::npos || !find_countries(line).empty();
  }
  return reached ? card : std::string();
}

// Two columns in a line: the person left, the firm right, as some notices put their head.
void read_columns(const std::vector<std::string_view>& lines, Notice& notice) {
  static const std::set<std::string> forms = {"ltd", "ltd.", "limited", "inc",  "inc.", "llc",  "gmbh",
                                              "co.", "corp", "corp.",   "sarl", "srl",  "s.a.", "sa",
                                              "bv",  "plc",  "pty",     "ltda", "lda"};
  for (const std::string_view line : lines) {
    const auto cells = split(line, "   ");
    if (cells.size() < 2) continue;
    const std::string folded = fold(cells[1]);
    const auto words = split(folded, " ");
    const bool firm = std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      return forms.contains(std::string(word)) || forms.contains(std::string(word.substr(0, word.find_first_of(",("))));
    });
    if (!firm || cells[0].size() > 60) continue;
    notice.fields.emplace_back("name", cells[0]);
    notice.fields.emplace_back("company", cells[1]);
    return;
  }
}

// "You have a new message from Ana Ruiz (PE)", "Li Na has sent you an inquiry": the buyer in the subject.
void read_subject(std::string_view subject, const PlatformCatalogue& platforms, const PlatformTemplate* platform,
                  Notice& notice) {
  std::string_view name;
  const std::size_t from = subject.rfind(" from "),
                    sent = std::min(subject.find(" has sent you"), subject.find(" sent you"));
  if (sent != std::string_view::npos && sent > 2)
    name = subject.substr(0, sent);
  else if (from != std::string_view::npos)
    name = subject.substr(from + 6);
  const std::size_t tag = subject.find("] ");
  if (name.empty() && subject.starts_with('[') && tag != std::string_view::npos &&
      subject.find(": ", tag) != std::string_view::npos)
    name = subject.substr(tag + 2, subject.find(": ", tag) - tag - 2);
  if (const std::size_t bracket = name.rfind(']'); bracket != std::string_view::npos) name = name.substr(bracket + 1);
  const std::size_t open = name.find('(');
  if (open != std::string_view::npos) {
    const std::string_view country = trim_wide(name.substr(open + 1, name.find(')', open) - open - 1));
    add_field(notice, "country", country, platforms, platform);
    name = name.substr(0, open);
  }
  name = trim_wide(
      name.substr(0, std::min({name.find(" - "), name.find(" | "), name.find(": "), name.find(", "), name.size()})));
  if (name.size() >= 4 && name.size() <= 50 && name.find(' ') != std::string_view::npos &&
      name.find_first_of("0123456789@") == std::string_view::npos)
    add_field(notice, "name", name, platforms, platform);
}

}  // namespace tradewind::archiver
