// customer duplicates.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/nouns/record_reference.hpp"
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
  if (question.names.empty() && question.domains.empty() && question.addresses.empty() && question.phones.empty() &&
      question.website.empty())
    return fail(Fault::invalid, "what is looked for?",
                "a customer's number, or --name, --domain, --email, --phone, --website");
  return crm::find_duplicates(session.store, session.actor, question);
}

}  // namespace

Result<int> run_customer_duplicates(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto duplicates = found(*session, arguments);
  if (!duplicates) return pass_on(duplicates);
  Listing listing;
  listing.columns = {{"score", "SCORE", Column::Align::right},
                     {"customer", "CUSTOMER", Column::Align::right},
                     {"name", "NAME", Column::Align::left, 16},
                     {"why", "WHY", Column::Align::left, 24}};
  listing.none = "no duplicates";
  for (const crm::Duplicate& duplicate : *duplicates) {
    std::vector<Record> marks;
    std::string why;
    for (const auto& mark : duplicate.marks) {
      why += fmt::format("{}{} {} ({})", why.empty() ? "" : ", ", mark.what, mark.value, mark.points);
      marks.push_back(Record().add("what", mark.what).add("value", mark.value).add("points", mark.points));
    }
    listing.records.push_back(Record()
                                  .add("score", duplicate.score)
                                  .add("customer", duplicate.customer)
                                  .add("name", duplicate.taken.empty() ? duplicate.name : duplicate.taken)
                                  .add("taken", !duplicate.taken.empty())
                                  .add("same_firm", duplicate.score >= crm::same_firm)
                                  .add("why", why)
                                  .add("marks", std::move(marks)));
  }
  context.out().list(listing);
  return exit_ok;
}

}  // namespace tradewind::cli
