// index status.
#include "crm_core/search/index.hpp"

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::cli {

Result<int> run_index_status(Context& context, const Arguments&) {
  const auto session = context.session_for(crm::Act::read_mail);
  if (!session) return pass_on(session);
  const auto data = context.data();
  if (!data) return pass_on(data);
  const std::filesystem::path file = (*data)->search_file();
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    return fail(Fault::not_found, "there is no full-text index", "\"crm index rebuild\" makes one");
  }
  crm::search::SearchIndex index(file);
  crm::MessageRepository messages(session->store.database());
  const crm::RecordId newest = messages.last_id();
  const crm::RecordId follows_to = index.watermark();
  const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(file, error));
  const auto deferred = index.deferred();
  const std::int64_t count = index.count();
  Output& out = context.out();
  if (!out.for_people()) {
    out.records({Record()
                     .add("messages", count)
                     .add("follows_to", follows_to)
                     .add("newest", newest)
                     .add("behind", newest - follows_to)
                     .add("deferred", deferred.size())
                     .add("bytes", bytes)});
    return exit_ok;
  }
  out.field("Messages", std::to_string(count));
  out.field("Follows", follows_to == newest ? "all mail" : fmt::format("mail up to {} of {}", follows_to, newest));
  if (!deferred.empty()) out.field("Without text", fmt::format("{} (quarantined)", deferred.size()));
  out.field("Bytes", std::to_string(bytes));
  return exit_ok;
}

}  // namespace tradewind::cli
