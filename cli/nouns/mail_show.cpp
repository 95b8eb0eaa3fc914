// mail show: a message as a person reads it.
#include <fmt/format.h>

#include "archiver/mime/parse.hpp"
#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/message_record.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::cli {

namespace {

struct ShownMail {
  crm::StoredMessage stored;
  archiver::ParsedMessage read;
  std::vector<crm::MessageAddress> addresses;
  std::vector<crm::AttachmentRecord> attachments;
  std::vector<crm::FiledLink> links;
  std::vector<crm::Delivery> deliveries;
  std::vector<std::string> warnings;
};

Result<ShownMail> load(Context& context, const Session& session, crm::RecordId id) {
  crm::MessageRepository messages(session.store.database());
  auto stored = crm::Sight(session.store, session.actor).message(id);
  if (!stored) return pass_on(stored);
  const auto vault = context.vault();
  if (!vault) return pass_on(vault);
  const auto raw = (*vault)->get(digest_from_bytes(stored->vault_object));
  if (!raw) return pass_on(raw);
  const auto settings = context.settings();
  if (!settings) return pass_on(settings);
  ShownMail mail{std::move(*stored),        archiver::parse_message(*raw, {(*settings)->firm.default_charset}),
                 messages.addresses_of(id), messages.attachments_of(id),
                 messages.links_of(id),     messages.deliveries_of(id),
                 messages.warnings_of(id)};
  const crm::Visibility visibility(session.store.database(), session.actor);
  std::erase_if(mail.links, [&](const crm::FiledLink& filed) {
    return filed.removed || !visibility.sees(filed.link.type, filed.link.id);
  });
  return mail;
}

std::string address_text(const crm::MailAddress& address) {
  if (address.name.empty()) return address.address;
  return fmt::format("{} <{}>", address.name, address.address);
}

std::string addresses_text(const ShownMail& mail, std::string_view role) {
  std::string text;
  for (const crm::MessageAddress& entry : mail.addresses) {
    if (entry.role != role) continue;
    if (!text.empty()) text += ", ";
    text += address_text(entry.address);
  }
  return text;
}

std::string link_text(crm::Store& store, const crm::FiledLink& filed) {
  return fmt::format("{} {} ({}), {}", to_text(filed.link.type), name_of(store, filed.link.type, filed.link.id),
                     filed.link.id, filed.pinned ? "by " + filed.filed_by : filed.link.rule);
}

std::string delivery_text(const crm::Delivery& delivery) {
  std::string text = fmt::format("{} / {}", delivery.account, delivery.folder);
  if ((delivery.flags & crm::flag_seen) == 0) text += ", unread";
  if ((delivery.flags & crm::flag_flagged) != 0) text += ", flagged";
  if (delivery.gone_at) text += fmt::format(", gone from the server since {}", to_local_text(*delivery.gone_at));
  return text;
}

void print_head(Output& out, crm::Store& store, const ShownMail& mail, bool all_headers) {
  if (all_headers) {
    for (const auto& header : mail.read.headers) {
      out.styled(header.name + ": ", Style::dim);
      out.styled(header.value + "\n");
    }
    out.text("\n");
  } else {
    out.field("Subject", mail.stored.subject, Style::bold);
    out.field("From", addresses_text(mail, "from"));
    const std::string author = address_text(mail.stored.author);
    if (author != addresses_text(mail, "from")) out.field("Author", author);
    out.field("Reply to", addresses_text(mail, "reply_to"));
    out.field("To", addresses_text(mail, "to"));
    out.field("Cc", addresses_text(mail, "cc"));
    out.field("Bcc", addresses_text(mail, "bcc"));
    if (mail.stored.sent_at) out.field("Sent", to_local_text(*mail.stored.sent_at));
    out.field("Arrived", to_local_text(mail.stored.arrived_at));
  }
  out.field("Message",
            fmt::format("{}, {}, {}", mail.stored.id, to_text(mail.stored.direction), to_text(mail.stored.kind)));
  for (const crm::Delivery& delivery : mail.deliveries) out.field("Mailbox", delivery_text(delivery));
  for (const crm::FiledLink& filed : mail.links) out.field("Filed to", link_text(store, filed), Style::accent);
  if (mail.stored.state != crm::MessageState::filed) {
    out.field("State", fmt::format("{}: {}", to_text(mail.stored.state), mail.stored.state_reason), Style::warn);
  }
  for (const std::string& warning : mail.warnings) out.field("WARNING", warning, Style::bad);
  for (std::size_t i = 0; i < mail.attachments.size(); ++i) {
    const auto& attachment = mail.attachments[i];
    out.field(fmt::format("Attachment {}", i + 1), fmt::format("{} ({}, {} bytes encoded)", attachment.file_name,
                                                               attachment.media_type, attachment.encoded_bytes));
  }
}

void print_paragraph(Output& out, const std::string& text, Style style) {
  if (text.empty()) return;
  out.text("\n");
  out.styled(text, style);
  if (text.back() != '\n') out.text("\n");
}

Record to_record(crm::Store& store, const ShownMail& mail) {
  Record record = message_record(mail.stored);
  for (const std::string_view role : {"from", "reply_to", "to", "cc", "bcc"}) {
    std::vector<Record> list;
    for (const crm::MessageAddress& entry : mail.addresses) {
      if (entry.role == role)
        list.push_back(Record().add("name", entry.address.name).add("address", entry.address.address));
    }
    record.add(fmt::format("{}_list", role), std::move(list));
  }
  std::vector<Record> attachments, links, deliveries;
  for (std::size_t i = 0; i < mail.attachments.size(); ++i) {
    const auto& attachment = mail.attachments[i];
    attachments.push_back(Record()
                              .add("number", i + 1)
                              .add("file_name", attachment.file_name)
                              .add("media_type", attachment.media_type)
                              .add("encoded_bytes", attachment.encoded_bytes)
                              .add("inline", attachment.inline_image));
  }
  for (const crm::FiledLink& filed : mail.links) {
    links.push_back(Record()
                        .add("type", to_text(filed.link.type))
                        .add("id", filed.link.id)
                        .add("name", name_of(store, filed.link.type, filed.link.id))
                        .add("pinned", filed.pinned));
  }
  for (const crm::Delivery& delivery : mail.deliveries) {
    deliveries.push_back(Record()
                             .add("account", delivery.account)
                             .add("folder", delivery.folder)
                             .add("uid", delivery.uid)
                             .add("unread", (delivery.flags & crm::flag_seen) == 0)
                             .add("flagged", (delivery.flags & crm::flag_flagged) != 0)
                             .add("answered", (delivery.flags & crm::flag_answered) != 0)
                             .add_time("gone_at", delivery.gone_at));
  }
  const auto& body = mail.read.body;
  record.add_known("message_id", mail.stored.message_id).add_known("state_reason", mail.stored.state_reason);
  record.add("text", body.written)
      .add("signature", body.signature)
      .add("quoted", body.quoted)
      .add("attachment_list", std::move(attachments));
  return record.add("links", std::move(links))
      .add("deliveries", std::move(deliveries))
      .add("warnings", mail.warnings)
      .add("defects", mail.read.defects);
}

}  // namespace

Result<int> run_mail_show(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "message");
  if (!id) return pass_on(id);
  const auto mail = load(context, *session, *id);
  if (!mail) return pass_on(mail);
  Output& out = context.out();
  if (!out.for_people()) {
    out.records({to_record(session->store, *mail)});
    return exit_ok;
  }
  print_head(out, session->store, *mail, arguments.has("headers"));
  const auto& body = mail->read.body;
  print_paragraph(out, body.written, Style::plain);
  print_paragraph(out, body.signature, Style::dim);
  if (!arguments.has("no-quoted")) print_paragraph(out, body.quoted, Style::dim);
  return exit_ok;
}

}  // namespace tradewind::cli
