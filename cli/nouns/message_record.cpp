#include "cli/nouns/message_record.hpp"

namespace tradewind::cli {

namespace {

Style kind_style(const Record& record) {
  const Value* kind = record.find("kind");
  const auto* name = kind == nullptr ? nullptr : std::get_if<std::string>(kind);
  if (name == nullptr) return Style::plain;
  if (*name == "fraud") return Style::bad;
  if (*name == "inquiry" || *name == "order") return Style::good;
  return *name == "newsletter" || *name == "notification" || *name == "solicitation" ? Style::dim : Style::plain;
}

}  // namespace

Record message_record(const crm::StoredMessage& message) {
  return Record()
      .add("id", message.id)
      .add_number("thread", message.thread_id)
      .add_time("arrived_at", message.arrived_at)
      .add_time("sent_at", message.sent_at)
      .add("direction", to_text(message.direction))
      .add("kind", to_text(message.kind))
      .add("from", message.author.name.empty() ? message.author.address : message.author.name)
      .add("from_address", message.author.address)
      .add("subject", message.subject)
      .add("preview", message.preview)
      .add_known("language", message.language)
      .add("size", message.size)
      .add("attachments", message.attachment_count)
      .add("state", to_text(message.state));
}

std::vector<Column> message_columns() {
  return {{"id", "ID", Column::Align::right},
          {"arrived_at", "ARRIVED"},
          {"kind", "KIND", Column::Align::left, 0, kind_style},
          {"from", "FROM", Column::Align::left, 12},
          {"subject", "SUBJECT", Column::Align::left, 16}};
}

}  // namespace tradewind::cli
