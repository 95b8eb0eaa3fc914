#include "archiver/phrase_lists.hpp"

#include <stdexcept>

#include "archiver/data_table.hpp"

namespace tradewind::archiver {

PhraseTable phrases(std::initializer_list<std::string_view> list) {
  PhraseTable table;
  for (const std::string_view phrase : list) table.add(phrase, 0);
  table.freeze();
  return table;
}

void add_listed_phrases(std::string_view name, PhraseTable& table) {
  bool found = false;
  for_each_entry(shipped_table("phrases.txt"),
                 [&](std::string_view key, const std::vector<std::string_view>& spellings) {
                   if (key != name) return;
                   found = true;
                   for (const std::string_view spelling : spellings) table.add(spelling, 0);
                 });
  if (!found) throw std::logic_error("no list " + std::string(name) + " in phrases.txt");
}

PhraseTable listed_phrases(std::string_view name) {
  PhraseTable table;
  add_listed_phrases(name, table);
  table.freeze();
  return table;
}

}  // namespace tradewind::archiver
