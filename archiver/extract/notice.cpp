#include "archiver/extract/notice.hpp"

#include <algorithm>
#include <set>

#include "archiver/classify/lexicon.hpp"
#include "archiver/data_table.hpp"
#include "archiver/extract/notice_fields.hpp"
#include "archiver/extract/notice_lines.hpp"
#include "archiver/extract/notice_prose.hpp"
#include "archiver/link/domains.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t longest_label = 60;
constexpr std::size_t most_text = 20'000;  // a notice is short; a longer one is read so far

int count_of(const Notice& notice, std::initializer_list<std::string_view> names) {
  std::set<std::string_view> found;
  for (const auto& [field, value] : notice.fields) {
    if (std::find(names.begin(), names.end(), field) != names.end()) found.insert(field);
  }
  return static_cast<int>(found.size());
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

// A shop's form that sends in the visitor's name: its subject says so, and it repeats his address behind a label.
bool may_be_visitors_form(const ParsedMessage& message, std::string_view text, const PlatformCatalogue& platforms) {
  if (message.from.empty() || message.from.front().address.empty()) return false;
  const std::string subject = fold(message.subject);
  const bool tagged = subject.starts_with('[') || subject.starts_with("【");
  if (!tagged && !has_any(subject, platforms.form_words())) return false;
  return fold(text).find(fold(message.from.front().address)) != std::string::npos;
}

bool reads_so(const Notice& notice, const ParsedMessage& message) {
  return fold(notice.field("email")) == fold(message.from.front().address) && !notice.message.empty() &&
         count_of(notice, {"name", "company", "email", "phone", "country"}) >= 3;
}

void read_fields(const ParsedMessage& message, const PlatformCatalogue& platforms, const PlatformTemplate* platform,
                 Notice& notice) {
  for (const auto& [label, value] : message.html_fields) {
    const std::string folded = fold(label);
    std::string_view key = trim_wide(folded);
    while (key.ends_with(':')) key = trim_wide(key.substr(0, key.size() - 1));
    const std::string_view field = field_of_label(key, platforms, platform);
    if (field == "message" && notice.message.empty())
      notice.message = std::string(trim_wide(value));
    else if (field != "message")
      add_field(notice, field, value, platforms, platform);
  }
}

// Mail of nobody we know of: a form has at least three fields of a person's card, an address among them or his words.
bool read_unknown_form(const ParsedMessage& message, const NoticeSender& sender, bool machine_sender,
                       const std::vector<std::string_view>& lines, const PlatformCatalogue& platforms, Notice& notice) {
  const std::string domain = message.from.empty() ? "" : message.from.front().domain();
  const int card = count_of(notice, {"name", "company", "email", "phone", "country"});
  // A directory of firms that nobody described to us: a whole card, and words that nothing labels.
  if (machine_sender && !sender.own && card >= 4 && notice.message.empty()) {
    notice.message = likely_message(lines, platforms, nullptr, message.body.from_html).text;
    notice.platform.clear();
  }
  const bool form = card >= 2 && (notice.field("email").size() + notice.field("phone").size() > 0) &&
                    (!notice.message.empty() || count_of(notice, {"product", "quantity"}) > 0);
  const std::string_view email = notice.field("email");
  const bool of_a_stranger = email.empty() || email.substr(email.find('@') + 1) != domain;
  const bool relayed =
      sender.own || machine_sender || (!message.reply_to.empty() && message.reply_to.front().address == email);
  notice.inquiry = form && relayed && of_a_stranger && card + static_cast<int>(!notice.message.empty()) >= 3;
  return notice.inquiry;
}

// Words of a buyer, and not of the platform about itself.
bool asks(std::string_view text) {
  const auto found = Lexicon::shared().find(fold(text));
  return found[Lexicon::shared().concept_index("machine")].count < 2 &&
         found[Lexicon::shared().concept_index("want")].count > 0;
}

void read_platform(const ParsedMessage& message, const std::vector<std::string_view>& lines, std::string_view text,
                   const PlatformCatalogue& platforms, const PlatformTemplate& platform, Notice& notice) {
  const std::string subject = fold(message.subject);
  const bool own_words = has_any(subject, platform.inquiry);
  const bool promised = own_words || has_any(subject, platforms.inquiry_words());
  if (notice.field("name").empty() && own_words) read_subject(message.subject, platforms, &platform, notice);
  if (count_of(notice, {"name", "company"}) == 0) read_columns(lines, notice);
  const auto labelled = [&] { return count_of(notice, {"name", "company", "email", "phone", "country"}) >= 2; };
  if (!notice.card.empty()) read_card_lines(notice.card, platforms, &platform, notice);
  bool unlabelled_words = false;  // somebody's, of whom nothing else is told
  if (notice.message.empty()) {
    LikelyMessage likely = likely_message(lines, platforms, &platform, message.body.from_html);
    if (!likely.text.empty() && notice.card.empty() && !labelled()) {
      notice.card = card_below(lines, likely.behind, &platform);
      read_card_lines(notice.card, platforms, &platform, notice);
    }
    unlabelled_words = count_digits(likely.text) > 0;
    if (promised || labelled()) notice.message = std::move(likely.text);
  }
  notice.inquiry = (labelled() || !notice.card.empty() || (promised && count_of(notice, {"name", "company"}) > 0)) &&
                   (!notice.message.empty() || count_of(notice, {"product", "quantity"}) > 0);
  // Security codes and account reports say "inquiry" too: without a buyer in it the subject alone is not believed,
  // unless words of a buyer are there.
  if (!notice.inquiry && promised && !notice.message.empty() && count_digits(notice.message) > 0) {
    notice.inquiry = asks(text);
    notice.known_layout = false;
  } else if (!notice.inquiry && unlabelled_words && asks(text)) {
    notice.known_layout = false;
  }
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
  const PlatformTemplate* const platform =
      sender.own || message.from.empty() ? nullptr : platforms.by_sender(message.from.front().domain());
  const std::string_view text = std::string_view(message.body.whole).substr(0, most_text);
  const bool machine_sender = !message.from.empty() && is_machine_address(message.from.front().address);
  const bool relayed = platform != nullptr || sender.own || machine_sender;
  const bool visitors = !relayed && may_be_visitors_form(message, text, platforms);
  if (!relayed && !visitors && message.reply_to.empty()) return {};

  Notice notice;
  notice.platform = platform == nullptr ? "website" : platform->platform;
  read_fields(message, platforms, platform, notice);
  const std::vector<std::string_view> lines = lines_of(text);
  read_lines(lines, platforms, platform, sender.form || visitors || notice.platform == "website", notice);
  join_names(notice);
  if (sender.form) {
    read_form(message, lines, platforms, notice);
    return notice;
  }
  if (visitors && reads_so(notice, message)) {
    notice.inquiry = true;
    return notice;
  }
  if (platform == nullptr) {
    if (!read_unknown_form(message, sender, machine_sender, lines, platforms, notice)) return {};
    return notice;
  }
  if (!is_mailing(message)) read_platform(message, lines, text, platforms, *platform, notice);
  return notice;
}

}  // namespace tradewind::archiver
