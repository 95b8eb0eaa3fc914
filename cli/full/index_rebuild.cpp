// index rebuild.
#include <fmt/format.h>
#include <unistd.h>

#include "archiver/index_follower.hpp"
#include "cli/context.hpp"
#include "cli/full/full_handlers.hpp"

namespace tradewind::cli {

Result<int> run_index_rebuild(Context& context, const Arguments&) {
  const auto session = context.session_for(crm::Act::maintain);
  if (!session) return pass_on(session);
  const auto data = context.data();
  if (!data) return pass_on(data);
  const auto settings = context.settings();
  if (!settings) return pass_on(settings);
  auto follower = archiver::IndexFollower::open(**data, (*settings)->firm.default_charset);
  if (!follower) return pass_on(follower);
  archiver::IndexFollower::Progress progress;
  if (isatty(STDERR_FILENO) == 1) {
    progress = [](std::int64_t done, std::int64_t all) {
      fmt::print(stderr, "\r{} of {} ", done, all);
      return true;
    };
  }
  const archiver::FollowReport report = follower->rebuild(progress);
  if (progress) fmt::print(stderr, "\n");
  Output& out = context.out();
  if (out.for_people())
    out.message(fmt::format("{} messages indexed, {} without text (quarantined)", report.indexed, report.deferred));
  else
    out.records({Record().add("indexed", report.indexed).add("deferred", report.deferred)});
  return exit_ok;
}

}  // namespace tradewind::cli
