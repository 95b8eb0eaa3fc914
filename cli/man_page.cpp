#include "cli/man_page.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/version.hpp"

namespace tradewind::cli {

namespace {

// Backslashes and hyphens mean something to roff; so does a dot or quote at the start of a line (groff_man_style(7)).
std::string roff(std::string_view text) {
  std::string escaped;
  if (!text.empty() && (text.front() == '.' || text.front() == '\'')) escaped.append("\\&");
  for (const char c : text) {
    if (c == '\\')
      escaped.append("\\e");
    else if (c == '-')
      escaped.append("\\-");
    else if (c == '~')
      escaped.append("\\(ti");
    else if (c == '^')
      escaped.append("\\(ha");
    else if (c == '"')
      escaped.append("\\(dq");
    else
      escaped.push_back(c);
  }
  return escaped;
}

std::string option_entry(const Option& option) {
  std::string entry = fmt::format(".TP\n\\fB\\-\\-{}\\fR", roff(option.name));
  if (!option.value.empty()) entry += fmt::format(" \\fI{}\\fR", roff(option.value));
  std::string help(option.help);
  if (!option.choices.empty()) help += fmt::format("{}{}", help.empty() ? "" : ": ", fmt::join(option.choices, ", "));
  return entry + fmt::format("\n{}\n", help.empty() ? "\\&" : roff(help));
}

std::string synopsis(const Command& command) {
  std::string line = fmt::format("\\fBcrm {}\\fR", roff(command.name()));
  for (const Positional& positional : command.positionals) {
    const std::string name = fmt::format("\\fI{}\\fR{}", roff(positional.name), positional.repeated ? "..." : "");
    line += positional.required ? " " + name : fmt::format(" [{}]", name);
  }
  return line;
}

std::string command_section(const Command& command) {
  std::string text = fmt::format(".SS {}\n{}: {}.\n", synopsis(command), roff(command.name()), roff(command.summary));
  if (!command.description.empty()) text += fmt::format(".PP\n{}\n", roff(command.description));
  for (const Positional& positional : command.positionals) {
    text += fmt::format(".TP\n\\fI{}\\fR\n{}\n", roff(positional.name), roff(positional.help));
  }
  for (const Option& option : command.options) text += option_entry(option);
  if (command.examples.empty()) return text;
  text += ".PP\nExamples:\n.PP\n.RS 4\n.nf\n";
  for (const Example& example : command.examples) text += roff(example.command) + "\n";
  return text + ".fi\n.RE\n";
}

constexpr std::string_view closing = R"(.SH EXIT STATUS
.TP
\fB0\fR
It is done.
.TP
\fB1\fR
A negative answer: nothing of that name, faults found, mail not accounted for.
.TP
\fB2\fR
The command line, a query or a configuration is wrong.
.TP
\fB3\fR, \fB4\fR, \fB5\fR
Conflict with what is there; not permitted; somebody else is at work on it.
.TP
\fB6\fR, \fB7\fR
No connection; the other side refused.
.TP
\fB8\fR, \fB9\fR, \fB10\fR
Disk or system call failed; not supported; stored data is damaged.
.TP
\fB70\fR
A fault in the program.
.TP
\fB75\fR
Of \fBcrm archive\fR: not stored, try again later.
.SH ENVIRONMENT
.TP
\fBTRADEWIND_DATA\fR, \fBTRADEWIND_CONFIG\fR
The data directory and the configuration file, where the options are not given.
.TP
\fBNO_COLOR\fR
No colours.
.TP
\fBTZ\fR
The time zone for times in tables.
.SH FILES
.TP
\fI/etc/tradewind/tradewind.toml\fR
The configuration.
.TP
\fI/var/lib/tradewind\fR
The store: crm.db, vault.db, search.db.
.SH SEE ALSO
\fBcrm\-mailsyncd\fR(8)
)";

}  // namespace

std::string man_page() {
  std::string page = fmt::format(".TH CRM 1 \"\" \"Tradewind {}\" \"User Commands\"\n", version_text);
  page += ".SH NAME\ncrm \\- the mail of a trading firm as its customer record\n";
  page +=
      ".SH SYNOPSIS\n\\fBcrm\\fR [\\fB\\-\\-data\\fR \\fIDIR\\fR] [\\fB\\-\\-config\\fR \\fIFILE\\fR] \\fICOMMAND\\fR "
      "...\n";
  page += ".SH DESCRIPTION\nAnswers go to standard output, messages to standard error.\n";
  page += ".SH OPTIONS\nBefore the command or after it:\n";
  for (const Option& option : global_options()) page += option_entry(option);
  page += ".SH COMMANDS\n";
  for (const Noun& noun : nouns()) {
    for (const Command* command : commands_of(noun.name)) page += command_section(*command);
  }
  return page.append(closing);
}

}  // namespace tradewind::cli
