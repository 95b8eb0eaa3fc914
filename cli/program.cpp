#include "cli/program.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "cli/context.hpp"
#include "cli/help.hpp"
#include "cli/parser.hpp"
#include "crm_core/database/database.hpp"

namespace tradewind::cli {

namespace {

// Beside this program in a build tree, in libexec when installed. Not looked for on the PATH.
std::filesystem::path full_program() {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path beside = self.parent_path() / "crm-full";
  if (std::filesystem::exists(beside, error)) return beside;
  return self.parent_path().parent_path() / "libexec" / "tradewind" / "crm-full";
}

// Does not come back when it succeeds.
Error become_full_program(const std::vector<std::string>& words) {
  const std::filesystem::path program = full_program();
  std::vector<char*> arguments{
      const_cast<char*>("crm")};  // execv(3) takes char* for history's sake and changes nothing
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv(program.c_str(), arguments.data());
  return {Fault::io,
          fmt::format("cannot run {}: {}", program.string(), std::error_code(errno, std::generic_category()).message()),
          "install the whole package again"};
}

Error plain_words(const database::DatabaseError& error) {
  if (error.is_full())
    return {Fault::io, fmt::format("the disk is full or fails: {}", error.what()),
            "nothing was changed; make room and run it again"};
  if (error.is_busy())
    return {Fault::busy, "the store is busy: somebody else has been writing for too long", "run it again in a moment"};
  return {Fault::corrupt, fmt::format("the store cannot be used: {}", error.what()),
          "\"crm verify\" tells more; \"crm restore\" puts a backup in place"};
}

std::string help_text(const Invocation& invocation) {
  if (invocation.command != nullptr) return command_help(*invocation.command);
  return invocation.noun.empty() ? program_help() : noun_help(invocation.noun);
}

std::string cause_of(const Invocation& invocation) {
  std::string cause = fmt::format("crm {}", invocation.command->name());
  for (const std::string& word : invocation.arguments.positionals) cause += " " + word;
  return cause;
}

// A mail server keeps a message and tries again only for this code (sysexits.h), so `crm archive` never ends with
// another.
int code_for(const Command* command, int code) {
  return command != nullptr && command->noun == "archive" && code != exit_ok ? exit_try_again_later : code;
}

Result<int> run_command(const Invocation& invocation, const std::vector<std::string>& words, const ProgramParts& parts,
                        Output& output) {
  const Command& command = *invocation.command;
  Handler handler = command.handler;
  const bool wants_full =
      handler == nullptr || (!command.full_with.empty() && invocation.arguments.has(command.full_with));
  if (wants_full && parts.full_handler == nullptr) return tl::unexpected<Error>(become_full_program(words));
  if (wants_full) handler = parts.full_handler(command);
  Context context(invocation.globals, command, cause_of(invocation), output);
  if (command.data == DataMode::read || command.data == DataMode::write) {
    if (auto data = context.data(); !data) return pass_on(data);
  }
  return handler(context, invocation.arguments);
}

// A broken world as an error like any other.
template <class Run>
Result<int> catching(Run run) {
  try {
    return run();
  } catch (const database::DatabaseError& error) {
    return tl::unexpected<Error>(plain_words(error));
  } catch (const std::bad_alloc&) {
    return fail(Fault::io, "out of memory");
  } catch (const std::filesystem::filesystem_error& error) {
    return fail(Fault::io, error.what());
  }
}

int report(const Command* command, const Result<int>& result, Output& output) {
  int code = result ? *result : exit_code(result.error().fault);
  if (!result) output.error(result.error());
  if (auto flushed = output.flush(); !flushed) {
    output.error(flushed.error());
    code = exit_code(Fault::io);
  }
  return code_for(command, code);
}

}  // namespace

int run_program(const std::vector<std::string>& words, const ProgramParts& parts) {
  std::signal(SIGPIPE, SIG_IGN);  // `crm search x | head -1` ends quietly: see Output::flush
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow (ulimit -f) is an error to be told, like a full disk
  auto parsed = parse_command_line(words);
  if (!parsed) {
    Output output(stdout, stderr, output_options(Format::people, true));
    const bool is_archive = std::find(words.begin(), words.end(), "archive") != words.end();
    return report(is_archive ? find_command("archive", "") : nullptr, pass_on(parsed), output);
  }
  Output output(stdout, stderr, output_options(parsed->globals.format, parsed->globals.allow_colour));
  if (parsed->help) {
    output.text(help_text(*parsed));
    return report(nullptr, exit_ok, output);
  }
  try {
    return report(parsed->command, catching([&] { return run_command(*parsed, words, parts, output); }), output);
  } catch (const std::exception& error) {
    output.message(fmt::format("crm: a fault in the program: {}", error.what()));
    return code_for(parsed->command, exit_bug);
  }
}

}  // namespace tradewind::cli
