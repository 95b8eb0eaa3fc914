// search, mail list.
#include <fmt/format.h>

#include <algorithm>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/marked_text.hpp"
#include "cli/nouns/message_record.hpp"
#include "cli/nouns/search_request.hpp"
#include "cli/output/sanitise.hpp"
#include "cli/output/width.hpp"
#include "crm_core/search/searcher.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::cli {

namespace {

using crm::search::SearchHit;

Record to_record(const SearchHit& hit) {
  Record record = message_record(hit.message);
  record.add("unread", hit.unread).add("flagged", hit.flagged);
  std::vector<Record> links;
  for (const auto& [type, name] : hit.links) links.push_back(Record().add("type", to_text(type)).add("name", name));
  record.add("links", std::move(links));
  return record.add("snippet", hit.snippet ? marked(*hit.snippet, {}, false, Style::plain) : "");
}

std::string padded(std::string text, std::size_t width) {
  text = fit_to_width(text, width);
  text.append(width - std::min(width, display_width(text)), ' ');
  return text;
}

void print_hit(Output& out, const SearchHit& hit, std::size_t id_width, std::size_t from_width) {
  const crm::StoredMessage& message = hit.message;
  const std::string id = fmt::format("{:>{}}", message.id, id_width);
  const std::string from = sanitise(message.author.name.empty() ? message.author.address : message.author.name);
  const std::string head =
      fmt::format("{}  {}  {}  {}  ", to_local_text(message.arrived_at), padded(std::string(to_text(message.kind)), 12),
                  padded(from, from_width), hit.unread ? "*" : " ");
  out.styled(id + "  ", Style::bold);
  out.text(head);
  const std::size_t indent = id_width + 2;
  const auto room = [&](std::size_t taken) {
    return out.width() ? std::optional(*out.width() - std::min(*out.width(), taken)) : std::nullopt;
  };
  out.text(
      marked(hit.subject, room(indent + display_width(head)), out.colour(), hit.unread ? Style::bold : Style::plain));
  out.text("\n");
  if (!hit.snippet || hit.snippet->text.empty()) return;
  out.text(std::string(indent, ' '));
  out.text(marked(*hit.snippet, room(indent), out.colour(), Style::dim));
  out.text("\n");
}

void print(Output& out, const std::vector<SearchHit>& hits) {
  const std::size_t widest_from = out.width() && *out.width() < 110 ? 16 : 24;
  std::size_t id_width = 1, from_width = 1;
  for (const SearchHit& hit : hits) {
    id_width = std::max(id_width, std::to_string(hit.message.id).size());
    const std::string& name = hit.message.author.name.empty() ? hit.message.author.address : hit.message.author.name;
    from_width = std::max(from_width, std::min(widest_from, display_width(sanitise(name))));
  }
  for (const SearchHit& hit : hits) print_hit(out, hit, id_width, from_width);
}

}  // namespace

Result<int> run_search(Context& context, const Arguments& arguments) {
  if (arguments.has("output"))
    return fail(Fault::invalid, "--output needs --export", "--export mbox or --export eml-zip");
  const auto request = search_request(arguments);
  if (!request) return pass_on(request);
  const auto data = context.data();
  if (!data) return pass_on(data);
  const auto actor = context.actor();
  if (!actor) return pass_on(actor);
  auto searcher = crm::search::Searcher::open(**data);
  if (!searcher) return pass_on(searcher);
  const auto page = searcher->search(*actor, *request);
  if (!page) return pass_on(page);
  Output& out = context.out();
  if (out.for_people()) {
    print(out, page->hits);
    if (page->hits.empty()) out.message(request->offset > 0 ? "nothing more found" : "nothing found");
    if (page->more) out.message(fmt::format("there is more: --offset {}", request->offset + request->limit));
  } else {
    Listing listing;
    listing.columns = message_columns();
    listing.columns.insert(listing.columns.begin() + 4, {"from_address", "ADDRESS"});
    listing.columns.push_back({"snippet", "SNIPPET"});
    for (const SearchHit& hit : page->hits) listing.records.push_back(to_record(hit));
    out.list(listing);
  }
  for (const std::string& note : page->notes) out.message("note: " + note);
  return exit_ok;
}

}  // namespace tradewind::cli
