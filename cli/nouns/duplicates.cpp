// customer duplicates.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/nouns/paging.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/duplicate_pairs.hpp"
#include "crm_core/service/duplicates.hpp"

namespace tradewind::cli {

namespace {

Result<std::vector<crm::Duplicate>> found(const Session& session, const Arguments& arguments) {
  if (!arguments.positionals.empty()) {
    const auto id = parse_id(arguments.positionals[0], "customer");
    if (!id) return pass_on(id);
    return crm::duplicates_of(session.store, session.actor, *id);
  }
  crm::DuplicateQuestion question;
  take_texts(arguments, "name", question.names);
  take_texts(arguments, "domain", question.domains);
  take_texts(arguments, "email", question.addresses);
  take_texts(arguments, "phone", question.phones);
  take_text(arguments, "website", question.website);
  return crm::find_duplicates(session.store, session.actor, question);
}

struct Why {
  std::string text;
  std::vector<Record> marks;
};

Why why_of(const std::vector<crm::DuplicateMark>& marks) {
  Why why;
  for (const auto& mark : marks) {
    why.text += fmt::format("{}{} {} ({})", why.text.empty() ? "" : ", ", mark.what, mark.value, mark.points);
    why.marks.push_back(Record().add("what", mark.what).add("value", mark.value).add("points", mark.points));
  }
  return why;
}

Result<int> list_pairs(Context& context, const Session& session, const Page& page) {
  const auto pairs = crm::duplicate_pairs(session.store, session.actor, page.limit, page.offset);
  if (!pairs) return pass_on(pairs);
  Listing listing;
  listing.columns = {{"score", "SCORE", Column::Align::right},        {"customer", "CUSTOMER", Column::Align::right},
                     {"name", "NAME", Column::Align::left, 14},       {"other", "OTHER", Column::Align::right},
                     {"other_name", "NAME", Column::Align::left, 14}, {"why", "WHY", Column::Align::left, 24}};
  listing.none = "no two customers seem to be one firm";
  for (const auto& pair : *pairs) {
    auto [text, marks] = why_of(pair.marks);
    listing.records.push_back(Record()
                                  .add("score", pair.score)
                                  .add("customer", pair.customer)
                                  .add("name", pair.name)
                                  .add("other", pair.other)
                                  .add("other_name", pair.other_name)
                                  .add("same_firm", pair.score >= crm::same_firm)
                                  .add("why", std::move(text))
                                  .add("marks", std::move(marks)));
  }
  context.out().list(listing);
  return exit_ok;
}

bool describes_a_firm(const Arguments& arguments) {
  constexpr std::string_view options[] = {"name", "domain", "email", "phone", "website"};
  return !arguments.positionals.empty() ||
         std::any_of(std::begin(options), std::end(options), [&](auto option) { return arguments.has(option); });
}

}  // namespace

Result<int> run_customer_duplicates(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  if (!describes_a_firm(arguments)) return list_pairs(context, *session, *page);
  const auto duplicates = found(*session, arguments);
  if (!duplicates) return pass_on(duplicates);
  Listing listing;
  listing.columns = {{"score", "SCORE", Column::Align::right},
                     {"customer", "CUSTOMER", Column::Align::right},
                     {"name", "NAME", Column::Align::left, 16},
                     {"why", "WHY", Column::Align::left, 24}};
  listing.none = "no duplicates";
  for (const crm::Duplicate& duplicate : *duplicates) {
    auto [text, marks] = why_of(duplicate.marks);
    listing.records.push_back(Record()
                                  .add("score", duplicate.score)
                                  .add("customer", duplicate.customer)
                                  .add("name", duplicate.taken.empty() ? duplicate.name : duplicate.taken)
                                  .add("taken", !duplicate.taken.empty())
                                  .add("same_firm", duplicate.score >= crm::same_firm)
                                  .add("why", std::move(text))
                                  .add("marks", std::move(marks)));
  }
  context.out().list(listing);
  return exit_ok;
}

}  // namespace tradewind::cli
