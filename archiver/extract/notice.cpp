#include "archiver/extract/notice.hpp"

#include <algorithm>
#include <set>

#include "archiver/classify/lexicon.hpp"
#include "archiver/data_table.hpp"
#include "archiver/extract/firm_name.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/link/domains.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t longest_label = 60;
constexpr std::size_t most_text = 20'000;  // a notice is short; a longer one is read so far

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

// The colon that ends a label: ':' or U+FF1A. `size` is its bytes.
std::size_t label_end(std::string_view line, std::size_t& size) {
  const std::size_t narrow = line.find(':');
  const std::size_t wide = line.find("\xEF\xBC\x9A");
  size = wide < narrow ? 3 : 1;
  return std::min(narrow, wide);
}

// What the platform adds behind a value: "(verified)", "hidden for Free Members", "+51-1-5550***".
std::string clean_value(std::string_view field, std::string_view value) {
  while (!value.empty() && (value.front() == ':' || value.front() == ' ' || value.front() == '-'))
    value = trim_wide(value.substr(1));
  if (field == "email") {
    const std::size_t at = value.find('@');
    if (at == std::string_view::npos || value.find('*') != std::string_view::npos) return "";
    std::size_t begin = value.find_last_of(" <:([\t", at);
    begin = begin == std::string_view::npos ? 0 : begin + 1;
    const std::size_t end = value.find_first_of(" >)];,\t", at);
    return std::string(value.substr(begin, end == std::string_view::npos ? end : end - begin));
  }
  if (field == "phone") {
    if (value.find('*') != std::string_view::npos || count_digits(value) < 6) return "";
    // "Tel / Fax: 82-51-5550147 / 82-51-5550148"
    const std::size_t slash = value.find(" / ");
    if (slash != std::string_view::npos && count_digits(value.substr(0, slash)) >= 7) value = value.substr(0, slash);
    std::size_t end = 0;
    while (end < value.size() && (std::string_view("+0123456789 ()-./").find(value[end]) != std::string_view::npos))
      ++end;
    return std::string(trim_wide(end >= 6 ? value.substr(0, end) : value));
  }
  if (field == "name" || field == "company") {
    const std::string low = fold(value);
    if (low.starts_with("hidden") || value.find("***") != std::string_view::npos) return "";
    if (field == "name") {
      if (const std::size_t bracket = value.find_first_of("(<["); bracket != std::string_view::npos && bracket > 0)
        value = trim_wide(value.substr(0, bracket));
      for (const std::string_view title :
           {"Mr. ", "Mr ", "Ms. ", "Ms ", "Mrs. ", "Mrs ", "Miss ", "Herr ", "Frau ", "M. ", "Mme ", "Sr. ", "Sra. "}) {
        if (value.starts_with(title)) value = trim_wide(value.substr(title.size()));
      }
    }
  }
  return std::string(value);
}

void add_field(Notice& notice, std::string_view field, std::string_view raw) {
  if (field.empty() || field == "ignore" || raw.size() > 8000) return;
  // Forms put both into one line: "From: Ann Lee [ann@buyer.example]".
  if (field == "name" && raw.find('@') != std::string_view::npos && raw.find_first_of("<[(") != std::string_view::npos)
    add_field(notice, "email", raw);
  // "Fong Wai Man / Lucky Ocean Co"
  if (const std::size_t bar = raw.find(" / "); field == "name" && bar != std::string_view::npos) {
    const std::string_view firm = trim_wide(raw.substr(bar + 3));
    if (names_a_firm(firm)) {
      add_field(notice, "company", firm);
      raw = raw.substr(0, bar);
    }
  }
  // "Mr. Mostafa Amin (Egypt)"
  if (field == "name" && notice.field("country").empty()) {
    const std::size_t open = raw.find('('), close = raw.find(')', open == std::string_view::npos ? 0 : open);
    if (open != std::string_view::npos && close != std::string_view::npos &&
        !find_countries(raw.substr(open + 1, close - open - 1)).empty())
      add_field(notice, "country", raw.substr(open + 1, close - open - 1));
  }
  std::string value = clean_value(field, trim_wide(raw));
  // "Salim Amri   Oman   Registered 2019" in one cell.
  if (field == "name" && value.size() > 12) {
    const auto countries = find_countries(value);
    if (!countries.empty() && countries.front().begin >= 5) {
      const std::size_t begin = countries.front().begin;
      if (notice.field("country").empty()) notice.fields.emplace_back("country", countries.front().text);
      value = std::string(trim_wide(std::string_view(value).substr(0, begin)));
    }
  }
  if (value.empty()) return;
  const bool known = std::any_of(notice.fields.begin(), notice.fields.end(),
                                 [&](const auto& each) { return each.first == field && each.second == value; });
  if (!known && notice.fields.size() < 60) notice.fields.emplace_back(std::string(field), std::move(value));
}

