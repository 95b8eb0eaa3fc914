#include "archiver/extract/signature.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/extract/card_line.hpp"
#include "archiver/extract/firm_name.hpp"
#include "archiver/extract/introduction.hpp"
#include "archiver/extract/phone.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/link/domains.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t card_lines = 12;

bool is_closing(std::string_view folded) {
  static constexpr std::string_view closings[] = {"best regards",
                                                  "kind regards",
                                                  "warm regards",
                                                  "regards",
                                                  "sincerely",
                                                  "yours faithfully",
                                                  "yours truly",
                                                  "thanks",
                                                  "thank you",
                                                  "cheers",
                                                  "best",
                                                  "rgds",
                                                  "brgds",
                                                  "b.rgds",
                                                  "many thanks",
                                                  "with best",
                                                  "thanking you",
                                                  "mit freundlich",
                                                  "freundliche gru",
                                                  "viele gru",
                                                  "beste gru",
                                                  "gruss",
                                                  "besten dank",
                                                  "mfg",
                                                  "cordialement",
                                                  "bien a vous",
                                                  "salutations",
                                                  "meilleures salutations",
                                                  "merci",
                                                  "saludos",
                                                  "un saludo",
                                                  "atentamente",
                                                  "cordialmente",
                                                  "gracias",
                                                  "quedo atent",
                                                  "atenciosamente",
                                                  "atenc",
                                                  "cumprimentos",
                                                  "obrigad",
                                                  "abraco",
                                                  "cordiali saluti",
                                                  "distinti saluti",
                                                  "grazie",
                                                  "saluti",
                                                  "с уважением",
                                                  "спасибо",
                                                  "всего доброго",
                                                  "з повагою",
                                                  "谢谢",
                                                  "謝謝",
                                                  "此致",
                                                  "顺祝",
                                                  "よろしく",
                                                  "宜しく",
                                                  "敬具",
                                                  "감사합니다",
                                                  "감사",
                                                  "مع التحية",
                                                  "مع التحيه",
                                                  "تحياتي",
                                                  "شكرا",
                                                  "iyi calismalar",
                                                  "saygilar",
                                                  "tesekkur",
                                                  "pozdraw",
                                                  "z powazaniem",
                                                  "dziekuj",
                                                  "met vriendelijke",
                                                  "groet",
                                                  "bedankt",
                                                  "tran trong",
                                                  "cam on",
                                                  "ขอบคุณ",
                                                  "ด้วยความเคารพ",
                                                  "terima kasih",
                                                  "salam",
                                                  "hormat",
                                                  "با تشکر",
                                                  "با احترام",
                                                  "בברכה",
                                                  "תודה",
                                                  "με εκτιμηση",
                                                  "ευχαριστ",
                                                  "s pozdravem",
                                                  "cu stima",
                                                  "udvozlettel",
                                                  "med vanlig",
                                                  "med venlig",
                                                  "hilsen",
                                                  "halsningar",
                                                  "ystavallisin"};
  if (folded.size() > 160) return false;
  const auto closes = [&](std::string_view text) {
    return std::any_of(std::begin(closings), std::end(closings),
                       [&](std::string_view closing) { return text.starts_with(closing); });
  };
  if (folded.size() <= 70 && closes(folded)) return true;
  // The last two words of a line: "bien cordialement", "In attesa porgiamo distinti saluti".
  std::size_t at = folded.size();
  for (int words = 0; words < 2 && at > 0; ++words) {
    at = folded.rfind(' ', at - 1);
    if (at == std::string_view::npos) return false;
    const std::string_view tail = folded.substr(at + 1);
    if (tail.find_first_of(",;:") + 1 < tail.size() && tail.find_first_of(",;:") != std::string_view::npos)
      return false;
    if (tail.size() >= 7 && closes(tail)) return true;
    if (at == 0) return false;
  }
  return false;
}

// "Thanks, Jane", "Abs, Wagner", "BR / Omar": the name that shares the line of the closing words; "" if none does.
std::string_view name_behind_closing(std::string_view line) {
  const std::size_t comma = line.find_first_of(",/");
  if (comma == std::string_view::npos || comma > 24 || line.size() > 60) return {};
  const std::string greeting = fold(trim_wide(line.substr(0, comma)));
  static constexpr std::string_view brief[] = {"abs",  "abs.",  "abc", "att",  "att.", "br", "b.r",
                                               "rgds", "brgds", "lg",  "vg",   "mfg",  "gr", "gr.",
                                               "cdt",  "cdlt",  "bj",  "slds", "ats",  "thx"};
  if (!is_closing(greeting) && std::find(std::begin(brief), std::end(brief), greeting) == std::end(brief)) return {};
  const std::string_view name = trim_wide(line.substr(comma + 1));
  const bool capital = !name.empty() && ((name.front() >= 'A' && name.front() <= 'Z') ||
                                         static_cast<unsigned char>(name.front()) >= 0xC3);
  const bool plain = name.size() >= 3 && name.size() <= 40 && split(name, " ").size() <= 3 &&
                     name.find_first_of("0123456789@:;!?().,/") == std::string_view::npos;
  return capital && plain && !names_a_firm(name) && !names_a_post(name) ? name : std::string_view{};
}

