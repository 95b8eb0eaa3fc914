#include "crm_core/search/shown_text.hpp"

#include <algorithm>
#include <string>

#include "crm_core/base/utf8_cut.hpp"

namespace tradewind::crm::search {

namespace {
constexpr std::size_t most_names_bytes = 4096;
}

void ShownTexts::put(RecordId message, const IndexText& text) {
  const auto body = cut_utf8(text.body, most_shown_body_bytes);
  const auto names = cut_utf8(text.attachment_names, most_names_bytes);
  const auto attachments = cut_utf8(text.attachment_text, most_shown_attachment_bytes);
  std::string all;
  all.reserve(body.size() + names.size() + attachments.size());
  all.append(body).append(names).append(attachments);
  const auto packed = codec_.pack(all);
  auto& add = database_.prepare(
      "INSERT INTO shown_text (message_id, body_bytes, names_bytes, attachment_bytes, coding, packed)"
      " VALUES (?, ?, ?, ?, ?, ?)");
  add.reset();
  add.bind_all(message, static_cast<std::int64_t>(body.size()), static_cast<std::int64_t>(names.size()),
               static_cast<std::int64_t>(attachments.size()), static_cast<std::int64_t>(packed.coding));
  add.bind_blob(6, packed.bytes);
  add.run();
}

std::optional<IndexText> ShownTexts::get(RecordId message) {
  auto row = database_.query(
      "SELECT body_bytes, names_bytes, attachment_bytes, coding, packed FROM shown_text WHERE message_id = ?", message);
  if (!row->step()) return {};
  const auto size = [&](int column, std::size_t most) {
    return static_cast<std::size_t>(std::clamp<std::int64_t>(row->int64(column), 0, static_cast<std::int64_t>(most)));
  };
  const std::size_t body = size(0, most_shown_body_bytes);
  const std::size_t names = size(1, most_names_bytes);
  const std::size_t attachments = size(2, most_shown_attachment_bytes);
  std::string all;
  if (!codec_.unpack(static_cast<ChunkCoding>(row->int64(3)), row->view(4), body + names + attachments, all)) return {};
  IndexText text;
  text.body = all.substr(0, body);
  text.attachment_names = all.substr(body, names);
  text.attachment_text = all.substr(body + names);
  return text;
}

}  // namespace tradewind::crm::search