// " * Tel ", "[Message]", "电话/WhatsApp": the label without its marks; of two names the one that is known.
std::string_view field_of_label(std::string_view folded, const PlatformCatalogue& platforms,
                                const PlatformTemplate* platform) {
  while (!folded.empty() && std::string_view("*-#[]>= ").find(folded.front()) != std::string_view::npos)
    folded.remove_prefix(1);
  while (!folded.empty() && std::string_view("*-#[]>= ").find(folded.back()) != std::string_view::npos)
    folded.remove_suffix(1);
  if (folded.empty()) return {};
  const std::string_view field = platforms.field_of(folded, platform);
  if (!field.empty()) return field;
  for (const std::string_view mark : {"/", "(", "（"}) {
    if (folded.find(mark) == std::string_view::npos) continue;
    for (std::string_view part : split(folded, mark)) {
      while (part.ends_with(')')) part.remove_suffix(1);
      const std::string_view found = platforms.field_of(trim_wide(part), platform);
      if (!found.empty() && found != "ignore") return found;
    }
  }
  return {};
}

bool is_rule_line(std::string_view line) {
  return line.size() >= 3 && line.find_first_not_of("-=_*~# ") == std::string_view::npos;
}

bool has_any(std::string_view folded, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return folded.find(word) != std::string_view::npos; });
}

// The field of a label that fills its line: of the message always, of others in a form that puts its labels so.
std::string_view field_alone(std::string_view folded, const PlatformCatalogue& platforms,
                             const PlatformTemplate* platform, bool headed) {
  const std::string_view field = field_of_label(folded, platforms, platform);
  return field == "message" || (headed && field != "ignore") ? field : std::string_view{};
}

// Three labels and more that fill their lines, among them an address or a telephone.
bool has_headings(const std::vector<std::string_view>& lines, const PlatformCatalogue& platforms,
                  const PlatformTemplate* platform) {
  int labels = 0;
  bool reachable = false;
  for (const std::string_view raw : lines) {
    const std::string_view line = trim_wide(raw);
    if (line.empty() || line.size() > 30 || line.find(':') != std::string_view::npos) continue;
    const std::string_view field = field_of_label(fold(line), platforms, platform);
    labels += field.empty() || field == "ignore" ? 0 : 1;
    reachable = reachable || field == "email" || field == "phone";
  }
  return labels >= 3 && reachable;
}

// "T: +47 22 55 01 36" and "E: inga@..." are labels of one letter; "T: 2 mm" is a thickness.
bool is_worth_its_letter(std::string_view field, std::string_view value) {
  if (field == "email") return value.find('@') != std::string_view::npos;
  if (field == "phone") return count_digits(value) >= 7;
  return true;
}

// Reads "label: value" lines; a label "message" takes the lines that follow it, up to the next label, a ruled line or
// the platform's own words. `bare_labels`: a label may stand alone in its line without a colon.
void read_lines(const std::vector<std::string_view>& lines, const PlatformCatalogue& platforms,
                const PlatformTemplate* platform, bool bare_labels, Notice& notice) {
  bool in_message = false, in_card = false;
  const bool headed = has_headings(lines, platforms, platform);
  std::string_view waiting;  // the field of a label whose value is still to come
  for (const std::string_view raw : lines) {
    const std::string_view line = trim_wide(raw);
    const std::string folded = fold(line);
    if (platform != nullptr && has_any(folded, platform->contact) && line.size() < 60) {
      in_card = true;
      in_message = false;
      continue;
    }
    std::size_t size = 1;
    const std::size_t colon = label_end(line, size);
    std::string_view field;
    if (colon != std::string_view::npos && colon > 0 && colon <= longest_label)
      field = field_of_label(trim_wide(std::string_view(fold(line.substr(0, colon)))), platforms, platform);
    else if (line.size() <= 30 && !line.empty())
      field = field_alone(folded, platforms, platform, headed);
    if (colon == 1 && !is_worth_its_letter(field, line.substr(colon + size))) field = {};
    const bool alone = colon == std::string_view::npos && !field.empty() && field != "message";
    // "Name:" with its value in the next line.
    if (!waiting.empty() && !line.empty()) {
      if (field.empty() && line.size() <= 120) {
        add_field(notice, waiting, line);
        waiting = {};
        continue;
      }
      waiting = {};
    }
    if (alone || (!field.empty() && field != "message" && colon != std::string_view::npos &&
                  trim_wide(line.substr(colon + size)).empty()))
      waiting = field;
    if (bare_labels && field.empty() && colon == std::string_view::npos && !line.empty() && line.size() <= 40) {
      waiting = field_of_label(folded, platforms, platform);
      if (!waiting.empty()) {
        in_message = false;
        continue;
      }
    }
    if (platform != nullptr && has_any(folded, platform->stop)) {
      if (!(in_card && !field.empty())) in_message = false;
      if (field.empty()) {
        if (in_card && folded.find('@') == std::string::npos && count_digits(folded) < 6)
          in_card = false;
        else if (in_card)
          notice.card += std::string(line) + "\n";
        continue;
      }
    }
    if (field == "message") {
      in_message = notice.message.empty();
      if (in_message && colon != std::string_view::npos)
        notice.message = std::string(trim_wide(line.substr(colon + size)));
    } else if (!field.empty() && !(in_message && field == "ignore")) {
      in_message = false;
      if (!alone) add_field(notice, field, line.substr(colon + size));
    } else if (is_rule_line(line)) {
      in_message = in_message && notice.message.empty();
      in_card = false;
    } else if (in_message) {
      if (!notice.message.empty()) notice.message += '\n';
      notice.message += line;
    }
    if (in_card && !line.empty()) notice.card += std::string(line) + "\n";
  }
}

