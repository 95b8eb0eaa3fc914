// The handlers that parse mail or office files, or speak to a network: the part of the program that takes time to load.
#pragma once

#include "cli/command.hpp"
#include "cli/context.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::cli {

Result<int> run_sync(Context& context, const Arguments& arguments);
Result<int> run_import_mail(Context& context, const Arguments& arguments);
Result<int> run_import_customers(Context& context, const Arguments& arguments);
Result<int> run_import_contacts(Context& context, const Arguments& arguments);
Result<int> run_import_leads(Context& context, const Arguments& arguments);
Result<int> run_archive(Context& context, const Arguments& arguments);
Result<int> run_review(Context& context, const Arguments& arguments);
Result<int> run_mail_lead(Context& context, const Arguments& arguments);
Result<int> run_nightly_job(Context& context, const Arguments& arguments);
Result<int> run_index_rebuild(Context& context, const Arguments& arguments);
Result<int> run_export(Context& context, const Arguments& arguments);

// Throws std::logic_error for a command that has none: a gap between the table and this file.
[[nodiscard]] Handler find_full_handler(const Command& command);

// The message is a lead from now on, with what it says; the lead's number.
[[nodiscard]] Result<crm::RecordId> make_lead_of_message(Context& context, const Session& session,
                                                         crm::RecordId message);

}  // namespace tradewind::cli
