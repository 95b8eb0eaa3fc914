#include "mailsync/sync/plan.hpp"

namespace tradewind::mailsync {

namespace {

FlagScan flag_scan(const FolderMemory& memory, const imap::MailboxState& state, const PlanContext& context) {
  if (context.flags_known || memory.present.empty()) return FlagScan::none;
  if (!context.condstore || state.highest_modseq == 0)
    return context.full_flag_scan_due ? FlagScan::all : FlagScan::recent;
  if (memory.highest_modseq == 0) return FlagScan::all;
  return state.highest_modseq == memory.highest_modseq ? FlagScan::none : FlagScan::changed;
}

}  // namespace

UidSet reappeared(const FolderMemory& memory, const UidSet& server_uids) {
  return memory.accounted.without(memory.present).common(server_uids);
}

SyncPlan plan_sync(const FolderMemory& memory, const imap::MailboxState& state, const UidSet& server_uids,
                   const PlanContext& context) {
  SyncPlan plan;
  // A UIDNEXT that is not above what the server lists says nothing.
  const bool credible = state.uid_next > (server_uids.empty() ? 0 : server_uids.max());
  plan.uids_reused = memory.uid_validity == state.uid_validity && credible && state.uid_next < memory.uid_next;
  plan.start_over = memory.uid_validity != state.uid_validity;
  if (plan.start_over) {
    plan.fetch = server_uids;
    return plan;
  }
  plan.set_aside = reappeared(memory, server_uids);
  if (plan.uids_reused) {
    const UidSet below = state.uid_next > 1 ? UidSet::range(1, state.uid_next - 1) : UidSet();
    const UidSet free_again = memory.accounted.without(below);
    const UidSet doubtful = memory.present.common(server_uids).newest(rechecked);
    plan.set_aside = plan.set_aside.united(free_again).united(doubtful);
  }
  const UidSet present = memory.present.without(plan.set_aside);
  plan.fetch = server_uids.without(memory.accounted.without(plan.set_aside));
  plan.vanished = present.without(server_uids);
  plan.flags = flag_scan(memory, state, context);
  if (plan.flags != FlagScan::none) plan.flags_of = present.common(server_uids);
  if (plan.flags == FlagScan::recent) plan.flags_of = plan.flags_of.newest(recent_flags);
  return plan;
}

bool is_unchanged(const FolderMemory& memory, const imap::FolderStatus& status) {
  return memory.backfilled && memory.uid_validity == status.uid_validity && status.uid_next != 0 &&
         memory.uid_next == status.uid_next && status.highest_modseq != 0 &&
         memory.highest_modseq == status.highest_modseq && memory.present.size() == status.messages;
}

}  // namespace tradewind::mailsync
