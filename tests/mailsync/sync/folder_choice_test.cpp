#include "mailsync/sync/folder_choice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradewind::mailsync {
namespace {

using crm::FolderRole;
using ::testing::ElementsAre;

imap::Folder folder(std::string name, FolderRole role = FolderRole::other, char delimiter = '/') {
  imap::Folder made;
  made.wire_name = made.name = std::move(name);
  made.role = role;
  made.delimiter = delimiter;
  return made;
}

std::vector<std::string> chosen(const std::vector<imap::Folder>& listed, const FolderRules& rules = {}) {
  std::vector<std::string> names;
  for (const auto& choice : choose_folders(listed, rules)) names.push_back(choice.folder.name);
  return names;
}

const std::vector<imap::Folder>& usual() {
  static const std::vector<imap::Folder> folders{folder("Customers/Acme"),
                                                 folder("Junk", FolderRole::junk),
                                                 folder("Sent", FolderRole::sent),
                                                 folder("Trash", FolderRole::trash),
                                                 folder("INBOX", FolderRole::inbox),
                                                 folder("Drafts", FolderRole::drafts),
                                                 folder("Archive", FolderRole::archive)};
  return folders;
}

TEST(FolderChoice, junk_trash_and_drafts_are_off_and_inbox_comes_first) {
  EXPECT_THAT(chosen(usual()), ElementsAre("INBOX", "Sent", "Archive", "Customers/Acme"));
}

TEST(FolderChoice, roles_can_be_included_and_a_folder_named_in_full_is_taken_whatever_it_is) {
  EXPECT_THAT(chosen(usual(), {.include_roles = {FolderRole::junk}}),
              ElementsAre("INBOX", "Sent", "Archive", "Customers/Acme", "Junk"));
  EXPECT_THAT(chosen(usual(), {.folders = {"inbox", "Trash"}}), ElementsAre("INBOX", "Trash"));
}

TEST(FolderChoice, exclusion_beats_everything) {
  EXPECT_THAT(chosen(usual(), {.exclude = {"Customers/*", "Sent"}}), ElementsAre("INBOX", "Archive"));
}

TEST(FolderChoice, folders_that_cannot_be_opened_are_left_out) {
  auto listed = usual();
  listed[0].selectable = false;
  EXPECT_THAT(chosen(listed), ElementsAre("INBOX", "Sent", "Archive"));
}

TEST(FolderChoice, all_mail_is_taken_only_when_nothing_else_is) {
  auto listed = usual();
  listed.push_back(folder("virtual/All", FolderRole::all));
  EXPECT_THAT(chosen(listed), ElementsAre("INBOX", "Sent", "Archive", "Customers/Acme"));
  EXPECT_THAT(chosen(listed, {.folders = {"virtual/*"}}), ElementsAre("virtual/All"));
  EXPECT_THAT(chosen(listed, {.include_roles = {FolderRole::all}}),
              ElementsAre("INBOX", "Sent", "Archive", "Customers/Acme", "virtual/All"));
}

TEST(FolderChoice, gmail_is_synced_by_all_mail_in_any_language) {
  const std::vector<imap::Folder> listed{
      folder("INBOX", FolderRole::inbox), folder("Kunden"), folder("[Gmail]/Alle Nachrichten", FolderRole::all),
      folder("[Gmail]/Gesendet", FolderRole::sent), folder("[Gmail]/Spam", FolderRole::junk)};
  EXPECT_THAT(chosen(listed), ElementsAre("[Gmail]/Alle Nachrichten"));
  EXPECT_THAT(chosen(listed, {.folders = {"*", "INBOX"}}), ElementsAre("INBOX", "[Gmail]/Alle Nachrichten"));
  EXPECT_THAT(chosen(listed, {.exclude = {"[Gmail]/Alle*"}}), ElementsAre("INBOX", "[Gmail]/Gesendet", "Kunden"));
}

TEST(FolderChoice, views_of_other_folders_are_left_out) {
  auto starred = folder("[Gmail]/Starred");
  starred.attributes = {"\\HasNoChildren", "\\flagged"};
  auto important = folder("[Gmail]/Important");
  important.attributes = {"\\Important"};
  // All Mail is not shown to IMAP clients: the labels are taken instead.
  const std::vector<imap::Folder> listed{folder("INBOX", FolderRole::inbox), folder("Kunden"), starred, important};
  EXPECT_THAT(chosen(listed), ElementsAre("INBOX", "Kunden"));
  EXPECT_THAT(chosen(listed, {.folders = {"*", "[Gmail]/Starred"}}), ElementsAre("INBOX", "Kunden", "[Gmail]/Starred"));
}

// Twisted answers LIST with the flags of each mailbox instead of its attributes.
TEST(FolderChoice, an_attribute_that_every_folder_has_makes_no_view) {
  std::vector<imap::Folder> listed{folder("INBOX", FolderRole::inbox), folder("Kunden"), folder("Sent")};
  for (auto& each : listed) each.attributes = {"\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft"};
  EXPECT_THAT(chosen(listed), ElementsAre("INBOX", "Sent", "Kunden"));
  listed.resize(1);
  EXPECT_THAT(chosen(listed), ElementsAre("INBOX")) << "nor the only one, when it is INBOX";
}

TEST(FolderChoice, roles_are_guessed_from_names_in_many_languages) {
  const std::pair<const char*, FolderRole> cases[] = {{"Sent", FolderRole::sent},
                                                      {"SENT ITEMS", FolderRole::sent},
                                                      {"INBOX/Sent", FolderRole::sent},
                                                      {"Gesendet", FolderRole::sent},
                                                      {"Enviados", FolderRole::sent},
                                                      {"Отправленные", FolderRole::sent},
                                                      {"已发送", FolderRole::sent},
                                                      {"已发送邮件", FolderRole::sent},
                                                      {"寄件備份", FolderRole::sent},
                                                      {"送信済み", FolderRole::sent},
                                                      {"보낸편지함", FolderRole::sent},
                                                      {"Éléments envoyés", FolderRole::sent},
                                                      {"ÉLÉMENTS ENVOYÉS", FolderRole::sent},
                                                      {"[Gmail]/Sent Mail", FolderRole::sent},
                                                      {"草稿箱", FolderRole::drafts},
                                                      {"垃圾邮件", FolderRole::junk},
                                                      {"Спам", FolderRole::junk},
                                                      {"Papierkorb", FolderRole::trash},
                                                      {"已删除邮件", FolderRole::trash},
                                                      {"Entwürfe", FolderRole::drafts},
                                                      {"المرسل", FolderRole::sent},
                                                      {"Elementy wysłane", FolderRole::sent},
                                                      {"Gönderilmiş Öğeler", FolderRole::sent},
                                                      {"INBOX", FolderRole::inbox},
                                                      {"Inbox", FolderRole::inbox},
                                                      {"Customers", FolderRole::other},
                                                      {"Customers/Sent", FolderRole::other},
                                                      {"INBOX/INBOX", FolderRole::other},
                                                      {"", FolderRole::other},
                                                      {"\xff\xfe", FolderRole::other}};
  for (const auto& [name, role] : cases) EXPECT_EQ(guess_role(name, '/'), role) << name;
  EXPECT_EQ(guess_role("INBOX.Sent", '.'), FolderRole::sent);
  EXPECT_EQ(guess_role("INBOX.Sent", '/'), FolderRole::other);
}

TEST(FolderChoice, patterns) {
  EXPECT_TRUE(matches_pattern("*", ""));
  EXPECT_TRUE(matches_pattern("customers/*/open", "Customers/Acme/2026/Open"));
  EXPECT_FALSE(matches_pattern("customers/*/open", "Customers/open"));
  EXPECT_TRUE(matches_pattern("?发送", "已发送")) << "one character, however many bytes";
  EXPECT_FALSE(matches_pattern("??发送", "已发送"));
  EXPECT_TRUE(matches_pattern("*a*b", "xxaxxbxxb"));
  EXPECT_FALSE(matches_pattern("a", "ab"));
  EXPECT_FALSE(matches_pattern("ab", "a"));
  EXPECT_FALSE(matches_pattern(std::string("*a*a*a*a*a*a*a*b"), std::string(20'000, 'a')))
      << "and ends in reasonable time";
}

}  // namespace
}  // namespace tradewind::mailsync
