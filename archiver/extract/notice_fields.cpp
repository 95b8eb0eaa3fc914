#include "archiver/extract/notice_fields.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/extract/card_line.hpp"
#include "archiver/extract/firm_name.hpp"
#include "archiver/extract/places.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t most_fields = 60, longest_value = 8'000;

bool is_reach(std::string_view field) {
  return field == "name" || field == "company" || field == "email" || field == "phone" || field == "country";
}

// What the platform adds behind a value: "Acme Ltd · Joined 2022", "Ann Lee | Gold buyer".
std::string_view without_remarks(std::string_view value) {
  for (const std::string_view mark : {" · ", " • ", " | ", " ｜ "}) value = value.substr(0, value.find(mark));
  return trim_wide(value);
}

std::string clean_email(std::string_view value) {
  const std::size_t at = value.find('@');
  if (at == std::string_view::npos || value.find('*') != std::string_view::npos) return "";
  std::size_t begin = value.find_last_of(" <:([\t", at);
  begin = begin == std::string_view::npos ? 0 : begin + 1;
  const std::size_t end = value.find_first_of(" >)];,\t", at);
  return std::string(value.substr(begin, end == std::string_view::npos ? end : end - begin));
}

std::string clean_phone(std::string_view value) {
  if (value.find('*') != std::string_view::npos || count_digits(value) < 6) return "";
  // "Tel / Fax: 82-51-5550147 / 82-51-5550148"
  const std::size_t slash = value.find(" / ");
  if (slash != std::string_view::npos && count_digits(value.substr(0, slash)) >= 7) value = value.substr(0, slash);
  std::size_t end = 0;
  while (end < value.size() && (std::string_view("+0123456789 ()-./").find(value[end]) != std::string_view::npos))
    ++end;
  return std::string(trim_wide(end >= 6 ? value.substr(0, end) : value));
}

std::string clean_name(std::string_view value) {
  if (const std::size_t bracket = value.find_first_of("(<["); bracket != std::string_view::npos && bracket > 0)
    value = trim_wide(value.substr(0, bracket));
  for (const std::string_view title :
       {"Mr. ", "Mr ", "Ms. ", "Ms ", "Mrs. ", "Mrs ", "Miss ", "Herr ", "Frau ", "M. ", "Mme ", "Sr. ", "Sra. "}) {
    if (value.starts_with(title)) value = trim_wide(value.substr(title.size()));
  }
  // "Ann Lee - Production Buyer": behind the dash stands a post, or what the platform calls him.
  for (const std::string_view dash : {" - ", " – ", " — "}) {
    const std::size_t at = value.find(dash);
    if (at != std::string_view::npos && value.substr(0, at).find(' ') != std::string_view::npos)
      value = trim_wide(value.substr(0, at));
  }
  return std::string(value);
}

std::string clean_value(std::string_view field, std::string_view value) {
  while (!value.empty() && (value.front() == ':' || value.front() == ' ' || value.front() == '-'))
    value = trim_wide(value.substr(1));
  if (is_reach(field)) value = without_remarks(value);
  if (field == "email") return clean_email(value);
  if (field == "phone") return clean_phone(value);
  if (field != "name" && field != "company") return std::string(value);
  if (fold(value).starts_with("hidden") || value.find("***") != std::string_view::npos) return "";
  return field == "name" ? clean_name(value) : std::string(value);
}

void keep(Notice& notice, std::string_view field, std::string value) {
  if (value.empty() || notice.fields.size() >= most_fields) return;
  const bool known = std::any_of(notice.fields.begin(), notice.fields.end(),
                                 [&](const auto& each) { return each.first == field && each.second == value; });
  if (!known) notice.fields.emplace_back(std::string(field), std::move(value));
}

void keep_country(Notice& notice, std::string_view text) {
  if (!notice.field("country").empty()) return;
  const auto countries = find_countries(text);
  if (!countries.empty()) keep(notice, "country", countries.front().text);
}

// "Rituparna Bora, Luit Beauty Point, Guwahati, India": the person, his firm, where.
std::string_view read_listed_name(std::string_view value, Notice& notice) {
  const auto parts = split(value, ", ");
  if (parts.size() < 2 || count_digits(parts[0]) > 0 || split(parts[0], " ").size() > 5) return value;
  std::size_t next = 1;
  while (next < parts.size() && names_a_post(parts[next])) ++next;
  bool told = next > 1;
  if (next < parts.size() && find_countries(parts[next]).empty() &&
      (names_a_firm(parts[next]) || parts.size() - next >= 2)) {
    keep(notice, "company", std::string(parts[next]));
    told = true;
    ++next;
  }
  for (; next < parts.size(); ++next) {
    told = told || !find_countries(parts[next]).empty();
    keep_country(notice, parts[next]);
  }
  return told ? parts[0] : value;
}

