#include "archiver/index_follower.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "archiver/index_text.hpp"
#include "archiver/mime/parse.hpp"
#include "archiver/text/utf8.hpp"
#include "crm_core/base/sha256.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::archiver {

namespace {

// A transaction takes that many messages or bytes of text, whichever comes first. Larger ones measured no faster.
constexpr int batch_messages = 2'000;
constexpr std::size_t batch_bytes = std::size_t{24} << 20;
constexpr crm::RecordId everything = std::numeric_limits<crm::RecordId>::max();

std::size_t bytes_of(const crm::IndexText& text) {
  return text.subject.size() + text.from.size() + text.to.size() + text.cc.size() + text.body.size() +
         text.attachment_names.size() + text.attachment_text.size();
}

}  // namespace

Result<IndexFollower> IndexFollower::open(const crm::DataDirectory& directory, std::string default_charset) {
  auto store = crm::Store::open(directory, crm::Access::read);
  if (!store) return pass_on(store);
  auto vault = crm::Vault::open(directory.vault_file(), crm::Vault::Access::read);
  if (!vault) return pass_on(vault);
  return IndexFollower(std::move(*store), std::move(*vault), directory, std::move(default_charset));
}

IndexFollower::IndexFollower(crm::Store store, crm::Vault vault, const crm::DataDirectory& directory,
                             std::string default_charset)
    : store_(std::move(store)),
      vault_(std::move(vault)),
      index_(directory.search_file()),
      default_charset_(std::move(default_charset)) {}

FollowReport IndexFollower::take(std::vector<FiledMessage> filed) {
  Texts texts;
  bool older = false;
  const crm::RecordId watermark = index_.watermark();
  crm::RecordId newest = watermark;
  for (FiledMessage& message : filed) {
    older = older || message.id <= watermark;
    newest = std::max(newest, message.id);
    if (!message.quarantined) texts.emplace(message.id, std::move(message.text));
  }
  FollowReport report;
  if (older) retry_deferred(texts, report);
  const FollowReport rest = follow(std::move(texts), newest, {});
  return {report.indexed + rest.indexed, report.read_again + rest.read_again, rest.deferred};
}

FollowReport IndexFollower::catch_up(const Progress& progress) {
  start_over_if_store_is_older();
  FollowReport report;
  Texts none;
  retry_deferred(none, report);
  const FollowReport rest = follow({}, everything, progress);
  return {report.indexed + rest.indexed, report.read_again + rest.read_again, rest.deferred};
}

FollowReport IndexFollower::rebuild(const Progress& progress) {
  index_.clear();
  return follow({}, everything, progress);
}

void IndexFollower::release_memory() {
  store_.database().release_memory();
  vault_.release_memory();
  index_.release_memory();
  attachments_.forget();
}

std::int64_t IndexFollower::behind() {
  return crm::MessageRepository(store_.database()).last_id() - index_.watermark();
}

// A store restored from a backup gives ids again that the index has seen for other mail.
void IndexFollower::start_over_if_store_is_older() {
  if (behind() < 0) index_.clear();
}

FollowReport IndexFollower::follow(Texts texts, crm::RecordId upto, const Progress& progress) {
  FollowReport report;
  const std::int64_t all = behind();
  const crm::RecordId begin = index_.watermark();
  while (true) {
    FollowReport done = report;
    const crm::search::IndexBatch batch = next_batch(texts, upto, done);
    if (batch.upto == batch.after) return report;
    // False: another process indexed some of it meanwhile. Then the texts of these are lost, and what is left is read
    // again.
    if (index_.append(batch)) report = done;
    if (progress && !progress(batch.upto - begin, all)) return report;
  }
}

crm::search::IndexBatch IndexFollower::next_batch(Texts& texts, crm::RecordId upto, FollowReport& report) {
  crm::search::IndexBatch batch;
  batch.after = batch.upto = index_.watermark();
  std::size_t bytes = 0;
  crm::MessageRepository messages(store_.database());
  if (batch.after >= upto) return batch;
  const auto most = static_cast<int>(std::min<crm::RecordId>(batch_messages, upto - batch.after));
  for (const crm::StoredMessage& message : messages.after(batch.after, most)) {
    if (message.id > upto) break;
    if (auto indexed = with_text(message, texts, report)) {
      bytes += bytes_of(indexed->text);
      batch.messages.push_back(std::move(*indexed));
      ++report.indexed;
    } else {
      batch.deferred.push_back(message.id);
      ++report.deferred;
    }
    batch.upto = message.id;
    if (bytes > batch_bytes) break;
  }
  return batch;
}

void IndexFollower::retry_deferred(Texts& texts, FollowReport& report) {
  crm::MessageRepository messages(store_.database());
  for (const crm::RecordId id : index_.deferred()) {
    const auto message = messages.find(id);
    if (!message) continue;
    if (auto indexed = with_text(*message, texts, report)) {
      index_.add_deferred({&*indexed, 1});
      ++report.indexed;
    }
  }
}

// Nothing for a message that has no text yet.
std::optional<crm::search::IndexedMessage> IndexFollower::with_text(const crm::StoredMessage& message, Texts& texts,
                                                                    FollowReport& report) {
  if (message.state == crm::MessageState::quarantined) return {};
  crm::search::IndexedMessage indexed{message.id, message.arrived_at, {}};
  if (const auto offered = texts.find(message.id); offered != texts.end()) {
    indexed.text = std::move(offered->second);
    texts.erase(offered);
    if (message.attachment_count > 0) add_attachments(message, {}, indexed.text);
    return indexed;
  }
  const auto raw = vault_.get(digest_from_bytes(message.vault_object));
  if (!raw) return {};
  indexed.text = index_text(parse_message(*raw, {default_charset_}));
  if (message.attachment_count > 0) add_attachments(message, *raw, indexed.text);
  ++report.read_again;
  return indexed;
}

// `raw` is the whole message if it is at hand; else only the attachments' own bytes are fetched.
void IndexFollower::add_attachments(const crm::StoredMessage& message, std::string_view raw, crm::IndexText& text) {
  crm::MessageRepository messages(store_.database());
  for (const crm::AttachmentRecord& attachment : messages.attachments_of(message.id)) {
    if (text.attachment_text.size() >= most_attachment_text) return;
    if (!AttachmentTexts::may_have_text(attachment) || attachment.offset < 0 || attachment.encoded_bytes <= 0) continue;
    const auto offset = static_cast<std::size_t>(attachment.offset);
    const auto size = static_cast<std::size_t>(attachment.encoded_bytes);
    std::string fetched;
    std::string_view encoded;
    if (!raw.empty()) {
      if (offset >= raw.size()) continue;
      encoded = raw.substr(offset, size);
    } else {
      auto range = vault_.get_range(digest_from_bytes(message.vault_object), offset, size);
      if (!range) continue;
      fetched = std::move(*range);
      encoded = fetched;
    }
    text.attachment_text +=
        clip_utf8(attachments_.read(attachment, encoded), most_attachment_text - text.attachment_text.size());
    text.attachment_text += '\n';
  }
}

}  // namespace tradewind::archiver
