#include "cli/full/digest_mail.hpp"

#include <fmt/format.h>

#include "cli/full/own_mail.hpp"
#include "cli/nouns/lead_record.hpp"
#include "cli/nouns/record_reference.hpp"

namespace tradewind::cli {

namespace {

// "customer Nordhaus (12)", of what the reader sees.
std::string about(const Session& reader, std::optional<crm::RecordType> type, std::optional<crm::RecordId> id) {
  if (!type) return {};
  const std::string name = seen_name_of(reader, *type, *id);
  return fmt::format(" - {}{}{} ({})", to_text(*type), name.empty() ? "" : " ", name, *id);
}

void add_tasks(std::string& text, const Session& reader, std::string_view title, const std::vector<crm::Task>& tasks) {
  if (tasks.empty()) return;
  text += fmt::format("{}:\n", title);
  for (const auto& task : tasks) {
    const std::string due = to_local_text(*task.due_at);
    text += fmt::format("  {}  {}{}{}\n", task.all_day ? due.substr(0, 10) : due, task.title,
                        about(reader, task.about_type, task.about_id), task.priority == "high" ? "  !" : "");
  }
  text += "\n";
}

}  // namespace

std::string digest_text(crm::Store& store, const crm::Digest& digest) {
  const Session reader{store, digest.eyes};
  std::string text;
  if (!digest.waiting.empty()) {
    text += "Inquiries that wait for your answer:\n";
    for (const auto& each : digest.waiting) {
      const auto& draft = each.lead.draft;
      const std::string& who = draft.company.empty() ? draft.email : draft.company;
      text += fmt::format("  {:>9}  {}  lead {}{}\n", duration_text(each.waited), who, each.lead.id,
                          each.lateness == crm::Lateness::in_time ? "" : "  late");
    }
    text += "\n";
  }
  add_tasks(text, reader, "Overdue", digest.overdue);
  add_tasks(text, reader, "Today", digest.today);
  add_tasks(text, reader, "Tomorrow", digest.tomorrow);
  if (!digest.news.empty()) {
    text += "News:\n";
    for (const auto& each : digest.news)
      text +=
          fmt::format("  {}  {}{}\n", to_local_text(each.at), each.text, about(reader, each.about_type, each.about_id));
    text += "\n";
  }
  return text + "crm agenda, crm lead waiting and crm notification list show it as it stands.\n";
}

Result<int> mail_digests(crm::Store& store, const crm::Actor& actor, const Settings& settings,
                         std::vector<std::string>& problems) {
  const NightlySettings& nightly = settings.nightly;
  if (!nightly.digests) return 0;
  const auto digests = crm::digests(store, actor);
  if (!digests) return pass_on(digests);
  int sent = 0;
  for (const auto& digest : *digests) {
    const auto things = digest.overdue.size() + digest.today.size() + digest.waiting.size() + digest.news.size();
    const auto mailed = send_own_mail(nightly, {nightly.report_from,
                                                {digest.user.addresses.front()},
                                                fmt::format("Tradewind: {} for today", things),
                                                digest_text(store, digest),
                                                "digest",
                                                now()});
    if (!mailed) {
      problems.push_back(fmt::format("the digest of {} was not sent: {}", digest.user.login, mailed.error().message));
      continue;
    }
    if (auto noted = crm::digest_sent(store, actor, digest); !noted) return pass_on(noted);
    ++sent;
  }
  return sent;
}

}  // namespace tradewind::cli
