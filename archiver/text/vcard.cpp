#include "archiver/text/vcard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "archiver/text/ascii.hpp"
#include "archiver/text/utf8.hpp"
#include "archiver/text/vcard_lines.hpp"

namespace tradewind::archiver {

namespace {

constexpr std::size_t longest_field = 1'000, longest_note = 20'000, most_values = 50;

constexpr auto read_properties = std::to_array<std::string_view>(
    {"version", "kind", "fn", "n", "org", "title", "email", "tel", "adr", "url", "note", "lang"});

// RFC 6350 §5.3: PREF=1 is the most preferred of 1 to 100; before it was a type.
int preference(const VCardLine& line) {
  if (line.has_type("pref")) return 1;
  const std::string_view text = line.parameter("pref");
  int rank = 101;
  std::from_chars(text.data(), text.data() + text.size(), rank);
  return std::clamp(rank, 1, 101);
}

// Family names come first, and without a blank, in Chinese, Japanese and Korean.
bool is_east_asian(std::string_view text) {
  std::size_t at = 0;
  const char32_t first = text.empty() ? U'\0' : next_code_point(text, at);
  return first >= 0x2E80 && first <= 0xFAFF;
}

// RFC 6350 §6.2.2: family, given, additional names, prefixes, suffixes.
std::string name_from_parts(std::string_view value) {
  auto parts = split_escaped(value, ';');
  parts.resize(5);
  for (auto& part : parts) part = single_line(part);
  if (is_east_asian(parts[0])) return parts[0] + parts[1];
  std::string name;
  for (const std::size_t i : {3U, 1U, 2U, 0U, 4U})
    if (!parts[i].empty()) name += (name.empty() ? "" : " ") + parts[i];
  return name;
}

// "tel:+49-40-5550101;ext=12" and "mailto:ute@nordhaus.example" of 4.0 as people write them.
std::string without_scheme(std::string_view value) {
  for (const std::string_view scheme : {"tel:", "mailto:"})
    if (starts_with_nocase(value, scheme)) {
      value.remove_prefix(scheme.size());
      const std::size_t end = std::min(value.find_first_of(";?"), value.size());
      std::string text(value.substr(0, end));
      if (const auto extension = find_nocase(value, ";ext="); extension != std::string_view::npos)
        text += fmt::format(
            " ext. {}",
            value.substr(extension + 5, std::min(value.find(';', extension + 5), value.size()) - extension - 5));
      return text;
    }
  return std::string(value);
}

// One card while it is read.
class CardReader {
 public:
  explicit CardReader(std::int64_t line) { card_.line = line; }

  void take(const VCardLine& line) {
    if (std::find(read_properties.begin(), read_properties.end(), line.name) == read_properties.end()) return;
    if (line.too_long) return refuse(fmt::format("line {}: {} is too long", line.number, line.name));
    if (line.name == "version" || line.name == "kind") return take_nature(line);
    if (line.name == "email") return take_value(addresses_, line, "e-mail addresses");
    if (line.name == "tel") {
      if (!line.has_type("fax")) take_value(phones_, line, "telephones");
      return;
    }
    if (line.name == "adr") return take_place(line);
    if (line.name == "n") return keep_better("n", line, name_from_parts(line.value));
    if (line.name == "url" && line.has_type("home")) return;
    if (line.name == "org") return keep_better("org", line, split_escaped(line.value, ';').front());
    if (line.name == "lang") return keep_better("lang", line, language_of(line.value));
    keep_better(line.name, line, unescaped(line.value));
  }

  VCard finish() {
    card_.name = taken("fn").empty() ? taken("n") : taken("fn");
    card_.organisation = taken("org");
    card_.title = taken("title");
    card_.language = taken("lang");
    card_.website = taken("url");
    card_.note = taken("note");
    card_.addresses = ranked(addresses_);
    card_.phones = ranked(phones_);
    return std::move(card_);
  }

  void refuse(std::string why) {
    if (card_.defect.empty()) card_.defect = std::move(why);
  }

 private:
  struct Ranked {
    int rank = 0;
    std::string text;
  };

