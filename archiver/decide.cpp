#include "archiver/decide.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "archiver/circumstances.hpp"
#include "archiver/classify/automatic.hpp"
#include "archiver/classify/kind.hpp"
#include "archiver/classify/kind_model.hpp"
#include "archiver/classify/lessons.hpp"
#include "archiver/envelope.hpp"
#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/language.hpp"
#include "archiver/extract/lead.hpp"
#include "archiver/extract/notice.hpp"
#include "archiver/folded_text.hpp"
#include "archiver/link/direction.hpp"
#include "archiver/link/domains.hpp"
#include "archiver/link/duplicate.hpp"
#include "archiver/link/ladder.hpp"
#include "archiver/link/lookalike.hpp"
#include "archiver/link/relation.hpp"
#include "archiver/link/thread.hpp"
#include "crm_core/base/time.hpp"

namespace tradewind::archiver {

using crm::Direction;
using crm::MessageKind;
using crm::RecordType;
using Is = Circumstance;

// The tables that never change, and the matchers over the firm's records, made anew when those change.
struct Decider::Tables {
  explicit Tables(const DecisionOptions& options) : platforms(options.platform_directory) {}

  void follow(const crm::Knowledge& knowledge) {
    if (version == knowledge.records_version()) return;
    version = knowledge.records_version();
    catalogue.build(knowledge.products());
    lookalikes.build(knowledge);
    finder = NumberFinder(knowledge.number_patterns());
    if (lessons.all() != knowledge.kind_lessons()) lessons = Lessons(knowledge.kind_lessons(), KindModel::shared());
  }

