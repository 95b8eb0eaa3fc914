// The firm that a text names as its writer's mail domain does.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

// "I am Oyunaa from Mandu Pharm (22 shops)" by oyunaa@mandu-pharm.example: the words that the domain is made of, with
// the words of trade or the legal form behind them; "" if the text has none, or the domain is free mail.
[[nodiscard]] std::string firm_of_domain(std::string_view text, std::string_view domain);

}  // namespace tradewind::archiver
