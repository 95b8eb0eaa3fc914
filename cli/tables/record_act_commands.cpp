// What can be done with every customer, contact, lead, opportunity and supplier alike.
#include "cli/handlers.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

namespace {

struct Names {
  std::string_view noun, id, delete_example, restore_example, merge_example, unmerge_example, tag_example, link_example,
      unlink_example, history_example, share_example, unshare_example;
};

constexpr Names nouns_here[] = {
    {"customer", "number of the customer", "crm customer delete 12 --why \"entered twice\"", "crm customer restore 12",
     "crm customer merge 14 12", "crm customer unmerge 14", "crm customer tag 12 vip industry:garden",
     "crm customer link 12 customer:14 --relation distributor", "crm customer unlink 12 customer:14",
     "crm customer history 12", "crm customer share 12 li", "crm customer unshare 12 li"},
    {"contact", "number of the contact", "crm contact delete 3 --why \"left the firm\"", "crm contact restore 3",
     "crm contact merge 4 3", "crm contact unmerge 4", "crm contact tag 3 newsletter --remove decides",
     "crm contact link 3 contact:4 --relation assistant", "crm contact unlink 3 contact:4", "crm contact history 3", "",
     ""},
    {"lead", "number of the lead", "crm lead delete 12 --why \"a test of ours\"", "crm lead restore 12",
     "crm lead merge 14 12", "crm lead unmerge 14", "crm lead tag 12 fair:canton",
     "crm lead link 12 customer:7 --relation \"introduced by\"", "crm lead unlink 12 customer:7", "",
     "crm lead share 12 li", "crm lead unshare 12 li"},
    {"opportunity", "number of the opportunity", "crm opportunity delete 5", "crm opportunity restore 5",
     "crm opportunity merge 6 5", "crm opportunity unmerge 6", "crm opportunity tag 5 spring",
     "crm opportunity link 5 contact:3 --relation \"decides\"", "crm opportunity unlink 5 contact:3",
     "crm opportunity history 5", "crm opportunity share 5 li", "crm opportunity unshare 5 li"},
    {"supplier", "number of the supplier", "crm supplier delete 4 --why \"out of business\"", "crm supplier restore 4",
     "crm supplier merge 5 4", "crm supplier unmerge 5", "crm supplier tag 4 audited region:Zhejiang",
     "crm supplier link 4 customer:12 --relation \"made for\"", "crm supplier unlink 4 customer:12",
     "crm supplier history 4", "", ""},
};

void add_for(std::vector<Command>& table, const Names& names) {
  const Positional id{"ID", names.id};
  const Positional other{"RECORD", "the other record: customer:12, contact:3, supplier:4, order:SO-2026-0004 ..."};
  const Option why{"why", "TEXT", "the reason, for its history"};
  table.push_back({.noun = names.noun,
                   .verb = "delete",
                   .summary = "put it away; it can be restored",
                   .description =
                       "No list shows it and no mail is filed to it any more. A customer's contacts go along; "
                       "documents, deals and mail stay.",
                   .positionals = {id},
                   .options = {why},
                   .examples = {{names.delete_example, ""}},
                   .data = DataMode::write,
                   .handler = run_record_delete});
  table.push_back({.noun = names.noun,
                   .verb = "restore",
                   .summary = "take a deletion back, with all that went along",
                   .positionals = {id},
                   .examples = {{names.restore_example, ""}},
                   .data = DataMode::write,
                   .handler = run_record_restore});
  table.push_back({.noun = names.noun,
                   .verb = "merge",
                   .summary = "join one into another that is the same; everything goes along",
                   .positionals = {id, {"INTO", "number of the one that stays"}},
                   .options = {why},
                   .examples = {{names.merge_example, "the first goes into the second"}},
                   .data = DataMode::write,
                   .handler = run_record_merge});
  table.push_back({.noun = names.noun,
                   .verb = "unmerge",
                   .summary = "take a merge back, within 30 days; what was changed since stays",
                   .positionals = {id},
                   .examples = {{names.unmerge_example, ""}},
                   .data = DataMode::write,
                   .handler = run_record_unmerge});
  table.push_back({.noun = names.noun,
                   .verb = "tag",
                   .summary = "give it tags, or take them away",
                   .positionals = {id, {"TAG", "a word, or classification:value", false, true}},
                   .options = {{"remove", "TAG", "take this one away", {}, true}},
                   .examples = {{names.tag_example, ""}},
                   .data = DataMode::write,
                   .handler = run_record_tag});
  table.push_back({.noun = names.noun,
                   .verb = "link",
                   .summary = "say how another record is related to it",
                   .positionals = {id, other},
                   .options = {{"relation", "TEXT", "what the other is to it (default: related)"}},
                   .examples = {{names.link_example, ""}},
                   .data = DataMode::write,
                   .handler = run_record_link});
  table.push_back({.noun = names.noun,
                   .verb = "unlink",
                   .summary = "take the relations to another record away",
                   .positionals = {id, other},
                   .examples = {{names.unlink_example, ""}},
                   .data = DataMode::write,
                   .handler = run_record_link});
  if (!names.share_example.empty()) {
    const Positional user{"USER", "login of the user"};
    table.push_back({.noun = names.noun,
                     .verb = "share",
                     .summary = "let another user see it and work on it",
                     .positionals = {id, user},
                     .examples = {{names.share_example, ""}},
                     .data = DataMode::write,
                     .handler = run_record_share});
    table.push_back({.noun = names.noun,
                     .verb = "unshare",
                     .summary = "take that back",
                     .positionals = {id, user},
                     .examples = {{names.unshare_example, ""}},
                     .data = DataMode::write,
                     .handler = run_record_share});
  }
  if (names.history_example.empty()) return;  // leads have a history of steps besides
  table.push_back({.noun = names.noun,
                   .verb = "history",
                   .summary = "every change: when, who, what, why",
                   .positionals = {id},
                   .examples = {{names.history_example, ""}},
                   .handler = run_record_history});
}

}  // namespace

void add_record_act_commands(std::vector<Command>& table) {
  for (const Names& names : nouns_here) add_for(table, names);
}

}  // namespace tradewind::cli
