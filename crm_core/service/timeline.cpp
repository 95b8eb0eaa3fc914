#include "crm_core/service/timeline.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "crm_core/service/custom_view.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/relations.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/timeline_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr int largest_group = 500;

bool may_see(const Actor& actor, std::string_view kind) {
  if (kind == "mail") return may(actor.role, Act::read_mail);
  if (kind == "lead") return may(actor.role, Act::read_leads);
  return true;
}

// "changed\n{...}\n{...}" of the audit becomes "changed owner: 3 -> 4, level: none -> A"; JSON holds no line break.
std::string change_text(const AuditMask& mask, std::string_view type, std::string_view row, const LoginOf& login_of) {
  const std::size_t first = row.find('\n'), second = row.find('\n', first + 1);
  const bool created = row.substr(0, first) == "created";
  auto lines = differences(mask.of(type, std::string(row.substr(first + 1, second - first - 1))),
                           mask.of(type, std::string(row.substr(second + 1))), login_of);
  // What it was made with is shown by the record itself.
  if (created)
    std::erase_if(lines,
                  [](const std::string& line) { return !line.starts_with("name:") && !line.starts_with("number:"); });
  std::string text = fmt::format("{} {}", type, row.substr(0, first));
  if (!lines.empty()) text += fmt::format(": {}", fmt::join(lines, ", "));
  return text;
}

// Every price that was quoted.
std::string line_prices(const Quotation& quotation) {
  std::string text;
  for (const auto& line : quotation.lines) {
    text += fmt::format("{} {} {}", text.empty() ? ":" : ",", line.quantity, line.unit);
    if (text.ends_with(' ')) text.pop_back();
    text += " " + line.sku;
    if (!line.price.empty()) text += fmt::format(" at {} {}", line.price, line.currency);
  }
  return text;
}

}  // namespace

Result<std::vector<TimelineEntry>> timeline(Store& store, const Actor& actor, RecordId customer,
                                            const TimelineRequest& request) {
  if (auto shown = Sight(store, actor).customer(customer); !shown) return pass_on(shown);
  for (const auto& kind : request.kinds)
    if (std::find(timeline_kinds.begin(), timeline_kinds.end(), kind) == timeline_kinds.end())
      return fail(Fault::invalid, fmt::format("kind: '{}' is none", kind.substr(0, 100)),
                  fmt::format("one of {}", fmt::join(timeline_kinds, ", ")));
  auto& database = store.database();
  const Visibility visibility(database, actor);
  TimelineRepository repository(database);
  const auto group = repository.group(customer, visibility, largest_group);
  std::vector<TimelineEntry> entries;
  for (const auto kind : timeline_kinds) {
    const bool wanted =
        request.kinds.empty() || std::find(request.kinds.begin(), request.kinds.end(), kind) != request.kinds.end();
    if (!wanted || !may_see(actor, kind)) continue;
    for (auto& entry : repository.of_kind(kind, group, visibility, request.since, request.limit))
      entries.push_back(std::move(entry));
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const TimelineEntry& a, const TimelineEntry& b) { return a.at > b.at; });
  if (std::ssize(entries) > request.limit) entries.resize(static_cast<std::size_t>(request.limit));
  DocumentRepository documents(database);
  const AuditMask mask(database, actor);
  const auto login_of = [&](RecordId user) {
    const auto found = UserRepository(database).find(user);
    return found ? found->login : std::string();
  };
  for (auto& entry : entries) {
    if (entry.kind == "change") entry.what = change_text(mask, entry.record_type, entry.what, login_of);
    if (entry.kind == "quotation")
      if (const auto quotation = documents.find_quotation(entry.record)) entry.what += line_prices(*quotation);
  }
  return entries;
}

}  // namespace tradewind::crm
