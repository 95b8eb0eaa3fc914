// The writer's card at the end of a mail: who, of which firm, with which number and country.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crm_core/model/mail.hpp"

namespace tradewind::archiver {

struct Card {
  std::string person, person_source;
  std::string company, company_source;
  std::string phone, phone_source, phone_country;
  std::string email;               // an address in the text that is not the sender's
  std::vector<std::string> lines;  // the lines it was read from
};

// `text` is all the author wrote, signature included; `author` helps to know his name; `country` is a hint for national
// telephone numbers.
[[nodiscard]] Card read_card(std::string_view text, const crm::MailAddress& author, std::string_view country);

}  // namespace tradewind::archiver