  PlatformCatalogue platforms;
  std::int64_t version = -1;
  Catalogue catalogue;
  LookalikeIndex lookalikes;
  NumberFinder finder{{}};
  Lessons lessons;
  DuplicateFinder duplicates;
};

namespace {

// Where a document number counts: subject, own words, quoted text, attachment names.
void collect_numbers(const ParsedMessage& message, const Author& author, const NumberFinder& finder,
                     std::vector<NumberHit>& hits, std::vector<NumberWord>& words) {
  constexpr std::size_t read_text = 30'000, read_words = 60;
  const auto look = [&](std::string_view text, std::string_view where) {
    finder.find(text.substr(0, read_text), where, hits);
    find_number_words(text.substr(0, read_text / 5), where, read_words, words);
  };
  look(message.subject, "subject");
  for (const AttachmentPart& part : message.attachments) {
    const std::string_view name = part.file_name;
    const std::size_t dot = name.rfind('.');
    look(name.substr(0, name.size() - dot <= 5 ? dot : name.size()), "attachment name");
  }
  look(author.text, "text");
  look(message.body.whole, "quoted text");
  for (const ParsedMessage& embedded : message.embedded) {
    look(embedded.subject, "attached message");
    look(embedded.body.whole, "attached message");
  }
}

// The outsiders of the message: its author when it comes in, its recipients when it goes out, then everybody else
// outside.
std::vector<Party> find_counterparts(const ParsedMessage& message, const Author& author, Direction direction,
                                     crm::Knowledge& knowledge, const PlatformCatalogue& platforms) {
  std::vector<Party> parties;
  const auto add = [&](const MailAddress& address) {
    if (address.address.empty() || parties.size() >= 30) return;
    const bool known = std::any_of(parties.begin(), parties.end(), [&](const Party& party) {
      return fold(party.address.address) == fold(address.address);
    });
    if (known) return;
    Party party = resolve_party(address, knowledge, platforms);
    if (!party.own) parties.push_back(std::move(party));
  };
  if (direction != Direction::outbound) {
    if (author.address.address.empty() && !author.address.name.empty()) {
      Party nameless;
      nameless.address = author.address;
      parties.push_back(std::move(nameless));
    }
    add(author.address);
    if (!parties.empty() && !parties.front().known())
      recognise_by_signature(parties.front(), author.text + "\n" + author.signature, knowledge);
  }
  if (author.rule == "notice") return parties;  // the others are the platform's
  for (const auto* const list : {&message.to, &message.cc}) {
    for (const MailAddress& address : *list) add(address);
  }
  return parties;
}

// Partners write of everything: who they are says nothing about what a mail is.
LessonSender lesson_sender(Direction direction, const Party* author) {
  LessonSender sender;
  sender.outbound = direction == Direction::outbound;
  if (direction == Direction::outbound || author == nullptr || author->own || author->known()) return sender;
  sender.address = fold(author->address.address);
  if (!author->free_mail && !author->platform) sender.domain = author->registrable;
  return sender;
}

std::optional<crm::RecordId> find_handler(const ParsedMessage& message, const Author& author, Direction direction,
                                          crm::Knowledge& knowledge, const DeliveryContext& context) {
  const auto user_of = [&](const MailAddress& address) -> std::optional<crm::RecordId> {
    const crm::User* const user = address.address.empty() ? nullptr : knowledge.user_by_address(address.address);
    return user == nullptr ? std::nullopt : std::optional(user->id);
  };
  if (direction == Direction::outbound && author.from_ours && !message.from.empty()) {
    if (const auto user = user_of(message.from.front())) return user;
  }
  for (const auto* const list : {&message.to, &message.delivered_to, &message.cc}) {
    for (const MailAddress& address : *list) {
      if (const auto user = user_of(address)) return user;
    }
  }
  return context.owner;
}

void warn_of_imitation(const std::optional<Lookalike>& lookalike, const Circumstances& is, const ParsedMessage& message,
                       crm::Filing& filing) {
  if (lookalike) {
    filing.warnings.push_back(fmt::format("sender's domain {} imitates {} ({})",
                                          filing.from.empty() ? "" : filing.from.front().domain(), lookalike->domain,
                                          lookalike->manner));
    filing.decisions.push_back(
        crm::Decision{"warning", "lookalike domain", "lookalike-domain", 0.9, filing.warnings.back(), {}});
  }
  if (is[Circumstance::reply_elsewhere] &&
      (is[Circumstance::borrowed_name] || lookalike || filing.kind == MessageKind::fraud) &&
      !message.reply_to.empty()) {
    filing.warnings.push_back("answers would go elsewhere: Reply-To " + message.reply_to.front().address);
  }
  if (is[Circumstance::password_form]) filing.warnings.push_back("an HTML attachment or form asks for a password");
  if (filing.kind != MessageKind::fraud || !filing.warnings.empty()) return;
  const auto kind = std::find_if(filing.decisions.begin(), filing.decisions.end(),
                                 [](const crm::Decision& decision) { return decision.what == "kind"; });
  filing.warnings.push_back("reads like fraud: " + kind->evidence);
}

// `again`: it was decided before, perhaps without the template that reads it now.
void tell_of_layout(const Notice& notice, bool again, crm::Filing& filing) {
  if (notice.known_layout && !again) return;
  filing.decisions.push_back(crm::Decision{
      "notice layout", notice.known_layout ? "known" : "unknown", "platform-template", 1, notice.platform, {}});
  if (notice.known_layout) return;
  filing.warnings.push_back(
      fmt::format("unknown layout of a notice of {}: {}", notice.platform,
                  notice.inquiry ? "read as far as it could be" : "a buyer's words may be in it"));
}

// A stranger whom we have not answered and who answers nobody: what reads like a running deal may be his inquiry again.
bool may_be_restated(const KindFound& kind, const Circumstances& is, const ParsedMessage& message,
                     const Author& author) {
  if (!is[Is::stranger] || is[Is::outbound] || is[Is::internal] || is[Is::notice]) return false;
  if (is[Is::we_wrote] || is[Is::thread_ours] || is[Is::answers_ours]) return false;
  if (is[Is::reply_mark] || !message.in_reply_to.empty() || !message.references.empty()) return false;
  if (is[Is::lead_open])
    return kind.kind == MessageKind::negotiation || kind.kind == MessageKind::solicitation ||
           kind.kind == MessageKind::personal;
  return kind.kind == MessageKind::negotiation && SaidOfEarlier(author.text).again;
}

void take_as_inquiry(KindFound& kind, const DuplicateFound& duplicate) {
  std::string before = std::string(crm::to_text(kind.kind)) + ": " + kind.decision.evidence;
  kind.kind = MessageKind::inquiry;
  kind.confidence = duplicate.confidence;
  kind.decision = crm::Decision{
      "kind", "inquiry", "restated-inquiry", duplicate.confidence, duplicate.evidence, {std::move(before)}};
}

}  // namespace

Decider::Decider(const DecisionOptions& options) : tables_(std::make_unique<Tables>(options)) {}
Decider::~Decider() = default;
void Decider::use(const DecisionOptions& options) { tables_ = std::make_unique<Tables>(options); }

crm::LessonTraits Decider::read_traits(const ParsedMessage& message, crm::Knowledge& knowledge, Direction direction) {
  const std::optional<Notice> notice = read_notice(message, tables_->platforms, notice_sender(message, knowledge));
  const Author author = find_author(message, notice, knowledge);
  const std::vector<Party> parties = find_counterparts(message, author, direction, knowledge, tables_->platforms);
  const LessonSender sender = lesson_sender(direction, parties.empty() ? nullptr : &parties.front());
  crm::LessonTraits traits{sender.outbound, sender.address, sender.domain, {}};
  const SubjectParts subject = split_subject(author.subject);
  for (const std::string& word : make_features({subject.rest, author.text, {}}, {}).tokens)
    traits.words += (traits.words.empty() ? "" : " ") + word;
  return traits;
}

// What is read of a message before its kind is decided.
struct Decider::Reading {
  std::optional<Notice> notice;
  Author author;
  Automatic automatic;
  DirectionFound direction;
  EpochSeconds arrived_at = 0;
  std::vector<Party> counterparts;
  ThreadFound thread;
  std::vector<DocumentFound> documents;
  std::optional<Lookalike> lookalike;
  Circumstances circumstances;
  std::string subject, attachment_names;
};

Decider::Reading Decider::read(const ParsedMessage& message, crm::Knowledge& knowledge,
                               const DeliveryContext& context) {
  Tables& tables = *tables_;
  tables.follow(knowledge);
  Reading made;
  made.notice = read_notice(message, tables.platforms, notice_sender(message, knowledge));
  made.author = find_author(message, made.notice, knowledge);
  made.automatic = find_automatic(message);
  made.direction = find_direction(message, made.author, knowledge, context);
  if (made.automatic.sort == Automatic::Sort::bounce && made.direction.direction == Direction::internal)
    made.direction = {Direction::inbound, made.automatic.rule,
                      "our own server reports what came of mail that went out"};
  const Direction direction = made.direction.direction;
  made.arrived_at = find_arrival(message, direction, context.internal_date, now());
  made.counterparts = find_counterparts(message, made.author, direction, knowledge, tables.platforms);
  made.thread = find_thread(message, made.counterparts, made.arrived_at, knowledge);

  std::vector<NumberHit> hits;
  std::vector<NumberWord> words;
  collect_numbers(message, made.author, tables.finder, hits, words);
  made.documents = find_documents(hits, words, message.subject + "\n" + made.author.text, tables.finder,
                                  made.counterparts, find_signed(message, direction, knowledge), knowledge);

  const Party* const first = made.counterparts.empty() ? nullptr : &made.counterparts.front();
  if (direction == Direction::inbound && first != nullptr && !first->known() && !first->free_mail && !first->platform &&
      !first->registrable.empty())
    made.lookalike = tables.lookalikes.find(first->registrable);
  made.circumstances = find_circumstances(
      CircumstanceInput{message, made.notice, made.author, made.automatic, direction, made.counterparts, made.thread,
                        made.documents, made.lookalike, tables.catalogue, made.arrived_at},
      knowledge);
  for (const AttachmentPart& part : message.attachments) made.attachment_names += part.file_name + "\n";
  made.subject = split_subject(made.author.subject).rest;
  return made;
}

KindQuestion Decider::ask_kind(const ParsedMessage& message, crm::Knowledge& knowledge,
                               const DeliveryContext& context) {
  Reading reading = read(message, knowledge, context);
  return {std::move(reading.subject), std::move(reading.author.text), std::move(reading.attachment_names),
          reading.circumstances,      std::move(reading.automatic),   reading.author.forwarded};
}

crm::Filing Decider::decide(const ParsedMessage& message, crm::Knowledge& knowledge, const DeliveryContext& context) {
  const Reading reading = read(message, knowledge, context);
  Tables& tables = *tables_;
  const Author& author = reading.author;
  const DirectionFound& direction = reading.direction;
  const ThreadFound& thread = reading.thread;
  const std::optional<Notice>& notice = reading.notice;
  const std::optional<Lookalike>& lookalike = reading.lookalike;

  crm::Filing filing = make_envelope(message);
  filing.author = author.address;
  filing.direction = direction.direction;
  filing.arrived_at = reading.arrived_at;
  filing.decisions.push_back(crm::Decision{"author", author.address.address, author.rule, 0.97, author.evidence, {}});
  filing.decisions.push_back(crm::Decision{
      "direction", std::string(crm::to_text(direction.direction)), direction.rule, 0.98, direction.evidence, {}});
  filing.language = detect_language(author.text.size() > 20 ? author.text : author.subject + "\n" + author.text);
  filing.handled_by = find_handler(message, author, direction.direction, knowledge, context);
  filing.thread = thread.thread;
  filing.merged_threads = thread.merged;
  filing.references = thread.references;
  filing.subject_key = thread.subject.key;
  filing.decisions.push_back(crm::Decision{"thread", thread.thread ? "thread " + std::to_string(*thread.thread) : "new",
                                           thread.rule, thread.confidence, thread.evidence, thread.alternatives});

  const Party* const first = reading.counterparts.empty() ? nullptr : &reading.counterparts.front();
  KindFound kind = find_kind(FeatureText{reading.subject, author.text, reading.attachment_names}, reading.circumstances,
                             reading.automatic, author.forwarded,
                             OwnLayer{tables.lessons, lesson_sender(direction.direction, first)});
  const auto read_draft = [&] {
    return read_lead(author, notice, tables.platforms, tables.catalogue, knowledge.firm().home_country,
                     filing.language);
  };
  const auto find_duplicate = [&](const crm::LeadDraft& draft) {
    return tables.duplicates.find(draft, author, filing.arrived_at, context.message, knowledge);
  };
  if (!context.stub && may_be_restated(kind, reading.circumstances, message, author)) {
    const auto duplicate = find_duplicate(read_draft());
    if (duplicate && duplicate->restated) take_as_inquiry(kind, *duplicate);
  }
  filing.kind = kind.kind;
  filing.kind_confidence = kind.confidence;
  filing.decisions.push_back(std::move(kind.decision));
  filing.automatic =
      author.rule != "notice" && (reading.automatic.sort != Automatic::Sort::none ||
                                  filing.kind == MessageKind::newsletter || filing.kind == MessageKind::notification ||
                                  filing.kind == MessageKind::auto_reply || filing.kind == MessageKind::bounce);

  const std::string own_words = author.text + "\n" + author.signature;
  const bool suspicious = lookalike && filing.kind != MessageKind::inquiry;
  LadderResult ladder = climb(LadderInput{direction.direction, filing.kind, reading.counterparts, reading.documents,
                                          thread, reading.automatic, own_words, tables.catalogue, suspicious},
                              knowledge);
  filing.links = std::move(ladder.links);
  for (crm::Decision& decision : ladder.decisions) filing.decisions.push_back(std::move(decision));
  warn_of_imitation(lookalike, reading.circumstances, message, filing);
  if (notice) tell_of_layout(*notice, context.message.has_value(), filing);

  const bool of_customer = std::any_of(filing.links.begin(), filing.links.end(), [](const crm::RecordLink& link) {
    return link.type == RecordType::customer || link.type == RecordType::supplier;
  });
  if (of_customer || context.stub) return filing;
  if (filing.kind == MessageKind::inquiry && direction.direction != Direction::outbound) {
    crm::LeadDraft draft = read_draft();
    if (const auto duplicate = find_duplicate(draft)) {
      filing.joins_lead = duplicate->lead;
      filing.duplicate_inquiry = true;
      filing.duplicate_of_message = duplicate->message;
      filing.decisions.push_back(crm::Decision{"duplicate",
                                               "of lead " + std::to_string(duplicate->lead),
                                               "same-buyer-same-goods",
                                               duplicate->confidence,
                                               duplicate->evidence,
                                               {}});
    } else {
      filing.decisions.push_back(
          crm::Decision{"lead",
                        draft.company.empty() ? draft.contact_name : draft.company,
                        "stranger-inquires",
                        kind.confidence,
                        draft.items.empty() ? "an inquiry of somebody unknown" : draft.items.front().product,
                        {}});
      filing.lead = std::move(draft);
    }
  } else if (thread.thread && filing.kind != MessageKind::solicitation && filing.kind != MessageKind::newsletter &&
             filing.kind != MessageKind::notification && filing.kind != MessageKind::fraud) {
    if (const auto lead = knowledge.lead_of_thread(*thread.thread)) filing.joins_lead = lead->id;
  }
  return filing;
}

}  // namespace tradewind::archiver
