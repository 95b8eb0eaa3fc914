#include "archiver/extract/lead.hpp"

#include <algorithm>

#include "archiver/classify/lexicon.hpp"
#include "archiver/data_table.hpp"
#include "archiver/extract/article_words.hpp"
#include "archiver/extract/card_line.hpp"
#include "archiver/extract/firm_name.hpp"
#include "archiver/extract/items.hpp"
#include "archiver/extract/phone.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/extract/quantity.hpp"
#include "archiver/extract/request_words.hpp"
#include "archiver/extract/signature.hpp"
#include "archiver/link/domains.hpp"

namespace tradewind::archiver {
namespace {

// Reads one lead. Each step fills what it can and leaves what is filled.
class LeadReading {
 public:
  LeadReading(const Author& author, const std::optional<Notice>& notice, const PlatformCatalogue& platforms,
              const Catalogue& catalogue, std::string_view home_country, std::string_view language)
      : author_(author),
        notice_(notice),
        platforms_(platforms),
        catalogue_(catalogue),
        home_country_(home_country),
        language_(language) {
    words_ = author.text;
    if (!author.signature.empty() && words_.find(author.signature) == std::string::npos)
      words_ += "\n" + author.signature;
  }

  crm::LeadDraft read() {
    read_notice_fields();
    set(lead_.language, "language", language_, "the buyer's own text");
    country_hint_ = first_country_hint();
    // A notice's card of the buyer stands by itself.
    card_ = read_card(notice_ && notice_->inquiry && !notice_->card.empty() ? notice_->card : words_, author_.address,
                      country_hint_);
    read_person();
    read_terms();
    read_country();
    read_items();
    score();
    return std::move(lead_);
  }

 private:
  void set(std::string& field, std::string_view name, std::string value, std::string_view source) {
    if (!field.empty() || value.empty()) return;
    field = std::move(value);
    lead_.sources.emplace_back(std::string(name), std::string(source.substr(0, 200)));
  }

  void read_notice_fields() {
    if (!notice_ || !notice_->inquiry) return;
    set(lead_.platform, "platform", notice_->platform, "sender of the notice");
    set(lead_.contact_name, "contact_name", std::string(notice_->field("name")), "name in the notice");
    set(lead_.company, "company", std::string(notice_->field("company")), "company in the notice");
    const std::string_view email = notice_->field("email");
    if (email.find('@') != std::string_view::npos && !platforms_.is_relay(fold(email.substr(email.find('@') + 1))))
      set(lead_.email, "email", std::string(email), "e-mail in the notice");
    set(lead_.phone, "phone", std::string(notice_->field("phone")), "telephone in the notice");
    const std::string_view said = notice_->field("country");
    if (said.size() == 2 && said[0] >= 'A' && said[0] <= 'Z' && said[1] >= 'A' && said[1] <= 'Z')
      set(lead_.country, "country", std::string(said), said);
    const auto countries = find_countries(said);
    if (!countries.empty()) set(lead_.country, "country", countries.front().country, notice_->field("country"));
  }

  static std::string squeezed(std::string_view text) {
    std::string letters;
    for (const char c : fold(text)) {
      if (c != ' ' && c != '-' && c != '.') letters += c;
    }
    return letters;
  }

  // "Prices in USD please", "请报美金": a currency that stands by itself. Only when one alone is named.
  void read_currency(const std::string& text) {
    std::string only;
    for (const std::string& code : find_currency_names(text)) {
      if (!only.empty() && only != code) return;
      only = code;
    }
    set(lead_.currency, "currency", only, "a currency named in the text");
  }

  std::string first_country_hint() {
    if (!lead_.country.empty()) return lead_.country;
    const std::string by_domain = country_of_domain(author_.address.domain());
    if (!by_domain.empty()) return by_domain;
    const auto countries = find_countries(words_.size() > 200 ? std::string_view(words_).substr(words_.size() - 200)
                                                              : std::string_view(words_));
    if (!countries.empty()) return countries.front().country;
    // Ports of loading stand in our own country; the buyer's place is another.
    for (const PlaceFound& place : find_ports(words_)) {
      if (place.country != home_country_) return place.country;
    }
    return country_of_language(lead_.language);
  }

