// status, account list.
#include "crm_core/service/status.hpp"

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/record_reference.hpp"

namespace tradewind::cli {

namespace {

struct Sum {
  std::int64_t server = 0, filed = 0, skipped = 0, quarantined = 0, missing = 0;

  void add(const crm::FolderStatus& folder) {
    server += folder.folder.server_count;
    filed += folder.accounting.filed + folder.accounting.stub;
    skipped += folder.accounting.skipped;
    quarantined += folder.accounting.quarantined;
    missing += folder.missing;
  }
  void write(Record& record) const {
    record.add("server", server)
        .add("filed", filed)
        .add("skipped", skipped)
        .add("quarantined", quarantined)
        .add("missing", missing);
  }
  // The sentence that the whole store stands by.
  [[nodiscard]] std::string text() const {
    std::string line =
        fmt::format("{} on the server = {} filed + {} skipped + {} quarantined", server, filed, skipped, quarantined);
    if (missing != 0) line += fmt::format(" + {} not taken yet", missing);
    return line;
  }
};

Record folder_record(const crm::AccountStatus& account, const crm::FolderStatus& folder) {
  Record record;
  record.add("account", account.account.name)
      .add("folder", folder.folder.name)
      .add("role", to_text(folder.folder.role));
  Sum sum;
  sum.add(folder);
  sum.write(record);
  record.add("stubs", folder.accounting.stub)
      .add("gone", folder.accounting.gone)
      .add("complete", folder.folder.backfilled);
  return record.add_time("synced_at", folder.folder.synced_at);
}

Record account_record(crm::Store& store, const crm::AccountStatus& account) {
  Record record;
  record.add("account", account.account.name)
      .add("ok", account.ok)
      .add_known("reason", account.reason)
      .add("state", account.account.state);
  record.add_known("error", account.account.error).add_known("user", login_of(store, account.account.user_id));
  record.add_time("failing_since", account.account.failing_since).add_time("last_ok_at", account.account.last_ok_at);
  Sum sum;
  std::vector<Record> folders;
  for (const crm::FolderStatus& folder : account.folders) {
    sum.add(folder);
    folders.push_back(folder_record(account, folder));
  }
  sum.write(record);
  return record.add("folders", std::move(folders));
}

Style state_style(const Record& record) {
  const auto* ok = std::get_if<bool>(record.find("ok"));
  return ok != nullptr && !*ok ? Style::bad : Style::good;
}

std::vector<Column> number_columns() {
  using enum Column::Align;
  return {{"server", "SERVER", right},
          {"filed", "FILED", right},
          {"skipped", "SKIPPED", right},
          {"quarantined", "QUARANTINED", right},
          {"missing", "MISSING", right}};
}

std::vector<Column> account_columns() {
  std::vector<Column> columns = {{"account", "ACCOUNT", Column::Align::left, 10},
                                 {"state", "STATE", Column::Align::left, 0, state_style}};
  for (Column& column : number_columns()) columns.push_back(column);
  columns.push_back({"last_ok_at", "COMPLETE AT"});
  columns.push_back({"reason", "REASON", Column::Align::left, 20});
  return columns;
}

std::vector<Column> folder_columns() {
  std::vector<Column> columns = {
      {"account", "ACCOUNT", Column::Align::left, 10}, {"folder", "FOLDER", Column::Align::left, 12}, {"role", "ROLE"}};
  for (Column& column : number_columns()) columns.push_back(column);
  columns.push_back({"gone", "GONE", Column::Align::right});
  columns.push_back({"synced_at", "COMPLETE AT"});
  return columns;
}

std::vector<Record> notice_records(const crm::Status& status) {
  std::vector<Record> records;
  for (const crm::Notice& notice : status.notices) {
    records.push_back(Record()
                          .add_time("at", notice.at)
                          .add("severity", notice.severity)
                          .add("topic", notice.topic)
                          .add("text", notice.text));
  }
  return records;
}

void print(Output& out, const crm::Status& status, const Listing& listing) {
  Sum sum;
  for (const crm::AccountStatus& account : status.accounts) {
    for (const crm::FolderStatus& folder : account.folders) sum.add(folder);
  }
  out.list(listing);
  if (!listing.records.empty()) out.text("\n");
  out.field("Accounting", sum.text());
  out.field("Messages", std::to_string(status.messages));
  if (status.quarantined > 0)
    out.field("Quarantined", fmt::format("{}; crm mail list is:quarantined", status.quarantined), Style::warn);
  out.field("Open leads", std::to_string(status.open_leads));
  if (!status.trouble.empty()) out.field("Trouble", status.trouble, Style::bad);
  for (const crm::Notice& notice : status.notices) {
    const Style style = notice.severity == "error"     ? Style::bad
                        : notice.severity == "warning" ? Style::warn
                                                       : Style::plain;
    out.field(notice.severity, fmt::format("{} ({})", notice.text, to_local_text(notice.at)), style);
  }
  out.field("All well", status.ok ? "yes" : fmt::format("no: {}", status.reason), status.ok ? Style::good : Style::bad);
}

}  // namespace

Result<int> run_status(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto status = crm::status(**context.data(), session->store, session->actor);
  if (!status) return pass_on(status);
  Listing listing;
  listing.columns = arguments.has("folders") ? folder_columns() : account_columns();
  listing.none = "no mailboxes yet; \"crm sync --once\" fetches mail";
  std::vector<Record> accounts;
  for (const crm::AccountStatus& account : status->accounts) {
    accounts.push_back(account_record(session->store, account));
    if (!arguments.has("folders")) listing.records.push_back(accounts.back());
    for (const crm::FolderStatus& folder : account.folders) {
      if (arguments.has("folders")) listing.records.push_back(folder_record(account, folder));
    }
  }
  if (context.out().format() == Format::json) {
    context.out().records({Record()
                               .add("ok", status->ok)
                               .add_known("reason", status->reason)
                               .add("messages", status->messages)
                               .add("quarantined", status->quarantined)
                               .add("open_leads", status->open_leads)
                               .add("accounts", std::move(accounts))
                               .add("notices", notice_records(*status))});
  } else if (context.out().format() == Format::csv) {
    context.out().list(listing);
  } else {
    print(context.out(), *status, listing);
  }
  return status->ok ? exit_ok : exit_negative;
}

Result<int> run_account_list(Context& context, const Arguments&) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto status = crm::status(**context.data(), session->store, session->actor);
  if (!status) return pass_on(status);
  Listing listing;
  listing.columns = account_columns();
  listing.columns.insert(listing.columns.begin() + 1, Column{"user", "USER"});
  listing.none = "no mailboxes yet";
  for (const crm::AccountStatus& account : status->accounts)
    listing.records.push_back(account_record(session->store, account));
  context.out().list(listing);
  return exit_ok;
}

}  // namespace tradewind::cli
