// The commands about folders: LIST, NAMESPACE, STATUS, EXAMINE.
#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_set>
#include <utility>

#include "mailsync/imap/ascii.hpp"
#include "mailsync/imap/folder_name.hpp"
#include "mailsync/imap/session_state.hpp"

namespace tradewind::mailsync::imap {

namespace {

constexpr std::size_t most_folders = 100'000;
constexpr std::size_t most_changed = 4'000'000;   // flags reported by one QRESYNC
constexpr std::size_t longest_known_set = 6'000;  // bytes of a command line for the UIDs we know

struct RoleAttribute {
  std::string_view attribute;
  crm::FolderRole role;
};
// RFC 6154, and the names of the older XLIST that some servers still offer.
constexpr std::array<RoleAttribute, 9> role_attributes{{
    {"\\Sent", crm::FolderRole::sent},
    {"\\Junk", crm::FolderRole::junk},
    {"\\Trash", crm::FolderRole::trash},
    {"\\Drafts", crm::FolderRole::drafts},
    {"\\Archive", crm::FolderRole::archive},
    {"\\All", crm::FolderRole::all},
    {"\\Inbox", crm::FolderRole::inbox},
    {"\\AllMail", crm::FolderRole::all},
    {"\\Spam", crm::FolderRole::junk},
}};

Folder folder_of(ListResponse& list, bool utf8) {
  Folder folder;
  folder.name = folder_name_from_wire(list.wire_name, utf8);
  folder.wire_name = std::move(list.wire_name);
  folder.delimiter = list.delimiter;
  folder.attributes = std::move(list.attributes);
  for (const std::string& attribute : folder.attributes) {
    if (equal_ignoring_case(attribute, "\\Noselect") || equal_ignoring_case(attribute, "\\NonExistent"))
      folder.selectable = false;
    for (const RoleAttribute& each : role_attributes)
      if (equal_ignoring_case(attribute, each.attribute)) folder.role = each.role;
  }
  if (equal_ignoring_case(folder.wire_name, "INBOX")) {
    folder.name = "INBOX";
    folder.role = crm::FolderRole::inbox;
  }
  return folder;
}

// "UIDVALIDITY -5" is told apart from "UIDVALIDITY 5"; without any number there is none.
std::uint32_t read_uid_validity(const ResponseCode& code) {
  std::string_view digits = code.arguments;
  const bool negative = digits.starts_with('-');
  if (negative) digits.remove_prefix(1);
  std::uint64_t value = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc{}) return 0;
  return folded_uid_validity(negative ? 0 - value : value);
}

void read_state(const ResponseCode& code, MailboxState& state) {
  const std::uint64_t number = code.number();
  const auto small = static_cast<std::uint32_t>(std::min<std::uint64_t>(number, 0xffff'ffff));
  if (code.name == "UIDVALIDITY")
    state.uid_validity = read_uid_validity(code);
  else if (code.name == "UIDNEXT")
    state.uid_next = small;
  else if (code.name == "HIGHESTMODSEQ")
    state.highest_modseq = number;
  else if (code.name == "NOMODSEQ")
    state.highest_modseq = 0;
}

std::string qresync_parameter(const KnownState& known) {
  std::string uids = known.uids.to_imap();
  // Too many ranges for a line: the whole span instead; the answer then also names UIDs that we never had.
  if (uids.size() > longest_known_set) uids = UidSet::range(known.uids.min(), known.uids.max()).to_imap();
  std::string text = " (QRESYNC (" + std::to_string(known.uid_validity) + " " + std::to_string(known.modseq);
  if (!uids.empty()) text += " " + uids;
  return text + "))";
}

}  // namespace

Task<Result<std::vector<Folder>>> Session::list_folders(bool with_shared) {
  State& state = *state_;
  std::vector<std::string> foreign;
  if (state.has("NAMESPACE")) {
    const auto asked = co_await state.run("NAMESPACE", "NAMESPACE", [&](Response& response) -> Result<bool> {
      auto* const names = std::get_if<NamespaceResponse>(&response);
      if (names == nullptr) return false;
      foreign = std::move(names->foreign_prefixes);
      return true;
    });
    if (!asked && !state.dialogue.usable()) co_return pass_on(asked);
  }
  std::vector<Folder> folders;
  std::unordered_set<std::string> known;
  std::unordered_set<std::string> names;
  const State::Taker take = [&](Response& response) -> Result<bool> {
    auto* const list = std::get_if<ListResponse>(&response);
    if (list == nullptr) return false;
    if (folders.size() == most_folders)
      return fail(Fault::invalid, "the server lists more folders than anybody can have");
    if (list->wire_name.empty() || !imap_quoted(list->wire_name) || !known.insert(list->wire_name).second) return true;
    Folder folder = folder_of(*list, state.utf8_enabled);
    // INBOX is one folder however it is spelt (RFC 9051 §5.1). Two others that read alike (one of them no well-formed
    // modified UTF-7) must not share a record: the second goes by what was sent.
    if (!names.insert(folder.name).second) {
      if (folder.role == crm::FolderRole::inbox && folder.name == "INBOX") return true;
      folder.name = printable(folder.wire_name, folder.wire_name.size());
      if (!names.insert(folder.name).second) return true;
    }
    folder.personal = std::none_of(foreign.begin(), foreign.end(), [&](const std::string& prefix) {
      return !prefix.empty() && folder.wire_name.starts_with(prefix);
    });
    if (folder.personal || with_shared) folders.push_back(std::move(folder));
    return true;
  };
  const bool special_use = state.has("SPECIAL-USE");
  // RETURN is LIST-EXTENDED's (RFC 5258); a server with SPECIAL-USE alone adds the attributes to any LIST.
  const std::string command = special_use && state.has("LIST-EXTENDED") ? "LIST \"\" \"*\" RETURN (SPECIAL-USE)"
                              : !special_use && state.has("XLIST")      ? "XLIST \"\" \"*\""
                                                                        : "LIST \"\" \"*\"";
  auto listed = co_await state.run(command, "LIST", take);
  if (!listed && state.dialogue.usable() && command != "LIST \"\" \"*\"")
    listed = co_await state.run("LIST \"\" \"*\"", "LIST", take);
  if (!listed) co_return pass_on(listed);
  co_return folders;
}

Task<Result<FolderStatus>> Session::status(std::string wire_name) {
  const auto name = imap_quoted(wire_name);
  if (!name) co_return pass_on(name);
  std::optional<FolderStatus> answer;
  const std::string items =
      condstore() ? " (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ)" : " (MESSAGES UIDNEXT UIDVALIDITY)";
  const auto asked = co_await state_->run("STATUS " + *name + items, "STATUS", [&](Response& response) -> Result<bool> {
    const auto* const status = std::get_if<FolderStatusResponse>(&response);
    if (status == nullptr) return false;
    answer = status->status;
    return true;
  });
  if (!asked) co_return pass_on(asked);
  if (!answer) co_return fail(Fault::invalid, "the server answered STATUS with nothing");
  co_return *answer;
}

Task<Result<Examined>> Session::examine(std::string wire_name, std::optional<KnownState> known) {
  State& state = *state_;
  const auto name = imap_quoted(wire_name);
  if (!name) co_return pass_on(name);
  const bool resync = state.qresync_enabled && known && known->uid_validity != 0 && known->modseq != 0;
  const std::string parameter = resync ? qresync_parameter(*known) : condstore() ? " (CONDSTORE)" : "";
  state.changes = Changes{};
  state.examined.clear();  // a refused EXAMINE leaves none open (RFC 9051 §6.3.2)
  state.exists = 0;
  Examined examined;
  bool plain_validity = true;  // the number we keep is the one that was sent
  const State::Taker take = [&](Response& response) -> Result<bool> {
    if (auto* const status = std::get_if<StatusResponse>(&response)) {
      if (!status->code) return false;
      if (status->code->name == "CLOSED")
        examined = Examined{};  // what came before was about the folder left (RFC 7162 §3.2.11)
      read_state(*status->code, examined.state);
      if (status->code->name == "UIDVALIDITY") plain_validity = status->code->number() == examined.state.uid_validity;
      return true;
    }
    if (const auto* const exists = std::get_if<ExistsResponse>(&response)) {
      examined.state.exists = exists->count;
      return true;
    }
    if (auto* const vanished = std::get_if<VanishedResponse>(&response)) {
      examined.vanished = examined.vanished.united(vanished->uids);
      if (examined.vanished.ranges().size() > most_changed)
        return fail(Fault::invalid, "the server reports more expunged mail than sensible");
      return true;
    }
    auto* const fetch = std::get_if<FetchResponse>(&response);
    if (fetch == nullptr || !fetch->flags || fetch->uid == 0) return false;
    if (examined.changed.size() == most_changed)
      return fail(Fault::invalid, "the server reports more changed flags than sensible");
    examined.changed.push_back({fetch->uid, fetch->modseq, std::move(*fetch->flags)});
    return true;
  };
  auto opened = co_await state.run("EXAMINE " + *name + parameter, "EXAMINE", take);
  if (!opened && state.dialogue.usable() && !parameter.empty()) {
    // Some announce CONDSTORE and do not know its parameter.
    examined = Examined{};
    opened = co_await state.run("EXAMINE " + *name, "EXAMINE", take);
    if (opened) examined.state.highest_modseq = 0;
  }
  if (!opened) co_return pass_on(opened);
  state.examined = std::move(wire_name);
  state.exists = examined.state.exists;
  state.changes = Changes{};
  examined.resynchronised = resync && plain_validity && examined.state.uid_validity == known->uid_validity &&
                            examined.state.highest_modseq != 0 && examined.state.highest_modseq >= known->modseq;
  if (!examined.resynchronised) {
    examined.vanished = UidSet();
    examined.changed.clear();
  }
  co_return examined;
}

}  // namespace tradewind::mailsync::imap
