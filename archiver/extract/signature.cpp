#include "archiver/extract/signature.hpp"

#include <algorithm>
#include <unordered_set>

#include "archiver/data_table.hpp"
#include "archiver/extract/phone.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/link/domains.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t card_lines = 12;

const std::unordered_set<std::string>& legal_forms() {
  static const std::unordered_set<std::string> forms = {
      "ltd", "limited", "inc",  "incorporated", "llc",  "llp",  "corp", "corporation", "co",   "company", "gmbh",
      "ag",  "kg",      "ohg",  "ug",           "gbr",  "ek",   "sarl", "sas",         "sasu", "eurl",    "sa",
      "sl",  "slu",     "srl",  "spa",          "snc",  "sas",  "bv",   "nv",          "vof",  "ab",      "oy",
      "oyj", "as",      "asa",  "aps",          "sro",  "doo",  "ood",  "eood",        "kft",  "zrt",     "pty",
      "plc", "pvt",     "pte",  "sdn",          "bhd",  "ltda", "lda",  "eireli",      "me",   "eirl",    "sac",
      "saa", "sapi",    "cv",   "fze",          "fzco", "fzc",  "wll",  "est",         "llp",  "pt",      "tbk",
      "cv",  "jsc",     "cjsc", "pjsc",         "tov",  "sia",  "uab",  "ou",          "oü",   "ооо",     "оао",
      "ао",  "зао",     "пао",  "ип",           "тоо",  "тов",  "чп",   "фоп",         "оп",   "spzoo",   "zoo",
      "sti", "şti",     "sti.", "a.s",          "a.ş",  "kk"};
  return forms;
}

const std::unordered_set<std::string>& firm_words() {
  static const std::unordered_set<std::string> words = {"trading",
                                                        "traders",
                                                        "imports",
                                                        "import",
                                                        "importaciones",
                                                        "importadora",
                                                        "exports",
                                                        "enterprises",
                                                        "enterprise",
                                                        "industries",
                                                        "group",
                                                        "holding",
                                                        "holdings",
                                                        "international",
                                                        "ventures",
                                                        "supplies",
                                                        "supply",
                                                        "distributors",
                                                        "distribution",
                                                        "wholesale",
                                                        "stores",
                                                        "store",
                                                        "retail",
                                                        "solutions",
                                                        "services",
                                                        "logistics",
                                                        "agencies",
                                                        "agency",
                                                        "brothers",
                                                        "bros",
                                                        "sons",
                                                        "partners",
                                                        "associates",
                                                        "depot",
                                                        "house",
                                                        "market",
                                                        "mart",
                                                        "shop",
                                                        "works",
                                                        "workshop",
                                                        "factory",
                                                        "mills",
                                                        "foods",
                                                        "textiles",
                                                        "systems",
                                                        "technologies",
                                                        "technology",
                                                        "tech",
                                                        "engineering",
                                                        "construction",
                                                        "equipment",
                                                        "machinery",
                                                        "products",
                                                        "designs",
                                                        "design",
                                                        "studio",
                                                        "studios",
                                                        "handel",
                                                        "handels",
                                                        "vertrieb",
                                                        "comercial",
                                                        "comercio",
                                                        "comércio",
                                                        "distribuidora",
                                                        "distribuciones",
                                                        "establissements",
                                                        "ets",
                                                        "etablissements",
                                                        "societe",
                                                        "société",
                                                        "commerce",
                                                        "groupe",
                                                        "grupo",
                                                        "hermanos",
                                                        "filhos",
                                                        "hijos",
                                                        "figli",
                                                        "ticaret",
                                                        "sanayi",
                                                        "pazarlama",
                                                        "danismanlik",
                                                        "insaat",
                                                        "firma",
                                                        "hurtownia",
                                                        "sklep",
                                                        "groothandel",
                                                        "компания",
                                                        "торговый",
                                                        "дом",
                                                        "торг",
                                                        "магазин",
                                                        "завод",
                                                        "фабрика",
                                                        "مؤسسة",
                                                        "موسسه",
                                                        "شركه",
                                                        "شركة",
                                                        "متجر",
                                                        "معرض",
                                                        "محلات",
                                                        "مصنع",
                                                        "للتجارة",
                                                        "للتجاره",
                                                        "بازرگانی",
                                                        "شرکت",
                                                        "חברת",
                                                        "בעמ",
                                                        "εταιρεια",
                                                        "αφοι",
                                                        "outdoor",
                                                        "sports",
                                                        "fitness",
                                                        "garden",
                                                        "pharma",
                                                        "motors",
                                                        "auto",
                                                        "electronics",
                                                        "electric",
                                                        "furniture",
                                                        "fashion",
                                                        "hotel",
                                                        "hotels",
                                                        "resort",
                                                        "glamping",
                                                        "imports.",
                                                        "usaha",
                                                        "toko",
                                                        "công",
                                                        "cong",
                                                        "fze"};
  return words;
}

