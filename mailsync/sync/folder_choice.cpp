#include "mailsync/sync/folder_choice.hpp"

#include <algorithm>

#include "mailsync/imap/ascii.hpp"
#include "mailsync/sync/folder_names.hpp"

namespace tradewind::mailsync {

namespace {

using crm::FolderRole;

bool is_literal(std::string_view pattern) { return pattern.find_first_of("*?") == std::string_view::npos; }

bool matches_any(const std::vector<std::string>& patterns, std::string_view name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const auto& pattern) { return matches_pattern(pattern, name); });
}

bool is_named(const FolderRules& rules, std::string_view name) {
  return std::any_of(rules.folders.begin(), rules.folders.end(),
                     [&](const auto& pattern) { return is_literal(pattern) && matches_pattern(pattern, name); });
}

bool is_optional(FolderRole role) {
  return role == FolderRole::junk || role == FolderRole::trash || role == FolderRole::drafts || role == FolderRole::all;
}

bool has_attribute(const imap::Folder& folder, std::string_view attribute) {
  return std::any_of(folder.attributes.begin(), folder.attributes.end(),
                     [&](const std::string& each) { return imap::equal_ignoring_case(each, attribute); });
}

// The attributes of Gmail's Starred and Important: views of mail that has its place elsewhere (RFC 6154 §2, RFC 8457).
// There is one folder of each; what several carry is no such attribute (Twisted lists the flags of each mailbox there).
std::vector<std::string_view> view_attributes(const std::vector<imap::Folder>& listed) {
  std::vector<std::string_view> views{"\\Flagged", "\\Important", "\\Starred"};
  std::erase_if(views, [&](std::string_view view) {
    return std::count_if(listed.begin(), listed.end(),
                         [&](const imap::Folder& folder) { return has_attribute(folder, view); }) != 1;
  });
  return views;
}

bool is_gmail_all(const ChosenFolder& chosen) {
  return chosen.role == FolderRole::all &&
         (chosen.folder.name.starts_with("[Gmail]/") || chosen.folder.name.starts_with("[Google Mail]/"));
}

int rank(FolderRole role) {
  switch (role) {
    case FolderRole::inbox:
      return 0;
    case FolderRole::sent:
      return 1;
    case FolderRole::all:
      return 3;
    default:
      return 2;
  }
}

std::vector<ChosenFolder> candidates(const std::vector<imap::Folder>& listed, const FolderRules& rules) {
  std::vector<ChosenFolder> found;
  for (const auto& folder : listed) {
    if (!folder.selectable || matches_any(rules.exclude, folder.name) || !matches_any(rules.folders, folder.name))
      continue;
    found.push_back(
        {folder, folder.role == FolderRole::other ? guess_role(folder.name, folder.delimiter) : folder.role});
  }
  return found;
}

}  // namespace

FolderRole guess_role(std::string_view name, char delimiter) {
  const std::string folded = fold_name(name);
  std::string_view rest = folded;
  if (delimiter != 0) {
    for (const std::string_view root : {"inbox", "[gmail]", "[google mail]"})
      if (rest.size() > root.size() && rest.starts_with(root) && rest[root.size()] == delimiter) {
        rest.remove_prefix(root.size() + 1);
        break;
      }
    if (rest.find(delimiter) != std::string_view::npos) return FolderRole::other;
  }
  const FolderRole role = role_of_name(rest);
  return role == FolderRole::inbox && rest.size() != folded.size() ? FolderRole::other : role;
}

bool matches_pattern(std::string_view pattern, std::string_view name) {
  // Greedy with one point of return: linear for what people write, quadratic at worst.
  const std::string wanted = fold_name(pattern);
  const std::string given = fold_name(name);
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = std::string::npos;
  std::size_t star_end = 0;
  const auto next = [&](std::size_t at) {
    do ++at;
    while (at < given.size() && (static_cast<unsigned char>(given[at]) & 0xC0) == 0x80);
    return at;
  };
  while (n < given.size()) {
    if (p < wanted.size() && wanted[p] == '*') {
      star = p++;
      star_end = n;
    } else if (p < wanted.size() && wanted[p] == '?') {
      ++p;
      n = next(n);
    } else if (p < wanted.size() && wanted[p] == given[n]) {
      ++p;
      ++n;
    } else if (star != std::string::npos) {
      p = star + 1;
      n = star_end = next(star_end);
    } else {
      return false;
    }
  }
  while (p < wanted.size() && wanted[p] == '*') ++p;
  return p == wanted.size();
}

std::vector<ChosenFolder> choose_folders(const std::vector<imap::Folder>& listed, const FolderRules& rules) {
  auto found = candidates(listed, rules);
  const bool gmail = std::any_of(found.begin(), found.end(), is_gmail_all);
  const bool has_others =
      std::any_of(found.begin(), found.end(), [](const auto& chosen) { return !is_optional(chosen.role); });
  const auto views = view_attributes(listed);
  const auto is_view = [&](const ChosenFolder& chosen) {
    return chosen.role == FolderRole::other && std::any_of(views.begin(), views.end(), [&](std::string_view view) {
             return has_attribute(chosen.folder, view);
           });
  };
  const auto is_asked_for = [&](FolderRole role) {
    return std::find(rules.include_roles.begin(), rules.include_roles.end(), role) != rules.include_roles.end();
  };
  std::erase_if(found, [&](const ChosenFolder& chosen) {
    if (is_named(rules, chosen.folder.name) || is_asked_for(chosen.role)) return false;
    if (gmail) return !is_gmail_all(chosen);
    if (is_view(chosen)) return true;
    if (chosen.role == FolderRole::all) return has_others;
    return is_optional(chosen.role);
  });
  std::sort(found.begin(), found.end(), [](const ChosenFolder& left, const ChosenFolder& right) {
    const int left_rank = rank(left.role);
    const int right_rank = rank(right.role);
    return left_rank != right_rank ? left_rank < right_rank : left.folder.name < right.folder.name;
  });
  return found;
}

}  // namespace tradewind::mailsync
