#include "archiver/extract/lead_terms.hpp"

#include <algorithm>

#include "archiver/extract/bare_price.hpp"
#include "archiver/extract/lead_field.hpp"
#include "archiver/extract/money.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/folded_text.hpp"
#include "archiver/phrase_lists.hpp"

namespace tradewind::archiver {
namespace {

// "Prices in USD please", "请报美金": a currency that stands by itself, when it alone is named; the first of an offered
// choice ("in CHF or EUR").
void read_currency(std::string_view text, crm::LeadDraft& lead) {
  constexpr std::size_t choice = 8;  // bytes between the two
  const std::vector<NamedCurrency> named = find_currency_names(text);
  if (named.empty()) return;
  for (std::size_t i = 1; i < named.size(); ++i) {
    const bool offered = i == 1 && named[1].begin - named[0].end <= choice;
    if (named[i].code != named[0].code && !offered) return;
  }
  set_field(lead, lead.currency, "currency", named.front().code, "a currency named in the text");
}

// The terms of one text, with their place.
void read_incoterms(std::string_view text, crm::LeadDraft& lead) {
  for (const TermFound& term : find_incoterms(text)) {
    set_field(lead, lead.incoterm, "incoterm", term.code, text.substr(term.begin, term.end - term.begin));
    if (term.code != lead.incoterm) continue;
    if (const auto place = place_of_term(text, term))
      set_field(lead, lead.port, "port", place->text,
                text.substr(term.begin, place->end > term.begin ? place->end - term.begin : 40));
  }
}

// "to durban", "delivered Houston TX", "rendu port d'Abidjan", "Ludhiana delivery": a known place beside a word of
// delivery.
void read_place_of_delivery(std::string_view text, const Card& card, crm::LeadDraft& lead) {
  static constexpr std::string_view words[] = {
      " to ",       "landed",      "puesto",  "posto", "despacho", "واصل",      "تسليم",    "لميناء",    "تحویل",
      "تحويل",      "卸",          "发到",    "運到",  "运到",     "delivered", "delivery", "port",      "warehouse",
      "ship",       "destination", "deliver", "rendu", "livr",     "puerto",    "entrega",  "puesto en", "porto",
      "hafen",      "liefer",      "nach ",   "порт",  "доставк",  "до ",       "ميناء",    "توصيل",     "到",
      "送到",       "港",          "まで",    "항",    "liman",    "teslim",    "cảng",     "ท่าเรือ",     "pelabuhan",
      "pengiriman", "haven",       "lever",   "port d"};
  std::string_view body = text;
  if (!card.lines.empty()) {
    const std::size_t begin = text.find(card.lines.front());
    if (begin != std::string_view::npos && begin > 40) body = body.substr(0, begin);
  }
  for (const PlaceFound& place : find_ports(body)) {
    const std::size_t begin = place.begin > 28 ? place.begin - 28 : 0;
    const std::string around = " " + fold(body.substr(begin, std::min(body.size(), place.end + 14) - begin)) + " ";
    if (std::any_of(std::begin(words), std::end(words),
                    [&](std::string_view word) { return around.find(fold(word)) != std::string::npos; })) {
      set_field(lead, lead.port, "port", place.text, body.substr(begin, place.end - begin));
      return;
    }
  }
}

// What the buyer's own market pays, or how large he is, is no price for us.
bool is_of_his_market(std::string_view text, const Money& money) {
  const std::string before =
      fold(text.substr(money.begin > 30 ? money.begin - 30 : 0, std::min<std::size_t>(money.begin, 30)));
  const std::string behind = fold(text.substr(money.end, 16));
  for (const std::string_view word :
       {"retail", "turnover", "sells", "rrp", "umsatz", "ladenpreis", "verkaufspreis", "pvp"}) {
    if (before.find(word) != std::string::npos || behind.find(word) != std::string::npos) return true;
  }
  return false;
}

// A phrase of the table stands near the money; before or behind it.
bool stands_near(std::string_view text, const Money& money, const PhraseTable& marks) {
  constexpr std::size_t before = 60, behind = 50;  // bytes
  std::size_t begin = money.begin > before ? money.begin - before : 0;
  while (begin > 0 && text[begin] != ' ' && text[begin] != '\n') --begin;
  const std::size_t end = std::min(text.size(), money.end + behind);
  return marks.occurs(fold(text.substr(begin, money.begin - begin))) ||
         marks.occurs(fold(text.substr(money.end, end - money.end)));
}

// "2.30 USD/pc", "0,62 € la pièce": what follows says for how much goods the money is.
bool is_for_a_piece(std::string_view text, const Money& money) {
  static const PhraseTable pieces = listed_phrases("behind price");
  const std::string behind = fold(text.substr(money.end, 30));
  const std::size_t at = behind.find_first_not_of(' ');
  return at != std::string::npos && pieces.longest_at(behind, at).has_value();
}

// The first price that words of a price stand beside: those of a wish before those of any price, then one for a piece.
void read_price(std::string_view text, crm::LeadDraft& lead) {
  static const PhraseTable wishes = listed_phrases("price wish"), marks = listed_phrases("price mark");
  const auto all = find_money(text);
  const auto take = [&](const Money& money) {
    const std::string_view source = text.substr(money.begin, money.end - money.begin);
    set_field(lead, lead.target_price, "target_price", money.amount, source);
    set_field(lead, lead.currency, "currency", money.currency, source);
  };
  const auto take_first = [&](auto fits) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Money& money) { return !is_of_his_market(text, money) && fits(money); });
    if (found != all.end()) take(*found);
    return found != all.end();
  };
  if (take_first([&](const Money& money) { return stands_near(text, money, wishes); }) ||
      take_first([&](const Money& money) { return stands_near(text, money, marks); }) ||
      take_first([&](const Money& money) { return is_for_a_piece(text, money); }))
    return;
  for (const Money& money : find_bare_prices(text)) {
    if (is_of_his_market(text, money)) continue;
    const auto with_currency = std::find_if(
        all.begin(), all.end(), [&](const Money& each) { return each.begin < money.end && money.begin < each.end; });
    take(with_currency == all.end() ? money : *with_currency);
    return;
  }
}

}  // namespace

void read_lead_terms(const Author& author, const std::optional<Notice>& notice, const Card& card,
                     crm::LeadDraft& lead) {
  read_incoterms(author.text, lead);
  read_incoterms(author.subject, lead);
  if (notice) {
    set_field(lead, lead.port, "port", std::string(notice->field("port")), "port in the notice");
    for (const std::string_view field : {"incoterm", "price", "port"}) read_incoterms(notice->field(field), lead);
  }
  if (lead.port.empty()) read_place_of_delivery(author.text, card, lead);
  if (lead.port.empty()) {
    if (const auto place = place_of_delivery(author.text)) set_field(lead, lead.port, "port", place->text, place->text);
  }
  read_price(author.text, lead);
  if (notice && lead.target_price.empty() && !notice->field("price").empty()) {
    const auto price = find_money(notice->field("price"));
    if (!price.empty()) {
      set_field(lead, lead.target_price, "target_price", price.front().amount, notice->field("price"));
      set_field(lead, lead.currency, "currency", price.front().currency, notice->field("price"));
    }
  }
  if (lead.currency.empty()) read_currency(author.text, lead);
}

}  // namespace tradewind::archiver
