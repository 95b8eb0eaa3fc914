#include "crm_core/service/digest.hpp"

#include <fmt/format.h>

#include "crm_core/service/permission.hpp"
#include "crm_core/service/tasks.hpp"
#include "crm_core/store/rule_repository.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr EpochSeconds day = 86'400;
constexpr int most_lines = 100;

std::string day_name(RecordId user) { return fmt::format("digest_day_{}", user); }
std::string today_text() { return to_local_text(now()).substr(0, 10); }

Result<Digest> digest_of(Store& store, const User& user) {
  Digest digest{user, {user.id, user.login, user.role, "daily digest"}, {}, {}, {}, {}, {}};
  const EpochSeconds midnight = local_midnight(local_date(now())),
                     next = local_midnight(local_date(midnight + day + day / 2)),
                     after = local_midnight(local_date(next + day + day / 2));
  TaskFilter due;
  due.owner_id = user.id;
  due.due_before = after;
  auto tasks = Tasks(store).list(digest.eyes, due, 3 * most_lines, 0);
  if (!tasks) return pass_on(tasks);
  for (auto& task : *tasks) {
    auto& list = *task.due_at < now() ? digest.overdue : *task.due_at < next ? digest.today : digest.tomorrow;
    if (static_cast<int>(list.size()) < most_lines) list.push_back(std::move(task));
  }
  auto waiting = waiting_leads(store, digest.eyes, 10 * most_lines, 0);
  if (!waiting) return pass_on(waiting);
  for (auto& each : *waiting)
    if (each.lead.owner_id == user.id && static_cast<int>(digest.waiting.size()) < most_lines)
      digest.waiting.push_back(std::move(each));
  digest.news = RuleRepository(store.database()).unmailed(user.id, most_lines);
  return digest;
}

}  // namespace

Result<std::vector<Digest>> digests(Store& store, const Actor& actor) {
  if (auto allowed = require(actor, Act::run_nightly); !allowed) return pass_on(allowed);
  std::vector<Digest> found;
  for (const auto& user : UserRepository(store.database()).list()) {
    if (!user.active || user.addresses.empty()) continue;
    if (setting(store.database(), day_name(user.id)) == today_text()) continue;
    auto digest = digest_of(store, user);
    if (!digest) return pass_on(digest);
    if (!digest->is_empty()) found.push_back(*std::move(digest));
  }
  return found;
}

Result<void> digest_sent(Store& store, const Actor& actor, const Digest& digest) {
  if (auto allowed = require(actor, Act::run_nightly); !allowed) return allowed;
  database::Transaction transaction(store.database());
  set_setting(store.database(), day_name(digest.user.id), today_text());
  if (!digest.news.empty()) RuleRepository(store.database()).set_mailed(digest.user.id, digest.news.back().id, now());
  transaction.commit();
  return {};
}

}  // namespace tradewind::crm
