// handover.
#include "crm_core/service/handover.hpp"

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/record_reference.hpp"

namespace tradewind::cli {

namespace {

std::vector<std::string> logins_of(const std::vector<std::string>& given) {
  std::vector<std::string> logins;
  for (std::string_view text : given)
    while (!text.empty()) {
      const std::size_t comma = std::min(text.find(','), text.size());
      if (comma > 0) logins.emplace_back(text.substr(0, comma));
      text.remove_prefix(std::min(comma + 1, text.size()));
    }
  return logins;
}

std::vector<Record> records_of(const std::vector<crm::HandoverItem>& items) {
  std::vector<Record> records;
  for (const auto& item : items)
    records.push_back(
        Record().add("what", item.what).add("id", item.id).add_known("name", item.name).add("to", item.to));
  return records;
}

std::vector<Record> records_of(const std::vector<crm::OpenMatter>& matters) {
  std::vector<Record> records;
  for (const auto& matter : matters)
    records.push_back(Record()
                          .add("what", matter.what)
                          .add("id", matter.id)
                          .add_known("name", matter.name)
                          .add_time("at", matter.at)
                          .add_known("to", matter.to));
  return records;
}

void print_matters(Output& out, std::string_view title, std::string_view at,
                   const std::vector<crm::OpenMatter>& matters) {
  if (matters.empty()) return;
  out.text(fmt::format("\n{}\n", title));
  out.list({{{"what", "WHAT"},
             {"id", "ID", Column::Align::right},
             {"name", "NAME", Column::Align::left, 20},
             {"at", at},
             {"to", "NOW WITH"}},
            records_of(matters)});
}

Result<int> undo(Context& context, const Session& session, const std::string& number) {
  const auto id = parse_id(number, "handover");
  if (!id) return pass_on(id);
  const auto undone = crm::undo_handover(session.store, session.actor, *id);
  if (!undone) return pass_on(undone);
  Output& out = context.out();
  if (out.format() == Format::json) {
    out.records({Record()
                     .add("handover", *id)
                     .add("from", undone->from)
                     .add("activated", undone->activated)
                     .add("back", records_of(undone->back))
                     .add("kept", records_of(undone->kept))});
    return exit_ok;
  }
  const std::vector<Column> columns{{"what", "WHAT"},
                                    {"id", "ID", Column::Align::right},
                                    {"name", "NAME", Column::Align::left, 20},
                                    {"to", "WAS WITH"}};
  out.list({columns, records_of(undone->back), "nothing to take back"});
  if (!out.for_people()) return exit_ok;
  if (!undone->kept.empty()) {
    out.text("\nWith somebody else by now, and staying there:\n");
    out.list({columns, records_of(undone->kept)});
  }
  out.message(fmt::format("{} {} back with {}{}", undone->back.size(), undone->back.size() == 1 ? "is" : "are",
                          undone->from, undone->activated ? ", who is active again" : ""));
  return exit_ok;
}

}  // namespace

Result<int> run_handover(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  if (arguments.has("undo")) {
    if (arguments.options.size() > 1) return fail(Fault::invalid, "--undo stands by itself");
    return undo(context, *session, arguments.value("undo"));
  }
  crm::HandoverRequest request;
  request.from = arguments.value("from");
  if (request.from.empty()) return fail(Fault::invalid, "--from is missing", "whose records go to others");
  if (const auto to = arguments.options.find("to"); to != arguments.options.end()) request.to = logins_of(to->second);
  if (const auto rules = arguments.options.find("rule"); rules != arguments.options.end())
    for (const std::string& rule : rules->second) {
      const std::size_t colon = rule.find(':');
      if (colon == std::string::npos)
        return fail(Fault::invalid, fmt::format("--rule: \"{}\" names no receiver", rule),
                    "write USER: CONDITION, such as 'li: customer.country = \"DE\"'");
      request.rules.push_back({rule.substr(0, colon), rule.substr(colon + 1)});
    }
  request.deactivate = arguments.has("deactivate");
  request.dry_run = arguments.has("dry-run");
  const auto made = crm::hand_over(session->store, session->actor, request);
  if (!made) return pass_on(made);
  Output& out = context.out();
  if (out.format() == Format::json) {
    out.records({Record()
                     .add_number("handover", made->id == 0 ? std::nullopt : std::optional(made->id))
                     .add("from", request.from)
                     .add("dry_run", request.dry_run)
                     .add("deactivated", made->deactivated)
                     .add("moved", records_of(made->moved))
                     .add("unanswered", records_of(made->unanswered))
                     .add("quotations", records_of(made->quotations))
                     .add("tasks", records_of(made->tasks))});
    return exit_ok;
  }
  out.list({{{"what", "WHAT"},
             {"id", "ID", Column::Align::right},
             {"name", "NAME", Column::Align::left, 20},
             {"to", "NOW WITH"}},
            records_of(made->moved),
            "nothing to hand over"});
  if (!out.for_people()) return exit_ok;
  print_matters(out, "Inquiries nobody has answered:", "ARRIVED", made->unanswered);
  print_matters(out, "Open quotations:", "ISSUED", made->quotations);
  print_matters(out, "Tasks with a due time:", "DUE", made->tasks);
  const bool one = made->moved.size() == 1;
  out.message(fmt::format("{} {} {} handed over{}", made->moved.size(), one ? "record" : "records",
                          request.dry_run ? "would be"
                          : one           ? "is"
                                          : "are",
                          made->deactivated ? fmt::format(", and {} is not active any more", request.from) : ""));
  if (!request.dry_run && !made->moved.empty())
    out.message(fmt::format("hint: to take it back: crm handover --undo {}", made->id));
  return exit_ok;
}

}  // namespace tradewind::cli