// The buyer's words where no label says so: the paragraph that asks most and speaks least of the platform.
std::string likely_message(const std::vector<std::string_view>& lines, const PlatformCatalogue& platforms,
                           const PlatformTemplate* platform, bool rows) {
  const Lexicon& lexicon = Lexicon::shared();
  static const std::size_t want = lexicon.concept_index("want"), machine = lexicon.concept_index("machine"),
                           bulk = lexicon.concept_index("bulk");
  std::string best, paragraph;
  double best_score = 1.5;
  const auto close = [&] {
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
        best = paragraph;
      }
    }
    paragraph.clear();
  };
  for (const std::string_view raw : lines) {
    std::string_view line = trim_wide(raw);
    while (!line.empty() && line.front() == '>') line = trim_wide(line.substr(1));
    std::size_t size = 1;
    const std::size_t colon = std::min(label_end(line, size), line.find('\t'));
    const bool labelled =
        colon != std::string_view::npos && colon > 0 && colon <= longest_label &&
        !platforms.field_of(trim_wide(std::string_view(fold(line.substr(0, colon)))), platform).empty();
    const bool ends =
        line.empty() || labelled || is_rule_line(line) || (platform != nullptr && has_any(fold(line), platform->stop));
    if (ends || rows) close();
    if (ends) continue;
    if (!paragraph.empty()) paragraph += '\n';
    paragraph += line;
  }
  close();
  return best;
}

int count_of(const Notice& notice, std::initializer_list<std::string_view> names) {
  std::set<std::string_view> found;
  for (const auto& [field, value] : notice.fields) {
    if (std::find(names.begin(), names.end(), field) != names.end()) found.insert(field);
  }
  return static_cast<int>(found.size());
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
    add_field(notice, "name", cells[0]);
    add_field(notice, "company", cells[1]);
    return;
  }
}

// "You have a new message from Ana Ruiz (PE)", "Li Na has sent you an inquiry": the buyer in the subject.
void read_subject(std::string_view subject, Notice& notice) {
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
    add_field(notice, "country", country);
    name = name.substr(0, open);
  }
  name = trim_wide(name.substr(0, std::min({name.find(" - "), name.find(": "), name.find(", "), name.size()})));
  if (name.size() >= 4 && name.size() <= 50 && name.find(' ') != std::string_view::npos &&
      name.find_first_of("0123456789@") == std::string_view::npos)
    add_field(notice, "name", name);
}

// Our website's own address writes for somebody whom answers go to: his words are in it whatever the form is like.
void read_form(const ParsedMessage& message, const std::vector<std::string_view>& lines,
               const PlatformCatalogue& platforms, Notice& notice) {
  const crm::MailAddress& sender = message.reply_to.front();
  if (notice.field("email").empty()) notice.fields.emplace_back("email", sender.address);
  if (notice.field("name").empty() && !sender.name.empty()) notice.fields.emplace_back("name", sender.name);
  notice.inquiry = true;
  if (!notice.message.empty()) return;
  for (const std::string_view raw : lines) {
    const std::string_view line = trim_wide(raw);
    if (raw.starts_with("-- ") || raw == "--") break;
    std::size_t size = 1;
    const std::size_t colon = label_end(line, size);
    const bool labelled =
        colon != std::string_view::npos && colon <= longest_label &&
        !field_of_label(trim_wide(std::string_view(fold(line.substr(0, colon)))), platforms, nullptr).empty();
    if (labelled || is_rule_line(line)) continue;
    if (!notice.message.empty()) notice.message += '\n';
    notice.message += line;
  }
}