  // Where nearly everybody who writes the language lives; "" for the languages of many countries.
  static std::string country_of_language(std::string_view language) {
    static constexpr std::pair<std::string_view, std::string_view> only_there[] = {
        {"zh", "CN"}, {"ja", "JP"}, {"ko", "KR"}, {"pl", "PL"}, {"tr", "TR"}, {"th", "TH"}, {"vi", "VN"}, {"he", "IL"},
        {"el", "GR"}, {"hu", "HU"}, {"cs", "CZ"}, {"fi", "FI"}, {"id", "ID"}, {"fa", "IR"}, {"uk", "UA"}, {"nl", "NL"},
        {"bg", "BG"}, {"ro", "RO"}, {"it", "IT"}, {"sv", "SE"}, {"da", "DK"}, {"no", "NO"}};
    for (const auto& [code, country] : only_there) {
      if (code == language) return std::string(country);
    }
    return "";
  }

  void read_person() {
    set(lead_.contact_name, "contact_name", card_.person, card_.person_source);
    const std::string& shown = author_.address.name;
    // "Acme - office" <office@acme.example>: a firm's common mailbox.
    const auto shown_parts = split(shown, " - ");
    if (is_role_address(author_.address.address) && lead_.contact_name.empty() && shown_parts.size() > 1)
      set(lead_.company, "company", std::string(shown_parts.front()), "display name in From");
    else if (shown.find('@') == std::string::npos && !names_a_firm(shown) && !is_role_address(shown))
      set(lead_.contact_name, "contact_name", std::string(without_post(shown)), "display name in From");
    // The platform's own name stands below its notices.
    if (!(notice_ && notice_->inquiry &&
          squeezed(card_.company).find(squeezed(notice_->platform)) != std::string::npos))
      set(lead_.company, "company", card_.company, card_.company_source);
    if (names_a_firm(shown)) set(lead_.company, "company", shown, "display name in From");
    const std::string domain = author_.address.domain();
    if (!author_.address.address.empty() && !platforms_.is_relay(domain))
      set(lead_.email, "email", author_.address.address, "address of the author");
    const bool masked = notice_ && notice_->inquiry && lead_.phone.empty() &&
                        author_.text.find('+') == std::string::npos && author_.signature.empty();
    if (!masked) set(lead_.phone, "phone", card_.phone, card_.phone_source);
    if (lead_.phone.empty()) {
      const auto phones = find_phones(words_, country_hint_);
      if (!phones.empty()) {
        set(lead_.phone, "phone", phones.front().text, phones.front().text);
        card_.phone_country = phones.front().country;
      }
    }
  }

  void read_terms() {
    const std::string& text = author_.text;
    for (const std::string* const part : {&text, &author_.subject}) {
      for (const TermFound& term : find_incoterms(*part)) {
        set(lead_.incoterm, "incoterm", term.code, std::string_view(*part).substr(term.begin, term.end - term.begin));
        if (term.code != lead_.incoterm) continue;
        if (const auto place = place_of_term(*part, term))
          set(lead_.port, "port", place->text,
              std::string_view(*part).substr(term.begin, place->end > term.begin ? place->end - term.begin : 40));
      }
    }
    if (notice_) set(lead_.port, "port", std::string(notice_->field("port")), "port in the notice");
    if (lead_.port.empty()) read_place_of_delivery(text);
    read_price(text);
    if (lead_.currency.empty()) read_currency(text);
  }