bool has_unspaced_firm(std::string_view text) {
  for (const std::string_view mark :
       {"公司",   "有限",   "株式会社", "有限会社", "合同会社", "商会", "商社",   "工房",     "商店",
        "贸易行", "貿易行", "贸易",     "企業社",   "工厂",     "工廠", "会社",   "주식회사", "(주)",
        "㈜",     "상사",   "무역",     "บริษัท",     "จำกัด",     "ร้าน",  "công ty"}) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

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
  if (folded.size() > 70) return false;
  return std::any_of(std::begin(closings), std::end(closings),
                     [&](std::string_view closing) { return folded.starts_with(closing); });
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
  text = trim(text);
  if (text.size() < 3 || text.size() > 50 || text.find_first_of("0123456789@:;!?()/|&#") != std::string_view::npos)
    return false;
  if (names_a_firm(text)) return false;
  std::size_t words = 0, capital = 0, caseless = 0;
  for (const std::string_view word : split(text, " ")) {
    ++words;
    std::size_t at = 0;
    const char32_t c = next_character(word, at);
    capital += (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) || (c >= 0x410 && c <= 0x42F) ||
               (c >= 0x391 && c <= 0x3AB) || (c >= 0x100 && c <= 0x17F);
    caseless += is_unspaced(c) || (c >= 0x590 && c <= 0x6FF);
  }
  if (caseless > 0) return words <= 5 && text.size() <= 40 && (words >= 2 || (text.size() >= 6 && text.size() <= 15));
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

// The firm out of a line that says more: "Jefe de Compras | Acme S.A.S.", "отдел ВЭД, ТОО "Алтау"", "Acme Ltd - NIF
// 123".
std::string firm_of(std::string_view line) {
  std::vector<std::string_view> pieces{line};
  for (const std::string_view separator : {" | ", "|", " / ", " · ", " • ", " - ", " – ", "\xE3\x80\x80", "  "}) {
    std::vector<std::string_view> finer;
    for (const std::string_view piece : pieces) {
      for (const std::string_view part : split(piece, separator)) finer.push_back(part);
    }
    pieces = std::move(finer);
  }
  std::string_view best;
  for (const std::string_view piece : pieces) {
    if (names_a_firm(piece) && best.empty()) best = piece;
  }
  if (best.empty()) best = pieces.empty() ? line : pieces.front();
  // Parts behind a comma are a place or a title, unless the legal form stands there ("Kiala & Filhos, Lda").
  const auto parts = split(best, ", ");
  if (parts.size() > 1) {
    const std::string second = fold(parts[1]);
    std::string bare;
    for (const char c : second.substr(0, second.find(' '))) {
      if (c != '.') bare.push_back(c);
    }
    if (legal_forms().contains(bare))
      best = best.substr(0, static_cast<std::size_t>(parts[1].data() + parts[1].size() - best.data()));
    else if (names_a_firm(parts[0]))
      best = parts[0];
    else
      for (const std::string_view part : parts)
        if (names_a_firm(part)) {
          best = part;
          break;
        }
  }
  return std::string(trim(best));
}

}  // namespace

bool names_a_firm(std::string_view line) {
  if (line.size() > 110 || line.find_first_of("?!") != std::string_view::npos) return false;
  if (has_unspaced_firm(line))
    return line.size() <= 75 && line.find("，") == std::string_view::npos && line.find("。") == std::string_view::npos;
  // Legal forms that are words or units elsewhere count only as they are written officially: "KG", "S.A.", "A.Ş.".
  static const std::unordered_set<std::string> ambiguous = {"kg",      "ag", "as",  "sa",  "co",  "me", "pt",  "est",
                                                            "cv",      "ab", "sas", "sti", "spa", "ek", "tov", "sac",
                                                            "company", "sl", "ou",  "kk",  "oy",  "ao", "оп",  "ип"};
  std::size_t words = 0, capitals = 0;
  bool firm_word = false, foreign_word = false;
  std::string_view before;
  for (const std::string_view word : split(line, " ")) {
    ++words;
    capitals += (word.front() >= 'A' && word.front() <= 'Z') || static_cast<unsigned char>(word.front()) >= 0x80 ||
                word.front() == '&';
    std::string bare;
    for (const char c : fold(word)) {
      if (std::string_view(".,\"()';:").find(c) == std::string_view::npos) bare.push_back(c);
    }
    if (legal_forms().contains(bare)) {
      const bool official =
          word.find('.') != std::string_view::npos ||
          (word.front() >= 'A' && word.front() <= 'Z' && (word.size() == 1 || !(word[1] >= 'a' && word[1] <= 'z'))) ||
          static_cast<unsigned char>(word.front()) >= 0x80;
      const bool after_number = !before.empty() && before.back() >= '0' && before.back() <= '9';
      if (!after_number && words > (ambiguous.contains(bare) ? 1U : 0U) && (!ambiguous.contains(bare) || official))
        return true;
    }
    if (firm_words().contains(bare))
      (static_cast<unsigned char>(bare.front()) < 0x80 ? firm_word : foreign_word) = true;
    before = word;
  }
  if (foreign_word && words >= 2 && words <= 8) return true;
  return firm_word && words >= 2 && words <= 7 && capitals * 3 >= words * 2 && line.size() <= 70;
}

Card read_card(std::string_view text, const crm::MailAddress& author, std::string_view country) {
  Card card;
  std::vector<std::string_view> lines;
  std::size_t last_paragraph = 0;
  bool paragraph_ended = false;
  for (const std::string_view raw : lines_of(text.size() > 12'000 ? text.substr(text.size() - 12'000) : text)) {
    const std::string_view line = trim(raw);
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
    for (const std::string_view separator : {"|", ",", " / ", "  ", "\xE3\x80\x80", " - ", "·"}) {
      for (std::string_view piece : split(line, separator)) {
        if (card.person.empty() && piece.size() < 60 && looks_like_person(piece) &&
            (shares_word(piece, author.name) || (&line == &card.lines.front() && (closed || author.name.empty())))) {
          card.person = std::string(piece);
          card.person_source = line;
        }
      }
    }
    if (card.company.empty() && line.size() <= 110 && names_a_firm(line)) {
      card.company = firm_of(line);
      card.company_source = line;
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
  for (const PhoneFound& phone : find_phones(joined, country)) {
    card.phone = phone.text;
    card.phone_country = phone.country;
    card.phone_source = phone.text;
    break;
  }
  return card;
}

}  // namespace tradewind::archiver
