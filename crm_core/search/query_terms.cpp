#include "crm_core/search/query_terms.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "crm_core/search/query_values.hpp"
#include "crm_core/search/tokenizer.hpp"

namespace tradewind::crm::search {

namespace {

constexpr std::string_view lead_states[] = {"new",       "assigned",     "contacted", "qualified",
                                            "converted", "disqualified", "merged"};

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 18 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_name_field(Field field) {
  switch (field) {
    case Field::customer:
    case Field::contact:
    case Field::supplier:
    case Field::quote:
    case Field::order:
    case Field::service_case:
    case Field::account:
    case Field::folder:
      return true;
    default:
      return false;
  }
}

class TermReader {
 public:
  TermReader(std::string_view query, const FieldName& field, const QueryToken& value, EpochSeconds now)
      : query_(query), field_(field), value_(value), now_(now), term_{field.field, value.text, value.prefix, {}} {}

  Result<Term> run() {
    if (value_.text.empty() && field_.field != Field::any)
      return wrong("expected a value", fmt::format("write {}:something", field_.name));
    if (is_text_field(field_.field)) return read_text();
    if (is_name_field(field_.field)) return term_;
    if (term_.prefix) return wrong(fmt::format("{}: takes no star", field_.name), "leave the star out");
    switch (field_.field) {
      case Field::has:
      case Field::is:
      case Field::kind:
        return read_known_word();
      case Field::filetype:
        return read_filetype();
      case Field::lang:
        return read_language();
      case Field::lead:
        return read_lead();
      case Field::thread:
        return read_number("a thread's number");
      case Field::id:
        return read_id();
      case Field::date:
        return read_date();
      case Field::size:
        return read_size();
      default:
        return term_;
    }
  }

 private:
  [[nodiscard]] tl::unexpected<Error> wrong(const std::string& what, std::string hint) const {
    return tl::unexpected<Error>(query_error(query_, value_.where.begin, what, std::move(hint)));
  }

  // A star after one letter would read a large part of the index.
  Result<Term> read_text() {
    if (!term_.prefix) return term_;
    std::size_t last = 0;
    tokenize(term_.value, [&](const Token& token) {
      if (!token.colocated) last = token.text.size();
      return true;
    });
    if (last < 2) return wrong("a star needs at least two letters before it", "write more of the word");
    return term_;
  }

  Result<Term> read_known_word() {
    term_.value = lower(term_.value);
    if (field_.field == Field::kind) std::replace(term_.value.begin(), term_.value.end(), '-', '_');
    const auto known = words_of(field_.field);
    if (std::find(known.begin(), known.end(), term_.value) != known.end()) return term_;
    const std::string_view near = nearest(term_.value, known);
    return wrong(fmt::format("{}: does not know \"{}\"", field_.name, term_.value),
                 near.empty() ? fmt::format("one of {}", fmt::join(known, ", "))
                              : fmt::format("did you mean {}:{}?", field_.name, near));
  }

  Result<Term> read_filetype() {
    term_.value = lower(term_.value);
    if (term_.value.starts_with('.')) term_.value.erase(0, 1);
    const bool plain = !term_.value.empty() && term_.value.size() <= 16 &&
                       std::all_of(term_.value.begin(), term_.value.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
    if (!plain) return wrong("filetype: takes the ending of a file name", "for example filetype:pdf");
    return term_;
  }

  Result<Term> read_language() {
    term_.value = lower(term_.value.substr(0, term_.value.find_first_of("-_")));
    const bool code = (term_.value.size() == 2 || term_.value.size() == 3) &&
                      std::all_of(term_.value.begin(), term_.value.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!code) return wrong("lang: takes a language code", "for example lang:es, lang:zh");
    return term_;
  }

  Result<Term> read_lead() {
    term_.value = lower(term_.value);
    const bool state = std::find(std::begin(lead_states), std::end(lead_states), term_.value) != std::end(lead_states);
    if (!state && !is_number(term_.value))
      return wrong("lead: takes a lead's number or its status", fmt::format("one of {}", fmt::join(lead_states, ", ")));
    return term_;
  }

  Result<Term> read_number(std::string_view what) {
    if (!is_number(term_.value))
      return wrong(fmt::format("{}: takes {}", field_.name, what), fmt::format("for example {}:4711", field_.name));
    return term_;
  }

  Result<Term> read_id() {
    if (term_.value.find('@') == std::string::npos) return read_number("a message's number or its Message-ID");
    if (term_.value.starts_with('<')) term_.value.erase(0, 1);
    if (term_.value.ends_with('>')) term_.value.pop_back();
    return term_;
  }

  Result<Term> read_date() {
    const auto days = read_dates(term_.value, now_);
    if (!days)
      return wrong(fmt::format("\"{}\" is not a date", term_.value),
                   "write 2026, 2026-11, 2026-11-23, 2026-01..2026-03, today, yesterday, 7d, 2w, 3m, \"last week\"");
    if (field_.word == FieldWord::before)
      term_.interval.high = days->low;
    else if (field_.word == FieldWord::after)
      term_.interval.low = days->low;
    else
      term_.interval = *days;
    return term_;
  }

  Result<Term> read_size() {
    const auto bytes = read_sizes(term_.value);
    if (!bytes)
      return wrong(fmt::format("\"{}\" is not a size", term_.value), "write size:>1M, size:<20k, size:100k..2M");
    term_.interval = *bytes;
    return term_;
  }

  std::string_view query_;
  const FieldName& field_;
  const QueryToken& value_;
  EpochSeconds now_;
  Term term_;
};

}  // namespace

Result<Term> read_term(std::string_view query, const FieldName& field, const QueryToken& value, EpochSeconds now) {
  return TermReader(query, field, value, now).run();
}

}  // namespace tradewind::crm::search