  // "to durban", "delivered Houston TX", "rendu port d'Abidjan", "Ludhiana delivery": a known place beside a word of
  // delivery.
  void read_place_of_delivery(const std::string& text) {
    static constexpr std::string_view words[] = {
        " to ",       "landed",      "puesto",  "posto", "despacho", "واصل",      "تسليم",    "لميناء",    "تحویل",
        "تحويل",      "卸",          "发到",    "運到",  "运到",     "delivered", "delivery", "port",      "warehouse",
        "ship",       "destination", "deliver", "rendu", "livr",     "puerto",    "entrega",  "puesto en", "porto",
        "hafen",      "liefer",      "nach ",   "порт",  "доставк",  "до ",       "ميناء",    "توصيل",     "到",
        "送到",       "港",          "まで",    "항",    "liman",    "teslim",    "cảng",     "ท่าเรือ",     "pelabuhan",
        "pengiriman", "haven",       "lever",   "port d"};
    std::string_view body = text;
    if (!card_.lines.empty()) {
      const std::size_t card = text.find(card_.lines.front());
      if (card != std::string::npos && card > 40) body = body.substr(0, card);
    }
    for (const PlaceFound& place : find_ports(body)) {
      const std::size_t begin = place.begin > 28 ? place.begin - 28 : 0;
      const std::string around = " " + fold(body.substr(begin, std::min(body.size(), place.end + 14) - begin)) + " ";
      if (std::any_of(std::begin(words), std::end(words),
                      [&](std::string_view word) { return around.find(fold(word)) != std::string::npos; })) {
        set(lead_.port, "port", place.text, body.substr(begin, place.end - begin));
        return;
      }
    }
  }

  void read_price(const std::string& text) {
    static constexpr std::string_view marks[] = {
        "target",   "ziel",     "objetivo", "cible",        "alvo",   "целев",   "目标",   "目標",      "希望",
        "期望",     "목표",     "희망",     "hedef",        "مستهدف", "docelow", "hit",    "match",     "igualar",
        "budget",   "price",    "precio",   "prix",         "preis",  "preco",   "цена",   "цену",      "价",
        "價",       "単価",     "단가",     "السعر",        "بسعر",   "fiyat",   "cena",   "giá",       "ราคา",
        "harga",    "at ",      "around",   "max",          "below",  "under",   "unter",  "не дороже", "не выше",
        "не более", "ориентир", "idea",     "no more than", "above",  "hasta",   "bis zu", "不超过",    "以内",
        "не вище",  "massimo",  "jusqu"};
    const auto all = find_money(text);
    const auto near_mark = [&](const Money& money, std::size_t first, std::size_t last) {
      const std::size_t begin = money.begin > 60 ? money.begin - 60 : 0;
      const std::string around =
          fold(std::string_view(text).substr(begin, std::min(text.size(), money.end + 50) - begin));
      for (std::size_t i = first; i < last; ++i) {
        if (around.find(fold(marks[i])) != std::string::npos) return true;
      }
      return false;
    };
    for (const auto& [first, last] :
         {std::pair<std::size_t, std::size_t>{0, 19}, std::pair<std::size_t, std::size_t>{19, std::size(marks)}}) {
      for (const Money& money : all) {
        const std::string before = fold(std::string_view(text).substr(money.begin > 30 ? money.begin - 30 : 0,
                                                                      std::min<std::size_t>(money.begin, 30)));
        if (before.find("retail") != std::string::npos || before.find("turnover") != std::string::npos) continue;
        if (!near_mark(money, first, last)) continue;
        set(lead_.target_price, "target_price", money.amount,
            std::string_view(text).substr(money.begin, money.end - money.begin));
        set(lead_.currency, "currency", money.currency,
            std::string_view(text).substr(money.begin, money.end - money.begin));
        return;
      }
    }
    if (notice_ && !notice_->field("price").empty()) {
      const auto price = find_money(notice_->field("price"));
      if (!price.empty()) {
        set(lead_.target_price, "target_price", price.front().amount, notice_->field("price"));
        set(lead_.currency, "currency", price.front().currency, notice_->field("price"));
      }
    }
  }

