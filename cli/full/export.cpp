// search --export: the mail itself into one file.
#include <fmt/format.h>

#include <algorithm>

#include "cli/context.hpp"
#include "cli/full/full_handlers.hpp"
#include "cli/full/mbox.hpp"
#include "cli/full/zip_file.hpp"
#include "cli/new_file.hpp"
#include "cli/nouns/search_request.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::cli {

namespace {

// All that match, unless a limit or an offset says which of them.
Result<std::vector<crm::RecordId>> matching(Context& context, const Arguments& arguments) {
  const auto request = search_request(arguments);
  if (!request) return pass_on(request);
  const auto data = context.data();
  if (!data) return pass_on(data);
  const auto actor = context.actor();
  if (!actor) return pass_on(actor);
  auto searcher = crm::search::Searcher::open(**data);
  if (!searcher) return pass_on(searcher);
  auto ids = searcher->search_all(*actor, *request);
  if (!ids) return ids;
  ids->erase(ids->begin(), ids->begin() + std::min<std::ptrdiff_t>(request->offset, std::ssize(*ids)));
  if (arguments.has("limit") && std::ssize(*ids) > request->limit)
    ids->resize(static_cast<std::size_t>(request->limit));
  return ids;
}

// Calls write(message, raw) for each; gives their number.
template <class Write>
Result<std::int64_t> for_each_mail(Context& context, const std::vector<crm::RecordId>& ids, Write write) {
  const auto store = context.store();
  if (!store) return pass_on(store);
  const auto vault = context.vault();
  if (!vault) return pass_on(vault);
  crm::MessageRepository messages((*store)->database());
  std::int64_t count = 0;
  for (const crm::RecordId id : ids) {
    const auto message = messages.find(id);
    if (!message) continue;  // an index that is ahead of a restored store
    const auto raw = (*vault)->get(digest_from_bytes(message->vault_object));
    if (!raw) return pass_on(raw);
    if (Result<void> written = write(*message, *raw); !written) return pass_on(written);
    ++count;
  }
  return count;
}

Result<std::int64_t> write_mbox(Context& context, const std::vector<crm::RecordId>& ids, NewFile& file) {
  return for_each_mail(context, ids, [&](const crm::StoredMessage& message, std::string_view raw) {
    return file.write(mbox_entry(raw, message.author.address, message.arrived_at));
  });
}

Result<std::int64_t> write_zip(Context& context, const std::vector<crm::RecordId>& ids, NewFile& file) {
  auto zip = ZipFile::open(file.descriptor());
  if (!zip) return pass_on(zip);
  const auto count = for_each_mail(context, ids, [&](const crm::StoredMessage& message, std::string_view raw) {
    const std::string name = safe_file_name(message.subject, "no subject");
    return zip->add(fmt::format("{:08} {}.eml", message.id, name), raw, message.arrived_at);
  });
  if (!count) return count;
  if (auto finished = zip->finish(); !finished) return pass_on(finished);
  return count;
}

}  // namespace

Result<int> run_export(Context& context, const Arguments& arguments) {
  const std::string format = arguments.value("export");
  if (!arguments.has("output"))
    return fail(Fault::invalid, "--export needs --output FILE",
                fmt::format("--export {} --output mail.{}", format, format == "mbox" ? "mbox" : "zip"));
  const auto ids = matching(context, arguments);
  if (!ids) return pass_on(ids);
  const std::string path = arguments.value("output");
  auto file = NewFile::create(path);
  if (!file) return pass_on(file);
  const auto count = format == "mbox" ? write_mbox(context, *ids, *file) : write_zip(context, *ids, *file);
  if (!count) return pass_on(count);
  if (auto kept = file->keep(); !kept) return pass_on(kept);
  if (context.out().for_people())
    context.out().message(fmt::format("wrote {} messages to {}", *count, path));
  else
    context.out().records({Record().add("path", path).add("format", format).add("messages", *count)});
  return exit_ok;
}

}  // namespace tradewind::cli
