#include "tests/bench/correspondence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tests/bench/message.hpp"

namespace tradewind::bench {
namespace {

constexpr std::string_view own_domain = "blueharbour-export.example";
constexpr std::uint64_t reps = 12;
constexpr std::size_t open_conversations = 3000;
constexpr std::size_t longest_thread = 14;
constexpr std::size_t longest_quote = 6000;        // people cut the history, or their programs do
constexpr std::int64_t first_day = 1'577'923'200;  // 2020-01-02
constexpr std::int64_t six_years = 189'302'400;

constexpr double bulk_share = 0.13;
constexpr double continue_share = 0.68;  // of conversation mail: an answer rather than a new conversation
constexpr double attachment_share = 0.15;
constexpr double catalogue_share = 0.35;  // of attachments: one of the files that go to many buyers
constexpr double attachment_median = 37'000;
constexpr double attachment_spread = 1.15;

std::string quoted(const std::string& text, const std::string& line_above) {
  std::string out = "\n" + line_above + "\n";
  for (std::size_t at = 0; at < text.size() && out.size() < longest_quote;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out += text[at] == '>' ? ">" : "> ";
    out.append(text, at, end - at);
    out += '\n';
    at = end + 1;
  }
  return out;
}

}  // namespace

Correspondence::Correspondence(std::uint64_t seed, std::uint64_t total)
    : random_(seed),
      domains_(400 + total / 12),
      seconds_per_mail_(six_years / static_cast<std::int64_t>(total + 1)),
      clock_(first_day) {
  for (int i = 0; i < 48; ++i) {
    catalogues_.push_back(make_attachment(static_cast<std::size_t>(random_.between(30'000, 330'000)), random_));
  }
}

Mail Correspondence::next() {
  clock_ += seconds_per_mail_;
  ++written_;
  Mail mail = random_.chance(bulk_share) ? bulk_mail() : conversation_mail();
  mail.date = clock_;
  return mail;
}

std::string Correspondence::buyer_address(const Conversation& conversation) const {
  return fmt::format("{}.{}@{}{}.example", invented_name(conversation.domain * 64 + conversation.person),
                     invented_name(conversation.domain * 977 + conversation.person), invented_name(conversation.domain),
                     conversation.domain);
}

Correspondence::Conversation& Correspondence::choose_conversation() {
  if (!open_.empty() && random_.chance(continue_share)) {
    // Recent conversations are the busy ones.
    Conversation& chosen = open_[open_.size() - 1 - random_.zipf(open_.size())];
    if (chosen.message_ids.size() < longest_thread) return chosen;
  }
  Conversation fresh;
  fresh.language = &random_language(random_);
  fresh.domain = random_.zipf(domains_);
  fresh.person = random_.zipf(12);
  fresh.rep = random_.zipf(reps);
  fresh.subject = compose_subject(*fresh.language, random_);
  fresh.ours_next = random_.chance(0.2);
  fresh.legacy_charset = random_.chance(0.4);
  if (open_.size() >= open_conversations) open_.erase(open_.begin(), open_.begin() + open_conversations / 2);
  open_.push_back(std::move(fresh));
  return open_.back();
}

std::vector<const Attachment*> Correspondence::choose_attachments(std::vector<Attachment>& own) {
  std::vector<const Attachment*> chosen;
  if (!random_.chance(attachment_share)) return chosen;
  if (random_.chance(catalogue_share)) {
    chosen.push_back(&catalogues_[random_.zipf(catalogues_.size())]);
  } else {
    own.reserve(3);
    for (std::uint64_t count = 1 + random_.zipf(3); count > 0; --count) {
      const double bytes = std::clamp(random_.lognormal(attachment_median, attachment_spread), 4000.0, 4'000'000.0);
      own.push_back(make_attachment(static_cast<std::size_t>(bytes), random_));
    }
    for (const Attachment& one : own) chosen.push_back(&one);
  }
  return chosen;
}

Mail Correspondence::conversation_mail() {
  Conversation& conversation = choose_conversation();
  const bool reply = !conversation.message_ids.empty();
  const bool sent = conversation.ours_next;
  const auto words = static_cast<std::size_t>(std::clamp(random_.lognormal(105, 0.8), 6.0, 1500.0));
  const std::string ours = fmt::format("{}@{}", invented_name(conversation.rep + 7'000'000), own_domain);
  const std::string theirs = buyer_address(conversation);

  std::string text = compose(*conversation.language, words, random_);
  text += fmt::format("{}\n+{} {} {}\n", sent ? ours : theirs, random_.between(20, 98), random_.between(100, 999),
                      random_.between(100'000, 9'999'999));
  if (reply && random_.chance(0.85))
    text += quoted(conversation.last_text, (sent ? theirs : ours) + std::string(conversation.language->wrote));

  std::vector<Attachment> own;
  Message message;
  message.from = sent ? ours : theirs;
  message.to = sent ? theirs : ours;
  message.subject = (reply ? std::string(conversation.language->reply) : std::string()) + conversation.subject;
  message.message_id = fmt::format("<{:016x}.{}@{}>", random_.next(), written_,
                                   sent ? std::string(own_domain) : theirs.substr(theirs.find('@') + 1));
  message.references = conversation.message_ids;
  message.date = clock_;
  message.text = text;
  message.language = conversation.language;
  message.legacy_charset = conversation.legacy_charset && !sent;
  message.form = random_.chance(0.48)   ? Message::Form::plain
                 : random_.chance(0.85) ? Message::Form::alternative
                                        : Message::Form::html;
  message.attachments = choose_attachments(own);
  message.logo = message.form != Message::Form::plain && random_.chance(0.12);

  conversation.message_ids.push_back(message.message_id);
  conversation.last_text = std::move(text);
  conversation.ours_next = random_.chance(0.9) ? !sent : sent;
  return render(message, sent, random_);
}

// Newsletters and notices: HTML, the same few hundred senders, no conversation.
Mail Correspondence::bulk_mail() {
  Message message;
  const std::uint64_t sender = random_.zipf(300);
  message.language = &random_language(random_);
  message.from = fmt::format("news@{}{}.example", invented_name(sender + 9'000'000), sender);
  message.to = fmt::format("{}@{}", invented_name(random_.zipf(reps) + 7'000'000), own_domain);
  message.subject = compose_subject(*message.language, random_);
  message.message_id = fmt::format("<{:016x}.{}@bulk>", random_.next(), written_);
  message.date = clock_;
  message.text = compose(*message.language, static_cast<std::size_t>(random_.between(60, 420)), random_);
  message.form = random_.chance(0.6) ? Message::Form::alternative : Message::Form::html;
  message.bulk = true;
  return render(message, false, random_);
}

}  // namespace tradewind::bench
