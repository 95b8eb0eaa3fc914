// export all, import all.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "crm_core/service/whole_export.hpp"

namespace tradewind::cli {

namespace {

void show(Output& out, const crm::WholeReport& report) {
  std::vector<Record> files;
  for (const crm::DiskFile& file : report.files)
    files.push_back(Record().add("file", file.name).add("bytes", file.bytes).add("sha256", file.sha256));
  if (out.format() == Format::json)
    out.records({Record()
                     .add("directory", report.directory.string())
                     .add("mails", report.mails)
                     .add("files", std::move(files))});
  else if (out.format() == Format::csv)
    out.list({{{"file", "FILE"}, {"bytes", "BYTES"}, {"sha256", "SHA-256"}}, std::move(files)});
}

}  // namespace

Result<int> run_export_all(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto vault = context.vault();
  if (!vault) return pass_on(vault);
  const auto report = crm::export_all(session->store, **vault, session->actor, arguments.positionals[0]);
  if (!report) return pass_on(report);
  show(context.out(), *report);
  if (context.out().for_people())
    context.out().message(fmt::format("wrote {} files and {} mails into {}", report->files.size(), report->mails,
                                      report->directory.string()));
  return exit_ok;
}

Result<int> run_import_all(Context& context, const Arguments& arguments) {
  const auto path = context.data_path();
  if (!path) return pass_on(path);
  const auto report = crm::import_all(arguments.positionals[0], *path);
  if (!report) return pass_on(report);
  show(context.out(), *report);
  if (!context.out().for_people()) return exit_ok;
  context.out().message(fmt::format("made a store in {} of {} mails", path->string(), report->mails));
  context.out().message("hint: \"crm index rebuild\" makes the full-text index again");
  return exit_ok;
}

}  // namespace tradewind::cli
