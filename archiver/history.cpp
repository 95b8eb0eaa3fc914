#include "archiver/history.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "crm_core/store/message_repository.hpp"
#include "crm_core/store/setting.hpp"

namespace tradewind::archiver {

namespace {

constexpr int looked_through_at_once = 500;
constexpr std::size_t refiled_at_once = 50;
constexpr int looked_at_of_author = 20;
constexpr std::string_view settled_setting = "archiver.settled_through";

crm::RecordId settled_through(crm::Store& store) {
  const auto stored = crm::setting(store.database(), settled_setting);
  return stored ? std::stoll(*stored) : 0;
}

}  // namespace

HistorySettling::HistorySettling(Archiver& archiver, crm::Store& store)
    : archiver_(archiver), store_(store), after_(settled_through(store)), last_(after_) {}

Result<bool> HistorySettling::step() {
  if (!looked_through_) {
    looked_through_ = look_through();
    if (looked_through_) put_in_order();
    if (!looked_through_ || !order_.empty()) return false;
  }
  return refile_some();
}

// False while there is more to look through.
bool HistorySettling::look_through() {
  const auto later = crm::MessageRepository(store_.database()).after(last_, looked_through_at_once);
  for (const crm::StoredMessage& older : later) {
    find_overtaken(older);
    last_ = older.id;
  }
  return later.size() < static_cast<std::size_t>(looked_through_at_once);
}

// Those that were filed before this older one of their thread or author came in.
void HistorySettling::find_overtaken(const crm::StoredMessage& older) {
  if (older.state == crm::MessageState::quarantined || older.automatic) return;
  crm::Knowledge& knowledge = archiver_.knowledge();
  const auto thread = older.thread_id ? knowledge.thread(*older.thread_id) : std::nullopt;
  if (thread && thread->last_at > older.arrived_at) {
    for (const crm::ThreadMessage& each : thread->latest) {
      if (each.id < older.id && each.arrived_at > older.arrived_at) overtaken_.insert(each.id);
    }
  }
  if (older.kind != crm::MessageKind::inquiry || older.author.address.empty()) return;
  for (const crm::AuthoredMessage& each :
       knowledge.messages_by_author(older.author.address, older.arrived_at, looked_at_of_author)) {
    if (each.id < older.id && each.arrived_at > older.arrived_at && each.kind == crm::MessageKind::inquiry)
      overtaken_.insert(each.id);
  }
}

void HistorySettling::put_in_order() {
  crm::MessageRepository messages(store_.database());
  std::vector<std::pair<EpochSeconds, crm::RecordId>> by_time;
  by_time.reserve(overtaken_.size());
  for (const crm::RecordId id : std::exchange(overtaken_, {})) {
    if (const auto stored = messages.find(id)) by_time.emplace_back(stored->arrived_at, id);
  }
  std::sort(by_time.begin(), by_time.end());
  order_.reserve(by_time.size());
  for (const auto& [arrived_at, id] : by_time) order_.push_back(id);
}

Result<bool> HistorySettling::refile_some() {
  const std::size_t count = std::min(refiled_at_once, order_.size() - next_);
  if (count > 0) {
    const auto filed = archiver_.refile(std::span(order_).subspan(next_, count));
    if (!filed) return pass_on(filed);
    next_ += count;
    refiled_ += static_cast<std::int64_t>(count);
  }
  if (next_ < order_.size()) return false;
  remember();
  return true;
}

void HistorySettling::remember() {
  if (last_ == after_) return;
  database::Transaction transaction(store_.database());
  crm::set_setting(store_.database(), settled_setting, std::to_string(last_));
  transaction.commit();
}

Result<std::int64_t> settle_history(Archiver& archiver, crm::Store& store) {
  HistorySettling settling(archiver, store);
  for (;;) {
    const auto settled = settling.step();
    if (!settled) return pass_on(settled);
    if (*settled) return settling.refiled();
  }
}

}  // namespace tradewind::archiver
