// review: what was decided with little confidence, one mail after the other, a key for each answer.
#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cmath>
#include <optional>

#include "cli/context.hpp"
#include "cli/full/full_handlers.hpp"
#include "cli/nouns/message_record.hpp"
#include "cli/nouns/paging.hpp"
#include "crm_core/service/lead_correction.hpp"
#include "crm_core/service/mail_correction.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::cli {

namespace {

// Keys one by one, without Enter and without showing them, as long as it lives.
class SingleKeys {
 public:
  SingleKeys() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    changed_ = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
  }
  ~SingleKeys() {
    if (changed_) tcsetattr(STDIN_FILENO, TCSANOW, &before_);
  }
  SingleKeys(const SingleKeys&) = delete;
  SingleKeys& operator=(const SingleKeys&) = delete;

  // Nothing at the end of the input.
  [[nodiscard]] static std::optional<char> next() {
    char key = 0;
    return read(STDIN_FILENO, &key, 1) == 1 ? std::optional(key) : std::nullopt;
  }

 private:
  termios before_{};
  bool changed_ = false;
};

struct Doubt {
  crm::StoredMessage message;
  std::string why;
  std::vector<crm::MessageKind> others;  // what else it may be, likeliest first
};

Doubt doubt_of(crm::MessageRepository& messages, crm::StoredMessage message) {
  Doubt doubt{std::move(message), {}, {}};
  for (const auto& decision : messages.decisions_of(doubt.message.id)) {
    if (decision.what != "kind") continue;
    doubt.why = decision.evidence;
    for (const std::string& other : decision.alternatives)  // "inquiry 0.18"
      if (const auto kind = crm::message_kind_from_text(other.substr(0, other.find(' ')));
          kind && doubt.others.size() < 9)
        doubt.others.push_back(*kind);
  }
  return doubt;
}

void show(Output& out, const Doubt& doubt, std::size_t number, std::size_t of) {
  const auto& message = doubt.message;
  out.text(fmt::format("\n{} of {}  ", number, of));
  out.styled(fmt::format("message {}  {}  {} <{}>\n", message.id, to_local_text(message.arrived_at),
                         message.author.name, message.author.address));
  out.styled(message.subject + "\n", Style::bold);
  out.styled(message.preview + "\n", Style::dim);
  out.styled(fmt::format("{}, {:.0f} %: {}\n", to_text(message.kind), message.kind_confidence * 100, doubt.why));
  std::string keys = "y right";
  for (std::size_t i = 0; i < doubt.others.size(); ++i) keys += fmt::format(", {} {}", i + 1, to_text(doubt.others[i]));
  out.styled(keys + ", l a lead, n no lead, s later, q quit: ", Style::accent);
  (void)out.flush();
}

enum class Next { mail, same, end };

Next answer(Context& context, const Session& session, const Doubt& doubt, char key) {
  Output& out = context.out();
  const crm::RecordId id = doubt.message.id;
  Result<void> done;
  std::string said;
  if (key == 'q') return Next::end;
  if (key == 's') {
    said = "later";
  } else if (key == 'y') {
    done = crm::MailCorrection(session.store).set_kind(session.actor, id, doubt.message.kind);
    said = fmt::format("{}, right", to_text(doubt.message.kind));
  } else if (key >= '1' && key <= '9' && static_cast<std::size_t>(key - '1') < doubt.others.size()) {
    const auto kind = doubt.others[static_cast<std::size_t>(key - '1')];
    done = crm::MailCorrection(session.store).set_kind(session.actor, id, kind);
    said = fmt::format("{} now", to_text(kind));
  } else if (key == 'l') {
    const auto lead = make_lead_of_message(context, session, id);
    if (!lead) done = pass_on(lead);
    said = lead ? fmt::format("lead {}", *lead) : "";
  } else if (key == 'n') {
    done = crm::take_lead_from(session.store, session.actor, id, {});
    said = "no lead";
  } else {
    return Next::same;
  }
  out.text((done ? said : "") + "\n");
  if (done) return Next::mail;
  out.error(done.error());
  return Next::same;
}

}  // namespace

Result<int> run_review(Context& context, const Arguments& arguments) {
  const auto session = context.session_for(crm::Act::correct_mail);
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  crm::MessageRepository messages(session->store.database());
  auto found = crm::Sight(session->store, session->actor).uncertain_mail(page->limit, page->offset);
  if (!found) return pass_on(found);
  auto& queue = *found;
  Output& out = context.out();
  const bool at_terminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
  if (!out.for_people() || !at_terminal) {
    Listing listing;
    listing.columns = message_columns();
    listing.columns.push_back({"confidence", "SURE"});
    listing.none = "nothing to look over";
    for (const auto& message : queue)
      listing.records.push_back(message_record(message).add("confidence", std::round(message.kind_confidence * 100) / 100));
    out.list(listing);
    return exit_ok;
  }
  const SingleKeys keys;
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::size_t number = i + 1;
    const Doubt doubt = doubt_of(messages, std::move(queue[i]));
    show(out, doubt, number, queue.size());
    for (Next next = Next::same; next == Next::same;) {
      const auto key = SingleKeys::next();
      next = key ? answer(context, *session, doubt, *key) : Next::end;
      (void)out.flush();
      if (next == Next::end) return exit_ok;
    }
  }
  out.message(queue.empty() ? "nothing to look over" : "that was all");
  return exit_ok;
}

}  // namespace tradewind::cli
