// What runs behind the table. Those of the full program are found by name (full/full_handlers.hpp).
#pragma once

#include "cli/command.hpp"

namespace tradewind::cli {

Result<int> run_init(Context& context, const Arguments& arguments);
Result<int> run_status(Context& context, const Arguments& arguments);
Result<int> run_verify(Context& context, const Arguments& arguments);
Result<int> run_vault_gc(Context& context, const Arguments& arguments);
Result<int> run_backup(Context& context, const Arguments& arguments);
Result<int> run_restore(Context& context, const Arguments& arguments);
Result<int> run_index_status(Context& context, const Arguments& arguments);
Result<int> run_account_list(Context& context, const Arguments& arguments);
Result<int> run_import_records(Context& context, const Arguments& arguments);
Result<int> run_import_all(Context& context, const Arguments& arguments);
Result<int> run_export_all(Context& context, const Arguments& arguments);

Result<int> run_search(Context& context, const Arguments& arguments);
Result<int> run_mail_show(Context& context, const Arguments& arguments);
Result<int> run_mail_attachment(Context& context, const Arguments& arguments);
Result<int> run_mail_raw(Context& context, const Arguments& arguments);
Result<int> run_mail_thread(Context& context, const Arguments& arguments);
Result<int> run_mail_why(Context& context, const Arguments& arguments);
Result<int> run_mail_file(Context& context, const Arguments& arguments);
Result<int> run_mail_unfile(Context& context, const Arguments& arguments);
Result<int> run_mail_not_lead(Context& context, const Arguments& arguments);
Result<int> run_mail_message_id(Context& context, const Arguments& arguments);
Result<int> run_mail_kind(Context& context, const Arguments& arguments);

Result<int> run_lead_list(Context& context, const Arguments& arguments);
Result<int> run_lead_show(Context& context, const Arguments& arguments);
Result<int> run_lead_assign(Context& context, const Arguments& arguments);
Result<int> run_lead_qualify(Context& context, const Arguments& arguments);
Result<int> run_lead_disqualify(Context& context, const Arguments& arguments);
Result<int> run_lead_convert(Context& context, const Arguments& arguments);
Result<int> run_lead_undo(Context& context, const Arguments& arguments);
Result<int> run_lead_history(Context& context, const Arguments& arguments);
Result<int> run_lead_waiting(Context& context, const Arguments& arguments);
Result<int> run_pool_list(Context& context, const Arguments& arguments);
Result<int> run_pool_take(Context& context, const Arguments& arguments);
Result<int> run_pool_release(Context& context, const Arguments& arguments);
Result<int> run_policy_list(Context& context, const Arguments& arguments);
Result<int> run_policy_set(Context& context, const Arguments& arguments);

Result<int> run_rules_list(Context& context, const Arguments& arguments);
Result<int> run_rules_show(Context& context, const Arguments& arguments);
Result<int> run_rules_add(Context& context, const Arguments& arguments);
Result<int> run_rules_edit(Context& context, const Arguments& arguments);
Result<int> run_rules_act(Context& context, const Arguments& arguments);
Result<int> run_rules_test(Context& context, const Arguments& arguments);
Result<int> run_rules_log(Context& context, const Arguments& arguments);
Result<int> run_rules_run(Context& context, const Arguments& arguments);
Result<int> run_rules_events(Context& context, const Arguments& arguments);
Result<int> run_rules_fields(Context& context, const Arguments& arguments);
Result<int> run_notification_list(Context& context, const Arguments& arguments);
Result<int> run_notification_seen(Context& context, const Arguments& arguments);

Result<int> run_customer_list(Context& context, const Arguments& arguments);
Result<int> run_customer_show(Context& context, const Arguments& arguments);
Result<int> run_customer_add(Context& context, const Arguments& arguments);
Result<int> run_customer_duplicates(Context& context, const Arguments& arguments);
Result<int> run_contact_list(Context& context, const Arguments& arguments);
Result<int> run_contact_show(Context& context, const Arguments& arguments);
Result<int> run_contact_add(Context& context, const Arguments& arguments);
Result<int> run_record_delete(Context& context, const Arguments& arguments);
Result<int> run_record_restore(Context& context, const Arguments& arguments);
Result<int> run_record_merge(Context& context, const Arguments& arguments);
Result<int> run_record_unmerge(Context& context, const Arguments& arguments);
Result<int> run_record_tag(Context& context, const Arguments& arguments);
Result<int> run_record_link(Context& context, const Arguments& arguments);
Result<int> run_record_share(Context& context, const Arguments& arguments);
Result<int> run_record_history(Context& context, const Arguments& arguments);
Result<int> run_lead_add(Context& context, const Arguments& arguments);
Result<int> run_lead_edit(Context& context, const Arguments& arguments);
Result<int> run_customer_edit(Context& context, const Arguments& arguments);
Result<int> run_contact_edit(Context& context, const Arguments& arguments);
Result<int> run_supplier_list(Context& context, const Arguments& arguments);
Result<int> run_supplier_show(Context& context, const Arguments& arguments);
Result<int> run_supplier_add(Context& context, const Arguments& arguments);
Result<int> run_supplier_edit(Context& context, const Arguments& arguments);
Result<int> run_opportunity_list(Context& context, const Arguments& arguments);
Result<int> run_opportunity_show(Context& context, const Arguments& arguments);
Result<int> run_opportunity_add(Context& context, const Arguments& arguments);
Result<int> run_opportunity_edit(Context& context, const Arguments& arguments);
Result<int> run_opportunity_move(Context& context, const Arguments& arguments);
Result<int> run_opportunity_stages(Context& context, const Arguments& arguments);
Result<int> run_opportunity_funnel(Context& context, const Arguments& arguments);
Result<int> run_opportunity_probability(Context& context, const Arguments& arguments);
Result<int> run_stage_list(Context& context, const Arguments& arguments);
Result<int> run_stage_add(Context& context, const Arguments& arguments);
Result<int> run_stage_edit(Context& context, const Arguments& arguments);
Result<int> run_stage_delete(Context& context, const Arguments& arguments);
Result<int> run_field_list(Context& context, const Arguments& arguments);
Result<int> run_field_show(Context& context, const Arguments& arguments);
Result<int> run_field_add(Context& context, const Arguments& arguments);
Result<int> run_field_edit(Context& context, const Arguments& arguments);
Result<int> run_field_delete(Context& context, const Arguments& arguments);
Result<int> run_field_restore(Context& context, const Arguments& arguments);
Result<int> run_field_purge(Context& context, const Arguments& arguments);
Result<int> run_field_history(Context& context, const Arguments& arguments);
Result<int> run_task_list(Context& context, const Arguments& arguments);
Result<int> run_task_show(Context& context, const Arguments& arguments);
Result<int> run_task_add(Context& context, const Arguments& arguments);
Result<int> run_task_edit(Context& context, const Arguments& arguments);
Result<int> run_task_act(Context& context, const Arguments& arguments);
Result<int> run_task_ics(Context& context, const Arguments& arguments);
Result<int> run_agenda(Context& context, const Arguments& arguments);
Result<int> run_import_vcard(Context& context, const Arguments& arguments);
Result<int> run_export_vcard(Context& context, const Arguments& arguments);
Result<int> run_user_list(Context& context, const Arguments& arguments);
Result<int> run_user_edit(Context& context, const Arguments& arguments);
Result<int> run_team_list(Context& context, const Arguments& arguments);
Result<int> run_team_add(Context& context, const Arguments& arguments);
Result<int> run_visibility_list(Context& context, const Arguments& arguments);
Result<int> run_visibility_set(Context& context, const Arguments& arguments);
Result<int> run_handover(Context& context, const Arguments& arguments);
Result<int> run_user_add(Context& context, const Arguments& arguments);

Result<int> run_completion(Context& context, const Arguments& arguments);
Result<int> run_man(Context& context, const Arguments& arguments);
Result<int> run_help(Context& context, const Arguments& arguments);
Result<int> run_version(Context& context, const Arguments& arguments);

}  // namespace tradewind::cli
