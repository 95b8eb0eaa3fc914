#include "cli/full/nightly_mail.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/full/own_mail.hpp"
#include "cli/output/sanitise.hpp"

namespace tradewind::cli {

namespace {

std::string subject_of(const crm::NightlyReport& report, std::string_view firm) {
  const auto done =
      std::count_if(report.acts.begin(), report.acts.end(), [](const crm::NightlyAct& act) { return act.done; });
  const auto left = static_cast<std::ptrdiff_t>(report.acts.size()) - done;
  const std::string who = firm.empty() ? "" : fmt::format(" of {}", sanitise(firm));
  return fmt::format("Tradewind{}: {} done{}", who, done, left == 0 ? "" : fmt::format(", {} need a look", left));
}

std::string line_of(const crm::NightlyAct& act) {
  return fmt::format("  {:<10} {}: {}{}\n", act.step, act.record, act.what,
                     act.why.empty() ? "" : fmt::format(" ({})", act.why));
}

}  // namespace

std::string report_text(const crm::NightlyReport& report) {
  std::string text = fmt::format("Nightly job of {}{}{}\n", to_local_text(report.started_at),
                                 report.dry_run ? ", dry run: nothing was changed" : "",
                                 report.resumed ? ", taken up where an earlier run stopped" : "");
  std::string done, left;
  for (const crm::NightlyAct& act : report.acts) (act.done ? done : left) += line_of(act);
  if (done.empty() && left.empty()) return text + "Nothing to do.\n";
  if (!done.empty()) text += (report.dry_run ? "\nWould be done:\n" : "\nDone:\n") + done;
  if (!left.empty()) text += "\nNeeds a look:\n" + left;
  return text;
}

Result<void> mail_report(const crm::NightlyReport& report, const Settings& settings) {
  const NightlySettings& nightly = settings.nightly;
  if (nightly.report_to.empty()) return {};
  if (nightly.smtp_url.empty() || nightly.report_from.empty()) {
    return fail(Fault::invalid, "nightly.report_to is set, but nightly.smtp_url or nightly.report_from is not");
  }
  return send_own_mail(nightly, {nightly.report_from, nightly.report_to, subject_of(report, settings.firm.name),
                                 report_text(report), "nightly", report.finished_at});
}

}  // namespace tradewind::cli
