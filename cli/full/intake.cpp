// sync, import mbox|maildir|eml, archive.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "cli/context.hpp"
#include "cli/full/full_handlers.hpp"
#include "crm_core/base/raw_bytes.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/users.hpp"
#include "mailsync/daemon/supervisor.hpp"
#include "mailsync/local/import_mail.hpp"

namespace tradewind::cli {

namespace {

Record to_record(const mailsync::ImportCounts& counts) {
  return Record()
      .add("read", counts.seen)
      .add("new", counts.filed)
      .add("known", counts.known + counts.copies)
      .add("quarantined", counts.quarantined)
      .add("leads", counts.leads);
}

std::string counts_text(const mailsync::ImportCounts& counts) {
  return fmt::format("{} read: {} new, {} known already{}, {} leads", counts.seen, counts.filed,
                     counts.known + counts.copies,
                     counts.quarantined == 0 ? "" : fmt::format(", {} quarantined", counts.quarantined), counts.leads);
}

Result<mailsync::ImportOptions> import_options(Context& context, const Arguments& arguments) {
  const auto settings = context.settings();
  if (!settings) return pass_on(settings);
  mailsync::ImportOptions options;
  options.account = arguments.value("account", context.command().noun == "archive" ? "archive" : "import");
  if (arguments.has("folder")) options.folder = arguments.value("folder");
  options.sent = arguments.has("sent");
  options.decisions.default_charset = (*settings)->firm.default_charset;
  options.decisions.platform_directory = (*settings)->archiver.platform_directory;
  return options;
}

Result<RawBytes> read_message(const std::filesystem::path& temporary) {
  RawBytes raw(RawBytes::default_threshold, temporary);
  std::array<char, 1 << 16> piece{};
  for (;;) {
    const ssize_t got = read(STDIN_FILENO, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return fail(Fault::io, fmt::format("cannot read standard input: {}",
                                         std::error_code(errno, std::generic_category()).message()));
    if (got == 0) return raw;
    if (auto appended = raw.append({piece.data(), static_cast<std::size_t>(got)}); !appended) return pass_on(appended);
  }
}

Record to_record(const mailsync::AccountReport& account) {
  return Record().add("account", account.name).add("ok", account.error.empty()).add_known("error", account.error);
}

// --account NAME: those only. Fault::not_found names the ones there are.
Result<Settings> chosen_accounts(const Settings& settings, const Arguments& arguments) {
  Settings chosen = settings;
  const auto named = arguments.options.find("account");
  if (named == arguments.options.end()) return chosen;
  chosen.accounts.clear();
  for (const std::string& name : named->second) {
    const auto same = [&](const AccountSettings& account) { return account.name == name; };
    const auto found = std::find_if(settings.accounts.begin(), settings.accounts.end(), same);
    if (found == settings.accounts.end()) {
      std::vector<std::string> names;
      for (const AccountSettings& account : settings.accounts) names.push_back(account.name);
      return fail(Fault::not_found, fmt::format("the configuration has no account \"{}\"", name),
                  fmt::format("it has: {}", fmt::join(names, ", ")));
    }
    chosen.accounts.push_back(*found);
  }
  return chosen;
}

}  // namespace

Result<int> run_sync(Context& context, const Arguments& arguments) {
  const auto session = context.session_for(crm::Act::maintain);
  if (!session) return pass_on(session);
  const auto data = context.data();
  if (!data) return pass_on(data);
  const auto settings = context.settings();
  if (!settings) return pass_on(settings);
  const auto chosen = chosen_accounts(**settings, arguments);
  if (!chosen) return pass_on(chosen);
  if (chosen->accounts.empty()) {
    return fail(Fault::invalid, "the configuration names no mailbox",
                context.configuration_file().empty()
                    ? "write one: --config FILE, or /etc/tradewind/tradewind.toml"
                    : fmt::format("add [[account]] to {}", context.configuration_file().string()));
  }
  const auto report = mailsync::run_once(*chosen, **data, isatty(STDERR_FILENO) == 1);
  if (!report) return pass_on(report);
  Output& out = context.out();
  if (out.format() == Format::json) {
    std::vector<Record> accounts;
    for (const auto& account : report->accounts) accounts.push_back(to_record(account));
    out.records({Record()
                     .add("ok", report->ok())
                     .add("fetched", report->fetched)
                     .add("new", report->filed)
                     .add("known", report->copies)
                     .add("stubs", report->stubs)
                     .add("skipped", report->skipped)
                     .add("gone", report->gone)
                     .add("flag_changes", report->flag_changes)
                     .add("quarantined", report->quarantined)
                     .add("leads", report->leads)
                     .add("seconds", report->seconds)
                     .add("stopped", report->stopped)
                     .add("accounts", std::move(accounts))});
  } else {
    Listing listing{{{"account", "ACCOUNT"}, {"ok", "COMPLETE"}, {"error", "REASON", Column::Align::left, 20}}, {}, {}};
    for (const auto& account : report->accounts) listing.records.push_back(to_record(account));
    out.list(listing);
    if (out.for_people()) {
      out.message(
          fmt::format("{} fetched in {:.1f} s: {} new, {} known already, {} skipped, {} quarantined, {} gone, {} leads",
                      report->fetched, report->seconds, report->filed, report->copies, report->skipped,
                      report->quarantined, report->gone, report->leads));
    }
  }
  return report->ok() ? exit_ok : exit_negative;
}

Result<int> run_import_mail(Context& context, const Arguments& arguments) {
  const auto session = context.session_for(crm::Act::maintain);
  if (!session) return pass_on(session);
  const auto data = context.data();
  if (!data) return pass_on(data);
  auto options = import_options(context, arguments);
  if (!options) return pass_on(options);
  if (arguments.has("user")) {
    const auto owned =
        crm::Users(session->store).set_account_user(session->actor, options->account, arguments.value("user"));
    if (!owned) return pass_on(owned);
  }
  if (isatty(STDERR_FILENO) == 1) {
    options->progress = [](const mailsync::ImportCounts& counts) {
      fmt::print(stderr, "\r{} read, {} new ", counts.seen, counts.filed);
    };
  }
  const std::string_view verb = context.command().verb;
  const auto source = verb == "mbox"      ? mailsync::MailSource::mbox
                      : verb == "maildir" ? mailsync::MailSource::maildir
                                          : mailsync::MailSource::eml;
  const std::vector<std::filesystem::path> paths(arguments.positionals.begin(), arguments.positionals.end());
  const auto report = mailsync::import_mail(**data, source, paths, *options);
  if (options->progress) fmt::print(stderr, "\n");
  if (!report) return pass_on(report);
  Output& out = context.out();
  for (const std::string& reason : report->left_out) out.message("left out: " + reason);
  if (out.for_people())
    out.message(counts_text(report->counts));
  else
    out.records({to_record(report->counts).add("left_out", report->left_out)});
  return report->left_out.empty() ? exit_ok : exit_negative;
}

Result<int> run_archive(Context& context, const Arguments& arguments) {
  const auto data = context.data();
  if (!data) return pass_on(data);
  auto options = import_options(context, arguments);
  if (!options) return pass_on(options);
  if (!options->folder) options->folder = options->sent ? "Sent" : "INBOX";
  const auto raw = read_message((*data)->temporary());
  if (!raw) return pass_on(raw);
  const auto counts = mailsync::archive_message(**data, raw->view(), *options);
  if (!counts) return pass_on(counts);
  if (!context.out().for_people()) context.out().records({to_record(*counts)});
  return exit_ok;
}

}  // namespace tradewind::cli