  void read_country() {
    // Said in the card, by its telephone number, the domain, said in the text, by a place.
    std::string card;
    for (const std::string& line : card_.lines) card += line + "\n";
    const auto in_card = find_countries(card);
    if (!in_card.empty()) set(lead_.country, "country", in_card.front().country, in_card.front().text);
    set(lead_.country, "country", card_.phone_country, lead_.phone);
    set(lead_.country, "country", country_of_domain(author_.address.domain()), author_.address.domain());
    for (const PlaceFound& place : find_ports(card))
      if (place.country != home_country_) set(lead_.country, "country", place.country, place.text);
    for (const PlaceFound& place : find_ports(lead_.port)) {
      const bool loading = lead_.incoterm == "FOB" || lead_.incoterm == "EXW" || lead_.incoterm == "FCA";
      if (!loading && place.country != home_country_)
        set(lead_.country, "country", place.country, "port " + place.text);
    }
    // Whose language nobody else writes is at home there, whatever other countries he speaks of.
    for (const std::string_view own : {"ja", "ko", "th", "vi", "he", "el", "fa", "tr", "hu", "cs", "fi", "pl"}) {
      if (lead_.language == own)
        set(lead_.country, "country", country_of_language(lead_.language), "language " + lead_.language);
    }
    const auto in_text = find_countries(author_.text);
    for (const PlaceFound& place : in_text) {
      if (in_text.size() <= 2 && place.country != home_country_)
        set(lead_.country, "country", place.country, place.text);
    }
    for (const PlaceFound& place : find_ports(author_.text)) {
      if (place.text != lead_.port && place.country != home_country_)
        set(lead_.country, "country", place.country, place.text);
    }
    const std::string label = registrable_domain(author_.address.domain());
    const std::size_t dash =
        label.find('.') == std::string::npos ? std::string::npos : label.substr(0, label.find('.')).rfind('-');
    if (dash != std::string::npos && label.find('.') - dash == 3) {  // "firm-pl.com"
      const std::string hint = country_of_domain("x." + label.substr(dash + 1, 2));
      if (hint.size() == 2 && !find_countries(hint).empty()) set(lead_.country, "country", hint, label);
    }
    if (lead_.language != "zh")
      set(lead_.country, "country", country_of_language(lead_.language), "language " + lead_.language);
  }

  void read_items() {
    std::string_view body = author_.text;
    if (!card_.lines.empty() && card_.lines.size() < 12) {
      const std::size_t card = author_.text.rfind(card_.lines.front());
      if (card != std::string::npos && card > author_.text.size() / 4) body = body.substr(0, card);
    }
    crm::LeadItem each;  // a quantity whose product is named elsewhere
    for (ItemFound& found : find_items(body, catalogue_, &each)) {
      lead_.sources.emplace_back("item", found.source);
      lead_.items.push_back(std::move(found.item));
    }
    const auto has_sku = [&](std::string_view sku) {
      return std::any_of(lead_.items.begin(), lead_.items.end(),
                         [&](const crm::LeadItem& item) { return item.sku == sku; });
    };
    const bool quantity_field = notice_ && !notice_->field("quantity").empty();
    if (quantity_field) read_notice_items(has_sku);
    if (!lead_.items.empty()) {
      read_uncounted(body, each);
      return;
    }
    // No quantity anywhere: the lines, clauses and subject that name a product of ours.
    for (const std::string_view part : {body, std::string_view(author_.subject)}) {
      for (const std::string_view line : lines_of(part)) {
        for (const std::string_view clause : clauses_of(line)) {
          const auto match = catalogue_.match(clause);
          if (match.score < 0.6 || has_sku(match.sku) || lead_.items.size() >= 20) continue;
          const std::string_view product = strip_edge_words(clause.substr(behind_request(clause)));
          lead_.items.push_back(
              crm::LeadItem{std::string(has_words(product) ? product : clause), match.sku, each.quantity, each.unit});
          lead_.sources.emplace_back("item", std::string(line.substr(0, 160)));
        }
      }
    }
    if (lead_.items.empty() && notice_ && notice_->inquiry) read_notice_items(has_sku);
  }

