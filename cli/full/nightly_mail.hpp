// The nightly report as a mail to the manager.
#pragma once

#include <string>
#include <string_view>

#include "crm_core/base/result.hpp"
#include "crm_core/service/nightly.hpp"
#include "crm_core/settings/settings.hpp"

namespace tradewind::cli {

// The report for people: counts by step, then one line an act. Not sanitised.
[[nodiscard]] std::string report_text(const crm::NightlyReport& report);

// Sends it to nightly.report_to. Nothing happens when that is empty. Fault::invalid when it is not, but the server or
// the sender is.
[[nodiscard]] Result<void> mail_report(const crm::NightlyReport& report, const Settings& settings);

}  // namespace tradewind::cli
