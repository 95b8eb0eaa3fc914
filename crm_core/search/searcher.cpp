#include "crm_core/search/searcher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "crm_core/model/mail.hpp"
#include "crm_core/search/index.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/store/message_repository.hpp"
#include "crm_core/store/visibility.hpp"

namespace tradewind::crm::search {

namespace {

constexpr int largest_page = 10'000;

// Names of the records of one message; the tables differ in what they call it.
constexpr std::string_view links_sql =
    "SELECT f.record_type, CASE f.record_type"
    " WHEN 'customer' THEN (SELECT name FROM crm.customer WHERE id = f.record_id)"
    " WHEN 'contact' THEN (SELECT name FROM crm.contact WHERE id = f.record_id)"
    " WHEN 'supplier' THEN (SELECT name FROM crm.supplier WHERE id = f.record_id)"
    " WHEN 'quotation' THEN (SELECT number FROM crm.quotation WHERE id = f.record_id)"
    " WHEN 'order' THEN (SELECT number FROM crm.sales_order WHERE id = f.record_id)"
    " WHEN 'case' THEN (SELECT number FROM crm.service_case WHERE id = f.record_id)"
    " WHEN 'opportunity' THEN (SELECT name FROM crm.opportunity WHERE id = f.record_id)"
    " ELSE CAST(f.record_id AS TEXT) END, f.record_id"
    " FROM crm.filing f WHERE f.message_id = ? AND f.removed = 0 ORDER BY f.record_type, f.record_id";

}  // namespace

struct Searcher::Found {
  std::vector<RecordId> messages;
  std::vector<std::string> notes;
  std::optional<Node> tree;
};

Searcher::Searcher(std::unique_ptr<database::Database> database) : database_(std::move(database)), shown_(*database_) {}

Result<Searcher> Searcher::open(const DataDirectory& directory) {
  auto database = open_for_search(directory.search_file(), directory.store_file());
  if (!database) return pass_on(database);
  return Searcher(std::move(*database));
}

Result<Searcher::Found> Searcher::find(const Actor& actor, const SearchRequest& request, std::int64_t wanted) {
  if (auto allowed = require(actor, Act::read_mail); !allowed) return pass_on(allowed);
  auto tree = parse_query(request.query, now());
  if (!tree) return pass_on(tree);
  Plan plan = make_plan(*database_, *tree, request.sort);
  database::Statement rows(database_->handle(), plan.sql);
  int index = 0;
  for (const Parameter& parameter : plan.parameters)
    std::visit([&](const auto& value) { rows.bind(++index, value); }, parameter);
  const Visibility visibility(*database_, actor, "crm.");
  const bool sees_all = visibility.scope(SeenType::mail) == Scope::all;
  rows.bind(++index, request.threads || !sees_all ? std::int64_t{-1} : wanted);

  Found found{{}, std::move(plan.notes), std::move(*tree)};
  std::unordered_set<RecordId> threads;
  while ((wanted < 0 || static_cast<std::int64_t>(found.messages.size()) < wanted) && rows.step()) {
    const RecordId message = rows.int64(0);
    if (!sees_all && !visibility.sees_mail(message)) continue;
    if (request.threads) {
      auto thread = database_->query("SELECT thread_id FROM crm.message WHERE id = ?", message);
      if (thread->step() && !thread->is_null(0) && !threads.insert(thread->int64(0)).second) continue;
    }
    found.messages.push_back(message);
  }
  return found;
}

Result<SearchPage> Searcher::search(const Actor& actor, const SearchRequest& request) {
  const database::Snapshot snapshot(*database_);
  const int limit = std::clamp(request.limit, 0, largest_page);
  const std::int64_t offset = std::max(request.offset, 0);
  auto found = find(actor, request, offset + limit + 1);
  if (!found) return pass_on(found);
  SearchPage page;
  page.notes = std::move(found->notes);
  const SnippetMaker maker(*found->tree);
  const Visibility visibility(*database_, actor, "crm.");
  const auto& messages = found->messages;
  for (std::size_t i = static_cast<std::size_t>(offset); i < messages.size(); ++i) {
    if (static_cast<int>(page.hits.size()) == limit) {
      page.more = true;
      break;
    }
    // An index that is ahead of a restored store names messages the store does not have.
    if (auto hit = show(messages[i], visibility, maker, request.snippets)) page.hits.push_back(std::move(*hit));
  }
  return page;
}

Result<std::vector<RecordId>> Searcher::search_all(const Actor& actor, const SearchRequest& request) {
  const database::Snapshot snapshot(*database_);
  auto found = find(actor, request, -1);
  if (!found) return pass_on(found);
  return std::move(found->messages);
}

std::optional<SearchHit> Searcher::show(RecordId message, const Visibility& visibility, const SnippetMaker& maker,
                                        bool snippet) {
  SearchHit hit;
  {
    auto row = database_->query(fmt::format("SELECT {} FROM crm.message m WHERE m.id = ?", message_columns), message);
    if (!row->step()) return {};
    hit.message = read_message(*row);
  }
  hit.subject = maker.mark(hit.message.subject);
  add_copies(hit);
  add_links(hit, visibility);
  if (!snippet) return hit;
  // The preview is at hand already.
  hit.snippet = maker.from_preview(hit.message.preview, hit.message.subject);
  if (!hit.snippet) {
    if (const auto text = shown_.get(message)) hit.snippet = maker.make(*text);
  }
  if (!hit.snippet) {
    hit.snippet.emplace();
    static_cast<MarkedText&>(*hit.snippet) = maker.mark(hit.message.preview);
    hit.snippet->source = Snippet::Source::preview;
  }
  return hit;
}

void Searcher::add_copies(SearchHit& hit) {
  auto copies =
      database_->query("SELECT flags FROM crm.delivery WHERE message_id = ? AND gone_at IS NULL", hit.message.id);
  bool present = false;
  bool seen = false;
  while (copies->step()) {
    const auto flags = static_cast<unsigned>(copies->int64(0));
    present = true;
    seen = seen || (flags & flag_seen) != 0;
    hit.flagged = hit.flagged || (flags & flag_flagged) != 0;
  }
  hit.unread = present && !seen;
}

void Searcher::add_links(SearchHit& hit, const Visibility& visibility) {
  auto links = database_->query(links_sql, hit.message.id);
  while (links->step())
    if (const auto type = record_type_from_text(links->view(0)); type && visibility.sees(*type, links->int64(2)))
      hit.links.emplace_back(*type, links->text(1));
}

}  // namespace tradewind::crm::search