  // Beside the counted goods: products of ours named by name with no quantity; the first takes the quantity that stood
  // without goods ("I saw your steel ladder. How much for 40 pieces?").
  void read_uncounted(std::string_view body, crm::LeadItem& each) {
    for (const std::string_view line : lines_of(body)) {
      for (const std::string_view clause : clauses_of(line)) {
        const auto match = catalogue_.match(clause);
        const bool by_name = match.how == "name" || match.how == "alias" || match.how == "sku";
        const bool known = std::any_of(lead_.items.begin(), lead_.items.end(), [&](const crm::LeadItem& item) {
          return item.sku == match.sku || clause.find(item.product) != std::string_view::npos;
        });
        if (!by_name || match.score < (each.quantity.empty() ? 0.85 : 0.6) || known || lead_.items.size() >= 20)
          continue;
        const std::string_view asked = clause.substr(behind_request(clause));
        const std::string_view product = strip_edge_words(has_words(asked) ? asked : clause);
        if (split(product, " ").size() > 8) continue;
        lead_.items.push_back(crm::LeadItem{std::string(product), match.sku, each.quantity, each.unit});
        lead_.sources.emplace_back("item", std::string(line.substr(0, 160)));
        each = {};
      }
    }
  }

  static std::vector<std::string_view> clauses_of(std::string_view line) {
    std::vector<std::string_view> clauses{line};
    for (const std::string_view mark : {", ", "; ", ": ", ". ", "? ", "，", "、", "。", " and ", " und ", " et ", " y ",
                                        " e ", " и ", " ve ", " i "}) {
      std::vector<std::string_view> finer;
      for (const std::string_view clause : clauses) {
        for (const std::string_view part : split(clause, mark)) finer.push_back(part);
      }
      clauses = std::move(finer);
    }
    return clauses;
  }

  template <class HasSku>
  void read_notice_items(const HasSku& has_sku) {
    const std::string quantity_field(notice_->field("quantity"));
    bool first = true;
    for (const auto& [field, value] : notice_->fields) {
      if (field != "product") continue;
      for (const std::string_view product : split(value, ", ")) {
        const auto match = catalogue_.match(product);
        if (!match.sku.empty() && has_sku(match.sku)) continue;
        if (!lead_.items.empty() && first && quantity_field.empty())
          break;  // the words of the buyer say more than the listing he clicked
        crm::LeadItem item{std::string(product), match.sku, "", ""};
        if (first && !quantity_field.empty()) {
          const auto quantities = find_quantities(quantity_field);
          if (!quantities.empty()) {
            item.quantity = quantities.front().amount;
            item.unit = quantities.front().unit.empty() ? std::string(notice_->field("unit")) : quantities.front().unit;
          }
        }
        first = false;
        lead_.sources.emplace_back("item", "product in the notice");
        lead_.items.push_back(std::move(item));
      }
    }
  }

  void score() {
    const auto add = [&](bool holds, double points, std::string reason) {
      if (!holds) return;
      lead_.score += points;
      lead_.score_reasons.push_back(std::move(reason));
    };
    const bool matched = std::any_of(lead_.items.begin(), lead_.items.end(),
                                     [](const crm::LeadItem& item) { return !item.sku.empty(); });
    const bool counted = std::any_of(lead_.items.begin(), lead_.items.end(),
                                     [](const crm::LeadItem& item) { return !item.quantity.empty(); });
    add(true, 10, "asks for goods");
    add(!lead_.items.empty(), 10, "names products");
    add(matched, 20, "products we have");
    add(counted, 15, "says quantities");
    add(!lead_.company.empty(), 10, "names a firm");
    add(!lead_.phone.empty(), 5, "gives a telephone number");
    add(!lead_.email.empty() && !is_free_mail(author_.address.domain()), 10, "writes from a company address");
    add(!lead_.incoterm.empty(), 10, "says trade terms");
    add(!lead_.port.empty(), 5, "names the place of delivery");
    add(!lead_.target_price.empty(), 5, "says a price");
  }

  const Author& author_;
  const std::optional<Notice>& notice_;
  const PlatformCatalogue& platforms_;
  const Catalogue& catalogue_;
  std::string home_country_, language_;
  crm::LeadDraft lead_;
  std::string words_;
  std::string country_hint_;
  Card card_;
};

}  // namespace

crm::LeadDraft read_lead(const Author& author, const std::optional<Notice>& notice, const PlatformCatalogue& platforms,
                         const Catalogue& catalogue, std::string_view home_country, std::string_view language) {
  return LeadReading(author, notice, platforms, catalogue, home_country, language).read();
}

}  // namespace tradewind::archiver
