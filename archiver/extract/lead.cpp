#include "archiver/extract/lead.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/extract/card_line.hpp"
#include "archiver/extract/firm_in_text.hpp"
#include "archiver/extract/firm_name.hpp"
#include "archiver/extract/firm_of_domain.hpp"
#include "archiver/extract/introduction.hpp"
#include "archiver/extract/lead_field.hpp"
#include "archiver/extract/lead_items.hpp"
#include "archiver/extract/lead_terms.hpp"
#include "archiver/extract/person_title.hpp"
#include "archiver/extract/phone.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/extract/postal_code.hpp"
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
      words_ += "\n\n" + author.signature;
  }

  crm::LeadDraft read() {
    read_notice_fields();
    set(lead_.language, "language", language_, "the buyer's own text");
    country_hint_ = first_country_hint();
    // A notice's card of the buyer stands by itself.
    card_ = read_card(notice_ && notice_->inquiry && !notice_->card.empty() ? notice_->card : words_, author_.address,
                      country_hint_);
    read_person();
    // A table's column of prices wanted says more than the text around it.
    read_lead_items(author_, notice_, card_, catalogue_, lead_);
    read_lead_terms(author_, notice_, card_, lead_);
    read_country();
    score();
    return std::move(lead_);
  }

 private:
  void set(std::string& field, std::string_view name, std::string value, std::string_view source) {
    set_field(lead_, field, name, std::move(value), source);
  }

  void read_notice_fields() {
    if (!notice_ || !notice_->inquiry) return;
    set(lead_.platform, "platform", notice_->platform, "sender of the notice");
    // "From: Li Na / Sunrise Trading": both in one field.
    const auto name = split(notice_->field("name"), " / ");
    if (!name.empty())
      set(lead_.contact_name, "contact_name", std::string(without_post(name.front())), "name in the notice");
    if (name.size() == 2 && notice_->field("company").empty())
      set(lead_.company, "company", std::string(name.back()), "name in the notice");
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

  std::string first_country_hint() {
    if (!lead_.country.empty()) return lead_.country;
    const std::string by_domain = country_of_domain(author_.address.domain());
    if (!by_domain.empty()) return by_domain;
    const std::string_view tail =
        words_.size() > 300 ? std::string_view(words_).substr(words_.size() - 300) : std::string_view(words_);
    if (std::string country = country_of_postal_code(tail); !country.empty()) return country;
    const auto countries = find_countries(tail.size() > 200 ? tail.substr(tail.size() - 200) : tail);
    if (!countries.empty()) return countries.front().country;
    // Ports of loading stand in our own country; the buyer's place is another.
    for (const PlaceFound& place : find_ports(words_)) {
      if (place.country != home_country_) return place.country;
    }
    // Most of those who write German live there; enough to try a number, not to say where he is.
    return lead_.language == "de" ? "DE" : country_of_language(lead_.language);
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
      read_shown_name(shown);
    // The platform's own name stands below its notices.
    if (!(notice_ && notice_->inquiry && !notice_->platform.empty() &&
          squeezed(card_.company).find(squeezed(notice_->platform)) != std::string::npos))
      set(lead_.company, "company", card_.company, card_.company_source);
    if (names_a_firm(shown)) set(lead_.company, "company", shown, "display name in From");
    if (lead_.company.empty()) {
      const std::string firm = firm_of_domain(words_, author_.address.domain());
      set(lead_.company, "company", firm, firm);
    }
    if (lead_.company.empty()) {
      const Introduction introduction = find_introduction(author_.text);
      set(lead_.company, "company", introduction.company, introduction.source);
    }
    if (lead_.company.empty()) {
      const std::string firm = firm_in_text(author_.text);
      set(lead_.company, "company", firm, firm);
    }
    lead_.contact_name = std::string(without_title(lead_.contact_name));
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

  // The display name of From, unless the writer says his name better than "M. O." or "jo77" does.
  void read_shown_name(std::string_view shown) {
    const Introduction introduction = find_introduction(author_.text);
    const auto words = split(shown, " ");
    const bool full = words.size() >= 2 && std::all_of(words.begin(), words.end(), [](std::string_view word) {
                        return word.size() >= 3 && word.find_first_of("0123456789") == std::string_view::npos;
                      });
    if (!full && introduction.person.find(' ') != std::string::npos)
      set(lead_.contact_name, "contact_name", introduction.person, introduction.source);
    set(lead_.contact_name, "contact_name", given_name_first(without_post(shown)), "display name in From");
  }

  // "Novak, Jana", as address books have it.
  static std::string given_name_first(std::string_view name) {
    const auto parts = split(name, ", ");
    if (parts.size() != 2 || split(parts[0], " ").size() > 2 || split(parts[1], " ").size() > 2)
      return std::string(name);
    return std::string(parts[1]) + " " + std::string(parts[0]);
  }

  void read_country() {
    // Said in the card, by its telephone number, the domain, said in the text, by a place.
    std::string card;
    for (const std::string& line : card_.lines) card += line + "\n";
    const auto in_card = find_countries(card);
    if (!in_card.empty()) set(lead_.country, "country", in_card.front().country, in_card.front().text);
    set(lead_.country, "country", country_of_postal_code(card), "postal code");
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
