#include "archiver/extract/notice_lines.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/extract/notice_fields.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t longest_label = 60, longest_heading = 60, longest_lone_label = 30, longest_bare_label = 40;
constexpr std::size_t longest_next_value = 120;

// A link to the platform's own pages: below it the platform speaks.
bool links_to(std::string_view folded, const PlatformTemplate& platform) {
  for (const std::string_view word : split(folded, " ")) {
    const std::size_t at = word.find(platform.platform);
    if (at != std::string_view::npos && word.find('/', at) != std::string_view::npos) return true;
  }
  return false;
}

// A label and its value in two columns without a colon: "Company     Lee Trading". npos if the line is none.
std::size_t column_gap(std::string_view line) {
  const std::size_t gap = std::min(line.find("  "), line.find('\t'));
  return gap == 0 || gap > longest_lone_label ? std::string_view::npos : gap;
}

class LineReading {
 public:
  LineReading(const std::vector<std::string_view>& lines, const PlatformCatalogue& platforms,
              const PlatformTemplate* platform, bool bare_labels, Notice& notice)
      : lines_(lines), platforms_(platforms), platform_(platform), bare_labels_(bare_labels), notice_(notice) {}

  void read() {
    look_at_layout();
    for (const std::string_view raw : lines_) take(raw);
  }

 private:
  [[nodiscard]] std::string_view field_of(std::string_view label) const {
    const std::string folded = fold(label);
    return field_of_label(trim_wide(folded), platforms_, platform_);
  }

  // Three labels and more that fill their lines, or stand in a column, among them an address or a telephone.
  void look_at_layout() {
    int alone = 0, in_column = 0;
    bool alone_reach = false, column_reach = false;
    for (const std::string_view raw : lines_) {
      const std::string_view line = trim_wide(raw);
      if (line.empty()) continue;
      if (line.size() <= longest_lone_label && line.find(':') == std::string_view::npos) {
        const std::string_view field = field_of(line);
        alone += field.empty() || field == "ignore" || field == "card" ? 0 : 1;
        alone_reach = alone_reach || field == "email" || field == "phone";
      }
      const std::size_t gap = column_gap(line);
      if (gap == std::string_view::npos || line.substr(0, gap).find(':') != std::string_view::npos) continue;
      const std::string_view field = field_of(line.substr(0, gap));
      in_column += field.empty() || field == "ignore" ? 0 : 1;
      column_reach = column_reach || field == "email" || field == "phone";
    }
    headed_ = alone >= 3 && alone_reach;
    columns_ = in_column >= 3 && column_reach;
  }

  // "Buyer's Contact Details", "=== Buyer ===": what follows is the buyer's card.
  [[nodiscard]] bool heads_card(std::string_view line, const std::string& folded) const {
    if (line.size() >= longest_heading || line.empty()) return false;
    if (platform_ != nullptr && has_any(folded, platform_->contact)) return true;
    const bool ruled = std::string_view("=-*#~[").find(line.front()) != std::string_view::npos &&
                       std::string_view("=-*#~]:").find(line.back()) != std::string_view::npos;
    std::string_view inner = line;
    while (!inner.empty() && std::string_view("=-*#~[]: ").find(inner.front()) != std::string_view::npos)
      inner.remove_prefix(1);
    while (!inner.empty() && std::string_view("=-*#~[]: ").find(inner.back()) != std::string_view::npos)
      inner.remove_suffix(1);
    const std::string_view field = field_of(inner);
    return field == "card" || (ruled && field == "name");
  }

  struct Label {
    std::string_view field;
    std::string_view value;
    bool alone = false;  // fills its line, without a colon
    bool colon = false;
    std::size_t value_at = 0;  // in the raw line
  };

  [[nodiscard]] Label label_of(std::string_view raw, std::string_view line) const {
    Label label;
    std::size_t size = 1;
    const std::size_t colon = label_end(line, size);
    if (colon != std::string_view::npos && colon > 0 && colon <= longest_label) {
      label.field = field_of(line.substr(0, colon));
      label.colon = true;
      label.value = line.substr(colon + size);
      if (colon == 1 && !is_worth_its_letter(label.field, label.value)) label.field = {};
    }
    const std::size_t gap = columns_ && label.field.empty() ? column_gap(line) : std::string_view::npos;
    if (gap != std::string_view::npos) {
      label.field = field_of(line.substr(0, gap));
      label.colon = !label.field.empty() || label.colon;
      if (!label.field.empty()) label.value = trim_wide(line.substr(gap));
    }
    if (label.field.empty() && colon == std::string_view::npos && line.size() <= longest_lone_label && !line.empty()) {
      const std::string_view field = field_of(line);
      if (field == "message" || (headed_ && field != "ignore")) label.field = field;
      label.alone = !label.field.empty();
    }
    if (label.field == "card") label.field = {};
    if (!label.value.empty()) label.value_at = static_cast<std::size_t>(trim_wide(label.value).data() - raw.data());
    return label;
  }