  void take_nature(const VCardLine& line) {
    const std::string_view value = trim(line.value);
    if (line.name == "version" && value != "2.1" && value != "3.0" && value != "4.0")
      refuse(fmt::format("line {}: vCard {} is not known", line.number, clip_utf8(single_line(value), 20)));
    if (line.name == "kind" && !equal_nocase(value, "individual") && !equal_nocase(value, "org"))
      refuse(fmt::format("line {}: it is no person ({})", line.number, clip_utf8(single_line(value), 20)));
  }

  void take_value(std::vector<Ranked>& values, const VCardLine& line, std::string_view what) {
    std::string text = single_line(without_scheme(trim(unescaped(line.value))));
    if (text.empty()) return;
    if (text.size() > longest_field) return refuse(fmt::format("line {}: {} is too long", line.number, line.name));
    if (values.size() == most_values)
      return refuse(fmt::format("line {}: more than {} {}", line.number, most_values, what));
    values.push_back({preference(line), std::move(text)});
  }

  // RFC 6350 §6.3.1: box, extended, street, town, region, code, country.
  void take_place(const VCardLine& line) {
    auto parts = split_escaped(line.value, ';');
    parts.resize(7);
    const auto said = [](const std::string& part) { return !trim(part).empty(); };
    card_.has_street = card_.has_street || std::any_of(parts.begin(), parts.begin() + 6, said);
    const std::string_view code = line.parameter("cc");
    std::string country = single_line(code.empty() ? std::string_view(parts[6]) : code);
    if (card_.country.empty() && country.size() <= longest_field) card_.country = std::move(country);
  }

  static std::string language_of(std::string_view tag) {
    tag = trim(tag);
    return lower_copy(tag.substr(0, tag.find('-')));
  }

  void keep_better(const std::string& property, const VCardLine& line, std::string_view text) {
    std::string tidy = property == "note" ? std::string(trim(text)) : single_line(text);
    if (tidy.empty()) return;
    if (tidy.size() > (property == "note" ? longest_note : longest_field))
      return refuse(fmt::format("line {}: {} is too long", line.number, property));
    const int rank = preference(line);
    const auto [kept, first] = texts_.try_emplace(property, Ranked{rank, ""});
    if (!first && kept->second.rank <= rank) return;
    kept->second = {rank, std::move(tidy)};
  }

  [[nodiscard]] std::string taken(std::string_view property) const {
    const auto found = texts_.find(property);
    return found == texts_.end() ? std::string() : found->second.text;
  }

  static std::vector<std::string> ranked(std::vector<Ranked>& values) {
    std::stable_sort(values.begin(), values.end(), [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
    std::vector<std::string> texts;
    for (auto& [rank, text] : values)
      if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
    return texts;
  }

  VCard card_;
  std::map<std::string, Ranked, std::less<>> texts_;
  std::vector<Ranked> addresses_, phones_;
};

}  // namespace

Result<std::vector<VCard>> parse_vcards(std::string_view bytes) {
  std::vector<VCard> cards;
  std::optional<CardReader> card;
  std::int64_t begun = 0;
  int depth = 0;        // of cards within the card: AGENT of 2.1 and 3.0
  bool awaits = false;  // AGENT has just been read
  const auto cut_off = [&] {
    card->refuse(fmt::format("line {}: the card has no END:VCARD", begun));
    cards.push_back(card->finish());
    card.reset();
    depth = 0;
  };
  VCardLines lines(bytes);
  while (const auto line = lines.next()) {
    const bool marks = (line->name == "begin" || line->name == "end") && equal_nocase(trim(line->value), "VCARD");
    if (marks && line->name == "begin" && card && (awaits || depth > 0)) {
      ++depth;
    } else if (marks && line->name == "begin") {
      if (card) cut_off();
      card.emplace(line->number);
      begun = line->number;
    } else if (marks && depth > 0) {
      --depth;
    } else if (marks && card) {
      cards.push_back(card->finish());
      card.reset();
    } else if (card && depth == 0) {
      card->take(*line);
    }
    awaits = line->name == "agent" && trim(line->value).empty();
  }
  if (card) cut_off();
  if (cards.empty())
    return fail(Fault::invalid, "there is no vCard in it", "a card is between BEGIN:VCARD and END:VCARD");
  return cards;
}

}  // namespace tradewind::archiver
