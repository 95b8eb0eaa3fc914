// init, verify, vault gc, backup, restore, import records.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/input_file.hpp"
#include "crm_core/search/index.hpp"
#include "crm_core/service/backup.hpp"
#include "crm_core/service/record_import.hpp"
#include "crm_core/service/users.hpp"
#include "crm_core/service/verify.hpp"

namespace tradewind::cli {

namespace {

Result<crm::Firm> firm_of(Context& context, const Arguments& arguments) {
  const auto settings = context.settings();
  if (!settings) return pass_on(settings);
  crm::Firm firm{(*settings)->firm.name, (*settings)->firm.own_domains, (*settings)->firm.home_country};
  if (arguments.has("firm")) firm.name = arguments.value("firm");
  if (arguments.has("country")) firm.home_country = arguments.value("country");
  if (arguments.has("domain")) firm.own_domains = arguments.options.find("domain")->second;
  return firm;
}

std::vector<Record> file_records(const crm::BackupReport& report) {
  std::vector<Record> records;
  for (const crm::DiskFile& file : report.files)
    records.push_back(Record().add("file", file.name).add("bytes", file.bytes).add("sha256", file.sha256));
  return records;
}

void show_files(Output& out, const crm::BackupReport& report) {
  out.list({{{"file", "FILE"}, {"bytes", "BYTES", Column::Align::right}, {"sha256", "SHA-256"}}, file_records(report)});
}

}  // namespace

Result<int> run_init(Context& context, const Arguments& arguments) {
  const auto path = context.data_path();
  if (!path) return pass_on(path);
  const auto firm = firm_of(context, arguments);
  if (!firm) return pass_on(firm);
  const auto directory = crm::DataDirectory::create(*path);
  if (!directory) return pass_on(directory);
  auto store = crm::Store::open(*directory, crm::Access::write);
  if (!store) return pass_on(store);
  if (auto vault = crm::Vault::open(directory->vault_file(), crm::Vault::Access::write); !vault) return pass_on(vault);
  const crm::search::SearchIndex index(directory->search_file());
  if (!firm->name.empty() || !firm->own_domains.empty() || !firm->home_country.empty()) {
    const auto actor = context.actor();
    if (!actor) return pass_on(actor);
    if (auto set = crm::Users(*store).set_firm(*actor, *firm); !set) return pass_on(set);
  }
  if (!context.out().for_people()) {
    context.out().records(
        {Record().add("data", path->string()).add("firm", firm->name).add("own_domains", firm->own_domains)});
    return exit_ok;
  }
  context.out().message(fmt::format("made a store in {}", path->string()));
  if (firm->own_domains.empty())
    context.out().message(
        "hint: tell it your own mail domains (firm.own_domains in the configuration), or all mail counts as coming in");
  return exit_ok;
}

Result<int> run_verify(Context& context, const Arguments&) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto vault = context.vault();
  if (!vault) return pass_on(vault);
  const auto report = crm::verify(session->store, **vault, session->actor);
  if (!report) return pass_on(report);
  std::vector<Record> findings;
  for (const crm::Finding& finding : report->findings) {
    const bool is_error = finding.severity == crm::Finding::Severity::error;
    findings.push_back(
        Record().add("severity", is_error ? "error" : "note").add("area", finding.area).add("text", finding.text));
  }
  Output& out = context.out();
  if (out.format() == Format::json) {
    out.records({Record()
                     .add("clean", report->clean())
                     .add("messages", report->messages)
                     .add("deliveries", report->deliveries)
                     .add("chunks", report->chunks)
                     .add("audit_rows", report->audit_rows)
                     .add("unreferenced_objects", report->unreferenced_objects)
                     .add("findings", std::move(findings))});
  } else {
    out.list(
        {{{"severity", "SEVERITY"}, {"area", "AREA"}, {"text", "WHAT", Column::Align::left, 20}}, std::move(findings)});
  }
  if (out.for_people()) {
    out.text(fmt::format("{} messages, {} deliveries, {} chunks, {} audit rows: {}\n", report->messages,
                         report->deliveries, report->chunks, report->audit_rows,
                         report->clean() ? "clean" : "NOT clean"));
  }
  return report->clean() ? exit_ok : exit_negative;
}

Result<int> run_vault_gc(Context& context, const Arguments&) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto data = context.data();
  if (!data) return pass_on(data);
  // Opened for reading first: for writing it would be made where it is missing.
  if (auto there = context.vault(); !there) return pass_on(there);
  auto vault = crm::Vault::open((*data)->vault_file(), crm::Vault::Access::write);
  if (!vault) return pass_on(vault);
  const auto removed = crm::remove_unreferenced(session->store, *vault, session->actor);
  if (!removed) return pass_on(removed);
  if (context.out().for_people())
    context.out().message(fmt::format("{} objects belonged to no message and are gone", *removed));
  else
    context.out().records({Record().add("removed", *removed)});
  return exit_ok;
}

Result<int> run_backup(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto data = context.data();
  if (!data) return pass_on(data);
  const auto report =
      crm::backup(**data, session->store, session->actor, arguments.positionals[0], arguments.has("with-index"));
  if (!report) return pass_on(report);
  show_files(context.out(), *report);
  if (context.out().for_people()) context.out().message(fmt::format("the backup is in {}", report->directory.string()));
  return exit_ok;
}

Result<int> run_restore(Context& context, const Arguments& arguments) {
  const auto path = context.data_path();
  if (!path) return pass_on(path);
  const auto report = crm::restore(arguments.positionals[0], *path);
  if (!report) return pass_on(report);
  show_files(context.out(), *report);
  if (!context.out().for_people()) return exit_ok;
  context.out().message(fmt::format("restored into {}", path->string()));
  bool with_index = false;
  for (const crm::DiskFile& file : report->files) with_index = with_index || file.name == "search.db";
  if (!with_index) context.out().message("hint: \"crm index rebuild\" makes the full-text index again");
  return exit_ok;
}

Result<int> run_import_records(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto json = read_input(arguments.positionals[0]);
  if (!json) return pass_on(json);
  const auto counts = crm::import_records(session->store, session->actor, *json);
  if (!counts) return pass_on(counts);
  const Record record = Record()
                            .add("users", counts->users)
                            .add("customers", counts->customers)
                            .add("contacts", counts->contacts)
                            .add("suppliers", counts->suppliers)
                            .add("products", counts->products)
                            .add("quotations", counts->quotations)
                            .add("orders", counts->orders)
                            .add("cases", counts->cases)
                            .add("created", counts->created)
                            .add("changed", counts->changed)
                            .add("unchanged", counts->unchanged);
  if (!context.out().for_people()) {
    context.out().records({record});
    return exit_ok;
  }
  std::vector<std::string> parts;
  for (const auto& [key, value] : record.fields()) {
    if (std::get<std::int64_t>(value) > 0 && key != "created" && key != "changed" && key != "unchanged")
      parts.push_back(fmt::format("{} {}", key, people_text(value)));
  }
  context.out().message(fmt::format("took in {}: {} new, {} changed, {} as they were",
                                    parts.empty() ? "nothing" : fmt::format("{}", fmt::join(parts, ", ")),
                                    counts->created, counts->changed, counts->unchanged));
  return exit_ok;
}

}  // namespace tradewind::cli
