// The parts of the one table, a group of nouns each; commands() joins them in this order.
#pragma once

#include <vector>

#include "cli/command.hpp"

namespace tradewind::cli {

void add_store_commands(
    std::vector<Command>& table);  // init status sync import archive nightly index verify backup restore account
void add_mail_commands(std::vector<Command>& table);  // search mail
void add_lead_commands(std::vector<Command>& table);  // lead
void add_rule_commands(std::vector<Command>& table);  // rules notification
void add_pool_commands(std::vector<Command>& table);  // pool policy handover
void add_task_commands(std::vector<Command>& table);  // task agenda
void add_opportunity_commands(std::vector<Command>& table);
// delete restore merge unmerge tag link unlink history
void add_record_act_commands(std::vector<Command>& table);
void add_record_commands(std::vector<Command>& table);
void add_field_commands(std::vector<Command>& table);    // field: custom fields
void add_import_commands(std::vector<Command>& table);   // import export: sheets, vCards
void add_program_commands(std::vector<Command>& table);  // completion man help version

}  // namespace tradewind::cli
