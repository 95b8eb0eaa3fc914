#include "crm_core/store/opportunity_repository.hpp"

#include <fmt/format.h>

#include "crm_core/store/or_null.hpp"
#include "crm_core/store/where.hpp"

namespace tradewind::crm {

namespace {

#define TRADEWIND_OPPORTUNITY_COLUMNS                                                                                 \
  "o.id, o.name, o.customer_id, o.contact_id, o.owner_id, o.stage, coalesce(o.amount, ''), coalesce(o.currency, '')," \
  " o.expected_close, coalesce(o.lost_reason, ''), o.created_at, o.version, o.removed_at"

Opportunity read(const database::Statement& row) {
  Opportunity opportunity;
  opportunity.id = row.int64(0);
  opportunity.name = row.text(1);
  opportunity.customer_id = row.int64(2);
  opportunity.contact_id = row.optional_int64(3);
  opportunity.owner_id = row.optional_int64(4);
  opportunity.stage = row.text(5);
  opportunity.amount = row.text(6);
  opportunity.currency = row.text(7);
  opportunity.expected_close = row.optional_int64(8);
  opportunity.lost_reason = row.text(9);
  opportunity.created_at = row.int64(10);
  opportunity.version = row.int64(11);
  opportunity.removed_at = row.optional_int64(12);
  return opportunity;
}

}  // namespace

std::optional<Opportunity> OpportunityRepository::find(RecordId id) {
  auto rows = database_.query("SELECT " TRADEWIND_OPPORTUNITY_COLUMNS " FROM opportunity o WHERE o.id = ?", id);
  if (!rows->step()) return {};
  return read(*rows);
}

std::vector<Opportunity> OpportunityRepository::list(const OpportunityFilter& filter, int limit, int offset) {
  Where where(filter.seen);
  where.add("o.removed_at IS NULL");
  where.equals("o.customer_id", filter.customer_id);
  where.equals("o.owner_id", filter.owner_id);
  where.equals("o.stage", filter.stage);
  if (filter.only_open) where.add("o.stage IN (SELECT t.stage FROM opportunity_stage t WHERE t.outcome = 'open')");
  filter.custom.add_to(database_, where, "o.id");
  std::vector<Opportunity> opportunities;
  CustomPaging(database_, filter.custom, "opportunity o", "o.id", " ORDER BY o.id DESC")
      .page(where, limit, offset, [&](const PagePart& part) {
        const auto before = opportunities.size();
        auto rows =
            part.where.select(database_, "SELECT " TRADEWIND_OPPORTUNITY_COLUMNS " FROM " + part.from + " WHERE ",
                              part.order, part.limit, part.offset);
        while (rows->step()) opportunities.push_back(read(*rows));
        return static_cast<int>(opportunities.size() - before);
      });
  return opportunities;
}

RecordId OpportunityRepository::insert(const Opportunity& opportunity) {
  const EpochSeconds at = now();
  database_.run(
      "INSERT INTO opportunity (name, customer_id, contact_id, owner_id, stage, amount, currency, expected_close,"
      " lost_reason, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      opportunity.name, opportunity.customer_id, opportunity.contact_id, opportunity.owner_id, opportunity.stage,
      or_null(opportunity.amount), or_null(opportunity.currency), opportunity.expected_close,
      or_null(opportunity.lost_reason), at, at);
  return database_.last_insert_id();
}

void OpportunityRepository::update(const Opportunity& opportunity) {
  database_.run(
      "UPDATE opportunity SET name = ?, customer_id = ?, contact_id = ?, owner_id = ?, stage = ?, amount = ?,"
      " currency = ?, expected_close = ?, lost_reason = ?, updated_at = ?, version = version + 1 WHERE id = ?",
      opportunity.name, opportunity.customer_id, opportunity.contact_id, opportunity.owner_id, opportunity.stage,
      or_null(opportunity.amount), or_null(opportunity.currency), opportunity.expected_close,
      or_null(opportunity.lost_reason), now(), opportunity.id);
}

void OpportunityRepository::remove(RecordId id) {
  database_.run("DELETE FROM opportunity_step WHERE opportunity_id = ?", id);
  database_.run("DELETE FROM opportunity WHERE id = ?", id);
}

std::vector<OpportunityStage> OpportunityRepository::stages() {
  std::vector<OpportunityStage> stages;
  auto rows = database_.query("SELECT stage, probability, outcome FROM opportunity_stage ORDER BY position");
  while (rows->step()) stages.push_back({rows->text(0), rows->integer(1), rows->text(2)});
  return stages;
}

std::string OpportunityRepository::first_stage() {
  auto rows = database_.query("SELECT stage FROM opportunity_stage WHERE outcome = 'open' ORDER BY position LIMIT 1");
  return rows->step() ? rows->text(0) : std::string();
}

void OpportunityRepository::set_stages(const std::vector<OpportunityStage>& stages) {
  database_.run("DELETE FROM opportunity_stage");
  std::int64_t position = 0;
  for (const auto& stage : stages)
    database_.run("INSERT INTO opportunity_stage (stage, position, probability, outcome) VALUES (?, ?, ?, ?)",
                  stage.name, ++position, stage.probability, stage.outcome);
}

void OpportunityRepository::rename_stage(std::string_view from, std::string_view to) {
  database_.run("UPDATE opportunity SET stage = ?, updated_at = ?, version = version + 1 WHERE stage = ?", to, now(),
                from);
}

std::vector<RecordId> OpportunityRepository::in_stage(std::string_view stage) {
  std::vector<RecordId> ids;
  auto rows = database_.query("SELECT id FROM opportunity WHERE stage = ? ORDER BY id", stage);
  while (rows->step()) ids.push_back(rows->int64(0));
  return ids;
}

void OpportunityRepository::add_step(const OpportunityStep& step) {
  database_.run("INSERT INTO opportunity_step (opportunity_id, at, actor, stage, why) VALUES (?, ?, ?, ?, ?)",
                step.opportunity_id, step.at, step.actor, step.stage, step.why);
}

std::vector<OpportunityStep> OpportunityRepository::steps(RecordId opportunity) {
  std::vector<OpportunityStep> steps;
  auto rows = database_.query(
      "SELECT opportunity_id, at, actor, stage, why FROM opportunity_step WHERE opportunity_id = ? ORDER BY id",
      opportunity);
  while (rows->step()) steps.push_back({rows->int64(0), rows->int64(1), rows->text(2), rows->text(3), rows->text(4)});
  return steps;
}

}  // namespace tradewind::crm
