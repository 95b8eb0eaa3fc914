// user list, add, edit; team list, add; visibility list, set.
#include "crm_core/service/users.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/edit_options.hpp"
#include "crm_core/service/sight.hpp"

namespace tradewind::cli {

namespace {

Record to_record(const crm::User& user, std::map<crm::RecordId, std::string>& teams) {
  return Record()
      .add("id", user.id)
      .add("login", user.login)
      .add("name", user.name)
      .add("role", to_text(user.role))
      .add("active", user.active)
      .add("capacity", user.capacity)
      .add("addresses", user.addresses)
      .add_known("team", user.team_id ? teams[*user.team_id] : "");
}

using TeamNames = std::map<crm::RecordId, std::string>;

TeamNames team_names(const Session& session) {
  TeamNames names;
  if (const auto teams = crm::Users(session.store).teams(session.actor))
    for (const auto& team : *teams) names[team.id] = team.name;
  return names;
}

Result<void> take_fields(const Session& session, const Arguments& arguments, crm::User& user) {
  const auto capacity = arguments.number("capacity", user.capacity, 0, 1000);
  if (!capacity) return pass_on(capacity);
  user.capacity = *capacity;
  take_text(arguments, "name", user.name);
  take_texts(arguments, "email", user.addresses);
  if (arguments.has("role")) user.role = crm::role_from_text(arguments.value("role")).value_or(user.role);
  if (arguments.has("active")) user.active = arguments.value("active") == "yes";
  if (!arguments.has("team")) return {};
  user.team_id.reset();
  const std::string team = arguments.value("team");
  if (team.empty() || team == "none") return {};
  for (const auto& [id, name] : team_names(session))
    if (name == team) user.team_id = id;
  if (!user.team_id) return fail(Fault::not_found, fmt::format("there is no team \"{}\"", team), "crm team list");
  return {};
}

Result<int> answer(Context& context, const Session& session, const crm::User& user, std::string_view done) {
  auto teams = team_names(session);
  if (context.out().for_people())
    context.out().message(fmt::format("{} {} ({}) as user {}", done, user.login, to_text(user.role), user.id));
  else
    context.out().records({to_record(user, teams)});
  return exit_ok;
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
                     {"team", "TEAM"},
                     {"addresses", "ADDRESSES", Column::Align::left, 20}};
  listing.none = "no users; \"crm user add\" adds one";
  auto teams = team_names(*session);
  for (const crm::User& user : *users) listing.records.push_back(to_record(user, teams));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_user_add(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  crm::User user;
  user.login = arguments.positionals[0];
  user.name = arguments.positionals[1];
  if (auto taken = take_fields(*session, arguments, user); !taken) return pass_on(taken);
  const auto added = crm::Users(session->store).add(session->actor, user);
  if (!added) return pass_on(added);
  return answer(context, *session, *added, "added");
}

Result<int> run_user_edit(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  crm::Users users(session->store);
  const auto all = users.list(session->actor);
  if (!all) return pass_on(all);
  const std::string& login = arguments.positionals[0];
  const auto found = std::find_if(all->begin(), all->end(), [&](const crm::User& user) { return user.login == login; });
  if (found == all->end())
    return fail(Fault::not_found, fmt::format("there is no user \"{}\"", login), "crm user list");
  crm::User user = *found;
  if (auto taken = take_fields(*session, arguments, user); !taken) return pass_on(taken);
  const auto changed = users.change(session->actor, user);
  if (!changed) return pass_on(changed);
  return answer(context, *session, *changed, "changed");
}

Result<int> run_team_list(Context& context, const Arguments&) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto teams = crm::Users(session->store).teams(session->actor);
  if (!teams) return pass_on(teams);
  const auto users = crm::Users(session->store).list(session->actor);
  if (!users) return pass_on(users);
  Listing listing{{{"id", "ID", Column::Align::right}, {"name", "TEAM"}, {"members", "MEMBERS"}}, {}, "no teams"};
  for (const auto& team : *teams) {
    std::vector<std::string> members;
    for (const auto& user : *users)
      if (user.team_id == team.id) members.push_back(user.login);
    listing.records.push_back(Record().add("id", team.id).add("name", team.name).add("members", members));
  }
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_team_add(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = crm::Users(session->store).add_team(session->actor, arguments.positionals[0]);
  if (!id) return pass_on(id);
  context.out().message(fmt::format("added team {}", arguments.positionals[0]));
  return exit_ok;
}

Result<int> run_visibility_list(Context& context, const Arguments&) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto rows = crm::scopes(session->store, session->actor);
  if (!rows) return pass_on(rows);
  Listing listing{{{"role", "ROLE"}, {"of", "OF"}, {"scope", "SEES"}}, {}, "nothing"};
  for (const auto& row : *rows)
    listing.records.push_back(
        Record().add("role", to_text(row.role)).add("of", to_text(row.type)).add("scope", to_text(row.scope)));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_visibility_set(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto role = crm::role_from_text(arguments.positionals[0]);
  const auto type = crm::seen_type_from_text(arguments.positionals[1]);
  const auto scope = crm::scope_from_text(arguments.positionals[2]);
  if (!role || !type || !scope)
    return fail(Fault::invalid, "write ROLE KIND SCOPE",
                "rep, assistant, manager or auditor; customer, lead, opportunity or mail; own, team or all");
  const auto set = crm::set_scope(session->store, session->actor, *role, *type, *scope);
  if (!set) return pass_on(set);
  context.out().message(fmt::format("a {} sees {} of {}", to_text(*role), to_text(*scope), to_text(*type)));
  return exit_ok;
}

}  // namespace tradewind::cli
