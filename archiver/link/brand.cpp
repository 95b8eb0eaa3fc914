#include "archiver/link/brand.hpp"

#include <vector>

#include "archiver/data_table.hpp"
#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {
namespace {

struct Brands {
  std::vector<std::string> names;
  PhraseTable phrases;  // value: index in names

  Brands() {
    for_each_entry(shipped_table("brands.txt"), [&](std::string_view name, const std::vector<std::string_view>& words) {
      const auto index = static_cast<std::uint32_t>(names.size());
      names.emplace_back(name);
      phrases.add(name, index);
      for (const std::string_view word : words) {
        if (word != name) phrases.add(word, index);
      }
    });
    phrases.freeze();
  }
};

const Brands& brands() {
  static const Brands made;
  return made;
}

}  // namespace

std::string borrowed_brand(std::string_view shown, std::string_view registrable) {
  const std::string label(registrable.substr(0, registrable.find('.')));
  std::string squeezed;
  for (const char c : label) {
    if (c != '-') squeezed += c;
  }
  std::string found;
  const auto look = [&](std::string_view folded) {
    brands().phrases.find(folded, [&](const PhraseHit& hit) {
      const std::string& name = brands().names[hit.value];
      if (found.empty() && squeezed != name) found = name;
    });
  };
  look(fold(shown));
  look(label);  // "dhl-parcel": a hyphen parts words
  if (found.empty() && squeezed != label) {
    for (const std::string& name : brands().names) {
      if (name.size() >= 6 && squeezed != name && squeezed.starts_with(name)) found = name;
    }
  }
  return found;
}

}  // namespace tradewind::archiver
