// The handlers that parse mail or speak to a network: the part of the program that takes time to load.
#pragma once

#include "cli/command.hpp"

namespace tradewind::cli {

Result<int> run_sync(Context& context, const Arguments& arguments);
Result<int> run_import_mail(Context& context, const Arguments& arguments);
Result<int> run_archive(Context& context, const Arguments& arguments);
Result<int> run_mail_lead(Context& context, const Arguments& arguments);
Result<int> run_nightly_job(Context& context, const Arguments& arguments);
Result<int> run_index_rebuild(Context& context, const Arguments& arguments);
Result<int> run_export(Context& context, const Arguments& arguments);

// Throws std::logic_error for a command that has none: a gap between the table and this file.
[[nodiscard]] Handler find_full_handler(const Command& command);

}  // namespace tradewind::cli