  void take(std::string_view raw) {
    const std::string_view line = trim_wide(raw);
    const std::string folded = fold(line);
    if (heads_card(line, folded)) {
      in_card_ = true;
      in_message_ = false;
      waiting_ = {};
      return;
    }
    const Label label = label_of(raw, line);
    if (take_waiting(line, label) || take_continued(raw, line, label)) return;
    if (label.alone && label.field != "message") waiting_ = label.field;
    if (label.colon && !label.field.empty() && label.field != "message" && trim_wide(label.value).empty())
      waiting_ = label.field;
    if (take_bare_label(line, folded, label) || take_stop(line, folded, label)) return;
    take_content(line, label);
    if (in_card_ && !line.empty()) notice_.card += std::string(raw) + "\n";
  }

  // "Name:" with its value in the next line.
  bool take_waiting(std::string_view line, const Label& label) {
    if (waiting_.empty() || line.empty()) return false;
    const std::string_view field = std::exchange(waiting_, {});
    if (!label.field.empty() || line.size() > longest_next_value) return false;
    add_field(notice_, field, line, platforms_, platform_);
    return true;
  }

  // The firm and the town under the name of the buyer, where his name began.
  bool take_continued(std::string_view raw, std::string_view line, const Label& label) {
    if (!label.field.empty() || line.empty()) {
      continued_ = label.field == "name" && label.value_at >= 4 ? label.value_at : 0;
      return false;
    }
    const auto indent = static_cast<std::size_t>(line.data() - raw.data());
    if (continued_ == 0 || in_message_ || indent + 1 < continued_) return false;
    read_card_lines(std::string(notice_.field("name")) + "\n" + std::string(line), platforms_, platform_, notice_);
    return true;
  }

  bool take_bare_label(std::string_view line, const std::string& folded, const Label& label) {
    if (!bare_labels_ || !label.field.empty() || label.colon || line.empty() || line.size() > longest_bare_label)
      return false;
    waiting_ = field_of_label(folded, platforms_, platform_);
    if (waiting_.empty() || waiting_ == "card") return false;
    in_message_ = false;
    return true;
  }

  bool take_stop(std::string_view line, const std::string& folded, const Label& label) {
    if (platform_ == nullptr || !(has_any(folded, platform_->stop) || links_to(folded, *platform_))) return false;
    if (!(in_card_ && !label.field.empty())) in_message_ = false;
    if (!label.field.empty()) return false;
    if (in_card_ && folded.find('@') == std::string::npos && count_digits(folded) < 6)
      in_card_ = false;
    else if (in_card_)
      notice_.card += std::string(line) + "\n";
    return true;
  }

  void take_content(std::string_view line, const Label& label) {
    if (label.field == "message") {
      in_message_ = notice_.message.empty();
      if (in_message_ && label.colon) notice_.message = std::string(trim_wide(label.value));
    } else if (!label.field.empty() && !(in_message_ && label.field == "ignore")) {
      in_message_ = false;
      if (!label.alone) add_field(notice_, label.field, label.value, platforms_, platform_);
    } else if (is_rule_line(line)) {
      in_message_ = in_message_ && notice_.message.empty();
      in_card_ = false;
    } else if (in_message_) {
      if (!notice_.message.empty()) notice_.message += '\n';
      notice_.message += line;
    }
  }

  const std::vector<std::string_view>& lines_;
  const PlatformCatalogue& platforms_;
  const PlatformTemplate* platform_;
  bool bare_labels_;
  Notice& notice_;
  bool headed_ = false, columns_ = false;
  bool in_message_ = false, in_card_ = false;
  std::string_view waiting_;   // the field of a label whose value is still to come
  std::size_t continued_ = 0;  // where the name began that the last line gave, 0 if it gave none
};

}  // namespace

bool is_rule_line(std::string_view line) {
  return line.size() >= 3 && line.find_first_not_of("-=_*~# ") == std::string_view::npos;
}

bool has_any(std::string_view folded, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return folded.find(word) != std::string_view::npos; });
}

void read_lines(const std::vector<std::string_view>& lines, const PlatformCatalogue& platforms,
                const PlatformTemplate* platform, bool bare_labels, Notice& notice) {
  LineReading(lines, platforms, platform, bare_labels, notice).read();
}

}  // namespace tradewind::archiver
