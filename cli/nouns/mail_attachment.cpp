// mail attachment: list them, save them.
#include <fmt/format.h>

#include <set>

#include "archiver/text/transfer_encoding.hpp"
#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/new_file.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::cli {

namespace {

using crm::AttachmentRecord;

struct MailAttachments {
  crm::StoredMessage message;
  std::vector<AttachmentRecord> attachments;
};

archiver::TransferEncoding encoding_of(const AttachmentRecord& attachment) {
  if (attachment.encoding == "base64") return archiver::TransferEncoding::base64;
  if (attachment.encoding == "quoted-printable") return archiver::TransferEncoding::quoted_printable;
  if (attachment.encoding == "uuencode") return archiver::TransferEncoding::uuencode;
  return archiver::TransferEncoding::identity;
}

Result<std::string> content_of(Context& context, const MailAttachments& mail, const AttachmentRecord& attachment) {
  const auto vault = context.vault();
  if (!vault) return pass_on(vault);
  const auto encoded =
      (*vault)->get_range(digest_from_bytes(mail.message.vault_object), static_cast<std::uint64_t>(attachment.offset),
                          static_cast<std::uint64_t>(attachment.encoded_bytes));
  if (!encoded) return pass_on(encoded);
  return archiver::decode_body(*encoded, encoding_of(attachment));
}

std::string default_name(const AttachmentRecord& attachment, std::size_t number) {
  return safe_file_name(attachment.file_name, fmt::format("attachment-{}{}", number,
                                                          attachment.media_type == "message/rfc822" ? ".eml" : ""));
}

Listing listing_of(const MailAttachments& mail) {
  Listing listing;
  listing.columns = {{"number", "NUMBER", Column::Align::right},
                     {"file_name", "NAME", Column::Align::left, 16},
                     {"media_type", "TYPE", Column::Align::left, 12},
                     {"encoded_bytes", "ENCODED BYTES", Column::Align::right},
                     {"inline", "INLINE"}};
  listing.none = "no attachments";
  for (std::size_t i = 0; i < mail.attachments.size(); ++i) {
    const AttachmentRecord& attachment = mail.attachments[i];
    listing.records.push_back(Record()
                                  .add("number", i + 1)
                                  .add("file_name", attachment.file_name)
                                  .add("media_type", attachment.media_type)
                                  .add("encoded_bytes", attachment.encoded_bytes)
                                  .add("inline", attachment.inline_image)
                                  .add("part", attachment.part_path));
  }
  return listing;
}

// Numbers, from 1, of those that are meant.
Result<std::vector<std::size_t>> chosen(const MailAttachments& mail, const Arguments& arguments) {
  std::vector<std::size_t> numbers;
  if (arguments.has("all")) {
    for (std::size_t number = 1; number <= mail.attachments.size(); ++number) numbers.push_back(number);
    return numbers;
  }
  const auto number = parse_id(arguments.positionals[1], "attachment");
  if (!number) return pass_on(number);
  if (static_cast<std::size_t>(*number) > mail.attachments.size()) {
    return fail(Fault::not_found,
                fmt::format("message {} has {} attachments", mail.message.id, mail.attachments.size()));
  }
  numbers.push_back(static_cast<std::size_t>(*number));
  return numbers;
}

Result<void> save(const std::filesystem::path& path, std::string_view content) {
  auto file = NewFile::create(path);
  if (!file) return pass_on(file);
  if (auto written = file->write(content); !written) return written;
  return file->keep();
}

Result<int> save_chosen(Context& context, const MailAttachments& mail, const std::vector<std::size_t>& numbers,
                        const std::string& output, bool all) {
  std::error_code error;
  const bool into_directory =
      all || output.empty() || output.ends_with('/') || std::filesystem::is_directory(output, error);
  const std::filesystem::path directory = output.empty() ? "." : output;
  if (into_directory && !std::filesystem::is_directory(directory, error) &&
      !std::filesystem::create_directories(directory, error)) {
    return fail(Fault::io, fmt::format("cannot make {}: {}", directory.string(), error.message()));
  }
  std::set<std::string> used;
  std::vector<Record> saved;
  for (const std::size_t number : numbers) {
    const AttachmentRecord& attachment = mail.attachments[number - 1];
    const auto content = content_of(context, mail, attachment);
    if (!content) return pass_on(content);
    std::string name = default_name(attachment, number);
    if (!used.insert(name).second) name = fmt::format("{}-{}", number, name);
    const std::filesystem::path path = into_directory ? directory / name : std::filesystem::path(output);
    if (auto done = save(path, *content); !done) return pass_on(done);
    if (context.out().for_people())
      context.out().message(fmt::format("saved {} ({} bytes)", path.string(), content->size()));
    saved.push_back(Record().add("number", number).add("path", path.string()).add("bytes", content->size()));
  }
  if (!context.out().for_people()) context.out().records(saved);
  return exit_ok;
}

}  // namespace

Result<int> run_mail_attachment(Context& context, const Arguments& arguments) {
  const auto session = context.session_for(crm::Act::read_mail);
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "message");
  if (!id) return pass_on(id);
  crm::MessageRepository messages(session->store.database());
  auto message = crm::Sight(session->store, session->actor).message(*id);
  if (!message) return pass_on(message);
  const MailAttachments mail{std::move(*message), messages.attachments_of(*id)};
  if (arguments.positionals.size() == 1 && !arguments.has("all")) {
    context.out().list(listing_of(mail));
    return exit_ok;
  }
  const auto numbers = chosen(mail, arguments);
  if (!numbers) return pass_on(numbers);
  const std::string output = arguments.value("output");
  if (output != "-") return save_chosen(context, mail, *numbers, output, arguments.has("all"));
  for (const std::size_t number : *numbers) {
    const auto content = content_of(context, mail, mail.attachments[number - 1]);
    if (!content) return pass_on(content);
    context.out().bytes(*content);
  }
  return exit_ok;
}

}  // namespace tradewind::cli
