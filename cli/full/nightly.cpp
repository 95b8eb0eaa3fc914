// nightly.
#include "crm_core/service/nightly.hpp"

#include <fmt/format.h>

#include <span>

#include "archiver/archiver.hpp"
#include "archiver/history.hpp"
#include "archiver/index_follower.hpp"
#include "cli/context.hpp"
#include "cli/full/digest_mail.hpp"
#include "cli/full/full_handlers.hpp"
#include "cli/full/nightly_mail.hpp"

namespace tradewind::cli {

namespace {

Record to_record(const crm::NightlyReport& report) {
  std::vector<Record> acts;
  for (const crm::NightlyAct& act : report.acts) {
    acts.push_back(Record()
                       .add("step", act.step)
                       .add("record", act.record)
                       .add("what", act.what)
                       .add("why", act.why)
                       .add("done", act.done));
  }
  return Record()
      .add_time("started_at", report.started_at)
      .add_time("finished_at", report.finished_at)
      .add("dry_run", report.dry_run)
      .add("resumed", report.resumed)
      .add("ok", !report.failed())
      .add("acts", std::move(acts));
}

// The nightly job acts in its own name, unless somebody says --as.
Result<crm::Actor> nightly_actor(Context& context, bool as_user) {
  if (as_user) return context.actor();
  return crm::Actor::system("nightly", "crm nightly");
}

// Decides a quarantined message again, with what is known and understood now.
Result<void> retry(archiver::Archiver& archiver, crm::RecordId message) {
  const auto filed = archiver.refile(std::span(&message, 1));
  if (!filed) return pass_on(filed);
  if (!filed->empty() && filed->front().quarantined) return fail(Fault::invalid, "it still cannot be read");
  return {};
}

// What the night changed must be found in the morning. The index can be made anew, so its failure is said and is no
// more.
void let_index_follow(Context& context, const crm::DataDirectory& data, const std::string& default_charset) {
  try {
    auto follower = archiver::IndexFollower::open(data, default_charset);
    if (follower)
      (void)follower->catch_up();
    else
      context.out().error(follower.error());
  } catch (const database::DatabaseError& error) {
    context.out().message(fmt::format("crm: the full-text index could not follow: {}", error.what()));
  }
}

}  // namespace

Result<int> run_nightly_job(Context& context, const Arguments& arguments) {
  const auto store = context.store();
  if (!store) return pass_on(store);
  const auto data = context.data();
  if (!data) return pass_on(data);
  const auto settings = context.settings();
  if (!settings) return pass_on(settings);
  const auto actor = nightly_actor(context, arguments.has("as"));
  if (!actor) return pass_on(actor);
  auto vault = crm::Vault::open((*data)->vault_file(), crm::Vault::Access::write);
  if (!vault) return pass_on(vault);
  const std::string& default_charset = (*settings)->firm.default_charset;
  archiver::Archiver archiver(**store, *vault, *actor, {default_charset, (*settings)->archiver.platform_directory});

  crm::NightlyOptions options;
  options.dry_run = arguments.has("dry-run");
  options.qualified = (*settings)->nightly.qualified;
  options.retry = [&](crm::RecordId message) { return retry(archiver, message); };
  if (!options.dry_run) {
    // Mail that came out of order is decided again first, so that the night's work rests on the whole story.
    if (auto settled = archiver::settle_history(archiver, **store); !settled) return pass_on(settled);
  }
  const auto report = crm::run_nightly(**data, **store, *actor, options);
  if (!report) return pass_on(report);
  if (!options.dry_run) let_index_follow(context, **data, default_charset);

  Output& out = context.out();
  if (out.for_people())
    out.styled(report_text(*report));
  else
    out.records({to_record(*report)});
  if (!options.dry_run && !arguments.has("no-mail")) {
    if (auto mailed = mail_report(*report, **settings); !mailed) return pass_on(mailed);
    std::vector<std::string> problems;
    if (auto digests = mail_digests(**store, *actor, **settings, problems); !digests) return pass_on(digests);
    for (const std::string& problem : problems) out.message("crm: " + problem);
    if (!problems.empty()) return exit_negative;
  }
  return report->failed() ? exit_negative : exit_ok;
}

}  // namespace tradewind::cli
