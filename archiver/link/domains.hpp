// What a domain name says about who stands behind it.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

// "sales.acme.co.uk" -> "acme.co.uk" by the Public Suffix List; the domain itself when it is a public suffix or an
// unknown or malformed name. Lower case in, lower case out. Thread-safe.
[[nodiscard]] std::string registrable_domain(std::string_view domain);

// A provider where anybody may have an address (gmail.com, qq.com ...).
[[nodiscard]] bool is_free_mail(std::string_view domain);

// domain is `parent` or below it.
[[nodiscard]] bool is_within(std::string_view domain, std::string_view parent);

// The local part belongs to a machine or a mailing, not a person: noreply, notification, mailer-daemon, newsletter ...
[[nodiscard]] bool is_machine_address(std::string_view address);
// The local part belongs to a function of a firm: info, sales, office ...
[[nodiscard]] bool is_role_address(std::string_view address);

// The domain's own country, by its country-code ending; "" for a generic ending or one sold to everybody (.io, .co,
// .me, .tv ...).
[[nodiscard]] std::string country_of_domain(std::string_view domain);

// How the name of `domain` imitates that of `genuine`, "" if it does not: "one letter differs", "looks alike", "added
// words", "other ending". Both registrable.
[[nodiscard]] std::string imitation(std::string_view domain, std::string_view genuine);

}  // namespace tradewind::archiver