bool is_boilerplate(std::string_view folded) {
  for (const std::string_view mark :
       {"sent from my",  "enviado desde",   "enviado do meu",  "envoye de",    "von meinem",   "get outlook",
        "inviato da",    "отправлено с",    "发自我",          "從我的",       "iphoneから",   "나의 iphone",
        "iphone'umdan",  "wyslane z",       "verzonden vanaf", "confidential", "this message", "this e-mail",
        "this email",    "diese nachricht", "diese e-mail",    "ce message",   "este correo",  "este mensaje",
        "esta mensagem", "please consider", "virus-free",      "bitte prufen", "http://",      "https://"}) {
    if (folded.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

// The words of a person's name as far as they go: two to five words, capitalised or in a script without case, no
// digits.
bool looks_like_person(std::string_view text) {
  text = trim_wide(text);
  const auto letters =
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  if (text.size() < 3 || letters > 50 || text.find_first_of("0123456789@:;!?()/|&#") != std::string_view::npos)
    return false;
  if (names_a_firm(text) || names_a_post(text)) return false;
  std::size_t words = 0, capital = 0, caseless = 0;
  for (const std::string_view word : split(text, " ")) {
    ++words;
    std::size_t at = 0;
    const char32_t c = next_character(word, at);
    capital += (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) || (c >= 0x410 && c <= 0x42F) ||
               (c >= 0x391 && c <= 0x3AB) || (c >= 0x100 && c <= 0x17F);
    caseless += is_unspaced(c) || (c >= 0x590 && c <= 0x6FF);
  }
  if (caseless > 0) return words <= 5 && letters <= 30 && (words >= 2 || (text.size() >= 6 && text.size() <= 15));
  return words >= 2 && words <= 5 && capital + 1 >= words;
}

bool shares_word(std::string_view a, std::string_view b) {
  const std::string first = fold(a), second = fold(b);
  const auto words = words_of(second);
  for (const std::string_view word : words_of(first)) {
    if (word.size() >= 3 && std::find(words.begin(), words.end(), word) != words.end()) return true;
  }
  return false;
}

// The firm out of a line that says more: "Jefe de Compras | Acme S.A.S.", "отдел ВЭД, ТОО "Алтау"", "Acme Ltd, Lagos".
// A legal form outranks a mere word of trade; "" if no part of the line is a firm.
std::string_view firm_of(std::string_view line, bool with_legal_form) {
  for (const std::string_view piece : card_pieces(line)) {
    if (names_a_post(piece) || speaks(piece)) continue;
    const std::string_view firm = without_post(piece);
    if (with_legal_form ? has_legal_form(firm) : names_a_firm(firm)) return firm;
  }
  return {};
}

// The firm that shares the person's line without a word that says so: "Jane Doe, Buyer | Northgate". Only between marks
// that divide; behind a comma stands a town as often.
std::string_view firm_beside(std::string_view line, std::string_view person) {
  std::string_view firm;
  for (const std::string_view mark : {" / ", " | ", " · "}) {
    if (line.find(mark) == std::string_view::npos) continue;
    for (const std::string_view piece : split(line, mark)) {
      const bool own = piece.find(person) != std::string_view::npos;
      const bool plain = piece.size() >= 4 && piece.size() <= 50 &&
                         piece.find_first_of("0123456789@:+,|") == std::string_view::npos && !names_a_post(piece);
      if (own || !plain || !find_countries(piece).empty() || !find_ports(piece).empty()) continue;
      if (!firm.empty()) return {};
      firm = without_post(piece);
    }
  }
  return firm;
}

// The line below the person's, past those of posts: two to five capitalised words that are no place.
std::string_view firm_below(const std::vector<std::string>& lines, std::string_view person_line) {
  auto line = std::find(lines.begin(), lines.end(), person_line);
  if (line == lines.end()) return {};
  do ++line;
  while (line != lines.end() && names_a_post(*line));
  if (line == lines.end() || line->size() > 60 || fold(*line).find_first_of("0123456789@:,|!?;/") != std::string::npos)
    return {};
  const auto words = split(*line, " ");
  const bool capitals = std::all_of(words.begin(), words.end(), [](std::string_view word) {
    return !(word.front() >= 'a' && word.front() <= 'z') || word.size() <= 3;
  });
  const bool plain = words.size() >= 2 && words.size() <= 5 && capitals && !is_closing(fold(*line));
  return plain && find_countries(*line).empty() && find_ports(*line).empty() ? std::string_view(*line)
                                                                             : std::string_view{};
}

}  // namespace

Card read_card(std::string_view text, const crm::MailAddress& author, std::string_view country) {
  Card card;
  std::vector<std::string_view> lines;
  std::size_t last_paragraph = 0;
  bool paragraph_ended = false;
  for (const std::string_view raw : lines_of(text.size() > 12'000 ? text.substr(text.size() - 12'000) : text)) {
    const std::string_view line = trim_wide(raw);
    if (line.empty()) paragraph_ended = true;
    if (line.empty() || is_boilerplate(fold(line)) || line.find_first_not_of("-_=*~ ") == std::string_view::npos)
      continue;
    if (paragraph_ended) last_paragraph = lines.size();
    paragraph_ended = false;
    lines.push_back(line);
  }
  // The card begins behind the closing words, else it is the last paragraph.
  std::size_t first = std::max(last_paragraph, lines.size() > card_lines ? lines.size() - card_lines : 0);
  const std::size_t searched = lines.size() > card_lines ? lines.size() - card_lines : 0;
  bool closed = false;
  for (std::size_t i = lines.size(); i-- > searched;) {
    if (i + 3 >= lines.size() && card.person.empty() && !looks_like_person(author.name)) {
      card.person = std::string(name_behind_closing(lines[i]));
      if (!card.person.empty()) card.person_source = lines[i];
    }
    if (is_closing(fold(lines[i])) && i + 1 < lines.size()) {
      first = i + 1;
      closed = true;
      break;
    }
  }
  std::vector<std::string_view> all(lines.begin() + static_cast<std::ptrdiff_t>(first), lines.end());
  std::string joined;
  for (const std::string_view line : all) {
    if (line.size() > 160) continue;
    card.lines.emplace_back(line);
    joined += std::string(line) + "\n";
  }
  for (const std::string& line : card.lines) {
    for (const std::string_view piece : card_pieces(line)) {
      if (!card.person.empty()) break;
      const std::string_view person = piece.size() < 80 ? without_post(piece) : piece;
      if (looks_like_person(person) &&
          (shares_word(person, author.name) ||
           (&line == &card.lines.front() &&
            (closed || author.name.empty() || (person.size() < piece.size() && !looks_like_person(author.name)))))) {
        card.person = std::string(person);
        card.person_source = line;
      }
    }
    if (card.email.empty()) {
      const std::size_t at = line.find('@');
      if (at != std::string::npos && at > 0 && line.find('.', at) != std::string::npos) {
        std::size_t begin = line.find_last_of(" :<(,;|", at);
        begin = begin == std::string::npos ? 0 : begin + 1;
        const std::size_t end = line.find_first_of(" >),;|", at);
        card.email = line.substr(begin, end == std::string::npos ? end : end - begin);
      }
    }
  }
  for (const bool legal : {true, false}) {
    for (const std::string& line : card.lines) {
      if (!card.company.empty() || line.size() > 110) continue;
      card.company = std::string(firm_of(line, legal));
      card.company_source = line;
    }
  }
  // A firm without a legal form stands alone below the person's name and belongs to the mail's domain.
  if (card.company.empty()) {
    const std::string domain = author.domain();
    std::string label;
    for (const char c : registrable_domain(domain).substr(0, domain.find('.'))) {
      if (c != '-') label.push_back(c);
    }
    for (const std::string& line : card.lines) {
      for (const std::string_view separator : {"|", ",", " / ", " - "}) {
        for (const std::string_view piece : split(line, separator)) {
          std::string squeezed;
          for (const char c : fold(piece)) {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) squeezed.push_back(c);
          }
          const bool of_domain =
              !is_free_mail(domain) && squeezed.size() >= 4 && label.size() >= 4 &&
              (label.find(squeezed) != std::string::npos || squeezed.find(label) != std::string::npos);
          if (card.company.empty() && of_domain && piece.find('@') == std::string_view::npos &&
              piece.find("www") == std::string_view::npos && !shares_word(piece, card.person)) {
            card.company = std::string(piece);
            card.company_source = line;
          }
        }
      }
    }
  }
  if (card.company.empty() && !card.person.empty()) {
    card.company = std::string(firm_below(card.lines, card.person_source));
    card.company_source = card.company;
  }
  if (card.company.empty() && !card.person.empty()) {
    card.company = std::string(firm_beside(card.person_source, card.person));
    card.company_source = card.person_source;
  }
  // A number that is surely a telephone's before one that may belong to a street or a postal code.
  const std::vector<PhoneFound> phones = find_phones(joined, country);
  const auto sure = std::find_if(phones.begin(), phones.end(),
                                 [](const PhoneFound& phone) { return phone.international || phone.labelled; });
  if (!phones.empty()) {
    const bool doubtful = phones.front().text.find(" - ") != std::string::npos;
    const PhoneFound& phone = doubtful && sure != phones.end() ? *sure : phones.front();
    card.phone = phone.text;
    card.phone_country = phone.country;
    card.phone_source = phone.text;
  }
  return card;
}

}  // namespace tradewind::archiver