// News, digests and invitations of a platform quote buyers too, but bring no buyer's message.
bool is_mailing(const ParsedMessage& message) {
  static const std::set<std::string, std::less<>> senders = {
      "newsletter", "newsletters", "news", "webinar",  "webinars", "marketing", "digest", "promo",
      "promotion",  "promotions",  "edm",  "campaign", "events",   "academy",   "weekly", "report"};
  const std::string& address = message.from.front().address;
  return senders.contains(fold(address.substr(0, address.find('@'))));
}

}  // namespace

std::string_view Notice::field(std::string_view name) const {
  for (const auto& [field, value] : fields) {
    if (field == name) return value;
  }
  return {};
}

std::optional<Notice> read_notice(const ParsedMessage& message, const PlatformCatalogue& platforms,
                                  const NoticeSender& sender) {
  const std::string domain = message.from.empty() ? "" : message.from.front().domain();
  const PlatformTemplate* const platform = sender.own ? nullptr : platforms.by_sender(domain);
  const std::string_view text = std::string_view(message.body.whole).substr(0, most_text);
  const bool machine_sender = !message.from.empty() && is_machine_address(message.from.front().address);
  if (platform == nullptr && !sender.own && !machine_sender && message.reply_to.empty()) return {};

  Notice notice;
  notice.platform = platform == nullptr ? "website" : platform->platform;
  for (const auto& [label, value] : message.html_fields) {
    const std::string folded = fold(label);
    std::string_view key = trim_wide(folded);
    while (key.ends_with(':')) key = trim_wide(key.substr(0, key.size() - 1));
    const std::string_view field = field_of_label(key, platforms, platform);
    if (field == "message" && notice.message.empty())
      notice.message = std::string(trim_wide(value));
    else if (field != "message")
      add_field(notice, field, value);
  }
  const std::vector<std::string_view> lines = lines_of(text);
  read_lines(lines, platforms, platform, sender.form, notice);
  if (sender.form) {
    read_form(message, lines, platforms, notice);
    return notice;
  }
  if (platform == nullptr) {
    // A form: at least three fields of a person's card, an address among them or his words.
    const int card = count_of(notice, {"name", "company", "email", "phone", "country"});
    // A directory of firms that nobody described to us: a whole card, and words that nothing labels.
    if (machine_sender && !sender.own && card >= 4 && notice.message.empty()) {
      notice.message = likely_message(lines, platforms, nullptr, message.body.from_html);
      notice.platform.clear();
    }
    const bool form = card >= 2 && (notice.field("email").size() + notice.field("phone").size() > 0) &&
                      (!notice.message.empty() || count_of(notice, {"product", "quantity"}) > 0);
    const std::string_view email = notice.field("email");
    const bool of_a_stranger = email.empty() || email.substr(email.find('@') + 1) != domain;
    const bool relayed =
        sender.own || machine_sender || (!message.reply_to.empty() && message.reply_to.front().address == email);
    if (!form || !relayed || !of_a_stranger || card + static_cast<int>(!notice.message.empty()) < 3) return {};
    notice.inquiry = true;
    return notice;
  }
  if (is_mailing(message)) return notice;
  if (notice.field("name").empty() && has_any(fold(message.subject), platform->inquiry))
    read_subject(message.subject, notice);
  if (count_of(notice, {"name", "company"}) == 0) read_columns(lines, notice);
  const bool promised = has_any(fold(message.subject), platform->inquiry);
  const bool labelled = count_of(notice, {"name", "company", "email", "phone", "country"}) >= 2;
  if (notice.message.empty() && (promised || labelled))
    notice.message = likely_message(lines, platforms, platform, message.body.from_html);
  notice.inquiry = (labelled || !notice.card.empty() || (promised && count_of(notice, {"name", "company"}) > 0)) &&
                   (!notice.message.empty() || count_of(notice, {"product", "quantity"}) > 0);
  // Security codes and account reports say "inquiry" too: without a buyer in it the subject alone is not believed,
  // unless words of a buyer are there.
  if (!notice.inquiry && promised && !notice.message.empty() && count_digits(notice.message) > 0) {
    const auto found = Lexicon::shared().find(fold(text));
    const bool machine = found[Lexicon::shared().concept_index("machine")].count >= 2;
    notice.inquiry = !machine && found[Lexicon::shared().concept_index("want")].count > 0;
    notice.known_layout = false;
  }
  return notice;
}

}  // namespace tradewind::archiver