void add_name(Notice& notice, std::string_view raw, const PlatformCatalogue& platforms,
              const PlatformTemplate* platform) {
  // Forms put both into one line: "From: Ann Lee [ann@buyer.example]".
  if (raw.find('@') != std::string_view::npos && raw.find_first_of("<[(") != std::string_view::npos)
    add_field(notice, "email", raw, platforms, platform);
  // "Fong Wai Man / Lucky Ocean Co"
  if (const std::size_t bar = raw.find(" / "); bar != std::string_view::npos) {
    const std::string_view firm = trim_wide(raw.substr(bar + 3));
    if (names_a_firm(firm)) {
      add_field(notice, "company", firm, platforms, platform);
      raw = raw.substr(0, bar);
    }
  }
  // "Mr. Mostafa Amin (Egypt)"
  const std::size_t open = raw.find('('), close = raw.find(')', open == std::string_view::npos ? 0 : open);
  if (open != std::string_view::npos && close != std::string_view::npos)
    keep_country(notice, raw.substr(open + 1, close - open - 1));
  std::string value = clean_value("name", read_listed_name(trim_wide(raw), notice));
  // "Salim Amri   Oman   Registered 2019" in one cell.
  if (value.size() > 12) {
    const auto countries = find_countries(value);
    if (!countries.empty() && countries.front().begin >= 5) {
      keep_country(notice, countries.front().text);
      value = std::string(trim_wide(std::string_view(value).substr(0, countries.front().begin)));
    }
  }
  keep(notice, "name", std::move(value));
}

// "Ann Lee, company: Lee Trading", "+91-94350 55512 Email: ann@...": where the next label begins within a value, and
// its field. npos if none does.
std::size_t inner_label(std::string_view value, const PlatformCatalogue& platforms, const PlatformTemplate* platform,
                        std::string_view& field, std::size_t& value_at) {
  std::size_t size = 1;
  for (std::size_t from = 0, colon; (colon = label_end(value.substr(from), size)) != std::string_view::npos;
       from += colon + size) {
    const std::size_t end = from + colon;
    std::size_t begin = end, words = 0;
    std::size_t best = std::string_view::npos;
    while (begin > 0 && words < 3) {
      std::size_t word = begin;
      while (word > 0 && value[word - 1] == ' ') --word;
      while (word > 0 && std::string_view(" ,;|>\t").find(value[word - 1]) == std::string_view::npos) --word;
      const std::string_view found =
          field_of_label(trim_wide(fold(value.substr(word, end - word))), platforms, platform);
      const bool telling = !found.empty() && found != "message" && end - word >= 2 && word > 0;
      if (telling) {
        best = word;
        field = found;
      }
      if (word == begin || (word > 0 && value[word - 1] != ' ')) break;
      begin = word;
      ++words;
    }
    if (best != std::string_view::npos) {
      value_at = end + size;
      return best;
    }
  }
  return std::string_view::npos;
}

// "Tel 52-984-5550127": a label without its colon.
std::string_view bare_phone(std::string_view piece, const PlatformCatalogue& platforms,
                            const PlatformTemplate* platform) {
  const std::size_t digit = piece.find_first_of("+(0123456789");
  if (digit == std::string_view::npos || digit == 0 || count_digits(piece) < 7) return {};
  std::string label = fold(trim_wide(piece.substr(0, digit)));
  while (!label.empty() && (label.back() == '.' || label.back() == ':')) label.pop_back();
  return field_of_label(label, platforms, platform) == "phone" ? piece.substr(digit) : std::string_view{};
}

// "Grupo Rey  [Mexico]  Tel 52-...": the pieces of a line of a card.
std::vector<std::string_view> pieces_of(std::string_view line) {
  std::vector<std::string_view> pieces;
  for (const std::string_view wide : split(line, "  ")) {
    for (const std::string_view piece : split(wide, " | ")) pieces.push_back(piece);
  }
  return pieces;
}

}  // namespace

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

bool is_worth_its_letter(std::string_view field, std::string_view value) {
  if (field == "email") return value.find('@') != std::string_view::npos;
  if (field == "phone") return count_digits(value) >= 7;
  return true;
}

std::size_t label_end(std::string_view line, std::size_t& size) {
  const std::size_t narrow = line.find(':');
  const std::size_t wide = line.find("\xEF\xBC\x9A");
  size = wide < narrow ? 3 : 1;
  return std::min(narrow, wide);
}

