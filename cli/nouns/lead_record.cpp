#include "cli/nouns/lead_record.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/context.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/store/relation_repository.hpp"

namespace tradewind::cli {

namespace {

std::vector<Record> item_records(const crm::LeadDraft& draft) {
  std::vector<Record> items;
  for (const crm::LeadItem& item : draft.items) {
    items.push_back(Record()
                        .add("product", item.product)
                        .add_known("sku", item.sku)
                        .add_known("quantity", item.quantity)
                        .add_known("unit", item.unit));
  }
  return items;
}

std::vector<Record> source_records(const crm::LeadDraft& draft) {
  std::vector<Record> sources;
  for (const auto& [field, text] : draft.sources) sources.push_back(Record().add("field", field).add("text", text));
  return sources;
}

Style status_style(const Record& record) {
  const auto* status = std::get_if<std::string>(record.find("status"));
  if (status == nullptr) return Style::plain;
  if (*status == "new") return Style::accent;
  if (*status == "qualified" || *status == "converted") return Style::good;
  return *status == "disqualified" || *status == "merged" ? Style::dim : Style::plain;
}

Style waiting_style(const Record& record) {
  return std::holds_alternative<Time>(*record.find("answered_at")) ? Style::plain : Style::warn;
}

std::string answer_text(const crm::Lead& lead) {
  if (lead.answered_at) return duration_text(*lead.answered_at - lead.arrived_at);
  const bool open = lead.status == crm::LeadStatus::fresh || lead.status == crm::LeadStatus::assigned;
  return open ? "waits " + duration_text(now() - lead.arrived_at) : "";
}

}  // namespace

std::string items_text(const crm::LeadDraft& draft) {
  constexpr std::size_t shown = 3;
  std::string text;
  for (std::size_t i = 0; i < draft.items.size() && i < shown; ++i) {
    const crm::LeadItem& item = draft.items[i];
    if (i > 0) text += "; ";
    if (!item.quantity.empty()) text += item.quantity + (item.unit.empty() ? " x " : " " + item.unit + " ");
    text += item.product;
  }
  if (draft.items.size() > shown) text += fmt::format("; and {} more", draft.items.size() - shown);
  return text;
}

std::string duration_text(EpochSeconds seconds) {
  constexpr EpochSeconds minute = 60, hour = 3600, day = 86400;
  seconds = std::max<EpochSeconds>(seconds, 0);
  if (seconds < 2 * hour) return fmt::format("{} min", seconds / minute);
  if (seconds < 2 * day) return fmt::format("{} h", seconds / hour);
  return fmt::format("{} days", seconds / day);
}

Record lead_record(const Session& session, const crm::Lead& lead) {
  crm::Store& store = session.store;
  const crm::LeadDraft& draft = lead.draft;
  Record record;
  record.add("id", lead.id).add("status", to_text(lead.status)).add_time("arrived_at", lead.arrived_at);
  record.add_known("company", draft.company)
      .add_known("contact_name", draft.contact_name)
      .add_known("email", draft.email);
  record.add_known("phone", draft.phone).add_known("country", draft.country).add_known("language", draft.language);
  record.add_known("platform", draft.platform)
      .add("items", item_records(draft))
      .add_known("items_text", items_text(draft));
  record.add_known("incoterm", draft.incoterm)
      .add_known("port", draft.port)
      .add_known("target_price", draft.target_price);
  record.add_known("currency", draft.currency).add("score", draft.score).add("score_reasons", draft.score_reasons);
  record.add("sources", source_records(draft)).add_known("owner", login_of(store, lead.owner_id));
  record.add_number("message", lead.message_id).add_time("answered_at", lead.answered_at);
  record.add_number("answered_after_seconds",
                    lead.answered_at ? std::optional(*lead.answered_at - lead.arrived_at) : std::nullopt);
  record.add_known("answer", answer_text(lead)).add_number("merged_into", lead.merged_into);
  record.add_number("customer", lead.customer_id)
      .add_known("customer_name",
                 lead.customer_id ? seen_name_of(session, crm::RecordType::customer, *lead.customer_id) : std::string());
  record.add("tags", crm::RelationRepository(store.database()).tags_of(crm::RecordType::lead, lead.id))
      .add("related", related_texts(session, crm::RecordType::lead, lead.id))
      .add_time("removed_at", lead.removed_at)
      .add("version", lead.version);
  record.add_number("contact", lead.contact_id).add_number("opportunity", lead.opportunity_id);
  record.add_known("qualified_why", lead.qualified_why).add_known("disqualified_why", lead.disqualified_why);
  return record;
}

std::vector<Column> lead_columns() {
  return {{"id", "ID", Column::Align::right},
          {"arrived_at", "ARRIVED"},
          {"status", "STATUS", Column::Align::left, 0, status_style},
          {"score", "SCORE", Column::Align::right},
          {"country", "CC"},
          {"company", "COMPANY", Column::Align::left, 10},
          {"contact_name", "CONTACT", Column::Align::left, 8},
          {"email", "ADDRESS", Column::Align::left, 12},
          {"items_text", "ITEMS", Column::Align::left, 12},
          {"owner", "OWNER"},
          {"answer", "ANSWER", Column::Align::left, 0, waiting_style}};
}

}  // namespace tradewind::cli
