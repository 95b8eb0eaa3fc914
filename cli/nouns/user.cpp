// user list, user add.
#include "crm_core/service/users.hpp"

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"

namespace tradewind::cli {

namespace {

Record to_record(const crm::User& user) {
  return Record()
      .add("id", user.id)
      .add("login", user.login)
      .add("name", user.name)
      .add("role", to_text(user.role))
      .add("active", user.active)
      .add("capacity", user.capacity)
      .add("addresses", user.addresses);
}

}  // namespace

Result<int> run_user_list(Context& context, const Arguments&) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto users = crm::Users(session->store).list(session->actor);
  if (!users) return pass_on(users);
  Listing listing;
  listing.columns = {{"login", "LOGIN"},
                     {"name", "NAME", Column::Align::left, 12},
                     {"role", "ROLE"},
                     {"active", "ACTIVE"},
                     {"capacity", "CAPACITY", Column::Align::right},
                     {"addresses", "ADDRESSES", Column::Align::left, 20}};
  listing.none = "no users; \"crm user add\" adds one";
  for (const crm::User& user : *users) listing.records.push_back(to_record(user));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_user_add(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto capacity = arguments.number("capacity", 1, 0, 1000);
  if (!capacity) return pass_on(capacity);
  crm::User user;
  user.login = arguments.positionals[0];
  user.name = arguments.positionals[1];
  user.role = crm::role_from_text(arguments.value("role", "rep")).value_or(crm::Role::rep);
  user.capacity = *capacity;
  if (arguments.has("email")) user.addresses = arguments.options.find("email")->second;
  const auto added = crm::Users(session->store).add(session->actor, user);
  if (!added) return pass_on(added);
  if (context.out().for_people())
    context.out().message(fmt::format("added {} ({}) as user {}", added->login, to_text(added->role), added->id));
  else
    context.out().records({to_record(*added)});
  return exit_ok;
}

}  // namespace tradewind::cli
