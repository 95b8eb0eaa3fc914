#include "archiver/link/thread.hpp"

#include <algorithm>

#include "archiver/link/domains.hpp"
#include "crm_core/model/name_key.hpp"

namespace tradewind::archiver {
namespace {

constexpr EpochSeconds day = 86'400;
constexpr EpochSeconds reply_window = 60 * day;  // "Re:" without References
constexpr EpochSeconds repeat_window = 7 * day;  // the same subject by the same hand without a mark

std::vector<std::string> collect_references(const ParsedMessage& message) {
  std::vector<std::string> all = message.references;
  for (const std::string& id : message.in_reply_to) {
    if (std::find(all.begin(), all.end(), id) == all.end()) all.push_back(id);
  }
  return all;
}

// Whether one of the counterparts had a part in the thread: by address, by company domain, or by belonging to the same
// customer.
bool takes_part(crm::RecordId thread, const std::vector<Party>& counterparts, crm::Knowledge& knowledge) {
  const std::vector<std::string> participants = knowledge.thread_participants(thread);
  for (const Party& party : counterparts) {
    const std::string key = crm::address_key(party.address.address);
    if (key.empty()) continue;
    for (const std::string& participant : participants) {
      if (participant == key) return true;
      const std::size_t at = participant.rfind('@');
      if (at == std::string::npos || party.free_mail || party.platform || party.registrable.empty()) continue;
      if (is_within(participant.substr(at + 1), party.registrable)) return true;
    }
  }
  const bool any_customer = std::any_of(counterparts.begin(), counterparts.end(),
                                        [](const Party& party) { return party.customer.has_value(); });
  if (!any_customer) return false;
  for (const crm::RecordLink& link : knowledge.links_of_thread(thread)) {
    if (link.type != crm::RecordType::customer) continue;
    for (const Party& party : counterparts) {
      if (party.customer == link.id) return true;
    }
  }
  return false;
}

// The outsiders that had a part in the thread so far.
std::size_t outsiders(crm::RecordId thread, crm::Knowledge& knowledge) {
  std::size_t count = 0;
  for (const std::string& participant : knowledge.thread_participants(thread))
    count += !is_own_address(knowledge, participant);
  return count;
}

// A reply from an address we did not write to (a private one, a colleague elsewhere): believed when the thread has a
// single other party and our own mail is in it, as a person answers what was sent to him.
bool answers_our_mail(const crm::ThreadFacts& facts, const ParsedMessage& message, crm::Knowledge& knowledge) {
  const bool ours = std::any_of(facts.latest.begin(), facts.latest.end(), [&](const crm::ThreadMessage& each) {
    return each.direction == crm::Direction::outbound && !each.automatic &&
           (std::find(message.in_reply_to.begin(), message.in_reply_to.end(), each.message_id) !=
                message.in_reply_to.end() ||
            std::find(message.references.begin(), message.references.end(), each.message_id) !=
                message.references.end());
  });
  return ours && outsiders(facts.id, knowledge) <= 3;
}

void by_references(const ParsedMessage& message, const std::vector<Party>& counterparts, crm::Knowledge& knowledge,
                   ThreadFound& found) {
  const std::vector<std::string> named = collect_references(message);
  for (const crm::RecordId id : knowledge.threads_by_references(named)) {
    auto facts = knowledge.thread(id);
    if (!facts) continue;
    const bool fits = counterparts.empty() || takes_part(id, counterparts, knowledge);
    if (!fits && !answers_our_mail(*facts, message, knowledge)) {
      found.alternatives.push_back("thread " + std::to_string(id) + ": referred to, but its participants are others");
      continue;
    }
    if (!found.thread) {
      found.thread = id;
      found.facts = std::move(facts);
      found.rule = "references";
      found.confidence = fits ? 0.99 : 0.8;
      found.evidence = fits ? "References or In-Reply-To" : "answers a mail of ours";
    } else {
      found.merged.push_back(id);
    }
  }
}

// Somebody answered this message before it came here. Only with the same subject: a Message-ID may have been used
// twice.
void by_own_id(const ParsedMessage& message, const std::vector<Party>& counterparts, crm::Knowledge& knowledge,
               ThreadFound& found) {
  if (message.message_id.empty() || found.thread) return;
  const std::vector<std::string> own{message.message_id};
  for (const crm::RecordId id : knowledge.threads_by_references(own)) {
    auto facts = knowledge.thread(id);
    if (!facts) continue;
    if (facts->subject_key != found.subject.key ||
        (!counterparts.empty() && !takes_part(id, counterparts, knowledge))) {
      found.alternatives.push_back("thread " + std::to_string(id) +
                                   ": knows this Message-ID, but subject or participants differ");
      continue;
    }
    found.thread = id;
    found.facts = std::move(facts);
    found.rule = "referred-to";
    found.confidence = 0.97;
    found.evidence = "an answer to it was filed before";
    return;
  }
}

void by_subject(const std::vector<Party>& counterparts, EpochSeconds arrived_at, crm::Knowledge& knowledge,
                ThreadFound& found) {
  if (found.thread || found.subject.key.size() < 4 || counterparts.empty()) return;
  const bool marked = found.subject.reply || found.subject.forward;
  if (!marked && found.subject.key.size() < 12) return;
  for (crm::ThreadFacts& facts :
       knowledge.threads_by_subject_key(found.subject.key, arrived_at - (marked ? reply_window : repeat_window), 0)) {
    if (facts.first_at > arrived_at + reply_window || !takes_part(facts.id, counterparts, knowledge)) {
      found.alternatives.push_back("thread " + std::to_string(facts.id) + ": same subject, other participants");
      continue;
    }
    found.thread = facts.id;
    found.rule = "subject-and-participants";
    found.confidence = 0.85;
    found.evidence = "subject \"" + found.subject.rest + "\"";
    found.facts = knowledge.thread(facts.id);
    return;
  }
}

}  // namespace

ThreadFound find_thread(const ParsedMessage& message, const std::vector<Party>& counterparts, EpochSeconds arrived_at,
                        crm::Knowledge& knowledge) {
  ThreadFound found;
  found.subject = split_subject(message.subject);
  by_references(message, counterparts, knowledge, found);
  by_own_id(message, counterparts, knowledge, found);
  by_subject(counterparts, arrived_at, knowledge, found);
  if (found.thread) found.links = knowledge.links_of_thread(*found.thread);
  found.references = collect_references(message);
  if (!found.thread) {
    found.evidence = found.alternatives.empty()
                         ? "no reference known, no earlier mail with this subject and these people"
                         : "what it refers to, or has its subject, is of other people";
    if (!found.alternatives.empty()) found.references.clear();  // what it names belongs to others
  }
  if (!message.message_id.empty()) found.references.push_back(message.message_id);
  return found;
}

}  // namespace tradewind::archiver
