// Mail: finding it, reading it, correcting where it was filed.
#include "cli/handlers.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

namespace {

constexpr std::string_view query_help =
    "Words must all occur; \"a phrase\", prefix*, and, or, not, ( ). Fields: from: to: cc: subject: body: attachment: "
    "filetype: customer: contact: quote: "
    "order: kind: lang: account: folder: thread: id: has: is: after: before: date: size:. Newest first. An argument "
    "with blanks in it beside others is "
    "taken as a phrase, since the shell has eaten its quotes.";

std::vector<Option> search_options() {
  return {{"sort", "ORDER", "newest first, or best match first", {"date", "relevance"}},
          {"threads", "", "one line a thread"},
          {"limit", "N", "at most this many (default 20)"},
          {"offset", "N", "leave out the first N"},
          {"export",
           "FORMAT",
           "write the mail itself into --output: all that match, unless --limit is given",
           {"mbox", "eml-zip"}},
          {"output", "FILE", "the file for --export; an existing one is not overwritten"}};
}

void add_reading(std::vector<Command>& table) {
  table.push_back(
      {.noun = "search",
       .verb = "",
       .summary = "find mail",
       .description = query_help,
       .positionals = {{"QUERY", "what to look for", true, true}},
       .options = search_options(),
       .examples = {{"crm search 报价", "Chinese, Japanese and Korean from one character on"},
                    {"crm search from:nordhaus after:2026-09-01 \"price list\"", "a phrase, a sender, a time"},
                    {"crm search is:unanswered kind:inquiry --threads", "inquiries that wait for us"},
                    {"crm search has:attachment filetype:pdf SFT-2200 --json", "for a program"},
                    {"crm search customer:nordhaus --export mbox --output nordhaus.mbox", "take the mail along"}},
       .handler = run_search,
       .full_with = "export"});
  table.push_back({.noun = "mail",
                   .verb = "list",
                   .summary = "the newest mail; with a query the same as crm search",
                   .description = query_help,
                   .positionals = {{"QUERY", "what to look for", false, true}},
                   .options = search_options(),
                   .examples = {{"crm mail list --limit 50", ""},
                                {"crm mail list is:quarantined", "mail that could not be parsed"}},
                   .handler = run_search,
                   .full_with = "export"});
  table.push_back(
      {.noun = "mail",
       .verb = "show",
       .summary = "read a message",
       .description =
           "Headers, what it is filed to, warnings, the text written in it, the quoted part dimmed, the attachments.",
       .positionals = {{"ID", "number of the message"}},
       .options = {{"no-quoted", "", "leave out the quoted part"}, {"headers", "", "all header fields"}},
       .examples = {{"crm mail show 4711", ""}},
       .handler = run_mail_show});
  table.push_back({.noun = "mail",
                   .verb = "raw",
                   .summary = "the message byte for byte as the server had it",
                   .positionals = {{"ID", "number of the message"}},
                   .examples = {{"crm mail raw 4711 > message.eml", ""}},
                   .handler = run_mail_raw});
  table.push_back({.noun = "mail",
                   .verb = "thread",
                   .summary = "the conversation a message belongs to, oldest first",
                   .positionals = {{"ID", "number of any of its messages"}},
                   .examples = {{"crm mail thread 4711", ""}},
                   .handler = run_mail_thread});
  table.push_back({.noun = "mail",
                   .verb = "why",
                   .summary = "why it was filed so: every decision with rule, confidence and evidence",
                   .positionals = {{"ID", "number of the message"}},
                   .examples = {{"crm mail why 4711", ""}},
                   .handler = run_mail_why});
  table.push_back(
      {.noun = "mail",
       .verb = "attachment",
       .summary = "list the attachments, or save them",
       .description = "Without a number all are listed. File names from mail are made safe; nothing is overwritten.",
       .positionals = {{"ID", "number of the message"}, {"NUMBER", "number of the attachment, as listed", false}},
       .options = {{"output", "PATH",
                    "file or directory to save to (- for standard output); without it in the current directory"},
                   {"all", "", "save all of them"}},
       .examples = {{"crm mail attachment 4711", "what there is"},
                    {"crm mail attachment 4711 2 --output po.pdf", "save the second"},
                    {"crm mail attachment 4711 --all --output /tmp/po", "save all into a directory"}},
       .handler = run_mail_attachment});
}

void add_writing(std::vector<Command>& table) {
  table.push_back({.noun = "mail",
                   .verb = "message-id",
                   .summary = "a signed Message-ID for a mail of ours about a document",
                   .description = "For whatever writes the mail: put it into its Message-ID field, and every answer to "
                                  "it is filed to the document, whatever its subject says. Each call gives another.",
                   .positionals = {{"RECORD", "quotation:Q-2026-0012, order:SO-2026-0004, case:CASE-0003"}},
                   .examples = {{"crm mail message-id quotation:Q-2026-0012", ""}},
                   .data = DataMode::write,
                   .handler = run_mail_message_id});
}

void add_correcting(std::vector<Command>& table) {
  const Positional id{"ID", "number of the message"};
  const Positional record{"RECORD",
                          "what it belongs to: customer:12, contact:3, quotation:Q-2026-0012, order:SO-2026-0004, "
                          "case:CASE-0003, supplier:4, "
                          "opportunity:5, lead:6"};
  table.push_back({.noun = "mail",
                   .verb = "file",
                   .summary = "say that a message belongs to a record",
                   .description = "A person's decision is pinned: nothing automatic changes it.",
                   .positionals = {id, record},
                   .options = {{"thread", "", "the whole conversation"}},
                   .examples = {{"crm mail file 4711 customer:12", ""},
                                {"crm mail file 4711 order:SO-2026-0004 --thread", "with its conversation"}},
                   .data = DataMode::write,
                   .handler = run_mail_file});
  table.push_back({.noun = "mail",
                   .verb = "unfile",
                   .summary = "say that a message does not belong to a record",
                   .positionals = {id, record},
                   .examples = {{"crm mail unfile 4711 customer:12", ""}},
                   .data = DataMode::write,
                   .handler = run_mail_unfile});
  table.push_back({.noun = "mail",
                   .verb = "kind",
                   .summary = "say what a message is",
                   .description = "Pinned: nothing automatic changes it. From the next mail on what is like it is "
                                  "held for the same; crm mail why says when that spoke. KIND auto takes the word "
                                  "back, and what was learned from it.",
                   .positionals = {id,
                                   {"KIND",
                                    "inquiry, negotiation, order, payment, shipping, service, supplier, solicitation, "
                                    "newsletter, notification, "
                                    "auto_reply, bounce, fraud, internal, personal; auto"}},
                   .examples = {{"crm mail kind 4711 solicitation", "it was no inquiry"},
                                {"crm mail kind 4711 auto", "what the model said, as if nobody had said otherwise"}},
                   .data = DataMode::write,
                   .handler = run_mail_kind});
  table.push_back(
      {.noun = "mail",
       .verb = "lead",
       .summary = "say that a message is a buyer's inquiry: a lead is made of it",
       .description = "What it says is read as from any inquiry. A lead that crm mail not-lead put away comes back.",
       .positionals = {id},
       .examples = {{"crm mail lead 4711", "the model took it for something else"}},
       .data = DataMode::write});
  table.push_back({.noun = "mail",
                   .verb = "not-lead",
                   .summary = "say that a message is no inquiry: its lead is put away",
                   .description = "Pinned like every correction, and taken back by crm mail lead.",
                   .positionals = {id},
                   .options = {{"kind", "KIND", "what it is instead: solicitation, supplier, fraud ..."}},
                   .examples = {{"crm mail not-lead 4711 --kind solicitation", "somebody who sells to us"}},
                   .data = DataMode::write,
                   .handler = run_mail_not_lead});
  table.push_back(
      {.noun = "review",
       .verb = "",
       .summary = "look over what was decided with little confidence",
       .description =
           "At a terminal one mail after the other, newest first, with a single key for each answer: y it is "
           "right, 1 to 9 it is that instead, l it is a lead, n it is none, s later, q quit. Answers are "
           "pinned. Elsewhere the queue is listed.",
       .options = {{"limit", "N", "at most this many (default 50)"}, {"offset", "N", "leave out the first N"}},
       .examples = {{"crm review", "at a terminal"}, {"crm review --json", "the queue for a program"}},
       .data = DataMode::write});
}

}  // namespace

void add_mail_commands(std::vector<Command>& table) {
  add_reading(table);
  add_writing(table);
  add_correcting(table);
}

}  // namespace tradewind::cli