std::string_view field_of_label(std::string_view folded, const PlatformCatalogue& platforms,
                                const PlatformTemplate* platform) {
  while (!folded.empty() && std::string_view("*-#[]>= ").find(folded.front()) != std::string_view::npos)
    folded.remove_prefix(1);
  while (!folded.empty() && std::string_view("*-#[]>= ").find(folded.back()) != std::string_view::npos)
    folded.remove_suffix(1);
  if (folded.empty()) return {};
  const std::string_view field = platforms.field_of(folded, platform);
  if (!field.empty()) return field;
  for (const std::string_view mark : {"/", "(", "（"}) {
    if (folded.find(mark) == std::string_view::npos) continue;
    for (std::string_view part : split(folded, mark)) {
      while (part.ends_with(')')) part.remove_suffix(1);
      const std::string_view found = platforms.field_of(trim_wide(part), platform);
      if (!found.empty() && found != "ignore") return found;
    }
  }
  return {};
}

void add_field(Notice& notice, std::string_view field, std::string_view raw, const PlatformCatalogue& platforms,
               const PlatformTemplate* platform) {
  if (field.empty() || field == "ignore" || field == "card" || raw.size() > longest_value) return;
  std::string_view inner;
  std::size_t value_at = 0;
  if (field != "message" && field != "subject") {
    const std::size_t at = inner_label(raw, platforms, platform, inner, value_at);
    if (at != std::string_view::npos) {
      const std::string_view rest = raw.substr(value_at);
      raw = trim_wide(raw.substr(0, at));
      while (!raw.empty() && std::string_view(",;|-/").find(raw.back()) != std::string_view::npos) raw.remove_suffix(1);
      // Behind an inner label a list goes on: "company: Lee Trading, 3 inquiries in 30 days".
      const std::size_t comma = inner == "name" || inner == "company" ? rest.find(", ") : std::string_view::npos;
      const bool another = comma != std::string_view::npos && !is_legal_form(trim_wide(rest.substr(comma + 2)));
      add_field(notice, inner, another ? rest.substr(0, comma) : rest, platforms, platform);
    }
  }
  if (field == "name") return add_name(notice, raw, platforms, platform);
  // "ann@lee.example / +234 803 555 0142" behind either label.
  if ((field == "phone" || field == "email") && raw.find('@') != std::string_view::npos) {
    for (const std::string_view mark : {" / ", ", ", "; ", " | "}) {
      for (const std::string_view part : split(raw, mark)) {
        if (part == raw) break;
        if (part.find('@') == std::string_view::npos && count_digits(part) >= 7)
          keep(notice, "phone", clean_phone(part));
      }
    }
    return keep(notice, "email", clean_email(raw));
  }
  keep(notice, field, clean_value(field, trim_wide(raw)));
}

void read_card_lines(std::string_view card, const PlatformCatalogue& platforms, const PlatformTemplate* platform,
                     Notice& notice) {
  bool named = !notice.field("name").empty(), firm = !notice.field("company").empty();
  bool first = true;
  for (const std::string_view line : lines_of(card)) {
    std::size_t size = 1;
    const std::size_t colon = label_end(line, size);
    if (colon != std::string_view::npos && colon < 40) {  // a label has been read, or is the platform's
      first = false;
      continue;
    }
    const auto pieces = pieces_of(line);
    for (const std::string_view piece : pieces) {
      const std::string_view phone = bare_phone(piece, platforms, platform);
      if (!phone.empty() && notice.field("phone").empty()) keep(notice, "phone", clean_phone(phone));
      if (piece.find('@') != std::string_view::npos && notice.field("email").empty())
        keep(notice, "email", clean_email(piece));
      keep_country(notice, piece);
      const bool plain = count_digits(piece) == 0 && piece.find('@') == std::string_view::npos && piece.size() <= 80 &&
                         piece.front() != '[' && piece.front() != '(';
      const auto words = split(piece, " ").size();
      if (!plain || words > 8) continue;
      if (first && !named && words <= 6 && find_countries(piece).empty()) {
        add_name(notice, piece, platforms, platform);
        named = true;
      } else if (!first && !firm && (names_a_firm(piece) || pieces.size() > 1 || words >= 2) &&
                 (names_a_firm(piece) || piece.find(',') == std::string_view::npos) && find_countries(piece).empty() &&
                 !names_a_post(piece) && piece != notice.field("name")) {
        keep(notice, "company", std::string(piece));
        firm = true;
      }
    }
    first = false;
  }
}

void join_names(Notice& notice) {
  const std::string family(notice.field("family"));
  if (family.empty()) return;
  for (auto& [field, value] : notice.fields) {
    if (field != "name") continue;
    if (value.find(family) != std::string::npos) return;
    const bool han =
        static_cast<unsigned char>(family.front()) >= 0xE3 && static_cast<unsigned char>(family.front()) <= 0xED;
    value = han ? family + " " + value : value + " " + family;
    return;
  }
  notice.fields.emplace_back("name", family);
}

}  // namespace tradewind::archiver
