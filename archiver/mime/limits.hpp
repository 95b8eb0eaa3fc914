// Bounds on what one message may cost. A message beyond them is still parsed: what exceeds is left out and named in
// `defects`.
#pragma once

#include <cstddef>

namespace tradewind::archiver::limits {

inline constexpr std::size_t nesting = 32;             // multiparts and messages inside each other
inline constexpr std::size_t parts = 1'000;            // leaves and containers, embedded messages included
inline constexpr std::size_t header_fields = 2'000;    // of one header block
inline constexpr std::size_t header_bytes = 4U << 20;  // of one header block, decoded values
inline constexpr std::size_t recipients = 20'000;      // of one address header
inline constexpr std::size_t references = 200;
inline constexpr std::size_t text_bytes = 2U << 20;  // readable text of one message, decoded
inline constexpr std::size_t html_bytes = 2U << 20;  // HTML of one message, decoded
inline constexpr std::size_t links = 200;
inline constexpr std::size_t quoted_blocks = 50;
inline constexpr std::size_t html_fields = 500;
inline constexpr std::size_t embedded_bytes = 16U << 20;  // of a message/rfc822 part that is itself encoded
inline constexpr std::size_t delivery_fields = 1'000;     // of message/delivery-status
inline constexpr std::size_t defects = 50;

}  // namespace tradewind::archiver::limits
