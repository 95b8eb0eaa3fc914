#include "cli/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cli/tables/tables.hpp"

namespace tradewind::cli {

std::string Arguments::value(std::string_view option, std::string_view otherwise) const {
  const auto found = options.find(option);
  return found == options.end() ? std::string(otherwise) : found->second.back();
}

Result<std::int64_t> Arguments::number(std::string_view option, std::int64_t otherwise, std::int64_t least,
                                       std::int64_t most) const {
  const auto found = options.find(option);
  if (found == options.end()) return otherwise;
  const std::string& text = found->second.back();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    return fail(Fault::invalid,
                fmt::format("--{} takes a whole number from {} to {}, not \"{}\"", option, least, most, text));
  }
  return number;
}

std::string Command::name() const { return verb.empty() ? std::string(noun) : fmt::format("{} {}", noun, verb); }

const Option* Command::find_option(std::string_view option) const {
  const auto same = [&](const Option& candidate) { return candidate.name == option; };
  if (const auto own = std::find_if(options.begin(), options.end(), same); own != options.end()) return &*own;
  const auto globals = global_options();
  const auto global = std::find_if(globals.begin(), globals.end(), same);
  return global == globals.end() ? nullptr : &*global;
}

std::span<const Noun> nouns() {
  static constexpr Noun all[] = {
      {"init", "make a new store"},
      {"status", "how every mailbox stands, and whether all mail is accounted for"},
      {"search", "find mail"},
      {"mail", "one message: read it, why it was filed so, file it elsewhere"},
      {"review", "look over what was decided with little confidence"},
      {"lead", "inquiries of new buyers"},
      {"pool", "leads and customers that nobody owns"},
      {"policy", "response times, and when a record drops into the pool"},
      {"rules", "when something happens, if a condition holds, then do something"},
      {"notification", "what rules told you"},
      {"customer", "customers"},
      {"contact", "people at customers"},
      {"supplier", "factories and forwarders"},
      {"opportunity", "deals"},
      {"stage", "the stages that deals go through"},
      {"field", "fields that the firm adds to its records"},
      {"task", "what is to be done"},
      {"agenda", "what is overdue, and what comes"},
      {"user", "our own people"},
      {"team", "who works together"},
      {"visibility", "who sees what"},
      {"handover", "give what a leaver has to others"},
      {"account", "the mailboxes"},
      {"sync", "fetch mail now"},
      {"import", "take in mail or records from files"},
      {"export", "write everything out in open formats"},
      {"archive", "take in one message on standard input"},
      {"nightly", "the nightly job"},
      {"index", "the full-text index"},
      {"verify", "check every hash, every reference and the accounting"},
      {"vault", "the bytes of the mail"},
      {"backup", "copy the store while it is in use"},
      {"restore", "put a backup in place"},
      {"completion", "completion for a shell"},
      {"man", "the manual page"},
      {"help", "help on a command"},
      {"version", "which version this is"},
  };
  return all;
}

std::span<const Command> commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> table;
    add_store_commands(table);
    add_mail_commands(table);
    add_lead_commands(table);
    add_pool_commands(table);
    add_rule_commands(table);
    add_record_commands(table);
    add_field_commands(table);
    add_import_commands(table);
    add_opportunity_commands(table);
    add_task_commands(table);
    add_record_act_commands(table);
    add_program_commands(table);
    return table;
  }();
  return all;
}

std::vector<const Command*> commands_of(std::string_view noun) {
  std::vector<const Command*> found;
  for (const Command& command : commands()) {
    if (command.noun == noun) found.push_back(&command);
  }
  return found;
}

const Command* find_command(std::string_view noun, std::string_view verb) {
  for (const Command& command : commands()) {
    if (command.noun == noun && command.verb == verb) return &command;
  }
  return nullptr;
}

std::span<const Option> global_options() {
  static const std::vector<Option> all = {
      {"data", "DIR", "the data directory (else $TRADEWIND_DATA, the configuration's data, /var/lib/tradewind)"},
      {"config", "FILE", "the configuration (else $TRADEWIND_CONFIG, /etc/tradewind/tradewind.toml)"},
      {"as", "USER", "act as this user of the CRM, with his or her rights"},
      {"json", "", "answer as JSON: {\"schema\": 1, \"items\": [...]}"},
      {"csv", "", "answer as CSV with a header line"},
      {"no-color", "", "no colours, even on a terminal (also: NO_COLOR in the environment)"},
      {"help", "", "show help with examples"},
  };
  return all;
}

int exit_code(Fault fault) {
  switch (fault) {
    case Fault::not_found:
      return exit_negative;
    case Fault::invalid:
      return exit_usage;
    case Fault::conflict:
      return 3;
    case Fault::forbidden:
      return 4;
    case Fault::busy:
      return 5;
    case Fault::network:
      return 6;
    case Fault::refused:
      return 7;
    case Fault::io:
      return 8;
    case Fault::unsupported:
      return 9;
    case Fault::corrupt:
      return 10;
  }
  return exit_bug;
}

}  // namespace tradewind::cli
